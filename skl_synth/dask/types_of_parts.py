"""The types of Arrow in which all parts of a table are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from skl_synth.dask.running import Runner
from skl_synth.table.arrow_notes import schema_without_notes


def types_of_parts(
    like: pd.DataFrame, parts: Sequence[Any], runner: Runner, schema: Any = None
) -> Any:
    """Find one type for each column, whatever a single part holds of it.

    A part may hold nothing but gaps in a column of objects, or few levels of many.

    Parameters
    ----------
    like : DataFrame
        The table without its rows.
    parts : sequence of Delayed
        Its parts; they are looked into only where dtypes do not say what cells are.
    runner : Runner
        What computes them.
    schema : pyarrow.Schema, default=None
        Types that are given, perhaps for some of the columns.

    Returns
    -------
    pyarrow.Schema
        The types, by the names of the columns.
    """
    import pyarrow as pa

    given = {} if schema is None else {one.name: one for one in schema}
    unknown = [
        name for name in like.columns if name not in given and _is_open(like[name])
    ]
    seen = _seen_types(unknown, parts, runner)
    plain = like.drop(columns=unknown)
    noted = pa.Schema.from_pandas(plain, preserve_index=False)
    fields = []
    for name in like.columns:
        kind = seen[name] if name in unknown else noted.field(str(name)).type
        fields.append(given.get(name, pa.field(str(name), _with_wide_codes(kind))))
    types = pa.schema(fields, _notes(like, noted, schema))
    # pandas reads its own dtypes again by these notes; no other travels.
    return schema_without_notes(types, [str(name) for name in like.columns])


def _notes(like: pd.DataFrame, noted: Any, schema: Any) -> Any:
    return noted.metadata if schema is None else schema.metadata


def _is_open(column: pd.Series) -> bool:
    """Whether the dtype does not say what the cells are."""
    from dask.dataframe.utils import UNKNOWN_CATEGORIES

    if isinstance(column.dtype, pd.CategoricalDtype):
        categories = column.dtype.categories
        return UNKNOWN_CATEGORIES in categories or categories.dtype == object
    return column.dtype == object


def _seen_types(
    names: Sequence[Any], parts: Sequence[Any], runner: Runner
) -> dict[Any, Any]:
    """Look into part after part until the cells of each column are known."""
    import pyarrow as pa

    seen: dict[Any, Any] = {}
    for part in parts:
        waiting = [name for name in names if name not in seen]
        if not waiting:
            break
        (found,) = runner.results([runner.task(_types_in_part, part, waiting)])
        seen |= {name: kind for name, kind in found.items() if kind is not None}
    # Of a column in which nothing stands anywhere, nothing else can be said.
    return {name: seen.get(name, pa.string()) for name in names}


def _types_in_part(part: pd.DataFrame, names: Sequence[Any]) -> dict[Any, Any]:
    return {name: _type_of_cells(part[name]) for name in names}


def _type_of_cells(column: pd.Series) -> Any:
    import pyarrow as pa

    if not column.notna().any():
        return None
    kind = pa.array(column, from_pandas=True).type
    return _with_wide_codes(kind)


def _with_wide_codes(kind: Any) -> Any:
    """Number levels by wide codes in all parts: few of them have many levels."""
    import pyarrow as pa

    if not pa.types.is_dictionary(kind):
        return kind
    return pa.dictionary(pa.int32(), kind.value_type, kind.ordered)
