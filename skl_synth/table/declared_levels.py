"""Levels that a table declares: those of categories that some row of it has."""

from __future__ import annotations

from typing import Any

import pandas as pd


def only_levels_of_rows(table: Any) -> Any:
    """Let the categories of a table declare no level that no row of it has.

    A dtype that lists its levels tells of all that the real table had, also of those
    that nobody drew.

    Parameters
    ----------
    table : object
        A table, a column or an index: of pandas, pyarrow or polars, or of a library
        whose columns list no levels.

    Returns
    -------
    same container
        The table, or a copy whose categories are fewer, in their order.
    """
    library = type(table).__module__.split(".")[0]
    if isinstance(table, pd.DataFrame):
        return _of_frame(table)
    if isinstance(table, pd.Series):
        return _of_column(table)
    if isinstance(table, pd.Categorical | pd.CategoricalIndex):
        return table.remove_unused_categories()
    if library == "polars":
        return _of_polars(table)
    if library == "pyarrow":
        return _of_arrow(table) if hasattr(table, "schema") else _arrow_column(table)
    return table


def _of_frame(frame: pd.DataFrame) -> pd.DataFrame:
    # By position, since two columns may have one name in a frame that was not read.
    columns = [_of_column(frame.iloc[:, place]) for place in range(frame.shape[1])]
    changed = {
        place: column
        for place, column in enumerate(columns)
        if column.dtype is not frame.dtypes.iloc[place]
    }
    if not changed:
        return frame
    trimmed = frame.copy()
    for place, column in changed.items():
        trimmed.isetitem(place, column.array)
    return trimmed


def _of_column(column: pd.Series) -> pd.Series:
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        seen = set(column.dropna().unique())
        if len(seen) == len(dtype.categories):
            return column
        return column.cat.remove_unused_categories()
    kind = getattr(dtype, "pyarrow_dtype", None)
    if str(kind).startswith("dictionary"):
        from pyarrow import chunked_array

        cells = chunked_array([column.array.__arrow_array__().combine_chunks()])
        return pd.Series(
            type(column.array)(_arrow_column(cells)), column.index, name=column.name
        )
    return column


def _of_arrow(table: Any) -> Any:
    """Encode the dictionaries of a table of pyarrow anew."""
    columns = [_arrow_column(column) for column in table.itercolumns()]
    return type(table).from_arrays(columns, schema=table.schema)


def _arrow_column(column: Any) -> Any:
    from pyarrow import types

    if not types.is_dictionary(column.type):
        return column
    plain = column.cast(column.type.value_type)
    if not column.type.ordered:
        return plain.dictionary_encode().cast(column.type)
    return _in_their_order(column, plain)


def _in_their_order(column: Any, plain: Any) -> Any:
    """Encode ordered levels anew: those seen, from the least to the greatest."""
    from pyarrow import DictionaryArray, chunked_array
    from pyarrow.compute import index_in, is_in

    is_chunked = hasattr(column, "chunks")
    whole = column.unify_dictionaries().combine_chunks() if is_chunked else column
    levels = whole.dictionary.filter(is_in(whole.dictionary, value_set=plain.unique()))
    index_type, cells = column.type.index_type, plain
    if is_chunked:
        cells = plain.combine_chunks()
    codes = index_in(cells, value_set=levels).cast(index_type)
    encoded = DictionaryArray.from_arrays(codes, levels, ordered=True)
    return chunked_array([encoded]) if is_chunked else encoded


def _of_polars(table: Any) -> Any:
    import polars as pl

    if isinstance(table, pl.Series):
        return _of_polars(table.to_frame()).to_series()
    casts = []
    for name, dtype in table.schema.items():
        if isinstance(dtype, pl.Enum):
            seen = set(table[name].drop_nulls().unique().to_list())
            kept = [level for level in dtype.categories if level in seen]
            casts.append(pl.col(name).cast(pl.Enum(kept)))
    return table.with_columns(casts)
