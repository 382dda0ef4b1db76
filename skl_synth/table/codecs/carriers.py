"""What cells with dates and times look like: dtypes, objects, periods, text."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.codecs.date_texts import DateStyle
from skl_synth.table.codecs.zones import all_in_zone, in_zone, is_gapless
from skl_synth.table.values import cast_numbers, column_of, numbers_of

FIRST_DAY, LAST_DAY = 1900_01_01, 2100_12_31
"""Whole numbers outside are no dates."""

RANGES = {
    "ymd": (FIRST_DAY, LAST_DAY),
    "mdy": (1_01_1900, 12_31_2100),
    "dmy": (1_01_1900, 31_12_2100),
    "ym": (1900_01, 2100_12),
}
"""The same for each order of digits."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Carrier(ABC):
    """How the cells of a column carry dates, times or durations.

    Parameters
    ----------
    dtype : dtype
        The dtype of the real column.
    """

    dtype: Any

    @property
    def family(self) -> str:
        """What the values are, in words."""
        return "dates"

    @property
    def exact(self) -> bool:
        """Whether every point in time can be written, and is read as it was."""
        return True

    @abstractmethod
    def read(self, series: pd.Series) -> np.ndarray:
        """Read a column.

        Parameters
        ----------
        series : Series
            A column that is written as the real one is.

        Returns
        -------
        ndarray of datetime64 or timedelta64
            Local time, NaT where missing.
        """

    @abstractmethod
    def write(self, values: np.ndarray) -> pd.Series:
        """Write points in time as cells.

        Parameters
        ----------
        values : ndarray of datetime64 or timedelta64
            Local time, NaT where missing.

        Returns
        -------
        Series
            The column in the dtype of the real one.
        """

    def instants(self, values: np.ndarray) -> np.ndarray:
        """Give points in time that can be compared with those of other columns.

        Parameters
        ----------
        values : ndarray of datetime64 or timedelta64
            Local time.

        Returns
        -------
        ndarray of datetime64 or timedelta64
            Universal time where there is a time zone.
        """
        return values


@dataclass(frozen=True, eq=False, kw_only=True)
class Stamps(Carrier):
    """Columns of a dtype of its own: datetime64 with or without a zone, timedelta64.

    Parameters
    ----------
    unit : numpy dtype
        ``datetime64`` or ``timedelta64`` of the same resolution.
    zone : tzinfo, str or None
        The time zone.
    """

    unit: np.dtype
    zone: Any = None

    @property
    def family(self) -> str:
        """Dates with a zone and dates without one are two things."""
        if self.unit.kind == "m":
            return "durations"
        return "dates" if self.zone is None else "dates with a time zone"

    @property
    def exact(self) -> bool:
        """An hour that the clocks leave out cannot be written."""
        return self.zone is None

    def read(self, series: pd.Series) -> np.ndarray:
        """Read local time: what the clock on the wall shows.

        Dates of birth are midnights in summer and in winter. In universal time they
        would be an hour apart, and a column of days would become one of hours.
        """
        if self.zone is not None:
            if getattr(series.dtype, "tz", None) != self.zone:
                series = series.dt.tz_convert(self.zone)
            # By way of numpy: Arrow's columns gave universal time in pandas 2.2.
            unit, _ = np.datetime_data(self.unit)
            zoned: Any = pd.DatetimeTZDtype
            series = series.astype(zoned(unit, self.zone))
            series = series.dt.tz_localize(None)
        return series.to_numpy(dtype=self.unit)

    def write(self, values: np.ndarray) -> pd.Series:
        """Write local time in the zone of the column."""
        if self.unit.kind == "m":
            return pd.Series(values.astype(self.unit)).astype(self.dtype)
        index = pd.DatetimeIndex(values.astype(self.unit))
        if self.zone is not None:
            index = all_in_zone(index, self.zone)
        return pd.Series(index).astype(self.dtype)

    def instants(self, values: np.ndarray) -> np.ndarray:
        """Universal time."""
        if self.zone is None:
            return values
        index = all_in_zone(pd.DatetimeIndex(values.astype(self.unit)), self.zone)
        return index.tz_convert(None).to_numpy()


