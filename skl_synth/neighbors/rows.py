"""Rows as the search sees them: standardised numbers, codes, and how far levels are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

PAIRS = 16_384
"""Pairs of rows that are compared at a time: what fits the cache of a core."""


@dataclass(frozen=True, eq=False)
class Levels:
    """How far the levels of one discrete attribute are from one another.

    On the standardised matrix the 0/1 columns of a level differ from those of any
    other level in two places, so that the squared distance of two levels is the sum
    of one number of each. It is never looked up in a table of all pairs.

    Parameters
    ----------
    columns : ndarray of shape (n_levels + 1, n_columns)
        The standardised 0/1 columns of each level; the last row, which the code -1
        selects, stands for levels that are not known.
    """

    columns: np.ndarray

    def __len__(self) -> int:
        return len(self.columns) - 1

    @cached_property
    def halves(self) -> np.ndarray:
        """What each level adds to the squared distance to any other level, and a 0."""
        known = self.columns[:-1]
        halves = np.zeros(len(self) + 1)
        if len(self) == known.shape[1] and len(self) > 1:
            own = np.arange(len(self))
            halves[:-1] = np.square(known[own, own] - known[own - 1, own])
        elif len(self) > 1:
            # One column tells the two levels apart.
            halves[:-1] = np.square(known[1] - known[0]).sum() / 2
        return halves

    @cached_property
    def to_unknown(self) -> np.ndarray:
        """Squared distance of each level to one that is not known, itself last."""
        return np.square(self.columns - self.columns[-1]).sum(axis=1)

    def squared(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Squared distances of codes to codes; the arrays are broadcast.

        Parameters
        ----------
        one, other : ndarray of int
            Codes.

        Returns
        -------
        ndarray of float
            Their squared distances: 0 exactly where the codes are equal.
        """
        apart = self.halves[one] + self.halves[other]
        if len(one) and (one.min() < 0 or other.min() < 0):
            far = self.to_unknown[one] + self.to_unknown[other]
            apart = np.where((one < 0) | (other < 0), far, apart)
        apart[one == other] = 0.0
        return apart


@dataclass(frozen=True, eq=False)
class MixedRows:
    """Rows of the standardised matrix, whose 0/1 columns are kept as codes.

    Their squared distance is the sum over the discrete attributes of the squared
    distance of their levels, plus the sum over the numbers of the squared difference,
    added up in this order. No matrix product is involved, so that equal distances are
    equal to the last bit, on any machine and in any order of work.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows, n_numbers), dtype float64
        Standardised numbers.
    codes : ndarray of shape (n_rows, n_codes), dtype int32
        One column per discrete attribute; -1 for a level that is not known.
    levels : tuple of Levels
        One per code.
    """

    numbers: np.ndarray
    codes: np.ndarray
    levels: tuple[Levels, ...] = ()

    @classmethod
    def of(cls, rows: MixedRows | np.ndarray) -> MixedRows:
        """Take a plain matrix for rows of numbers.

        Parameters
        ----------
        rows : MixedRows or ndarray of shape (n_rows, n_columns)
            The rows.

        Returns
        -------
        MixedRows
            The same rows.
        """
        if isinstance(rows, MixedRows):
            return rows
        # Adding zero turns -0.0 into 0.0, so that equal rows have equal bytes.
        numbers = np.ascontiguousarray(rows, dtype=np.float64) + 0.0
        return cls(numbers, np.empty((len(numbers), 0), dtype=np.int32))

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def n_columns(self) -> int:
        """Number of columns of the matrix."""
        return self.numbers.shape[1] + sum(one.columns.shape[1] for one in self.levels)

    def take(self, rows: np.ndarray) -> MixedRows:
        """Return the rows at the given positions.

        Parameters
        ----------
        rows : ndarray of int
            Positions.

        Returns
        -------
        MixedRows
            The rows asked for.
        """
        # Several times faster than an index, which may be of any kind.
        numbers, codes = self.numbers.take(rows, axis=0), self.codes.take(rows, axis=0)
        return MixedRows(numbers, codes, self.levels)

    def some(self, rows: np.ndarray) -> MixedRows:
        """Return some of the rows in their order, without a copy where it is all.

        Parameters
        ----------
        rows : ndarray of int
            Positions, ascending, none twice.

        Returns
        -------
        MixedRows
            The rows asked for.
        """
        return self if len(rows) == len(self) else self.take(rows)

    def with_number(self, values: np.ndarray) -> MixedRows:
        """Add a number to each row.

        Parameters
        ----------
        values : ndarray of shape (n_rows,)
            The standardised numbers.

        Returns
        -------
        MixedRows
            Rows with one more number.
        """
        numbers = np.column_stack([self.numbers, values + 0.0])
        return MixedRows(numbers, self.codes, self.levels)

    def dummies(self, dtype: type = np.float64) -> np.ndarray:
        """Write the codes as standardised 0/1 columns.

        Parameters
        ----------
        dtype : dtype, default=float64
            Type of the result.

        Returns
        -------
        ndarray of shape (n_rows, n_dummies)
            The columns of all codes, side by side.
        """
        wide = np.empty((len(self), self.n_columns - self.numbers.shape[1]), dtype)
        start = 0
        for one, code in zip(self.levels, self.codes.T, strict=True):
            stop = start + one.columns.shape[1]
            wide[:, start:stop] = one.columns.astype(dtype)[code]
            start = stop
        return wide

    def matrix(self) -> np.ndarray:
        """Write the rows as a matrix: numbers first, then 0/1 columns.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype float64
            The rows.
        """
        return np.hstack([self.numbers, self.dummies()])


