"""The one-hot groups of a table: which columns may belong to one, and which do."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd

from skl_synth.errors import Remedy, Setting, warn
from skl_synth.table.number_blocks import is_plain, number_blocks
from skl_synth.table.onehot.group_search import NEARLY, almost_groups, find_groups
from skl_synth.table.onehot.one_hot_group import GroupRows, OneHotGroup
from skl_synth.table.onehot.unnamed_groups import warn_of_unnamed_groups
from skl_synth.table.values import is_number, numbers_of


def infer_groups(
    names: list[Hashable],
    free: pd.DataFrame,
    one_hot_groups: object,
    implicit_baseline: object,
    *,
    repair: bool,
    named: bool,
) -> list[OneHotGroup]:
    """Find the one-hot groups of a table, and warn of what looks like one.

    Parameters
    ----------
    names : list of hashable
        All columns of the table, in order.
    free : DataFrame
        The columns of which nothing else is said; those that hold something else than
        numbers from 0 to 1 may be left out.
    one_hot_groups, implicit_baseline, repair, named : object
        As for `infer_schema`.

    Returns
    -------
    list of OneHotGroup
        The groups, in the order of their first column.

    Raises
    ------
    InputError
        If what the user said does not fit the table.
    """
    exact = isinstance(one_hot_groups, str) and one_hot_groups == "infer"
    values: dict[Hashable, np.ndarray] = {}
    if one_hot_groups is not None:
        values = unit_columns(free, exact=exact)
    groups = find_groups(
        names, values, one_hot_groups, implicit_baseline, repair=repair
    )
    # Of an array, whose columns have no names, no group is inferred: see named_groups.
    if exact or [named, one_hot_groups] == [False, []]:
        _warn_of_likely_groups(names, values, groups, named=named)
    return groups


def unit_columns(frame: pd.DataFrame, *, exact: bool) -> dict[Hashable, np.ndarray]:
    """Read the columns that may belong to a one-hot group.

    Parameters
    ----------
    frame : DataFrame
        A table.
    exact : bool
        Whether values between 0 and 1 are left out: a real table has none, a table
        of blended rows has.

    Returns
    -------
    dict of column name to ndarray
        The columns of numbers from 0 to 1, NaN where missing.
    """
    found: dict[Hashable, np.ndarray] = {}
    for block in number_blocks(frame):
        good = _are_units(block.values, exact=exact).all(axis=1)
        found.update((block.names[i], block.values[i]) for i in np.flatnonzero(good))
    for name, dtype in zip(frame.columns, frame.dtypes.to_numpy(), strict=True):
        if is_plain(dtype):
            continue
        if is_number(dtype) or pd.api.types.is_bool_dtype(dtype):
            values = numbers_of(frame[name])
            if _are_units(values, exact=exact).all():
                found[name] = values
    return {name: found[name] for name in frame.columns if name in found}


def _are_units(values: np.ndarray, *, exact: bool) -> np.ndarray:
    good = (values == 0) | (values == 1) if exact else (values >= 0) & (values <= 1)
    return good | np.isnan(values)


def _warn_of_likely_groups(
    names: list[Hashable],
    values: dict[Hashable, np.ndarray],
    groups: list[OneHotGroup],
    *,
    named: bool,
) -> None:
    taken = {column for group in groups for column in group.columns}
    if named:
        _warn_of_near_groups({n: v for n, v in values.items() if n not in taken})
    warn_of_unnamed_groups(names, values, groups)


def _warn_of_near_groups(values: dict[Hashable, np.ndarray]) -> None:
    for prefix, columns in almost_groups(values, least=NEARLY).items():
        rows = GroupRows.of([values[name] for name in columns])
        warn(
            "the columns {columns} are nearly a one-hot group, but for {wrong}; they "
            "are read as flags that have nothing to do with one another",
            parameter="one_hot_groups",
            columns=columns,
            wrong=rows.wrong_text(baseline=False),
            prefix=prefix,
            remedies=[
                "correct these rows",
                Remedy("say {setting}", Setting("one_hot_repair", "repair")),
                "if they are no group, name the groups that there are, without "
                "{prefix!r}",
            ],
        )
