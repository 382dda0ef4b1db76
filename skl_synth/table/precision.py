"""The values that a numeric column can take: its range and its decimals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from skl_synth.table.float_noise import find_noise, may_be_noisy, without_noise
from skl_synth.table.rounding import FULL, SLICE, count_decimals, round_to
from skl_synth.table.tails import NO_TAILS, Tails
from skl_synth.table.value_steps import Lattice, find_lattice


@dataclass(frozen=True)
class Precision:
    """Range and decimals of a numeric column, as seen in the real rows.

    Decimals are kept where they were seen. A column of ages that holds ``0.08`` and
    ``1.32`` for infants and whole years for everyone else has two decimals between
    0.08 and 1.32 only: outside that range its values are rounded to whole numbers.

    Parameters
    ----------
    low, high : float
        Smallest and largest value seen.
    decimals : int
        The most decimals seen; `FULL` for full precision.
    ranges : tuple of (decimals, low, high)
        From fine to coarse: outside ``[low, high]`` no value was seen that needs more
        than that number of decimals. Each range lies inside the next.
    dtype : dtype
        Precision in which decimals are counted: 0.1 has one in float32 too.
        float64 if None.
    noise : float
        How far from their decimals values were that arithmetic had left there, such as
        ``172.46 * 0.2``, which is 34.492000000000004; 0 where all are exact.
    tails : Tails
        The outermost values that are coded together.
    lattice : Lattice or None
        The steps on which all values lie, where these are coarser than the decimals.
    """

    low: float
    high: float
    decimals: int
    ranges: tuple[tuple[int, float, float], ...] = ()
    dtype: np.dtype | None = None
    noise: float = 0.0
    tails: Tails = NO_TAILS
    lattice: Lattice | None = None

    @classmethod
    def from_values(cls, values: np.ndarray) -> Precision:
        """Find the precision with which the given values are written.

        Parameters
        ----------
        values : ndarray of shape (n_values,), any float or integer dtype
            Finite values, at least one.

        Returns
        -------
        Precision
            The range and the decimals of the values.
        """
        dtype = values.dtype if values.dtype.kind == "f" else np.dtype(np.float64)
        values = np.unique(values).astype(dtype)
        counted = count_decimals(values)
        meant, noise = find_noise(values, counted)
        if noise:
            values = np.unique(without_noise(values, meant, noise))
            counted = count_decimals(values)
        part = cls._of_counted(values, counted, noise)
        return replace(part, lattice=find_lattice(values, part.decimals))

    @classmethod
    def _of_counted(
        cls, values: np.ndarray, counted: np.ndarray, noise: float
    ) -> Precision:
        """Find the range and the decimals of different values in order."""
        ranges: list[tuple[int, float, float]] = []
        for coarser in range(int(counted.max())):
            finer = values[counted > coarser]
            (low,), (high,) = _widened(finer[:1], finer[-1:])
            span = (coarser, low, high)
            # Where two numbers of decimals share one range, the coarser says it all.
            if not ranges or ranges[-1][1:] != span[1:]:
                ranges.append(span)
        ends = float(values[0]), float(values[-1])
        ordered = tuple(reversed(ranges))
        return cls(*ends, int(counted.max()), ordered, values.dtype, noise)

    @property
    def n_points(self) -> float:
        """How many different values there can be; infinite for unrounded numbers."""
        if self.decimals == FULL:
            return np.inf
        return float(np.rint((self.high - self.low) / self.step)) + 1

    @property
    def step(self) -> float:
        """How far two neighbouring values are apart; 0 for unrounded numbers."""
        if self.lattice is not None:
            return self.lattice.step
        return 0.0 if self.decimals == FULL else 10.0**-self.decimals

    @property
    def offset(self) -> float:
        """The least of the steps that is not negative; 0 where there are no steps."""
        return 0.0 if self.lattice is None else self.lattice.offset

    def restricted_to(self, values: np.ndarray) -> Precision:
        """Give the precision of some of the values of the column.

        Parameters
        ----------
        values : ndarray of shape (n_values,), dtype float64
            Values without noise, as `clean` gives them; none is missing.

        Returns
        -------
        Precision
            Their range and their decimals; noise is looked for where it was found, so
            that a value is read as it was read in the column. The same precision, if
            there are no values.
        """
        if not len(values):
            return self
        different = np.unique(values).astype(self.dtype)
        part = self._of_counted(different, count_decimals(different), self.noise)
        return replace(part, tails=self.tails, lattice=self.lattice)

    def with_tails(self, tails: Tails, values: np.ndarray) -> Precision:
        """Give the precision of a column whose outermost values are coded together.

        Parameters
        ----------
        tails : Tails
            What is coded together.
        values : ndarray of shape (n_values,), dtype float64
            All values of the column; none is missing.

        Returns
        -------
        Precision
            That of the values as they are coded.
        """
        coded = tails.code(values)
        part = self.restricted_to(coded[~np.isnan(coded)])
        return replace(part, tails=tails.over(self.tails))

    def clean(self, values: np.ndarray) -> np.ndarray:
        """Take float noise from values; those that lie elsewhere do not move.

        Parameters
        ----------
        values : ndarray of shape (n_values,), dtype float64
            Any numbers; NaN stays NaN.

        Returns
        -------
        ndarray of shape (n_values,)
            The values, those that miss the decimals of the column by noise upon them.
        """
        if not self.noise:
            return values
        narrow = values.astype(self.dtype)
        return without_noise(narrow, self.decimals, self.noise).astype(np.float64)

    def decimals_of(self, values: np.ndarray) -> np.ndarray:
        """Count the decimals of values, but not more than the column has.

        Parameters
        ----------
        values : ndarray of shape (n_values,), dtype float64
            Any numbers; NaN counts as whole.

        Returns
        -------
        ndarray of shape (n_values,), dtype int8
            Decimals of each value.
        """
        if self.decimals == 0:
            return np.zeros(len(values), dtype=np.int8)
        return np.minimum(count_decimals(values.astype(self.dtype)), self.decimals)

    def snap(
        self, values: np.ndarray, decimals: np.ndarray | None = None
    ) -> np.ndarray:
        """Move values to the nearest value that the column can hold.

        Parameters
        ----------
        values : ndarray of shape (n_values,), dtype float64
            Any numbers; NaN stays NaN.
        decimals : ndarray of shape (n_values,), default=None
            Decimals that each value may have; the most that were seen if absent.

        Returns
        -------
        ndarray of shape (n_values,)
            New array of values within the range and with the decimals of the column;
            those of a tail are what stands for it.
        """
        given, values = values, np.clip(values, self.low, self.high)
        asked = decimals is not None and self.decimals > 0
        if decimals is None:
            decimals = np.full(len(values), self.decimals, dtype=np.int8)
        decimals = np.minimum(decimals, self.decimals)
        values = round_to(values, decimals)
        for most, low, high in self.ranges:
            if low > self.low or high < self.high:
                outside = (values < low) | (values > high)
                values[outside] = round_to(values[outside], most)
                decimals = np.where(outside, np.minimum(decimals, most), decimals)
        if self.lattice is not None:
            lattice = self.lattice
            values = (
                lattice.nearest_with(values, decimals)
                if asked
                else lattice.nearest(values)
            )
        # A second clip, since a value next to the end of the range may be rounded over
        # it; adding zero turns -0.0 into 0.0. What is published has the precision of
        # the column, and distances are measured on what is published.
        values = np.clip(values, self.low, self.high)
        if self.tails.is_coded:
            # What stands for a tail lies within it, and so may values that are rounded.
            is_tail = self.tails.contain(given)
            values = self.tails.code(np.where(is_tail, given, values))
        values += 0.0
        if self.dtype in (None, np.float64):
            return values
        return values.astype(self.dtype).astype(np.float64)


def precisions_of_sorted(values: np.ndarray, n_present: np.ndarray) -> list[Precision]:
    """Find the precision of many columns at once.

    Parameters
    ----------
    values : ndarray of shape (n_columns, n_values), dtype float64 or float32
        The values of each column in order, NaN behind them; at least one is none.
    n_present : ndarray of shape (n_columns,)
        How many of the values of each column are not missing.

    Returns
    -------
    list of Precision
        What `Precision.from_values` gives for each.
    """
    counted = count_decimals(values.ravel()).reshape(values.shape)
    columns = np.arange(len(values))
    low, high = values[:, 0], values[columns, n_present - 1]
    most = counted.max(axis=1, initial=0)
    ranges: list[list[tuple[int, float, float]]] = [[] for _ in columns]
    for coarser in range(int(most.max(initial=0))):
        # Where no value has just so many decimals, the range is that of one fewer.
        some = columns[most > coarser]
        if coarser:
            some = some[(counted[some] == coarser).any(axis=1)]
        finer = counted[some] > coarser
        first, last = finer.argmax(axis=1), finer[:, ::-1].argmax(axis=1)
        ends = _widened(values[some, first], values[some, -1 - last])
        for column, *span in zip(some.tolist(), *ends, strict=True):
            if not ranges[column] or ranges[column][-1][1:] != tuple(span):
                ranges[column].append((coarser, *span))
    noisy = may_be_noisy(values, counted, np.maximum(abs(low), abs(high)))
    each = zip(low.tolist(), high.tolist(), most.tolist(), ranges, strict=True)
    return [
        Precision.from_values(values[column, : n_present[column]])
        if noisy[column]
        else Precision(
            least,
            largest,
            decimals,
            tuple(reversed(spans)),
            values.dtype,
            lattice=find_lattice(values[column, : n_present[column]], decimals),
        )
        for column, (least, largest, decimals, spans) in enumerate(each)
    ]


def decimals_of_columns(
    precisions: Sequence[Precision], columns: Sequence[np.ndarray]
) -> list[np.ndarray]:
    """Count the decimals of the values of many columns.

    Parameters
    ----------
    precisions : sequence of Precision
        One per column.
    columns : sequence of ndarray of shape (n_values,), dtype float64
        The values of each, as many in all of them.

    Returns
    -------
    list of ndarray of shape (n_values,), dtype int8
        What `Precision.decimals_of` gives for each.
    """
    counted: list[np.ndarray] = [np.empty(0)] * len(columns)
    alike: dict[np.dtype | None, list[int]] = {}
    for place, precision in enumerate(precisions):
        if precision.decimals:
            alike.setdefault(precision.dtype, []).append(place)
        else:
            counted[place] = np.zeros(len(columns[place]), dtype=np.int8)
    for dtype, places in alike.items():
        width = max(1, SLICE // max(len(columns[places[0]]), 1))
        for start in range(0, len(places), width):
            some = places[start : start + width]
            values = np.concatenate([columns[place] for place in some])
            decimals = count_decimals(values.astype(dtype, copy=False))
            most = np.array([[precisions[place].decimals] for place in some], np.int8)
            of_each = np.minimum(decimals.reshape(len(some), -1), most)
            for place, of_one in zip(some, of_each, strict=True):
                counted[place] = of_one
    return counted


def _widened(low: np.ndarray, high: np.ndarray) -> tuple[list[float], list[float]]:
    """One unit in the last place wider: float32 values are rounded as float64."""
    low, high = low - np.spacing(abs(low)), high + np.spacing(abs(high))
    return low.tolist(), high.tolist()
