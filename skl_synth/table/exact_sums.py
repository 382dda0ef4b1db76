"""Exact sums of floats, which do not depend on the order in which they are added.

A float is a whole number times a power of two, and so is a sum of floats: held as one
whole number in the smallest unit that any float has, it is exact, and is rounded once,
when it is asked for. Parts of a table can be summed apart and in any order.

Most of the work is done in floats [1]_: what of each value is a multiple of a coarse
unit is cut off and summed, which makes no error as long as the sum has few enough of
these units; then the rest is, in a finer one.

References
----------
.. [1] Rump, S. M., Ogita, T., & Oishi, S. (2008). Accurate floating-point summation
   part I: faithful rounding. SIAM Journal on Scientific Computing, 31(1), 189-224.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

SLICE = 131_072
"""So many values are summed at once: they stay in the fastest memory."""

SHIFT = 1126
"""Sums are counted in units of ``2.0 ** -SHIFT``, less than any float has."""

LARGE = 2.0**900
"""Beyond this, sums of a slice might leave the range of floats, and are scaled down."""

SCALED = 600
"""By so many powers of two."""

FEW = 1024
"""Where fewer than one value in so many has a rest, the rests are added one by one."""


@dataclass(frozen=True, eq=False)
class ExactSums:
    """The sums of columns of floats, without any error.

    Parameters
    ----------
    units : tuple of int
        The sum of the finite values of each column, in units of ``2.0 ** -1126``.
    infinite : ndarray of shape (n_columns,)
        The sum of its infinite values; 0 where there are none.

    See Also
    --------
    math.fsum : The same of one iterable, which cannot be continued.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.table.exact_sums import ExactSums
    >>> values = np.array([[1e100, 0.1], [1.0, 0.2], [-1e100, np.nan]])
    >>> ExactSums.of(values).rounded().tolist()
    [1.0, 0.30000000000000004]
    >>> parts = ExactSums.of(values[:1]) + ExactSums.of(values[1:])
    >>> parts.rounded().tolist()
    [1.0, 0.30000000000000004]
    """

    units: tuple[int, ...]
    infinite: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray) -> ExactSums:
        """Sum the columns of an array.

        Parameters
        ----------
        values : ndarray of shape (n_rows, n_columns)
            Any floats; NaN is left out.

        Returns
        -------
        ExactSums
            The sum of each column.
        """
        made = ColumnAdder(values.shape[1])
        for part in column_slices(values):
            part[np.isnan(part)] = 0.0
            made.add(part, np.abs(part).max(axis=1))
        return made.sums()

    def __add__(self, other: ExactSums) -> ExactSums:
        with np.errstate(invalid="ignore"):
            infinite = self.infinite + other.infinite
        pairs = zip(self.units, other.units, strict=True)
        return ExactSums(tuple(one + more for one, more in pairs), infinite)

    def rounded(self) -> np.ndarray:
        """Round the sums.

        Returns
        -------
        ndarray of shape (n_columns,), dtype float64
            The nearest float to each, as `math.fsum` gives it; infinite beyond all
            floats.
        """
        return self.divided(np.ones(len(self.units), dtype=np.intp))

    def divided(self, counts: np.ndarray) -> np.ndarray:
        """Divide the sums, and round only then.

        Parameters
        ----------
        counts : ndarray of shape (n_columns,), dtype int
            Positive numbers.

        Returns
        -------
        ndarray of shape (n_columns,), dtype float64
            The nearest float to each quotient.
        """
        pairs = zip(self.units, counts.tolist(), strict=True)
        finite = np.array([_quotient(one, count << SHIFT) for one, count in pairs])
        return np.where(self.infinite == 0, finite, self.infinite)


class ColumnAdder:
    """Adds up columns, slice by slice.

    Parameters
    ----------
    n_columns : int
        How many there are.
    """

    def __init__(self, n_columns: int) -> None:
        self._units = [0] * n_columns
        self._infinite = np.zeros(n_columns)
        # Sums of slices, which are exact; added up when all are there.
        self._partial: list[np.ndarray] = []

    def add(self, part: np.ndarray, largest: np.ndarray) -> None:
        """Add a slice.

        Parameters
        ----------
        part : ndarray of shape (n_columns, n_values), dtype float64
            The values of each column, none of them NaN; overwritten.
        largest : ndarray of shape (n_columns,)
            What no value of a column is larger than, of either sign.
        """
        if not (largest < LARGE).all():
            part, largest = self._without_large(part)
        self._partial += self._split(part, largest, SHIFT)

    def sums(self) -> ExactSums:
        """Give what was added up, once.

        Returns
        -------
        ExactSums
            The sums.
        """
        if self._partial:
            partial = np.stack(self._partial, axis=1)
            for sums in self._split(partial, np.abs(partial).max(axis=1), SHIFT):
                self._add(np.arange(len(sums)), sums, SHIFT)
        return ExactSums(tuple(self._units), self._infinite)

    def _without_large(self, part: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add the infinite and the large values; return the others."""
        finite, large = np.isfinite(part), np.abs(part) >= LARGE
        with np.errstate(invalid="ignore"):
            self._infinite += np.where(finite, 0.0, part).sum(axis=1)
        scaled = np.where(finite & large, part, 0.0) * 2.0**-SCALED
        for sums in self._split(scaled, np.abs(scaled).max(axis=1), SHIFT + SCALED):
            self._add(np.arange(len(sums)), sums, SHIFT + SCALED)
        rest = np.where(large, 0.0, part)
        return rest, np.abs(rest).max(axis=1)

    def _split(
        self, part: np.ndarray, largest: np.ndarray, shift: int
    ) -> list[np.ndarray]:
        """Find floats whose exact sum is that of the values; add what few have over."""
        more = part.shape[1].bit_length() + 1
        # What is a multiple of the last unit of `coarse`, which is so much larger than
        # a value that the sum of all has fewer units than a float can count.
        coarse = np.ldexp(1.0, np.frexp(largest)[1] + more)[:, None]
        of_unit, sums = np.empty_like(part), []
        while True:
            np.add(part, coarse, out=of_unit)
            of_unit -= coarse
            sums.append(of_unit.sum(axis=1))
            part -= of_unit
            left = part != 0
            if np.count_nonzero(left) * FEW < part.size:
                break
            coarse = np.ldexp(coarse, more - 53)
        places = np.flatnonzero(left)
        self._add(places // part.shape[1], part.ravel()[places], shift)
        return sums

    def _add(self, columns: np.ndarray, values: np.ndarray, shift: int) -> None:
        mantissa, exponent = np.frexp(values)
        whole = np.ldexp(mantissa, 53).astype(np.int64)
        places = (exponent + (shift - 53)).tolist()
        each = zip(columns.tolist(), whole.tolist(), places, strict=True)
        for column, value, place in each:
            if value:
                self._units[column] += value << place


def column_slices(values: np.ndarray) -> Iterator[np.ndarray]:
    """Cut rows into slices, in which columns lie one behind the other.

    Parameters
    ----------
    values : ndarray of shape (n_rows, n_columns)
        Rows.

    Yields
    ------
    ndarray of shape (n_columns, n_rows_of_slice)
        A copy.
    """
    n_rows, n_columns = values.shape
    step = max(SLICE // max(n_columns, 1), 1)
    for start in range(0, n_rows if n_columns else 0, step):
        yield values[start : start + step].T.copy()


def _quotient(whole: int, divisor: int) -> float:
    """Divide whole numbers of any size; Python rounds the quotient once."""
    try:
        return whole / divisor
    except OverflowError:
        return np.inf if whole > 0 else -np.inf
