"""Rows that are nearly the same: equal in all columns but one, or but two.

Each value has a number of 64 bits, and a row the sum of those of its columns. What is
left of the sum when one column is taken off says what the others hold, so that rows
which agree in all columns but one are found by sorting, and no pair is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np

MOST_GROUPS = 60
"""More columns than this may differ in groups of neighbours, not one by one."""

MOST_PAIRS = 120
"""So many pairs of columns are looked at: all of them up to 16 columns."""

Mask = tuple[int, ...]
"""The positions of the columns that are left out of a comparison."""

Pair = tuple[int, int]
"""The positions of two groups of columns."""


@dataclass(frozen=True, eq=False)
class NumberedRows:
    """Rows whose values are numbers of 64 bits that can be added up.

    Parameters
    ----------
    columns : ndarray of shape (n_rows, n_columns), dtype uint64
        One number for each value, equal ones for equal values of a column.
    """

    columns: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray) -> NumberedRows:
        """Number the values of some rows.

        Parameters
        ----------
        values : ndarray of shape (n_rows, n_columns), dtype float64
            What is compared; equal values have equal bytes: one pattern for what is
            missing, and no -0.0.

        Returns
        -------
        NumberedRows
            The same numbers for the same values, in whichever table they stand.
        """
        salts = np.arange(1, values.shape[1] + 1, dtype=np.uint64)
        bits = np.ascontiguousarray(values, dtype=np.float64).view(np.uint64)
        return cls(_mixed(bits + _mixed(salts)))

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return self.columns.shape[1]

    def column(self, place: int, n_rows: int | None = None) -> np.ndarray:
        """Return the numbers of a column.

        Parameters
        ----------
        place : int
            Its position.
        n_rows : int, default=None
            Of how many rows, from the first on; None for all.

        Returns
        -------
        ndarray of shape (n_rows,), dtype uint64
            The numbers.
        """
        numbers: np.ndarray = self.columns[:n_rows, place]
        return numbers

    def of_columns(self, places: Sequence[int]) -> NumberedRows:
        """Return the same rows with some of their columns.

        Parameters
        ----------
        places : sequence of int
            Positions of columns.

        Returns
        -------
        NumberedRows
            The rows.
        """
        return NumberedRows(self.columns[:, places])

    @cached_property
    def _whole(self) -> np.ndarray:
        # Sums are taken modulo 2 ** 64, as unsigned integers are by themselves.
        whole: np.ndarray = self.columns.sum(axis=1, dtype=np.uint64)
        return whole

    def without(self, mask: Mask = ()) -> np.ndarray:
        """Number the rows by all columns but some.

        Parameters
        ----------
        mask : tuple of int, default=()
            The positions of the columns that are left out.

        Returns
        -------
        ndarray of shape (n_rows,), dtype uint64
            Equal numbers where all other columns are equal. That two different rows
            have the same number by chance is less likely than one in a million, for
            tables of a million rows.
        """
        left = self._whole
        for column in mask:
            left = left - self.columns[:, column]
        return left

    def take(self, rows: np.ndarray) -> NumberedRows:
        """Return some of the rows.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask.

        Returns
        -------
        NumberedRows
            The rows asked for.
        """
        return NumberedRows(self.columns[rows])


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """Scatter numbers over 64 bits (the finaliser of splitmix64).

    Bits of floats have structure, and sums of them would meet by more than chance.
    """
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    scattered: np.ndarray = mixed ^ (mixed >> np.uint64(31))
    return scattered


def groups_of_columns(n_columns: int) -> list[Mask]:
    """Say which columns may differ at once.

    Parameters
    ----------
    n_columns : int
        How many columns there are.

    Returns
    -------
    list of tuple of int
        Each column alone. Of more than `MOST_GROUPS` columns so many groups of
        neighbours: rows that differ in one column differ in one of the groups.
    """
    parts = np.array_split(np.arange(n_columns), min(n_columns, MOST_GROUPS) or 1)
    return [tuple(part.tolist()) for part in parts if len(part)]


def pairs_of_groups(n_groups: int, rng: np.random.RandomState) -> list[Pair]:
    """List which two groups of columns may both differ.

    Parameters
    ----------
    n_groups : int
        How many groups there are.
    rng : RandomState
        Source of the choice where there are more than `MOST_PAIRS`.

    Returns
    -------
    list of (int, int)
        Every pair of groups, or `MOST_PAIRS` of them by lot.
    """
    pairs = list(combinations(range(n_groups), 2))
    if len(pairs) <= MOST_PAIRS:
        return pairs
    chosen = rng.choice(len(pairs), size=MOST_PAIRS, replace=False)
    return [pairs[place] for place in np.sort(chosen).tolist()]


def count_equal(rows: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Count how often each number stands among others.

    Parameters
    ----------
    rows : ndarray of shape (n_rows,)
        The numbers that are looked for.
    known : ndarray of shape (n_known,)
        Those among which they are counted.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        How often each of the first stands among the second.
    """
    ordered = np.sort(known)
    last = np.searchsorted(ordered, rows, side="right")
    count: np.ndarray = last - np.searchsorted(ordered, rows, side="left")
    return count


