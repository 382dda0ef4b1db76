"""Points in time as whole numbers of the coarsest unit that they share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NANOSECONDS = {
    "day": 86_400 * 10**9,
    "hour": 3_600 * 10**9,
    "minute": 60 * 10**9,
    "second": 10**9,
    "millisecond": 10**6,
    "microsecond": 10**3,
    "nanosecond": 1,
}
"""The units, coarse to fine."""

OF_NUMPY = {
    "D": "day",
    "h": "hour",
    "m": "minute",
    "s": "second",
    "ms": "millisecond",
    "us": "microsecond",
    "ns": "nanosecond",
}
"""What numpy calls them."""

DAYS_OF_LONGEST_MONTH = 31


@dataclass(frozen=True)
class Steps:
    """The points in time that a column can take, and their numbers.

    Parameters
    ----------
    dtype : dtype
        ``datetime64`` or ``timedelta64`` in the resolution of the column.
    low : int
        The least value, in ticks of the dtype (in months, for months).
    size : int
        Ticks of a step.
    unit : str
        What a step is, for people.
    """

    dtype: np.dtype
    low: int
    size: int
    unit: str

    @classmethod
    def of(cls, values: np.ndarray) -> Steps:
        """Find the coarsest unit in which values differ by whole numbers.

        Parameters
        ----------
        values : ndarray of datetime64 or timedelta64
            Values of a column, none of them missing, at least one.

        Returns
        -------
        Steps
            The steps.
        """
        ticks = np.unique(values.astype(np.int64))
        # Months differ in length: counted in days, the mean of two firsts of a month
        # would be some day in the middle of one.
        if values.dtype.kind == "M" and _are_months(values):
            months = values.astype("datetime64[M]").astype(np.int64)
            return cls(values.dtype, int(months.min()), 1, "month")
        # From the least value, not from 1970: visits at half past each hour are whole
        # hours apart. The coarsest unit that all share is the one that was recorded.
        offsets = ticks - ticks[0]
        tick = NANOSECONDS[OF_NUMPY[np.datetime_data(values.dtype)[0]]]
        sizes = {unit: length // tick for unit, length in NANOSECONDS.items()}
        shared = [unit for unit, n in sizes.items() if n and not np.any(offsets % n)]
        return cls(values.dtype, int(ticks[0]), sizes[shared[0]], shared[0])

    def numbers(self, values: np.ndarray) -> np.ndarray:
        """Count the steps from the least value.

        Parameters
        ----------
        values : ndarray of datetime64 or timedelta64
            Any points in time, NaT where missing.

        Returns
        -------
        ndarray of float64
            Whole numbers for points on the steps, NaN where missing.
        """
        values = values.astype(self.dtype)
        missing = np.isnat(values)
        if self.unit == "month":
            months = values.astype("datetime64[M]")
            rest = (values - months.astype(self.dtype)) / np.timedelta64(1, "D")
            numbers = months.astype(np.int64) - self.low + rest / DAYS_OF_LONGEST_MONTH
        else:
            ticks = np.where(missing, self.low, values.astype(np.int64)) - self.low
            whole, rest = np.divmod(ticks, self.size)
            numbers = whole + rest / self.size
        return np.where(missing, np.nan, numbers)

    def values(self, numbers: np.ndarray) -> np.ndarray:
        """Go so many steps from the least value.

        Parameters
        ----------
        numbers : ndarray of float64
            Numbers of steps, NaN where missing.

        Returns
        -------
        ndarray of datetime64 or timedelta64
            The points in time, NaT where missing.
        """
        missing = np.isnan(numbers)
        steps = np.rint(np.where(missing, 0, numbers)).astype(np.int64)
        ticks = self.low + steps * self.size
        values = ticks.astype("datetime64[M]" if self.unit == "month" else self.dtype)
        values = values.astype(self.dtype)
        values[missing] = np.array("NaT", dtype=self.dtype)
        return values


def _are_months(values: np.ndarray) -> bool:
    """Whether all are the first instant of a month, and not all of one month."""
    months = values.astype("datetime64[M]")
    return bool(np.all(months.astype(values.dtype) == values)) and bool(
        np.any(months != months[0])
    )
