"""Columns that follow from one or two others, or from a part of a date."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from skl_synth.table.constraints import Constraint, DatePart, FunctionOf
from skl_synth.table.constraints.calendar_units import (
    PARTS,
    part_of_date,
    points_in_time,
)
from skl_synth.table.rule_search.chance import (
    FEWEST_OTHERS,
    SURE,
    log_chance_of_bands,
    log_chance_of_function,
)
from skl_synth.table.rule_search.searched_table import SearchedTable
from skl_synth.table.variables import NumberVariable

MEAN_GROUP = 2.0
"""Different rows that a key must have on average: else nothing was repeated."""

MEAN_OF_PART = 4.0
"""The same for parts of dates: years and ages go together."""

MOST_BANDS = 12
"""Bands of a number that may be of any width."""

UNEVEN = 0.01
"""By how much of their width other bands may begin elsewhere: years have leap days."""

MOST_LEVELS_OF_TWO = 60
"""Levels of a column that may follow from two, or be one of the two."""

FIRST = 150
"""Rows that are looked at first, by which most columns are ruled out."""

MANY = 10**6
"""More than the levels of a column that may be one of two."""

MOST_COLUMNS_OF_TWO = 80
"""Columns of which pairs are tried."""


class Source(NamedTuple):
    """What a column may follow from.

    Parameters
    ----------
    name : hashable
        The column.
    part : str or None
        The part of the date.
    code : ndarray of int
        Which key each row has.
    n_keys : int
        How many there are.
    is_number : bool
        Whether the keys are numbers, not levels.
    """

    name: Hashable
    part: str | None
    code: np.ndarray
    n_keys: int
    is_number: bool

    def rule(self, column: Hashable) -> Constraint:
        """Write that a column follows from it."""
        if self.part is None:
            return FunctionOf(column, self.name)
        return DatePart(column, self.name, self.part)


class Found(NamedTuple):
    """A source from which a column follows, and by how many keys.

    Parameters
    ----------
    source : Source
        The source.
    n_entries : int
        Its keys, or the bands of it.
    """

    source: Source
    n_entries: int


def function_rules(table: SearchedTable) -> list[list[Constraint]]:
    """Find the columns that follow from one other, or from a part of a date.

    Parameters
    ----------
    table : SearchedTable
        The real rows.

    Returns
    -------
    list of list of Constraint
        For each column that follows the rules that hold, the best first; columns of
        few levels come first.
    """
    targets = [name for name in table.names if _may_follow(table, name)]
    if not targets:
        return []
    few = _first_codes(table, targets)
    of_target: dict[Hashable, list[Found]] = {name: [] for name in targets}
    for source in _sources(table):
        for name, found in _following(table, source, targets, few):
            of_target[name].append(found)
    places = {name: place for place, name in enumerate(table.names)}
    targets.sort(key=lambda name: (table.n_values[name], -places[name]))
    return [
        [
            one.source.rule(name)
            for one in sorted(of_target[name], key=lambda one: _rank(one, places))
        ]
        for name in targets
    ]


def _rank(found: Found, places: dict[Hashable, int]) -> tuple[float, ...]:
    """Few keys come first, then parts of dates, and levels before numbers.

    Of two numbers with the same bands the coarser one was cut: who is born in a year
    is by chance in one band of ages.
    """
    source, is_banded = found.source, found.n_entries < found.source.n_keys
    return (
        found.n_entries,
        (source.part is None) != is_banded,
        source.is_number,
        source.n_keys,
        places[source.name],
    )


def _may_follow(table: SearchedTable, name: Hashable) -> bool:
    """Whether there is something to follow: not nearly always the same."""
    rows = table.distinct[~table.missing[name][table.distinct]]
    counts = np.bincount(table.codes[name][rows])
    is_short = 2 <= (counts > 0).sum() <= len(rows) / MEAN_GROUP
    return is_short and counts.sum() - counts.max() >= FEWEST_OTHERS


def _sources(table: SearchedTable) -> Iterator[Source]:
    for one in table.of_family("dates", "times of day"):
        is_date = one.family.startswith("dates")
        for part in PARTS[:-1] if is_date else ("hour", "minute"):
            keys, code = np.unique(
                part_of_date(points_in_time(one.values), part), return_inverse=True
            )
            n_keys = int((~np.isnan(keys)).sum())
            if n_keys > 1:
                yield Source(one.name, part, code, n_keys, True)
    for name in table.names:
        is_number = isinstance(table.reader.variable(name), NumberVariable)
        yield Source(name, None, table.codes[name], table.n_values[name], is_number)


def _following(
    table: SearchedTable, source: Source, targets: list[Hashable], few: np.ndarray
) -> Iterator[tuple[Hashable, Found]]:
    """Find the columns that are the same in all rows of each key of a source."""
    rows = table.sample[:FIRST]
    code = np.where(table.missing[source.name][rows], -1, source.code[rows])
    others = [
        name
        for name, good in zip(targets, _same_in_first(code, few), strict=True)
        if good and name != source.name and table.n_values[name] <= source.n_keys
    ]
    for rows in (table.sample, np.arange(len(table))):
        rows = rows[~table.missing[source.name][rows]]
        others = _same_in_groups(table, source.code, rows, others)
    for name in others:
        n_entries = _n_entries(table, source, name)
        if n_entries:
            yield name, Found(source, n_entries)


def _first_codes(table: SearchedTable, names: list[Hashable]) -> np.ndarray:
    """The columns in the first few rows of the sample, one in each row; -1: missing."""
    rows = table.sample[:FIRST]
    codes = [
        np.where(table.missing[name][rows], -1, table.codes[name][rows])
        for name in names
    ]
    return np.array(codes).reshape(len(names), len(rows))


def _same_in_first(code: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Rule most columns out at once, by a few rows.

    Parameters
    ----------
    code : ndarray of shape (n_few,)
        The keys of what columns may follow from, -1 where missing.
    codes : ndarray of shape (n_columns, n_few)
        The columns in these rows, -1 where missing.

    Returns
    -------
    ndarray of bool of shape (n_columns,)
        False where a column differs in rows of one key.
    """
    order = np.argsort(code, kind="stable")
    codes, code = codes[:, order], code[order]
    same = (np.diff(code) == 0) & (code[1:] >= 0)
    both = (codes[:, 1:] >= 0) & (codes[:, :-1] >= 0)
    return ~(same & both & (codes[:, 1:] != codes[:, :-1])).any(axis=1)


