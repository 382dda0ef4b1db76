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
from scipy import sparse

from skl_synth.errors import InputError, Remedy, Setting

PAIRS = 16_384
"""Pairs of rows that are compared at a time: what fits the cache of a core."""


WIDE = 1000
"""An attribute of more levels is compared by its codes, without its 0/1 columns."""

HEAVY = 0.01
"""A level among thousands that so many rows have is compared by a column of its own."""

MOST_BYTES = 2**33
"""No larger matrix is written: where it is asked for, rows are too many or too wide."""


@dataclass(frozen=True, eq=False)
class Levels:
    """Squared distances between the levels of one discrete attribute.

    On the standardised matrix the 0/1 columns of two levels i and l differ in two
    columns only, by 1/s_i in the one and by 1/s_l in the other, where s is the standard
    deviation of a column. So their squared distance, 1/s_i² + 1/s_l², is the sum of one
    number of each level. A table of all k² pairs is never needed.

    Parameters
    ----------
    mean, scale : ndarray of shape (n_columns,)
        Mean and standard deviation of its 0/1 columns.
    n_levels : int
        How many levels it has: one for each column, or one more, the first, which has
        no column of its own.
    """

    mean: np.ndarray
    scale: np.ndarray
    n_levels: int

    def __len__(self) -> int:
        return self.n_levels

    @property
    def n_columns(self) -> int:
        """How many 0/1 columns it has."""
        return len(self.mean)

    @property
    def first(self) -> int:
        """The first level that has a column."""
        return self.n_levels - self.n_columns

    @property
    def is_wide(self) -> bool:
        """Whether its 0/1 columns are too many to be written for every row."""
        return self.n_columns > WIDE

    @cached_property
    def is_heavy(self) -> np.ndarray:
        """Which levels many rows have; none is unknown, last."""
        heavy = np.zeros(self.n_levels + 1, dtype=bool)
        heavy[self.first : -1] = self.mean > HEAVY
        return heavy

    @cached_property
    def columns(self) -> np.ndarray:
        """The standardised 0/1 columns of each level, and of an unknown one.

        The last row, which the code -1 selects, is the mean.
        """
        units = np.eye(self.n_levels)[:, self.first :]
        known = (units - self.mean) / self.scale
        return np.vstack([known, np.zeros((1, self.n_columns))])

    @property
    def _ends(self) -> tuple[np.ndarray, np.ndarray]:
        """The 0 and the 1 of each column, standardised."""
        return (0.0 - self.mean) / self.scale, (1.0 - self.mean) / self.scale

    @cached_property
    def halves(self) -> np.ndarray:
        """What each level adds to the squared distance to any other level, and a 0.

        The 0 is what the code -1 selects, so that an array of codes can index this one.
        """
        halves = np.zeros(self.n_levels + 1)
        unset, is_set = self._ends
        if self.n_levels == 2 and self.first:
            # Two levels in one column: half of their squared distance each. Halving
            # and adding up again is exact in binary floating point.
            halves[:-1] = np.square(is_set - unset).sum() / 2
        elif self.n_levels > 1:
            # In its own column a level differs by 1/s from any other level; the first
            # may have none, and adds nothing.
            halves[self.first : -1] = np.square(is_set - unset)
        return halves

    @cached_property
    def to_unknown(self) -> np.ndarray:
        """Squared distance of each level to an unknown one; 0 for itself, last."""
        if not self.is_wide:
            return np.square(self.columns - self.columns[-1]).sum(axis=1)
        unset, is_set = (np.square(one) for one in self._ends)
        known = np.full(self.n_levels, unset.sum())
        known[self.first :] += is_set - unset
        return np.append(known, 0.0)

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
        return self.numbers.shape[1] + sum(one.n_columns for one in self.levels)

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
        n_dummies = self.n_columns - self.numbers.shape[1]
        _check_size(len(self), n_dummies, np.dtype(dtype).itemsize)
        wide = np.empty((len(self), n_dummies), dtype)
        start = 0
        for one, code in zip(self.levels, self.codes.T, strict=True):
            stop = start + one.n_columns
            wide[:, start:stop] = one.columns.astype(dtype)[code]
            start = stop
        return wide

    @cached_property
    def narrow(self) -> MixedRows:
        """The rows without attributes of thousands of levels."""
        kept = [place for place, one in enumerate(self.levels) if not one.is_wide]
        if len(kept) == len(self.levels):
            return self
        levels = tuple(self.levels[place] for place in kept)
        return MixedRows(self.numbers, self.codes[:, kept], levels)

    @cached_property
    def wide_units(self) -> sparse.csr_array | None:
        """The rarer levels of attributes of thousands, one entry for each.

        Each is the root of what the level adds to a distance, so that two rows have
        their squared distance here, where both levels are known. None without any.
        """
        places = [place for place, one in enumerate(self.levels) if one.is_wide]
        if not places:
            return None
        codes = self.codes[:, places]
        roots = [
            np.sqrt(np.where(one.is_heavy, 0.0, one.halves))
            for one in (self.levels[place] for place in places)
        ]
        sizes = [len(self.levels[place]) for place in places]
        values = [root[code] for root, code in zip(roots, codes.T, strict=True)]
        columns = np.cumsum([0, *sizes[:-1]]) + np.maximum(codes, 0)
        starts = np.arange(len(self) + 1) * len(places)
        entries = np.column_stack(values).ravel(), columns.ravel(), starts
        units = sparse.csr_array(entries, shape=(len(self), sum(sizes)))
        units.eliminate_zeros()
        return units

    def heavy_columns(self) -> np.ndarray:
        """Write the levels of most rows, of attributes of thousands, as columns.

        Returns
        -------
        ndarray of shape (n_rows, n_heavy), dtype float32
            What stands in `wide_units` for the other levels.
        """
        columns = [
            np.where(code == level, np.sqrt(one.halves[level]), 0.0)
            for one, code in zip(self.levels, self.codes.T, strict=True)
            if one.is_wide
            for level in np.flatnonzero(one.is_heavy).tolist()
        ]
        wide = np.empty((len(self), len(columns)), dtype=np.float32)
        for place, column in enumerate(columns):
            wide[:, place] = column
        return wide

    @property
    def has_unknown_wide(self) -> np.ndarray:
        """Which rows have an unknown level among thousands."""
        places = [place for place, one in enumerate(self.levels) if one.is_wide]
        return np.asarray((self.codes[:, places] < 0).any(axis=1))

    def matrix(self) -> np.ndarray:
        """Write the rows as a matrix: numbers first, then 0/1 columns.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype float64
            The rows.
        """
        return np.hstack([self.numbers, self.dummies()])


def _check_size(n_rows: int, n_columns: int, itemsize: int) -> None:
    """Refuse a matrix that would fill the memory; say of what size it is."""
    if n_rows * n_columns * itemsize <= MOST_BYTES:
        return
    raise InputError(
        "{n_rows} rows with {n_columns} 0/1 columns, one for each level, would take "
        "{size:.0f} GiB as a matrix",
        n_rows=n_rows,
        n_columns=n_columns,
        size=n_rows * n_columns * itemsize / 2**30,
        remedies=[
            Remedy("merge rare levels, {setting}", Setting("min_category_count", 10)),
            "drop the column of most levels",
        ],
    )


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