@dataclass(frozen=True, eq=False, kw_only=True)
class Objects(Carrier):
    """Columns of Python's dates, times and durations, and Arrow's dates and times.

    Parameters
    ----------
    type : type
        The type of the cells: date, datetime, Timestamp, time or timedelta.
    zone : tzinfo or None
        The time zone of all cells.
    """

    type: type
    zone: Any = None

    @property
    def exact(self) -> bool:
        """An hour that the clocks leave out may be written as another."""
        return is_gapless(self.zone, stamps=self.type is pd.Timestamp)

    @property
    def family(self) -> str:
        """What the type stands for."""
        if issubclass(self.type, dt.timedelta):
            return "durations"
        if self.type is dt.time:
            return "times of day"
        return "dates" if self.zone is None else "dates with a time zone"

    def read(self, series: pd.Series) -> np.ndarray:
        """Read the cells, in local time where they have a zone."""
        cells = series.to_numpy(dtype=object)
        missing = series.isna().to_numpy()
        values = np.full(len(cells), "NaT", dtype=self._unit)
        present = [self._plain(cell) for cell in cells[~missing]]
        values[~missing] = np.array(present, dtype=self._unit)
        return values

    @property
    def _unit(self) -> str:
        if issubclass(self.type, dt.timedelta):
            return "m8[ns]" if self.type is pd.Timedelta else "m8[us]"
        if self.type is dt.time:
            return "m8[us]"
        if self.type is dt.date:
            return "M8[D]"
        return "M8[ns]" if self.type is pd.Timestamp else "M8[us]"

    def _plain(self, cell: Any) -> Any:
        if self.type is dt.time:
            day = dt.datetime.combine(dt.date.min, cell)
            return np.timedelta64(day - dt.datetime.min, "us")
        if isinstance(cell, pd.Timestamp):
            return cell.tz_localize(None).to_datetime64()
        if isinstance(cell, pd.Timedelta):
            return cell.to_timedelta64()
        if isinstance(cell, dt.datetime):
            return cell.replace(tzinfo=None)
        return cell

    def write(self, values: np.ndarray) -> pd.Series:
        """Write cells of the same type."""
        cells = [
            None if np.isnat(value) else self._cell(value)
            for value in values.astype(self._unit)
        ]
        column = np.empty(len(cells), dtype=object)
        column[:] = cells
        return pd.Series(column, dtype=self.dtype)

    def _cell(self, value: Any) -> Any:
        if self.type is dt.time:
            return (dt.datetime.min + value.astype(object)).time()
        if self.type is pd.Timestamp:
            return in_zone(pd.Timestamp(value), self.zone)
        if self.type is pd.Timedelta:
            return pd.Timedelta(value)
        return in_zone(value.astype(object), self.zone)

    def instants(self, values: np.ndarray) -> np.ndarray:
        """Universal time."""
        if self.zone is None:
            return values
        index = all_in_zone(pd.DatetimeIndex(values.astype(self._unit)), self.zone)
        return index.tz_convert(None).to_numpy()


@dataclass(frozen=True, eq=False, kw_only=True)
class Periods(Carrier):
    """Columns of periods: months, quarters, weeks."""

    @property
    def exact(self) -> bool:
        """Not every day is the first of a period."""
        return False

    def read(self, series: pd.Series) -> np.ndarray:
        """Read the first instant of each period."""
        return series.dt.to_timestamp().to_numpy(dtype="M8[ns]")

    def write(self, values: np.ndarray) -> pd.Series:
        """Write the period of each instant."""
        index = pd.PeriodIndex(pd.DatetimeIndex(values), freq=self.dtype.freq)
        return pd.Series(index).astype(self.dtype)


