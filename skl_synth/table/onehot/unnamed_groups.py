"""One-hot groups whose columns share no prefix, which are hinted at."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from skl_synth.errors import Remedy, Setting, warn
from skl_synth.table.onehot.one_hot_group import GroupRows, OneHotGroup

LEAST_COLUMNS = 3
"""Two flags that exclude one another need not be one question."""

LEAST_ROWS = 20
"""In fewer rows flags may sum to one by chance."""

LEAST_SET = 2
"""Rows that have each column set."""

SHOWN = 6
"""So many columns are named; what is to be typed names all of them."""


def unnamed_groups(
    names: Sequence[Hashable], values: Mapping[Hashable, np.ndarray]
) -> list[list[Hashable]]:
    """Find adjacent columns of zeros and ones that sum to one in every row.

    Parameters
    ----------
    names : sequence of hashable
        All columns of the table, in order.
    values : mapping of column name to ndarray
        The columns of zeros and ones that belong to no group yet.

    Returns
    -------
    list of list of hashable
        Three columns or more each, in the order of the table.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.table.onehot.unnamed_groups import unnamed_groups
    >>> north, south, east = np.tile(np.eye(3), 10)
    >>> unnamed_groups(["n", "s", "e"], {"n": north, "s": south, "e": east})
    [['n', 's', 'e']]
    """
    found = []
    for run in _runs(names, values):
        counts = np.array([np.nansum(values[name]) for name in run], dtype=np.int64)
        start = 0
        while start + LEAST_COLUMNS <= len(run):
            stop = _end_of_group(run, counts, start, values)
            if stop:
                found.append(run[start:stop])
            start = stop or start + 1
    return found


def warn_of_unnamed_groups(
    names: Sequence[Hashable],
    values: Mapping[Hashable, np.ndarray],
    found: Sequence[OneHotGroup],
) -> None:
    """Warn of columns that look like a one-hot group, and say how to name it.

    Parameters
    ----------
    names : sequence of hashable
        All columns of the table, in order.
    values : mapping of column name to ndarray
        The columns of zeros and ones, those of groups among them.
    found : sequence of OneHotGroup
        The groups that were found. Who names groups names all of them.
    """
    known: dict[Hashable, Any] = {one.name: list(one.columns) for one in found}
    taken = {name for one in known.values() for name in one}
    groups = unnamed_groups(names, {n: values[n] for n in values if n not in taken})
    if not groups:
        return
    named = known | {f"group of {group[0]}": group for group in groups}
    warn(
        "in every row exactly one of the columns {columns} is 1{more}; they are read "
        "as flags of their own, so a synthetic row may have none or several of them",
        parameter="one_hot_groups",
        columns=_shown(groups[0]),
        more=f", and so in {len(groups) - 1} other groups" if groups[1:] else "",
        remedies=[
            Remedy("if they are one question, say {setting}", _setting(named)),
            Remedy("if not, say {setting}", _setting(known or None)),
            Remedy(
                'if they are one question, give each of them the same "group" in the '
                "dictionary",
                only="command line",
            ),
        ],
    )


def _setting(value: Any) -> Setting:
    return Setting("one_hot_groups", value)


def _shown(group: list[Hashable]) -> str:
    if len(group) <= SHOWN:
        return f"{group}"
    return f"{group[0]!r} to {group[-1]!r} ({len(group)} of them)"


def _runs(
    names: Sequence[Hashable], values: Mapping[Hashable, np.ndarray]
) -> list[list[Hashable]]:
    """Cut the columns where one is no flag, or hardly ever set."""
    is_flag = [name in values and _is_flag(values[name]) for name in names]
    cuts = [-1, *np.flatnonzero(~np.array(is_flag, dtype=bool)).tolist(), len(names)]
    runs = [list(names[low + 1 : high]) for low, high in pairwise(cuts)]
    return [run for run in runs if len(run) >= LEAST_COLUMNS]


def _is_flag(values: np.ndarray) -> bool:
    """Whether enough rows have it set; shares that sum to one are no flags."""
    is_long = len(values) >= LEAST_ROWS and np.nansum(values) >= LEAST_SET
    return bool(is_long) and set(np.unique(values[~np.isnan(values)])) <= {0.0, 1.0}


def _end_of_group(
    run: list[Hashable],
    counts: np.ndarray,
    start: int,
    values: Mapping[Hashable, np.ndarray],
) -> int:
    """Where a group that begins at some place ends; 0 where none begins.

    The numbers of ones must add up to that of the rows, which is soon seen; only then
    are the rows looked at.
    """
    n_rows = int((~np.isnan(values[run[start]])).sum())
    sums = np.cumsum(counts[start:])
    width = int(np.searchsorted(sums, n_rows)) + 1
    if width < LEAST_COLUMNS or width > len(sums) or sums[width - 1] != n_rows:
        return 0
    rows = GroupRows.of([values[name] for name in run[start : start + width]])
    is_group = not rows.wrong(baseline=False).any()
    return start + width if is_group else 0
