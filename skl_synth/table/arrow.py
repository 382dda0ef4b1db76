"""Between tables of Arrow and frames of pandas, without loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.arrow_notes import schema_without_notes


def check_types(schema: Any, what: str = "the table") -> None:
    """Refuse columns that no frame holds, before their cells are read.

    Parameters
    ----------
    schema : pyarrow.Schema
        The types of a table.
    what : str, default="the table"
        What to call it in messages.

    Raises
    ------
    ValueError
        If two columns have one name, or a column holds lists, structures or bytes.
    """
    _check_names(schema.names, what)
    for field in schema:
        if _is_nested(field.type):
            raise InputError(
                "column {column!r} of {what} has the type {kind}, which is not "
                "supported",
                column=field.name,
                what=what,
                kind=field.type,
                remedies=["drop it", "make columns of what it holds"],
            )


def frame_of_arrow(table: Any, what: str = "the table") -> pd.DataFrame:
    """Read a table of Arrow as a frame whose columns keep Arrow's types.

    Parameters
    ----------
    table : pyarrow.Table
        The table.
    what : str, default="the table"
        What to call it in messages.

    Returns
    -------
    DataFrame
        Columns of `pandas.ArrowDtype`; those encoded as a dictionary are categories.

    Raises
    ------
    ValueError
        If two columns have one name, or a column holds lists, structures or bytes.
    """
    import pyarrow as pa

    check_types(table.schema, what)

    def mapped(dtype: Any) -> Any:
        # Categories are known everywhere as those of pandas, unused ones too.
        return None if pa.types.is_dictionary(dtype) else pd.ArrowDtype(dtype)

    unified = _with_signed_codes(table.unify_dictionaries())
    return unified.to_pandas(types_mapper=mapped, ignore_metadata=True)


def _with_signed_codes(table: Any) -> Any:
    """Number the categories by signed integers, which older versions insist on."""
    import pyarrow as pa

    for place, field in enumerate(table.schema):
        kind = field.type
        if pa.types.is_dictionary(kind) and pa.types.is_unsigned_integer(
            kind.index_type
        ):
            signed = pa.dictionary(pa.int32(), kind.value_type, kind.ordered)
            chunks = [
                pa.DictionaryArray.from_arrays(
                    chunk.indices.cast(pa.int32()),
                    chunk.dictionary,
                    ordered=kind.ordered,
                )
                for chunk in table.column(place).chunks
            ]
            column = pa.chunked_array(chunks, type=signed)
            table = table.set_column(place, field.with_type(signed), column)
    return table


def table_of_frame(frame: pd.DataFrame, schema: Any = None) -> Any:
    """Make a table of Arrow from a frame.

    Parameters
    ----------
    frame : DataFrame
        The frame; its index is left out.
    schema : pyarrow.Schema or None, default=None
        The types of the columns, and of further ones that the frame lacks; those that
        fit the frame by default.

    Returns
    -------
    pyarrow.Table
        The table. Of the notes of the schema it has those by which pandas reads the
        same types; no other travels.
    """
    import pyarrow as pa

    if schema is None:
        return pa.Table.from_pandas(frame, preserve_index=False)
    bare = schema_without_notes(schema, list(frame.columns))
    arrays = [
        _array(column, field.type)
        for (_, column), field in zip(frame.items(), bare, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=bare)


def ipc_of_array(array: Any) -> bytes:
    """Write an array of pandas with one of Arrow's types.

    Parameters
    ----------
    array : ArrowExtensionArray
        The array.

    Returns
    -------
    bytes
        A stream of Arrow.
    """
    import pyarrow as pa

    return ipc_of_table(pa.table({"array": pa.chunked_array([pa.array(array)])}))


def array_of_ipc(content: bytes) -> Any:
    """Read an array of pandas with one of Arrow's types.

    Parameters
    ----------
    content : bytes
        What `ipc_of_array` gave.

    Returns
    -------
    ArrowExtensionArray
        The array.

    Raises
    ------
    ValueError
        If it is damaged.
    """
    column = table_of_ipc(content).column(0)
    return pd.Series(column.to_pandas(types_mapper=pd.ArrowDtype)).array


def ipc_of_table(table: Any) -> bytes:
    """Write a table of Arrow as a stream.

    Parameters
    ----------
    table : pyarrow.Table
        The table.

    Returns
    -------
    bytes
        The stream.
    """
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def table_of_ipc(content: bytes) -> Any:
    """Read a table of Arrow from a stream.

    Parameters
    ----------
    content : bytes
        What `ipc_of_table` gave.

    Returns
    -------
    pyarrow.Table
        The table.

    Raises
    ------
    ValueError
        If it is damaged.
    """
    import pyarrow as pa

    try:
        table = pa.ipc.open_stream(content).read_all()
        # Where a text begins and ends is believed by whatever reads it later.
        table.validate(full=True)
        return table
    except (pa.ArrowException, OSError) as error:
        raise ValueError(f"a table of Arrow in it is damaged ({error})") from error


def _array(column: pd.Series, dtype: Any) -> Any:
    """Write one column in a type of Arrow."""
    import pyarrow as pa

    if not pa.types.is_dictionary(dtype):
        return pa.chunked_array([pa.array(column, from_pandas=True)]).cast(dtype)
    codes = column.cat.codes.to_numpy()
    codes = pa.array(codes.astype(np.int64), mask=codes < 0).cast(dtype.index_type)
    categories = pa.array(column.cat.categories, from_pandas=True)
    return pa.DictionaryArray.from_arrays(
        codes, categories.cast(dtype.value_type), ordered=dtype.ordered
    )


def _check_names(names: list[str], what: str) -> None:
    seen = pd.Index(names)
    if not seen.is_unique:
        twice = seen[seen.duplicated()][0]
        raise InputError(
            "{what} has two columns called {column!r}",
            column=twice,
            what=what,
            remedies=["rename one", "drop one"],
        )


def _is_nested(dtype: Any) -> bool:
    import pyarrow as pa

    types = pa.types
    is_bytes = (types.is_binary, types.is_large_binary, types.is_fixed_size_binary)
    return types.is_nested(dtype) or any(test(dtype) for test in is_bytes)
