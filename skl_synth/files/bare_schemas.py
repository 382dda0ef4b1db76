"""Tables of Arrow without what else their files say: notes of whoever made them."""

from __future__ import annotations

from typing import Any

from skl_synth.table.arrow_notes import notes_of_pandas


def bare_table(table: Any) -> Any:
    """Keep of a table its cells and their types, and forget the rest.

    Notes of a schema or of a column are free text: who made the file, from what, with
    which settings. What pandas notes is written anew, as far as it says of what type a
    column is; the number of rows and the names of its index are left out.

    Parameters
    ----------
    table : pyarrow.Table
        What a file holds.

    Returns
    -------
    pyarrow.Table
        The same rows. Columns of a type with a name of its own have the one in which
        they are stored: such a name can be a note, too.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from skl_synth.files.bare_schemas import bare_table
    >>> real = pa.table({"age": [67]}).replace_schema_metadata({"from": "ward 7"})
    >>> print(bare_table(real).schema)
    age: int64
    """
    import pyarrow as pa

    columns = [_stored(column) for column in table.columns]
    fields = [
        pa.field(one.name, column.type, one.nullable)
        for one, column in zip(table.schema, columns, strict=True)
    ]
    bare = pa.Table.from_arrays(columns, schema=pa.schema(fields))
    notes = notes_of_pandas(table.schema.metadata or {}, table.schema.names)
    return bare.replace_schema_metadata(notes or None)


def _stored(column: Any) -> Any:
    import pyarrow as pa

    if not isinstance(column.type, pa.BaseExtensionType):
        return column
    stored = [chunk.storage for chunk in column.chunks]
    return pa.chunked_array(stored, type=column.type.storage_type)
