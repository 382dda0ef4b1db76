"""Dates that are kept as numbers: months, quarters and weeks of statistics systems."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

STATA_START = SAS_START = dt.datetime(1960, 1, 1)
SPSS_START = dt.datetime(1582, 10, 14)

WEEKS_OF_A_YEAR = 52
"""As Stata counts them: the last one of a year is longer."""


def date_reader(written: str | None) -> Callable[[float], dt.datetime] | None:
    """Find what makes a date of the numbers of a column.

    Parameters
    ----------
    written : str or None
        The format of the column, such as ``%tq`` (Stata), ``MOYR8`` (SPSS) or
        ``MONYY7`` (SAS).

    Returns
    -------
    callable or None
        From a number to a date; None where the numbers are none, or pyreadstat knows
        that they are dates.

    Examples
    --------
    >>> from skl_synth.files.period_dates import date_reader
    >>> date_reader("%tq")(244).date().isoformat()
    '2021-01-01'
    """
    for pattern, reader in _READERS.items():
        if written and pattern.match(written):
            return reader
    return None


def _months(length: int) -> Callable[[float], dt.datetime]:
    def read(number: float) -> dt.datetime:
        years, months = divmod(int(number) * length, 12)
        return dt.datetime(STATA_START.year + years, months + 1, 1)

    return read


def _week(number: float) -> dt.datetime:
    years, weeks = divmod(int(number), WEEKS_OF_A_YEAR)
    return dt.datetime(STATA_START.year + years, 1, 1) + dt.timedelta(weeks=weeks)


def _seconds_after(start: dt.datetime) -> Callable[[float], dt.datetime]:
    return lambda number: start + dt.timedelta(seconds=number)


def _days_after(start: dt.datetime) -> Callable[[float], dt.datetime]:
    return lambda number: start + dt.timedelta(days=number)


_READERS = {
    re.compile(r"%-?\d*tm"): _months(1),
    re.compile(r"%-?\d*tq"): _months(3),
    re.compile(r"%-?\d*th"): _months(6),
    re.compile(r"%-?\d*tw"): _week,
    re.compile(r"(MOYR|QYR|WKYR)\d"): _seconds_after(SPSS_START),
    re.compile(r"DT(MONYY|YYQC)"): _seconds_after(SAS_START),
    re.compile(r"(MONYY|YYMM[CDNPS]?\d*$|YYMON|MMYY|YYQ|JULIAN|WORDDAT|NLDATE)"): (
        _days_after(SAS_START)
    ),
}
"""The formats, and what reads their numbers."""
