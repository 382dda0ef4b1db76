"""Tables of Arrow without what else their files say: notes of whoever made them."""

from __future__ import annotations

import json
from typing import Any

from pandas.api.types import pandas_dtype

from skl_synth.table.arrow import PANDAS


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
    notes = _notes_of(table.schema.metadata or {}, table.schema.names)
    known = {PANDAS: json.dumps(notes).encode()} if notes else None
    return bare.replace_schema_metadata(known)


def _stored(column: Any) -> Any:
    import pyarrow as pa

    if not isinstance(column.type, pa.BaseExtensionType):
        return column
    stored = [chunk.storage for chunk in column.chunks]
    return pa.chunked_array(stored, type=column.type.storage_type)


def _notes_of(metadata: dict[bytes, bytes], names: list[str]) -> dict[str, Any]:
    """Write anew what pandas has to know to read the same types; nothing if unknown."""
    try:
        noted = json.loads(metadata[PANDAS])
        columns = [_note(one) for one in noted["columns"] if _is_of(one, names)]
        index = [one for one in noted["index_columns"] if one in names]
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    if not columns:
        return {}
    return {"index_columns": index, "column_indexes": [], "columns": columns}


def _is_of(note: dict[str, Any], names: list[str]) -> bool:
    return note["field_name"] in names


def _note(note: dict[str, Any]) -> dict[str, Any]:
    # What is no dtype raises TypeError, and what is one has but one way to be written.
    kind = str(pandas_dtype(note["numpy_type"]))
    name = note["field_name"]
    return {
        "name": None if note["name"] is None else name,
        "field_name": name,
        "pandas_type": None,
        "numpy_type": kind,
        "metadata": None,
    }
