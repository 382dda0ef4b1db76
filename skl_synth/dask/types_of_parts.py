"""The types of Arrow in which all parts of a table are written."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from skl_synth.dask.running import Runner
from skl_synth.table.arrow_notes import schema_without_notes


class PartTypes(NamedTuple):
    """How every part of a table is written.

    Parameters
    ----------
    schema : pyarrow.Schema
        The types, by the names of the columns.
    levels : mapping of column to Index
        The levels that some row of the table has, of columns whose levels have an
        order: no part by itself tells how its levels stand to those of another.
    """

    schema: Any
    levels: Mapping[Hashable, pd.Index]


def types_of_parts(
    like: pd.DataFrame, parts: Sequence[Any], runner: Runner, schema: Any = None
) -> PartTypes:
    """Find one type for each column, whatever a single part holds of it.

    A part may hold nothing but gaps in a column of objects, or few levels of many.

    Parameters
    ----------
    like : DataFrame
        The table without its rows.
    parts : sequence of Delayed
        Its parts; they are looked into only where dtypes do not say what cells are, or
        levels have an order.
    runner : Runner
        What computes them.
    schema : pyarrow.Schema, default=None
        Types that are given, perhaps for some of the columns.

    Returns
    -------
    PartTypes
        How parts are written.
    """
    import pyarrow as pa

    given = {} if schema is None else {one.name: one.type for one in schema}
    unknown = [
        name for name in like.columns if str(name) not in given and _is_open(like[name])
    ]
    noted = pa.Schema.from_pandas(like.drop(columns=unknown), preserve_index=False)
    kinds = {one.name: one.type for one in noted} | given
    kinds |= {str(n): kind for n, kind in _seen(unknown, parts, runner).items()}
    names = [str(name) for name in like.columns]
    fields = [pa.field(name, _with_wide_codes(kinds[name])) for name in names]
    # By its notes pandas reads its own dtypes again; no other travels.
    notes = noted.metadata if schema is None else schema.metadata
    types = schema_without_notes(pa.schema(fields, notes), names)
    return PartTypes(types, _levels_in_order(like, parts, runner))


def _is_open(column: pd.Series) -> bool:
    """Whether the dtype does not say what the cells are."""
    from dask.dataframe.utils import UNKNOWN_CATEGORIES

    if isinstance(column.dtype, pd.CategoricalDtype):
        categories = column.dtype.categories
        return UNKNOWN_CATEGORIES in categories or categories.dtype == object
    return column.dtype == object


def _seen(names: list[Any], parts: Sequence[Any], runner: Runner) -> dict[Any, Any]:
    """Look into part after part until the cells of each column are known."""
    import pyarrow as pa

    seen: dict[Any, Any] = {}
    for part in parts:
        waiting = [name for name in names if name not in seen]
        if not waiting:
            break
        (found,) = runner.results([runner.task(_kinds_in_part, part, waiting)])
        seen |= {name: kind for name, kind in found.items() if kind is not None}
    # Of a column in which nothing stands anywhere, nothing else can be said.
    return {name: seen.get(name, pa.string()) for name in names}


def _kinds_in_part(part: pd.DataFrame, names: list[Any]) -> dict[Any, Any]:
    return {name: _kind_of_cells(part[name]) for name in names}


def _kind_of_cells(column: pd.Series) -> Any:
    import pyarrow as pa

    if not column.notna().any():
        return None
    return pa.array(column, from_pandas=True).type


def _with_wide_codes(kind: Any) -> Any:
    """Number levels by wide codes in all parts: few of them have many levels."""
    import pyarrow as pa

    if not pa.types.is_dictionary(kind):
        return kind
    return pa.dictionary(pa.int32(), kind.value_type, kind.ordered)


def _levels_in_order(
    like: pd.DataFrame, parts: Sequence[Any], runner: Runner
) -> dict[Hashable, pd.Index]:
    """Name the levels that rows have, where levels have an order."""
    ordered = [
        name
        for name, dtype in like.dtypes.items()
        if isinstance(dtype, pd.CategoricalDtype) and dtype.ordered
    ]
    if not ordered:
        return {}
    tasks = [runner.task(_levels_in_part, part, ordered) for part in parts]
    seen = runner.merged(tasks, _levels_of_both)
    return {
        name: levels[levels.isin(seen[name])]
        for name, levels in ((one, like[one].cat.categories) for one in ordered)
    }


def _levels_in_part(part: pd.DataFrame, names: list[Any]) -> dict[Any, set]:
    return {name: set(part[name].dropna().unique()) for name in names}


def _levels_of_both(one: dict[Any, set], other: dict[Any, set]) -> dict[Any, set]:
    return {name: one[name] | other[name] for name in one}
