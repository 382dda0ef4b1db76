"""Parts of dates, and lengths of time between them, as numbers."""

from __future__ import annotations

import numpy as np

DAY = 86_400 * 10**9
"""Nanoseconds of a day."""

LENGTHS = {
    "seconds": 10**9,
    "minutes": 60 * 10**9,
    "hours": 3_600 * 10**9,
    "days": DAY,
    "weeks": 7 * DAY,
    "years of 365 days": 365 * DAY,
    "years of 365.25 days": 365 * DAY + DAY // 4,
}
"""Units of one length, in nanoseconds."""

CALENDAR = ("midnights", "months", "years")
"""Units that the calendar counts: midnights between, completed months and years."""

PARTS = (
    "year",
    "quarter",
    "month",
    "week",
    "day",
    "weekday",
    "hour",
    "minute",
    "date",
)
"""What can be told of a point in time."""


def completed(start: np.ndarray, end: np.ndarray, unit: str) -> np.ndarray:
    """Count midnights, or completed months or years, between points in time.

    Parameters
    ----------
    start, end : ndarray of datetime64
        Points in time, NaT where missing.
    unit : {"midnights", "months", "years"}
        What is counted.

    Returns
    -------
    ndarray of float64
        Whole numbers, negative where the end comes first; NaN where missing.
    """
    first, last = start.astype("M8[M]"), end.astype("M8[M]")
    in_first = start.astype("M8[ns]") - first.astype("M8[ns]")
    in_last = end.astype("M8[ns]") - last.astype("M8[ns]")
    missing = np.isnat(start) | np.isnat(end)
    if unit == "midnights":
        nights = (end.astype("M8[D]") - start.astype("M8[D]")).astype(np.int64)
        return np.where(missing, np.nan, nights)
    months = np.where(missing, 0, (last - first).astype(np.int64))
    months = months - np.where(missing, False, in_last < in_first)
    count = np.floor_divide(months, 12) if unit == "years" else months
    return np.where(missing, np.nan, count.astype(np.float64))


def elapsed(start: np.ndarray, end: np.ndarray, unit: str) -> np.ndarray:
    """Measure the time between points in time.

    Parameters
    ----------
    start, end : ndarray of datetime64 or timedelta64
        Points in time, NaT where missing.
    unit : str
        One of `LENGTHS` or of `CALENDAR`.

    Returns
    -------
    ndarray of float64
        How many units, NaN where missing.
    """
    if unit in CALENDAR:
        return completed(start, end, unit)
    span = end - start
    missing = np.isnat(span)
    ticks = np.where(missing, 0, span.astype("m8[ns]").astype(np.int64))
    return np.where(missing, np.nan, ticks / LENGTHS[unit])


def points_in_time(values: np.ndarray) -> np.ndarray:
    """Give times of day as points in time of one day.

    Parameters
    ----------
    values : ndarray of datetime64 or timedelta64
        Points in time, or times since midnight.

    Returns
    -------
    ndarray of datetime64
        Points in time.
    """
    if values.dtype.kind == "M":
        return values
    return values.astype("m8[ns]") + np.datetime64(0, "ns")


def part_of_date(values: np.ndarray, part: str) -> np.ndarray:
    """Tell a part of points in time.

    Parameters
    ----------
    values : ndarray of datetime64
        Local times, NaT where missing.
    part : str
        One of `PARTS`; weekdays count from Monday, 0, and weeks are those of ISO 8601.

    Returns
    -------
    ndarray of float64
        The part, NaN where missing.
    """
    missing = np.isnat(values)
    values = np.where(missing, np.datetime64(0, "s").astype(values.dtype), values)
    days = values.astype("M8[D]")
    count = days.astype(np.int64)
    months = days.astype("M8[M]")
    month = months.astype(np.int64)
    within = (values - days.astype(values.dtype)).astype("m8[s]").astype(np.int64)
    of = {
        "year": lambda: 1970 + month // 12,
        "quarter": lambda: month % 12 // 3 + 1,
        "month": lambda: month % 12 + 1,
        "week": lambda: _week(days),
        "day": lambda: (days - months.astype("M8[D]")).astype(np.int64) + 1,
        "weekday": lambda: (count + 3) % 7,
        "hour": lambda: within // 3600,
        "minute": lambda: within // 60 % 60,
        "date": lambda: count,
    }
    return np.where(missing, np.nan, of[part]().astype(np.float64))


def _week(days: np.ndarray) -> np.ndarray:
    count = days.astype(np.int64)
    thursday = (count - (count + 3) % 7 + 3).astype("M8[D]")
    first = thursday.astype("M8[Y]").astype("M8[D]")
    return (thursday - first).astype(np.int64) // 7 + 1
