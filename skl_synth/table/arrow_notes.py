"""What pandas notes of the columns of a table of Arrow, without any other note."""

from __future__ import annotations

import json
from typing import Any

from pandas.api.types import pandas_dtype

PANDAS = b"pandas"
"""Key under which pandas describes its columns in the metadata of a table."""


def notes_of_pandas(
    metadata: dict[bytes, bytes], names: list[str]
) -> dict[bytes, bytes]:
    """Write anew what pandas has to know to read the same types.

    Parameters
    ----------
    metadata : dict of bytes to bytes
        The notes of a schema, which may say where its rows come from.
    names : list of str
        The columns that are noted; the number of rows and names of an index are not.

    Returns
    -------
    dict of bytes to bytes
        Empty if pandas noted nothing that can be read.

    Examples
    --------
    >>> from skl_synth.table.arrow_notes import notes_of_pandas
    >>> notes_of_pandas({b"comment": b"ward 7"}, ["age"])
    {}
    """
    try:
        noted = json.loads(metadata[PANDAS])
        columns = [_note(one) for one in noted["columns"] if _is_of(one, names)]
        index = [one for one in noted["index_columns"] if one in names]
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    if not columns:
        return {}
    notes = {"index_columns": index, "column_indexes": [], "columns": columns}
    return {PANDAS: json.dumps(notes).encode()}


def schema_without_notes(schema: Any, names: list[str]) -> Any:
    """Name and type of columns, and what pandas notes of them; no other note travels.

    What a column notes is free text, or the categories of polars, which would turn
    every other, such as the one of rare levels, into a gap.

    Parameters
    ----------
    schema : pyarrow.Schema
        Of the real table.
    names : list of str
        The columns that are wanted, in their order.

    Returns
    -------
    pyarrow.Schema
        Of these columns.
    """
    import pyarrow as pa

    fields = [schema.field(name).remove_metadata() for name in names]
    return pa.schema(fields, notes_of_pandas(schema.metadata or {}, names) or None)


def without_notes(data: Any) -> Any:
    """Leave out of a table of Arrow what its schema notes; others are as they were.

    Parameters
    ----------
    data : frame or series
        Of any library.

    Returns
    -------
    frame or series
        A table of Arrow has the same columns, not copied.
    """
    if type(data).__module__ != "pyarrow.lib" or not hasattr(data, "schema"):
        return data
    bare = schema_without_notes(data.schema, data.schema.names)
    return type(data).from_arrays(data.columns, schema=bare)


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
