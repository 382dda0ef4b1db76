"""Times of day, dates, durations and time zones as texts that a file holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from dateutil import tz as dateutil_zones

DATEUTIL_NAME = re.compile(r".*?zoneinfo/(?P<name>[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*)")
"""The file of a zone of dateutil: what follows the folder is its name everywhere."""

ZONE_NAME = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")
"""A name that leads to a zone and to no other file."""

TYPES: dict[str, type] = {
    **{kind.__name__: kind for kind in (bool, int, float, complex, str, bytes)},
    **{kind.__name__: kind for kind in (dt.date, dt.time, dt.datetime, dt.timedelta)},
    **{kind.__name__: kind for kind in (pd.Timestamp, pd.Timedelta, pd.Period)},
    "Decimal": Decimal,
}
"""Types that may stand in a file as such: those of the cells of a table."""


def parts_of_zone(zone: dt.tzinfo) -> list[Any] | None:
    """Take a time zone apart.

    Parameters
    ----------
    zone : tzinfo
        A zone of Python, of dateutil or of pytz.

    Returns
    -------
    list or None
        What sort of zone it is, and what makes it; None for one of another library.
    """
    if type(zone) is dt.timezone:
        return ["fixed", *_seconds_of(zone)]
    if type(zone) is ZoneInfo and zone.key is not None:
        return ["named", zone.key]
    return _parts_of_dateutil(zone) or _parts_of_pytz(zone)


def zone_of_parts(sort: str, *own: Any) -> dt.tzinfo:
    """Put a time zone together.

    Parameters
    ----------
    sort : str
        What sort of zone it is.
    *own : object
        What makes it.

    Returns
    -------
    tzinfo
        The zone.

    Raises
    ------
    ValueError
        If there is no such zone here.
    """
    make = ZONES.get(sort)
    if make is None:
        raise ValueError(f"it holds a time zone of the sort {sort!r}")
    zone: dt.tzinfo | None = make(*own)
    if zone is None:
        raise ValueError(f"it holds the time zone {own!r}, which is not known here")
    return zone


def text_of_duration(value: dt.timedelta) -> str:
    """Write a duration.

    Parameters
    ----------
    value : timedelta
        The duration.

    Returns
    -------
    str
        Its days, seconds and microseconds.
    """
    return f"{value.days} {value.seconds} {value.microseconds}"


def duration_of_text(text: str) -> dt.timedelta:
    """Read a duration.

    Parameters
    ----------
    text : str
        As `text_of_duration` gives it.

    Returns
    -------
    timedelta
        The duration.
    """
    days, seconds, microseconds = map(int, text.split(" "))
    return dt.timedelta(days, seconds, microseconds)


def decimal_of_text(text: str) -> Decimal:
    """Read a decimal number that could be a cell.

    Parameters
    ----------
    text : str
        The number.

    Returns
    -------
    Decimal
        The number.

    Raises
    ------
    ValueError
        If it is none, or has so many digits that counting with it would take for ever.
    """
    number = Decimal(text)
    if number.is_finite() and abs(number.adjusted()) > MAX_DIGITS:
        raise ValueError("it holds a decimal number with thousands of digits")
    return number


MAX_DIGITS = 4300
"""As many digits as Python reads of a whole number."""


def _seconds_of(zone: dt.timezone) -> list[Any]:
    offset = zone.utcoffset(None)
    plain = dt.timezone(offset)
    name = zone.tzname(None)
    given = None if name == plain.tzname(None) else name
    return [text_of_duration(offset), given]


def _fixed(offset: str, name: str | None) -> dt.timezone:
    length = duration_of_text(offset)
    if name is not None:
        return dt.timezone(length, name)
    return dt.timezone(length) if length else dt.UTC


def _named(name: str) -> ZoneInfo:
    _check_name(name)
    return ZoneInfo(name)


def _check_name(name: str) -> None:
    if not ZONE_NAME.fullmatch(name):
        raise ValueError(f"it holds the time zone {name!r}, which is no name of one")


def _parts_of_dateutil(zone: dt.tzinfo) -> list[Any] | None:
    if isinstance(zone, dateutil_zones.tzutc):
        return ["dateutil utc"]
    if isinstance(zone, dateutil_zones.tzlocal):
        return ["dateutil local"]
    if isinstance(zone, dateutil_zones.tzoffset):
        offset = zone.utcoffset(None)
        return ["dateutil offset", zone.tzname(None), offset.total_seconds()]
    # What dateutil read is known by the file that it was read from, if by anything.
    file = DATEUTIL_NAME.fullmatch(str(getattr(zone, "_filename", "")))
    if isinstance(zone, dateutil_zones.tzfile) and file:
        return ["dateutil", file["name"]]
    return None


def _of_dateutil(name: str) -> Any:
    # A name that began with a slash would be the name of any file.
    _check_name(name)
    return dateutil_zones.gettz(name)


def _parts_of_pytz(zone: dt.tzinfo) -> list[Any] | None:
    if type(zone).__module__.partition(".")[0] != "pytz":
        return None
    name = getattr(zone, "zone", None)
    if name is not None:
        return ["pytz", name]
    offset = zone.utcoffset(None)
    return None if offset is None else ["pytz offset", int(offset.total_seconds() / 60)]


def _of_pytz(name: str) -> Any:
    _check_name(name)
    import pytz

    try:
        return pytz.timezone(name)
    except pytz.UnknownTimeZoneError:
        return None


def _of_pytz_offset(minutes: int) -> Any:
    import pytz

    return pytz.FixedOffset(minutes)


ZONES: dict[str, Callable[..., Any]] = {
    "fixed": _fixed,
    "named": _named,
    "dateutil": _of_dateutil,
    "dateutil utc": dateutil_zones.tzutc,
    "dateutil local": dateutil_zones.tzlocal,
    "dateutil offset": dateutil_zones.tzoffset,
    "pytz": _of_pytz,
    "pytz offset": _of_pytz_offset,
}
"""Sorts of time zones, and how they are put together."""