def _same_in_groups(
    table: SearchedTable, code: np.ndarray, rows: np.ndarray, names: list[Hashable]
) -> list[Hashable]:
    """Keep the columns that are the same in all rows of a key, or missing."""
    if not names:
        return []
    order = rows[np.argsort(code[rows], kind="stable")]
    kept = []
    for name in names:
        missing = table.missing[name]
        some = order[~missing[order]] if missing.any() else order
        same = np.diff(code[some]) == 0
        if not (same & (np.diff(table.codes[name][some]) != 0)).any():
            kept.append(name)
    return kept


def _n_entries(table: SearchedTable, source: Source, name: Hashable) -> int:
    """Count the keys by which a column follows; 0 where that may be chance."""
    rows = _one_each(table, source.code)
    rows = rows[~table.missing[source.name][rows] & ~table.missing[name][rows]]
    if not len(rows):
        return 0
    target = table.codes[name][rows]
    if source.is_number:
        n_bands = _n_bands(table, source, target, rows)
        if n_bands:
            return n_bands
    sizes = np.bincount(source.code[rows])
    least = MEAN_GROUP if source.part is None else MEAN_OF_PART
    is_repeated = len(rows) >= least * (sizes > 0).sum()
    shares = np.bincount(target) / len(rows)
    is_sure = -log_chance_of_function(sizes[sizes > 1], shares) >= SURE
    return int((sizes > 0).sum()) if is_repeated and is_sure else 0


def _one_each(table: SearchedTable, code: np.ndarray) -> np.ndarray:
    """Rows that repeat no other, one for each person and key."""
    rows = table.distinct
    if table.persons is None:
        return rows
    pairs = table.persons[rows].astype(np.int64) * (int(code.max()) + 1) + code[rows]
    return rows[np.unique(pairs, return_index=True)[1]]


