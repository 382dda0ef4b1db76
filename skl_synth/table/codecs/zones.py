"""Time zones of Python's own dates and times, whoever has made them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd


def zones_of(cells: Iterable[Any]) -> list[Any]:
    """Find the different time zones of cells.

    Parameters
    ----------
    cells : iterable
        Dates and times; what has no zone has None.

    Returns
    -------
    list of tzinfo or None
        Each zone once.

    Notes
    -----
    Zones of dateutil have no hash. Those of pytz are another object for summer and for
    winter, of which neither is the zone itself.
    """
    by_id = {id(zone): zone for zone in (getattr(one, "tzinfo", None) for one in cells)}
    found: list[Any] = []
    for zone in map(_whole_zone, by_id.values()):
        if zone not in found:
            found.append(zone)
    return found


def in_zone(plain: dt.datetime, zone: Any) -> dt.datetime:
    """Give a local time its zone.

    Parameters
    ----------
    plain : datetime or Timestamp
        What the clock on the wall shows.
    zone : tzinfo or None
        The zone.

    Returns
    -------
    datetime or Timestamp
        Of an hour that comes twice the first; a Timestamp, or a time of pytz, of an
        hour that the clocks leave out is the time behind it.
    """
    if zone is None:
        return plain
    if isinstance(plain, pd.Timestamp):
        return plain.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
    if _is_of_pytz(zone):
        found: dt.datetime = zone.normalize(zone.localize(plain, is_dst=True))
        return found
    return plain.replace(tzinfo=zone)


def all_in_zone(index: pd.DatetimeIndex, zone: Any) -> pd.DatetimeIndex:
    """Give local times their zone.

    Parameters
    ----------
    index : DatetimeIndex
        What the clock on the wall shows.
    zone : tzinfo or str
        The zone.

    Returns
    -------
    DatetimeIndex
        Of an hour that comes twice the first; of one that the clocks leave out the time
        behind it. A synthetic time may fall on either, and must be some time.
    """
    first = np.ones(len(index), dtype=bool)
    return index.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")


def is_gapless(zone: Any, *, stamps: bool) -> bool:
    """Whether each local time of a zone can be written.

    Parameters
    ----------
    zone : tzinfo or None
        The zone.
    stamps : bool
        Whether the cells are Timestamps, which refuse an hour that is left out.

    Returns
    -------
    bool
        False where what is written may be another time.
    """
    return zone is None or not (stamps or _is_of_pytz(zone))


def _is_of_pytz(zone: Any) -> bool:
    return type(zone).__module__.partition(".")[0] == "pytz"


def _whole_zone(zone: Any) -> Any:
    name = getattr(zone, "zone", None)
    if not _is_of_pytz(zone) or name is None:
        return zone
    # Whoever passes a zone of pytz has imported it.
    return sys.modules["pytz"].timezone(name)