def are_near(
    rows: NumberedRows, known: NumberedRows, masks: Iterable[Mask]
) -> np.ndarray:
    """Say which rows equal one of others, but for the columns of a mask.

    Parameters
    ----------
    rows : NumberedRows
        The rows that are asked about.
    known : NumberedRows
        Those among which an equal one is looked for.
    masks : iterable of tuple of int
        The columns that may differ; one mask of several is enough.

    Returns
    -------
    ndarray of shape (n_rows,), dtype bool
        Whether there is one.
    """
    near = np.zeros(len(rows), dtype=bool)
    for mask in masks:
        near |= np.isin(rows.without(mask), known.without(mask), kind="sort")
    return near


class NearOthers(NamedTuple):
    """Which rows have one of another person near them.

    Parameters
    ----------
    equal, but_one, but_two : ndarray of shape (n_rows,), dtype bool
        Whether one of another person differs in no column, in exactly one, and in
        exactly two.
    """

    equal: np.ndarray
    but_one: np.ndarray
    but_two: np.ndarray


def near_others(
    rows: NumberedRows,
    persons: np.ndarray | None,
    groups: Sequence[Mask],
    pairs: Iterable[Pair] = (),
    among: np.ndarray | None = None,
) -> NearOthers:
    """Look for rows of other persons that are nearly the same.

    Parameters
    ----------
    rows : NumberedRows
        The rows of a table.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Whom each row belongs to; None takes each row for a person.
    groups : sequence of tuple of int
        The columns that may differ at once, from `groups_of_columns`.
    pairs : iterable of (int, int), default=()
        The pairs of groups that may both differ; without any, nothing is near by two.
    among : ndarray of shape (n_rows,), dtype bool, or None
        Among which rows they are looked for; None for all of them.

    Returns
    -------
    NearOthers
        What was found of each row.
    """
    equal = _count_others(rows, persons, (), among)
    but_one = np.zeros(len(rows), dtype=bool)
    but_two = np.zeros(len(rows), dtype=bool)
    agreeing = [_count_others(rows, persons, group, among) for group in groups]
    for agree in agreeing:
        but_one |= agree > equal
    for one, other in pairs:
        # Inclusion and exclusion: of the rows that agree elsewhere, those that agree in
        # either of the two groups as well differ in fewer than two.
        both = _count_others(rows, persons, (*groups[one], *groups[other]), among)
        but_two |= both - agreeing[one] - agreeing[other] + equal > 0
    return NearOthers(equal > 0, but_one, but_two)


def _count_others(
    rows: NumberedRows,
    persons: np.ndarray | None,
    mask: Mask,
    among: np.ndarray | None,
) -> np.ndarray:
    """Count the rows of other persons that are equal but for the columns of a mask."""
    numbers = rows.without(mask)
    among = np.ones(len(rows), dtype=bool) if among is None else among
    found = count_equal(numbers, numbers[among])
    if persons is None:
        return found - among
    own = numbers + _mixed(persons.astype(np.uint64))
    return found - count_equal(own, own[among])
