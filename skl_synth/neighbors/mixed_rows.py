"""Mixed rows: standardised numbers, level codes, and the distances between levels.

The distance of the package is Euclidean on the standardised matrix, 0/1 columns
included. A discrete attribute with k levels would take k of its columns; here it is one
integer code, and its part of a squared distance is looked up in two lists of k numbers.
`squared_distances` fixes the order in which a distance is added up. Every engine keeps
to that order, and this is what makes their answers equal to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

PAIRS = 16_384
"""Pairs of rows that are compared at a time: what fits the cache of a core."""


@dataclass(frozen=True, eq=False)
class Levels:
    """Squared distances between the levels of one discrete attribute.

    On the standardised matrix the 0/1 columns of two levels i and l differ in two
    columns only, by 1/s_i in the one and by 1/s_l in the other, where s is the standard
    deviation of a column. So their squared distance, 1/s_i² + 1/s_l², is the sum of one
    number of each level. A table of all k² pairs is never needed.

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
        """What each level adds to the squared distance to any other level, and a 0.

        The 0 is what the code -1 selects, so that an array of codes can index this one.
        """
        known = self.columns[:-1]
        halves = np.zeros(len(self) + 1)
        if len(self) == known.shape[1] and len(self) > 1:
            own = np.arange(len(self))
            # In its own column a level differs by 1/s from any other level: here from
            # the one before it, and the first from the last.
            halves[:-1] = np.square(known[own, own] - known[own - 1, own])
        elif len(self) > 1:
            # Two levels in one column: half of their squared distance each. Halving
            # and adding up again is exact in binary floating point.
            halves[:-1] = np.square(known[1] - known[0]).sum() / 2
        return halves

    @cached_property
    def to_unknown(self) -> np.ndarray:
        """Squared distance of each level to an unknown one; 0 for itself, last."""
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
        squared = self.halves[one] + self.halves[other]
        if len(one) and (one.min() < 0 or other.min() < 0):
            # One of the two is unknown, and adds 0: the sum is the distance to it.
            to_unknown = self.to_unknown[one] + self.to_unknown[other]
            squared = np.where((one < 0) | (other < 0), to_unknown, squared)
        squared[one == other] = 0.0
        return squared


@dataclass(frozen=True, eq=False)
class MixedRows:
    """Rows of the standardised matrix, whose 0/1 columns are kept as codes.

    Their squared distance is the sum over the discrete attributes of the squared
    distance of their levels, plus the sum over the numbers of the squared difference,
    added up in this order: see `squared_distances`.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows, n_numbers), dtype float64
        Standardised numbers.
    codes : ndarray of shape (n_rows, n_codes), dtype int32
        One column per discrete attribute; -1 for an unknown level.
    levels : tuple of Levels
        One per code.
    """

    numbers: np.ndarray
    codes: np.ndarray
    levels: tuple[Levels, ...] = ()

    @classmethod
    def of(cls, rows: MixedRows | np.ndarray) -> MixedRows:
        """Read a plain matrix as rows of numbers; mixed rows are returned as they are.

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
            These rows.
        """
        # numpy's take is several times faster than an index, which may be of any kind.
        numbers, codes = self.numbers.take(rows, axis=0), self.codes.take(rows, axis=0)
        return MixedRows(numbers, codes, self.levels)

    def subset(self, rows: np.ndarray) -> MixedRows:
        """Return some of the rows in their order, without a copy if it is all of them.

        Parameters
        ----------
        rows : ndarray of int
            Positions, ascending, none twice.

        Returns
        -------
        MixedRows
            These rows.
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
    left: MixedRows, i: np.ndarray, right: MixedRows, j: np.ndarray
) -> np.ndarray:
    """Squared distances of pairs of rows, from differences.

    Every distance that decides anything is computed here, or by a kernel that adds up
    the same terms in the same order: the codes by attribute, the numbers by column,
    then the two sums. Squared norms less twice the product, as in brute force, lose
    half of the digits next to zero, where it is decided whether a row is a replicate.

    Parameters
    ----------
    left, right : MixedRows
        Rows of one table.
    i, j : ndarray of shape (n_pairs,), dtype int
        Positions in ``left`` and in ``right``.

    Returns
    -------
    ndarray of shape (n_pairs,)
        Their squared distances.
    """
    # One order of summation is needed because floating-point addition is not
    # associative. In another order the same pair could come out one digit in the last
    # place higher, two rows that are equally near would no longer tie, and the
    # neighbour chosen would depend on the engine, the block or the machine.
    squared = np.zeros(len(i))
    for start in range(0, len(i), PAIRS):
        block = slice(start, start + PAIRS)
        total = squared[block]
        if left.levels:
            codes = left.codes.take(i[block], axis=0)
            others = right.codes.take(j[block], axis=0)
            total += _squared_of_codes(left.levels, codes, others)
        difference = left.numbers.take(i[block], axis=0)
        difference -= right.numbers.take(j[block], axis=0)
        squares = np.square(difference, out=difference)
        from_numbers = np.zeros(len(total))
        # Not squares.sum(axis=1), nor einsum: these add up pairwise or in lanes of the
        # processor, in an order that depends on the number of columns and on its kind.
        for column in squares.T:
            from_numbers += column
        total += from_numbers
    return squared


def _squared_of_codes(
    levels: tuple[Levels, ...], left: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """Squared distances of pairs of rows of codes."""
    starts, halves, to_unknown = _side_by_side(levels)
    # Most codes of two rows that are compared are equal, and add exactly nothing: only
    # those that differ are looked up. The transpose lists them attribute by attribute,
    # and bincount adds what it is given in that order.
    attribute, pair = np.nonzero((left != right).T)
    one, other = left[pair, attribute], right[pair, attribute]
    # The unknown level is the last one of each attribute: -1 from the next start on.
    at_one = starts[attribute + (one < 0)] + one
    at_other = starts[attribute + (other < 0)] + other
    squared = halves[at_one] + halves[at_other]
    if len(one) and (one.min() < 0 or other.min() < 0):
        from_unknown = to_unknown[at_one] + to_unknown[at_other]
        squared = np.where((one < 0) | (other < 0), from_unknown, squared)
    return np.bincount(pair, weights=squared, minlength=len(left))


@lru_cache(maxsize=32)
def _side_by_side(
    levels: tuple[Levels, ...],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each attribute starts, and what its levels add, one after another."""
    starts = np.cumsum([0] + [len(level) + 1 for level in levels])
    halves = np.concatenate([level.halves for level in levels])
    return starts, halves, np.concatenate([level.to_unknown for level in levels])
