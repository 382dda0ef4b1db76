"""Sums over rows from which the standardised matrix is laid out; they can be merged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.table.exact_sums import ColumnAdder, ExactSums, column_slices
from skl_synth.table.rows import EncodedRows

TINY = 1e-140
"""The squares of smaller numbers may leave the range of floats."""


@dataclass(frozen=True, eq=False)
class MatrixSums:
    """Counts and sums of the numbers and codes of some rows.

    Parameters
    ----------
    n_rows : int
        How many rows.
    n_present : ndarray of shape (n_numbers,), dtype int
        In how many of them each number is not missing.
    sums : ExactSums
        The sums of the numbers.
    low, high : ndarray of shape (n_numbers,)
        The smallest and the largest; infinite where all are missing.
    counts : tuple of ndarray of shape (n_levels,)
        How many rows have each level of each code.
    """

    n_rows: int
    n_present: np.ndarray
    sums: ExactSums
    low: np.ndarray
    high: np.ndarray
    counts: tuple[np.ndarray, ...]

    @classmethod
    def of(cls, rows: EncodedRows, n_levels: list[int]) -> MatrixSums:
        """Count and sum up rows.

        Parameters
        ----------
        rows : EncodedRows
            Rows.
        n_levels : list of int
            How many levels each code has.

        Returns
        -------
        MatrixSums
            Of these rows.
        """
        n_numbers = rows.numbers.shape[1]
        n_present = np.zeros(n_numbers, dtype=np.intp)
        low, high = np.full(n_numbers, np.inf), np.full(n_numbers, -np.inf)
        adder = ColumnAdder(n_numbers)
        for part in column_slices(rows.numbers):
            missing = np.isnan(part)
            least, most = np.fmin.reduce(part, axis=1), np.fmax.reduce(part, axis=1)
            low, high = np.fmin(low, least), np.fmax(high, most)
            n_present += part.shape[1]
            if missing.any():
                n_present -= np.count_nonzero(missing, axis=1)
                np.copyto(part, 0.0, where=missing)
            adder.add(part, np.fmax(np.maximum(-least, most), 0.0))
        counts = tuple(
            np.bincount(code, minlength=n)
            for code, n in zip(rows.codes.T, n_levels, strict=True)
        )
        return cls(len(rows), n_present, adder.sums(), low, high, counts)

    def __add__(self, other: MatrixSums) -> MatrixSums:
        return MatrixSums(
            self.n_rows + other.n_rows,
            self.n_present + other.n_present,
            self.sums + other.sums,
            np.minimum(self.low, other.low),
            np.maximum(self.high, other.high),
            tuple(
                one + more for one, more in zip(self.counts, other.counts, strict=True)
            ),
        )

    @property
    def center(self) -> Center:
        """What deviations are taken from, and in which unit."""
        mean = self.sums.divided(np.maximum(self.n_present, 1))
        farthest = np.maximum(self.high - mean, mean - self.low)
        farthest = np.maximum(farthest, 0.0)
        is_tiny = (farthest > 0) & (farthest < TINY)
        return Center(mean, np.where(is_tiny, farthest, 1.0), farthest)


@dataclass(frozen=True, eq=False)
class Center:
    """The means of numbers, and units in which their squares are floats.

    Parameters
    ----------
    mean : ndarray of shape (n_numbers,)
        Means.
    unit : ndarray of shape (n_numbers,)
        1, but where numbers are tiny.
    farthest : ndarray of shape (n_numbers,)
        How far the outermost number is from the mean.
    """

    mean: np.ndarray
    unit: np.ndarray
    farthest: np.ndarray

    def squares(self, rows: EncodedRows) -> ExactSums:
        """Sum up the squared deviations of rows.

        Parameters
        ----------
        rows : EncodedRows
            Rows.

        Returns
        -------
        ExactSums
            For each number the sum of its squared deviations from the mean, of rows in
            which it is not missing, in squared units.
        """
        mean, unit = self.mean[:, None], self.unit[:, None]
        is_one = bool((unit == 1).all())
        largest = (self.farthest / self.unit) ** 2
        adder = ColumnAdder(rows.numbers.shape[1])
        for part in column_slices(rows.numbers):
            part -= mean
            if not is_one:
                part /= unit
            part *= part
            missing = np.isnan(part)
            if missing.any():
                np.copyto(part, 0.0, where=missing)
            adder.add(part, largest)
        return adder.sums()

    def scale(self, squares: ExactSums, n_present: np.ndarray) -> np.ndarray:
        """Find the standard deviations.

        Parameters
        ----------
        squares : ExactSums
            From `squares`, of all rows.
        n_present : ndarray of shape (n_numbers,), dtype int
            In how many rows each number is not missing.

        Returns
        -------
        ndarray of shape (n_numbers,)
            Standard deviations.
        """
        mean_square = squares.divided(np.maximum(n_present, 1))
        return np.asarray(self.unit * np.sqrt(mean_square))