def _n_bands(
    table: SearchedTable, source: Source, target: np.ndarray, rows: np.ndarray
) -> int:
    """Count the levels if all are stretches of a number, of enough numbers each.

    Two columns that rise together have many such stretches: then these must be equally
    wide, as years of birth are.
    """
    if source.part is not None:
        return 0
    numbers = table.reader.exact_keys(source.name)[rows]
    key, first = np.unique(numbers, return_index=True)
    levels = target[first]
    starts = np.flatnonzero(np.diff(levels) != 0) + 1
    sizes = np.diff(np.concatenate([[0], starts, [len(levels)]]))
    if len(sizes) != len(np.unique(levels)) or -log_chance_of_bands(sizes) < SURE:
        return 0
    is_even = len(sizes) <= MOST_BANDS or _are_even(key[starts - 1], key[starts])
    return len(sizes) if is_even else 0


def _are_even(below: np.ndarray, above: np.ndarray) -> bool:
    """Whether bands of one width begin between numbers."""
    count = np.arange(len(below))
    middle = (below + above) / 2
    width, start = np.polyfit(count, middle, 1)
    off = np.abs(middle - (start + width * count))
    return bool((off <= (above - below) / 2 + UNEVEN * width).all())


def functions_of_two(table: SearchedTable, computed: set[Hashable]) -> list[Constraint]:
    """Find the columns that follow from two others, and from neither alone.

    Parameters
    ----------
    table : SearchedTable
        The real rows.
    computed : set of hashable
        The columns that follow already.

    Returns
    -------
    list of Constraint
        One rule for each column that follows.
    """
    names = [
        name
        for name in table.names
        if table.n_levels[name] <= MOST_LEVELS_OF_TWO and _may_follow(table, name)
    ][:MOST_COLUMNS_OF_TWO]
    targets = [name for name in names if name not in computed]
    found: dict[Hashable, tuple[int, Constraint]] = {}
    few = dict(zip(names, _first_codes(table, names), strict=True))
    if not targets:
        return []
    of_targets = np.array([few[name] for name in targets])
    for pair in combinations(names, 2):
        first, second = few[pair[0]], few[pair[1]]
        code = np.where((first < 0) | (second < 0), -1, first * MANY + second)
        good = _same_in_first(code, of_targets)
        some = [targets[place] for place in np.flatnonzero(good)]
        for name in _following_two(table, pair, some):
            n_keys = table.n_levels[pair[0]] * table.n_levels[pair[1]]
            if name not in found or n_keys < found[name][0]:
                found[name] = n_keys, FunctionOf(name, pair)
    return [rule for _, rule in found.values()]


def _following_two(
    table: SearchedTable, pair: tuple[Hashable, Hashable], targets: list[Hashable]
) -> list[Hashable]:
    first, second = (table.codes[name] for name in pair)
    code = first.astype(np.int64) * table.n_levels[pair[1]] + second
    absent = table.missing[pair[0]] | table.missing[pair[1]]
    others = [name for name in targets if name not in pair]
    for rows in (table.sample, np.arange(len(table))):
        others = _same_in_groups(table, code, rows[~absent[rows]], others)
    return [name for name in others if _two_are_sure(table, pair, code, name)]


def _two_are_sure(
    table: SearchedTable,
    pair: tuple[Hashable, Hashable],
    code: np.ndarray,
    name: Hashable,
) -> bool:
    """Whether each of the two tells what the other does not, beyond chance."""
    rows = _one_each(table, code)
    absent = np.any([table.missing[one] for one in (*pair, name)], axis=0)
    rows = rows[~absent[rows]]
    if len(rows) < MEAN_GROUP * len(np.unique(code[rows])):
        return False
    target = table.codes[name][rows]
    return all(
        -_log_chance_within(table.codes[one][rows], code[rows], target) >= SURE
        for one in pair
    )


def _log_chance_within(
    outer: np.ndarray, inner: np.ndarray, target: np.ndarray
) -> float:
    """The chance that inner groups have one level each, given what outer ones have."""
    total = 0.0
    for group in np.unique(outer):
        rows = outer == group
        counts = np.bincount(target[rows])
        if (counts > 0).sum() < 2:
            continue
        _, sizes = np.unique(inner[rows], return_counts=True)
        total += log_chance_of_function(sizes[sizes > 1], counts / counts.sum())
    return total