@dataclass(frozen=True, eq=False, kw_only=True)
class DateTexts(Carrier):
    """Columns of text that is dates, all written in one style.

    Parameters
    ----------
    style : DateStyle
        The style.
    """

    style: DateStyle

    @property
    def family(self) -> str:
        """Text of a time of day holds no date."""
        return "dates" if self.style.order else "times of day"

    def read(self, series: pd.Series) -> np.ndarray:
        """Read the text.

        Raises
        ------
        InputError
            For text that is no date in that style.
        """
        codes, texts = pd.factorize(series.astype(object))
        values = self.style.parse(pd.Series(texts, dtype=object).astype(str))
        if np.isnat(values).any():
            text = texts[int(np.argmax(np.isnat(values)))]
            raise InputError(
                "column {column!r} holds dates such as {example!r} in the real table, "
                "but here {value!r}",
                column=series.name,
                value=text,
                example=self.style.example(),
                remedies=["correct it"],
            )
        return np.append(values, np.array(["NaT"], dtype=values.dtype))[codes]

    def write(self, values: np.ndarray) -> pd.Series:
        """Write the text in the style of the column."""
        codes, uniques = pd.factorize(values)
        texts = [*self.style.texts(np.asarray(uniques)), None]
        cells = np.array(texts, dtype=object)[codes]
        return pd.Series(cells, dtype=self.dtype)

    def instants(self, values: np.ndarray) -> np.ndarray:
        """Times of day are comparable with those of other forms."""
        if self.style.order:
            return values
        return values - values.astype("M8[D]").astype(values.dtype)


@dataclass(frozen=True, eq=False, kw_only=True)
class DateNumbers(Carrier):
    """Columns of whole numbers that are dates: 20210331, 3312021, 202103.

    Parameters
    ----------
    order : {"ymd", "mdy", "dmy", "ym"}
        The order of their digits.
    """

    order: str = "ymd"

    @property
    def exact(self) -> bool:
        """Not every day is the first of a month."""
        return self.order != "ym"

    def read(self, series: pd.Series) -> np.ndarray:
        """Read the numbers.

        Raises
        ------
        InputError
            For a number that is no such date.
        """
        numbers = numbers_of(series)
        values = days_of_numbers(numbers, self.order)
        wrong = np.isnat(values) & ~np.isnan(numbers)
        if wrong.any():
            raise InputError(
                "column {column!r} holds dates such as {example} in the real table, "
                "but here {value:.10g}",
                column=series.name,
                value=float(numbers[wrong][0]),
                example=EXAMPLES[self.order],
                remedies=["correct it"],
            )
        return values

    def write(self, values: np.ndarray) -> pd.Series:
        """Write the dates as numbers of the same dtype."""
        index = pd.DatetimeIndex(values)
        parts = {"y": index.year, "m": index.month, "d": index.day}
        numbers = parts[self.order[0]]
        for one in self.order[1:]:
            numbers = numbers * (10_000 if one == "y" else 100) + parts[one]
        floats = numbers.to_numpy(dtype=np.float64)
        return column_of(cast_numbers(floats, self.dtype), self.dtype)


EXAMPLES = {"ymd": 20210331, "mdy": 3312021, "dmy": 31032021, "ym": 202103}
"""A day in each order of digits."""


def days_of_numbers(numbers: np.ndarray, order: str = "ymd") -> np.ndarray:
    """Read whole numbers such as 20210331 as dates.

    Parameters
    ----------
    numbers : ndarray of float64
        Any numbers, NaN where missing.
    order : {"ymd", "mdy", "dmy", "ym"}, default="ymd"
        The order of their digits.

    Returns
    -------
    ndarray of datetime64[s]
        The dates, NaT where a number is none from 1900 to 2100.
    """
    low, high = RANGES[order]
    known = (numbers >= low) & (numbers <= high)
    whole = np.where(known, numbers, EXAMPLES[order]).astype(np.int64)
    rest, part = whole, {"d": np.ones_like(whole)}
    for one in reversed(order):
        size = 10_000 if one == "y" else 100
        rest, part[one] = rest // size, rest % size
    year, month, day = part["y"], part["m"], part["d"]
    months = ((year - 1970) * 12 + month - 1).astype("M8[M]")
    days = months.astype("M8[D]") + (day - 1)
    # A month too large runs over into the next year, a day into the next month.
    fits = known & (whole == numbers) & (month >= 1) & (month <= 12)
    fits &= (year >= 1900) & (year <= 2100) & (rest == 0)
    fits &= (day >= 1) & (days.astype("M8[M]") == months)
    return np.where(fits, days.astype("M8[s]"), np.datetime64("NaT", "s"))
