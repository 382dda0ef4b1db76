"""Dates as text: in which style they are written, read and written back.

pandas reads dates, too, but guesses anew for each table, and forgets how a date was
written. A synthetic column has to look as the real one does. So a style is found here
for the whole column and kept: it is the right one if every text, read by it and written
again, is the very same text. That one test also refuses what only looks like a date,
such as 31 February.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

MONTHS = [
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
]
"""Names of months, in English whatever the language of the machine."""

LONG_MONTHS = [
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
]
"""The same in full."""

MAY = "May"
"""The month whose name is short as well, and does not tell how others are written."""

NAME = "(?i:" + "|".join([*LONG_MONTHS, *MONTHS]) + ")"

ORDERS = {
    "ymd": r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})",
    "compact": r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})",
    "dmy": r"(?P<d>\d{1,2})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4})",
    "mdy": r"(?P<m>\d{1,2})(?P<sep>[-/.])(?P<d>\d{1,2})(?P=sep)(?P<y>\d{4})",
    "dby": rf"(?P<d>\d{{1,2}})(?P<sep>[-/ ])(?P<m>{NAME})(?P=sep)(?P<y>\d{{4}})",
    "dby2": rf"(?P<d>\d{{1,2}})(?P<sep>[-/ ])(?P<m>{NAME})(?P=sep)(?P<y>\d{{2}})",
    "bdy": rf"(?P<m>{NAME})(?P<sep>[-/ ])(?P<d>\d{{1,2}}),?(?P=sep)(?P<y>\d{{4}})",
    "bdy2": rf"(?P<m>{NAME})(?P<sep>[-/ ])(?P<d>\d{{1,2}}),?(?P=sep)(?P<y>\d{{2}})",
    # Two digits for the year behind slashes only: 3.4.12 is a version.
    "dmy2": r"(?P<d>\d{1,2})(?P<sep>/)(?P<m>\d{1,2})(?P=sep)(?P<y>\d{2})",
    "mdy2": r"(?P<m>\d{1,2})(?P<sep>/)(?P<d>\d{1,2})(?P=sep)(?P<y>\d{2})",
    "dmy_2": r"(?P<d>\d{2})(?P<sep>[-.])(?P<m>\d{2})(?P=sep)(?P<y>\d{2})",
    "dmy_": r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>(?:19|20)\d{2})",
    "mdy_": r"(?P<m>\d{2})(?P<d>\d{2})(?P<y>(?:19|20)\d{2})",
    "ym": r"(?P<y>(?:19|20)\d{2})(?P<sep>[-/.])(?P<m>\d{2})",
    "my": r"(?P<m>\d{2})(?P<sep>[-/.])(?P<y>(?:19|20)\d{2})",
    "by": rf"(?P<m>{NAME})(?P<sep>[-/ ])(?P<y>\d{{4}})",
    "ym_": r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})",
}
"""Year, month and day, in the orders that are known; where two fit, the first holds."""

BARE = {"compact": 1, "dmy_": 12, "mdy_": 12, "ym_": 12, "dmy_2": 12, "ym": 4, "my": 4}
"""Orders that codes may have by chance: so many different texts are dates."""

DIGITS = ("compact", "dmy_", "mdy_", "ym_")
"""Orders of digits only: what they write is a number as well."""

CLOCK = (
    r"(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:\.(?P<f>\d{1,9}))?)?"
    r"(?P<half> ?(?i:[ap]m))?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)

NO_COLON = re.compile(r"^(\d{2})(\d{2})$")
"""A time of day in four digits."""

LEAST_TIMES = 12
"""So many different texts of four digits are no times by chance."""

LATER, EARLIER = str.maketrans("Aa", "Pp"), str.maketrans("Pp", "Aa")
"""What makes PM of AM, and AM of PM."""

PATTERNS = {
    **{
        order: re.compile(f"{date}(?:(?P<gap>[T ]){CLOCK})?")
        for order, date in ORDERS.items()
    },
    "": re.compile(CLOCK),
}
"""The styles in the order in which they are tried; the last is a time without a day."""


@dataclass(frozen=True)
class DateStyle:
    """One way of writing dates.

    Parameters
    ----------
    order : str
        One of `ORDERS`; empty for a time of day.
    sep, gap, zone : str
        What stands between the parts of the date, between date and time, and behind
        the time.
    padded, padded_hour : bool
        Whether single digits have a zero before them.
    clock : {"", "M", "S"}
        Whether there is a time, and whether it has seconds.
    digits : int
        Decimals of the seconds.
    half : str
        How the first half of the day is marked behind the time, such as `` AM``; empty
        where hours are counted up to 23.
    colon : str
        What stands between hours and minutes.
    case : {"title", "upper", "lower"}
        Letters of the names of months: Sep, SEP or sep.
    in_full : bool
        Whether the names of months are written in full: September.
    comma : bool
        Whether a comma follows the day: September 1, 2021.
    last_year : int
        The last year that two digits can mean: they mean one of the hundred years
        that end with it. Kept, so that a style reads next year as it did this year.
    """

    order: str
    sep: str = ""
    gap: str = ""
    zone: str = ""
    padded: bool = True
    padded_hour: bool = True
    clock: str = ""
    digits: int = 0
    half: str = ""
    colon: str = ":"
    case: str = "title"
    in_full: bool = False
    comma: bool = False
    last_year: int = 0

    def example(self) -> str:
        """Write a date in this style.

        Returns
        -------
        str
            A date.
        """
        return self.texts(np.array(["2021-03-31T14:05:00"], dtype="M8[s]"))[0]

    def parse(self, texts: pd.Series) -> np.ndarray:
        """Read dates.

        Parameters
        ----------
        texts : Series of str
            Texts.

        Returns
        -------
        ndarray of datetime64
            The dates, NaT where a text is no date in this very style.
        """
        spelled = texts
        if not self.colon:
            spelled = texts.astype(object).str.replace(NO_COLON, r"\1:\2", regex=True)
        parts = _parts(spelled, self.order)
        fits = parts.notna().any(axis=1).to_numpy()
        unit = "ns" if self.digits > 6 else "us"
        values = np.full(len(texts), "NaT", dtype=f"M8[{unit}]")
        if fits.any():
            values[fits] = _points(parts[fits], unit, self.last_year)
            again = np.array(self.texts(values[fits]), dtype=object)
            # What reads as a date and is written otherwise is none: 31 February.
            wrong = np.flatnonzero(fits)[again != texts[fits].to_numpy(dtype=object)]
            values[wrong] = np.array("NaT", dtype=values.dtype)
        return values

    def texts(self, values: np.ndarray) -> list[str]:
        """Write dates.

        Parameters
        ----------
        values : ndarray of datetime64
            Dates, none of them missing.

        Returns
        -------
        list of str
            The texts.
        """
        index = pd.DatetimeIndex(
            values.astype("M8[ns]" if self.digits > 6 else "M8[us]")
        )
        fraction = index.microsecond.to_numpy().astype(np.int64) * 1000
        fraction = fraction + index.nanosecond.to_numpy()
        fields = zip(
            index.year,
            index.month,
            index.day,
            index.hour,
            index.minute,
            index.second,
            fraction,
            strict=True,
        )
        return [self._text(*(int(part) for part in row)) for row in fields]

    def _text(self, year: int, month: int, day: int, hour: int, *rest: int) -> str:
        date = self._date(year, month, day) if self.order else ""
        return date + (self.gap + self._time(hour, *rest) if self.clock else "")

    def _date(self, year: int, month: int, day: int) -> str:
        form = "02" if self.padded else ""
        years = f"{year % 100:02}" if self.order.endswith("2") else f"{year:04}"
        names = LONG_MONTHS if self.in_full else MONTHS
        name = getattr(names[month - 1], self.case)()
        days = f"{day:{form}}" + ("," if self.comma else "")
        named = {"y": years, "m": f"{month:{form}}", "b": name, "d": days}
        order = "ymd" if self.order == "compact" else self.order.rstrip("_2")
        return self.sep.join(named[part] for part in order)

    def _time(self, hour: int, minute: int, second: int, fraction: int) -> str:
        shown = (hour - 1) % 12 + 1 if self.half else hour
        text = f"{shown:{'02' if self.padded_hour else ''}}{self.colon}{minute:02}"
        if self.clock == "S":
            text += f":{second:02}"
            if self.digits:
                text += f".{fraction:09}"[: 1 + self.digits]
        half = self.half.translate(LATER) if hour >= 12 else self.half
        return text + half + self.zone


def find_style(texts: pd.Series) -> tuple[DateStyle | None, bool]:
    """Find the style in which all texts are dates.

    Parameters
    ----------
    texts : Series of str
        Different texts, at least one.

    Returns
    -------
    style : DateStyle or None
        The style; None if there is none.
    is_open : bool
        Whether day and month could just as well be read the other way round.
    """
    # The style of the column is a style of its first text, so only the few of that text
    # are tried on all of them. All orders are tried, to say where two of them fit: then
    # the day comes first, as it does in most of the world.
    fitting: list[DateStyle] = []
    for order, pattern in PATTERNS.items():
        match = pattern.fullmatch(str(texts.iloc[0]))
        if match is None or len(texts) < BARE.get(order, 1):
            continue
        for style in _styles(order, match[0], match.groupdict()):
            if not np.isnat(style.parse(texts)).any():
                fitting.append(style)
                break
    orders = {style.order for style in fitting}
    is_open = any({f"dmy{end}", f"mdy{end}"} <= orders for end in ("", "2", "_"))
    return (fitting[0] if fitting else None), is_open


def style_of_times(texts: pd.Series, name: object) -> DateStyle | None:
    """Find out whether texts of four digits, such as 0742, are times of day.

    Parameters
    ----------
    texts : Series of str
        Different texts, at least one.
    name : object
        The name of their column.

    Returns
    -------
    DateStyle or None
        The style; None unless the name speaks of time, a zero comes first in some, and
        all are times.
    """
    if "time" not in str(name).lower() or len(texts) < LEAST_TIMES:
        return None
    if not texts.str.startswith("0").any() or not texts.str.fullmatch(NO_COLON).all():
        return None
    style = DateStyle("", clock="M", colon="")
    return None if np.isnat(style.parse(texts)).any() else style


def look_like_dates(texts: pd.Series) -> pd.Series:
    """Tell which texts are dates in one style or another.

    Parameters
    ----------
    texts : Series of str
        Texts.

    Returns
    -------
    Series of bool
        True for what has the look of a date.
    """
    look = pd.Series(False, index=texts.index)
    for order, pattern in PATTERNS.items():
        if order not in ("", *BARE):
            look |= texts.str.fullmatch(pattern)
    return look


def look_like_times(texts: pd.Series) -> pd.Series:
    """Tell which texts are times of a day.

    Parameters
    ----------
    texts : Series of str
        Texts.

    Returns
    -------
    Series of bool
        True for what has the look of one, 24:20 included.
    """
    return texts.str.fullmatch(PATTERNS[""])


def common_style(texts: pd.Series) -> DateStyle | None:
    """Find the style in which most texts, though not all, are dates.

    Parameters
    ----------
    texts : Series of str
        Different texts.

    Returns
    -------
    DateStyle or None
        The style that most of them have; None where less than half have one.
    """
    best, most = None, len(texts) / 2
    for order, pattern in PATTERNS.items():
        fits = texts[texts.str.fullmatch(pattern)] if order not in BARE else texts[:0]
        if len(fits) <= most:
            continue
        match = pattern.fullmatch(str(fits.iloc[0]))
        assert match is not None
        for style in _styles(order, match[0], match.groupdict()):
            n_read = int((~np.isnat(style.parse(texts))).sum())
            if n_read > most:
                best, most = style, n_read
    return best


def _styles(order: str, text: str, parts: dict) -> list[DateStyle]:
    """The style of the first text, with single digits padded and not."""
    has_clock = parts["H"] is not None
    style = DateStyle(
        order,
        sep=parts.get("sep") or "",
        gap=parts.get("gap") or "",
        zone=parts["zone"] or "",
        clock=("S" if parts["S"] is not None else "M") if has_clock else "",
        digits=len(parts["f"] or ""),
        half=(parts["half"] or "").translate(EARLIER),
        case=_case_of(parts.get("m") or ""),
        comma="," in text,
        last_year=dt.date.today().year if order.endswith("2") else 0,
    )
    # A text of two digits everywhere, 12/11/2020, does not say whether 1/2 is padded.
    bare = [True, False] if order not in ("", *BARE) else [True]
    hours = [True, False] if has_clock else [True]
    return [
        replace(style, padded=day, padded_hour=hour, in_full=in_full)
        for day in bare
        for hour in hours
        for in_full in _in_full(order, parts.get("m") or "")
    ]


def _in_full(order: str, month: str) -> list[bool]:
    """Whether names of months are written in full, as far as one of them tells."""
    if "b" not in order:
        return [False]
    if month.title() == MAY:
        return [False, True]
    return [month.title() not in MONTHS]


def _case_of(month: str) -> str:
    if month.isupper():
        return "upper"
    return "lower" if month.islower() else "title"


def _parts(texts: pd.Series, order: str) -> pd.DataFrame:
    pattern = f"^(?:{PATTERNS[order].pattern})$"
    parts = texts.astype(object).str.extract(pattern)
    if "b" in order:
        places = {
            name: str(place)
            for names in (MONTHS, LONG_MONTHS)
            for place, name in enumerate(names, start=1)
        }
        parts["m"] = parts["m"].str.title().map(places)
    return parts


def _points(parts: pd.DataFrame, unit: str, last_year: int) -> np.ndarray:
    """Put years, months, days and the rest together; what is too large runs over."""

    def whole(name: str, default: int = 0) -> np.ndarray:
        if name not in parts:
            return np.full(len(parts), default, dtype=np.int64)
        found = parts[name].where(parts[name].notna(), default)
        return found.astype(np.int64).to_numpy()

    year = whole("y", 1970)
    if last_year:
        # The one year of the hundred up to the last that ends in these digits: births
        # and admissions lie in the past.
        year = last_year - (last_year - year) % 100
    # No check of months and days: 31 February runs over into March, and is found out
    # when it is written again.
    months = (year - 1970) * 12 + whole("m", 1) - 1
    days = months.astype("M8[M]").astype("M8[D]").astype(np.int64) + whole("d", 1) - 1
    hours = _hours(parts, whole("H"))
    seconds = days * 86_400 + hours * 3600 + whole("M") * 60 + whole("S")
    digits = parts["f"].where(parts["f"].notna(), "").str.ljust(9, "0")
    nanoseconds = digits.astype(np.int64).to_numpy()
    if unit == "ns":
        return (seconds * 10**9 + nanoseconds).astype("M8[ns]")
    return (seconds * 10**6 + nanoseconds // 1000).astype("M8[us]")


def _hours(parts: pd.DataFrame, hours: np.ndarray) -> np.ndarray:
    """Count the hours from midnight where they are counted twice a day."""
    half = parts["half"].str.strip().str.lower()
    is_half = half.notna().to_numpy(dtype=bool)
    later = 12 * (half == "pm").to_numpy(dtype=np.int64)
    return np.where(is_half, hours % 12 + later, hours)