def stack_mixed(parts: list[MixedRows]) -> MixedRows:
    """Put blocks of rows of one table under one another.

    Parameters
    ----------
    parts : list of MixedRows
        At least one block.

    Returns
    -------
    MixedRows
        All rows, in the order given.
    """
    return MixedRows(
        np.concatenate([part.numbers for part in parts]),
        np.concatenate([part.codes for part in parts]),
        parts[0].levels,
    )


def squared_distances(
    one: MixedRows, mine: np.ndarray, other: MixedRows, theirs: np.ndarray
) -> np.ndarray:
    """Squared distances of pairs of rows, from differences.

    Every distance that decides anything is computed here, or by a kernel that adds up
    the same numbers in the same order: squared norms less twice the product, as in
    brute force, lose half of the digits next to zero.

    Parameters
    ----------
    one, other : MixedRows
        Rows of one table.
    mine, theirs : ndarray of shape (n_pairs,), dtype int
        Positions in the one and in the other.

    Returns
    -------
    ndarray of shape (n_pairs,)
        Their squared distances.
    """
    total = np.zeros(len(mine))
    for start in range(0, len(mine), PAIRS):
        block = slice(start, start + PAIRS)
        added = total[block]
        if one.levels:
            left = one.codes.take(mine[block], axis=0)
            right = other.codes.take(theirs[block], axis=0)
            added += _squared_of_codes(one.levels, left, right)
        difference = one.numbers.take(mine[block], axis=0)
        difference -= other.numbers.take(theirs[block], axis=0)
        # By columns, so that the numbers are added up in their order.
        squares = np.square(difference, out=difference)
        from_numbers = np.zeros(len(added))
        for column in squares.T:
            from_numbers += column
        added += from_numbers
    return total


def _squared_of_codes(
    levels: tuple[Levels, ...], left: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """Squared distances of pairs of rows of codes: only levels that differ add to it.

    Attribute after attribute, so that what they add is added up in their order.
    """
    starts, halves, to_unknown = _side_by_side(levels)
    place, pair = np.nonzero((left != right).T)
    one, other = left[pair, place], right[pair, place]
    # The level that is not known is the last one of each attribute.
    at_one, at_other = starts[place + (one < 0)] + one, starts[place + (other < 0)]
    at_other += other
    apart = halves[at_one] + halves[at_other]
    if len(one) and (one.min() < 0 or other.min() < 0):
        far = to_unknown[at_one] + to_unknown[at_other]
        apart = np.where((one < 0) | (other < 0), far, apart)
    return np.bincount(pair, weights=apart, minlength=len(left))


@lru_cache(maxsize=32)
def _side_by_side(
    levels: tuple[Levels, ...],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each attribute starts, and what its levels add, one after another."""
    starts = np.cumsum([0] + [len(level) + 1 for level in levels])
    halves = np.concatenate([level.halves for level in levels])
    return starts, halves, np.concatenate([level.to_unknown for level in levels])
