"""Columns that follow from one or two others, or from a part of a date."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from skl_synth.table.constraints import Constraint, DatePart, FunctionOf
from skl_synth.table.constraints.calendar_units import PARTS, part_of_date
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

MOST_BANDS = 12
"""Bands of a number that may be of any width."""

UNEVEN = 0.01
"""By how much of their width other bands may begin elsewhere: years have leap days."""

MOST_LEVELS_OF_TWO = 60
"""Levels of a column that may follow from two, or be one of the two."""

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
    is_level : bool
        Whether the keys are levels, not numbers.
    """

    name: Hashable
    part: str | None
    code: np.ndarray
    n_keys: int
    is_level: bool

    def rule(self, column: Hashable) -> Constraint:
        """Write that a column follows from it."""
        if self.part is None:
            return FunctionOf(column, self.name)
        return DatePart(column, self.name, self.part)


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
    of_target: dict[Hashable, list[Source]] = {name: [] for name in targets}
    for source in _sources(table):
        for name in _following(table, source, targets):
            of_target[name].append(source)
    places = {name: place for place, name in enumerate(table.names)}
    targets.sort(key=lambda name: (table.n_levels[name], -places[name]))
    return [
        [one.rule(name) for one in sorted(sources, key=lambda one: _rank(one, places))]
        for name in targets
        if (sources := of_target[name])
    ]


def _rank(source: Source, places: dict[Hashable, int]) -> tuple[float, ...]:
    is_column = source.part is None
    return (source.n_keys, is_column, not source.is_level, places[source.name])


def _may_follow(table: SearchedTable, name: Hashable) -> bool:
    """Whether there is something to follow: not nearly always the same."""
    counts = np.bincount(table.codes[name][table.distinct])
    is_short = 2 <= len(counts) <= len(table.distinct) / MEAN_GROUP
    return is_short and counts.sum() - counts.max() >= FEWEST_OTHERS


def _sources(table: SearchedTable) -> Iterator[Source]:
    for one in table.of_family("dates"):
        for part in PARTS[:-1]:
            values = part_of_date(one.values, part)
            keys, code = np.unique(values, return_inverse=True)
            if len(keys) > 1:
                yield Source(one.name, part, code, len(keys), False)
    for name in table.names:
        is_level = not isinstance(table.reader.variable(name), NumberVariable)
        yield Source(name, None, table.codes[name], table.n_levels[name], is_level)


def _following(
    table: SearchedTable, source: Source, targets: list[Hashable]
) -> list[Hashable]:
    """Find the columns that are the same in all rows of each key of a source."""
    others = [
        name
        for name in targets
        if name != source.name and table.n_levels[name] <= source.n_keys
    ]
    for rows in (table.sample, np.arange(len(table))):
        order = rows[np.argsort(source.code[rows], kind="stable")]
        same = np.diff(source.code[order]) == 0
        others = [
            name
            for name in others
            if not (same & (np.diff(table.codes[name][order]) != 0)).any()
        ]
        if not others:
            return []
    return [name for name in others if _is_sure(table, source, name)]


def _is_sure(table: SearchedTable, source: Source, name: Hashable) -> bool:
    rows = _one_each(table, source.code)
    sizes = np.bincount(source.code[rows])
    target = table.codes[name][rows]
    shares = np.bincount(target) / len(rows)
    is_repeated = len(rows) >= MEAN_GROUP * (sizes > 0).sum()
    if is_repeated and -log_chance_of_function(sizes[sizes > 1], shares) >= SURE:
        return True
    is_number = source.part is None and not source.is_level
    return is_number and _is_banded(table, source, target, rows)


def _one_each(table: SearchedTable, code: np.ndarray) -> np.ndarray:
    """Rows that repeat no other, one for each person and key."""
    rows = table.distinct
    if table.persons is None:
        return rows
    pairs = table.persons[rows].astype(np.int64) * (int(code.max()) + 1) + code[rows]
    return rows[np.unique(pairs, return_index=True)[1]]


def _is_banded(
    table: SearchedTable, source: Source, target: np.ndarray, rows: np.ndarray
) -> bool:
    """Whether levels are stretches of a number, of enough numbers each.

    Two columns that rise together have many such stretches: then these must be equally
    wide, as years of birth are.
    """
    key, first = np.unique(
        table.reader.exact_keys(source.name)[rows], return_index=True
    )
    levels = target[first]
    starts = np.flatnonzero(np.diff(levels) != 0) + 1
    sizes = np.diff(np.concatenate([[0], starts, [len(levels)]]))
    if len(sizes) != len(np.unique(levels)) or -log_chance_of_bands(sizes) < SURE:
        return False
    return len(sizes) <= MOST_BANDS or _are_even(key[starts - 1], key[starts])


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
    for pair in combinations(names, 2):
        for name in _following_two(table, pair, targets):
            n_keys = table.n_levels[pair[0]] * table.n_levels[pair[1]]
            if name not in found or n_keys < found[name][0]:
                found[name] = n_keys, FunctionOf(name, pair)
    return [rule for _, rule in found.values()]


def _following_two(
    table: SearchedTable, pair: tuple[Hashable, Hashable], targets: list[Hashable]
) -> list[Hashable]:
    first, second = (table.codes[name] for name in pair)
    code = first.astype(np.int64) * table.n_levels[pair[1]] + second
    others = [name for name in targets if name not in pair]
    for rows in (table.sample, np.arange(len(table))):
        if not others:
            return []
        order = rows[np.argsort(code[rows], kind="stable")]
        same = np.diff(code[order]) == 0
        if same.sum() < len(rows) / 2:
            return []
        changes = np.array([np.diff(table.codes[name][order]) != 0 for name in others])
        others = [
            name
            for name, bad in zip(others, (changes & same).any(axis=1), strict=True)
            if not bad
        ]
    return [name for name in others if _two_are_sure(table, pair, code, name)]


def _two_are_sure(
    table: SearchedTable,
    pair: tuple[Hashable, Hashable],
    code: np.ndarray,
    name: Hashable,
) -> bool:
    """Whether each of the two tells what the other does not, beyond chance."""
    rows = _one_each(table, code)
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
