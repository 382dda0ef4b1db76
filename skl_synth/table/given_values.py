"""Values that a user gives, as the numbers by which a column holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.codecs import Codec, PlainNumbers, Ranks, Times
from skl_synth.table.precision import Precision
from skl_synth.table.values import some_of

UNREAD = (ValueError, TypeError, KeyError, AttributeError, OverflowError)
"""What reading a value of another form than that of the column may raise."""

DAYS = ("Y", "M", "D")
"""Units of a date that is typed without a time of day, or without a day."""


def number_given(
    name: Hashable, codec: Codec, value: Any, *, is_end: bool = False
) -> float:
    """Read a value as a number of a column, in the column's own form or a common one.

    Parameters
    ----------
    name : hashable
        The column, for messages.
    codec : Codec
        How its cells are numbers.
    value : object
        A number, a date, a duration, a level, or the text of one.
    is_end : bool, default=False
        Whether it is the end of a range: a month, or a day, is then meant whole.

    Returns
    -------
    float
        The number, not snapped.

    Raises
    ------
    InputError
        If it is no such value.
    """
    try:
        if isinstance(codec, Ranks):
            number = _rank(codec, value)
        elif isinstance(codec, Times):
            number = _of_time(codec, value, is_end=is_end)
        else:
            number = _plain(codec, value)
    except UNREAD:
        number = np.nan
    if np.isnan(number):
        raise _unread(name, codec, value)
    return number


def snapped(name: Hashable, codec: Codec, precision: Precision, value: Any) -> float:
    """Move a number onto what the column can hold, unless it is another value there.

    Parameters
    ----------
    name : hashable
        The column, for messages.
    codec : Codec
        How its cells are numbers.
    precision : Precision
        What the column can hold.
    value : object
        What was given.

    Returns
    -------
    float
        Its number without float noise; of outermost values that are coded together,
        what stands for them.

    Raises
    ------
    InputError
        If it is no value of the column, out of range, or has more decimals.
    """
    number = number_given(name, codec, value)
    held = float(precision.snap(np.array([number]))[0])
    if precision.tails.is_coded and precision.tails.contain(np.array([number]))[0]:
        return held
    if np.isclose(held, number, rtol=_noise(precision), atol=1e-12):
        return held
    if not precision.low <= number <= precision.high:
        raise outside(name, codec, precision, str(value))
    raise InputError(
        "column {column!r} cannot hold {value}: the nearest value that it can hold is "
        "{nearest}",
        column=name,
        parameter="given",
        value=str(value),
        nearest=codec.show(held),
        remedies=["give that value", "give a range around it"],
    )


def check_range(
    name: Hashable, codec: Codec, precision: Precision, ends: tuple[float, float]
) -> None:
    """Refuse a range in which the column has no value.

    Parameters
    ----------
    name : hashable
        The column, for messages.
    codec : Codec
        How its cells are numbers.
    precision : Precision
        What the column can hold.
    ends : (float, float)
        Least and greatest number, infinite where open.

    Raises
    ------
    InputError
        If it is upside down, lies outside, or between two values.
    """
    low, high = ends
    span = _span(codec, low, high)
    if low > high:
        raise InputError(
            "the range given for column {column!r} ends before it begins: {span}",
            column=name,
            parameter="given",
            span=span,
            remedies=["exchange its ends"],
        )
    if low > precision.high or high < precision.low:
        raise outside(name, codec, precision, span)
    tried = np.linspace(max(low, precision.low), min(high, precision.high), 64)
    held = precision.snap(tried)
    if not ((held >= low) & (held <= high)).any():
        raise InputError(
            "column {column!r} has no value {span}: the nearest one is {nearest}",
            column=name,
            parameter="given",
            span=span,
            nearest=codec.show(float(held[0])),
            remedies=["give a wider range"],
        )


def outside(
    name: Hashable, codec: Codec, precision: Precision, asked: str
) -> InputError:
    """Say that a value lies beyond all that the column holds.

    Parameters
    ----------
    name : hashable
        The column.
    codec : Codec
        How its cells are numbers.
    precision : Precision
        Its range.
    asked : str
        What was asked for.

    Returns
    -------
    InputError
        To be raised.
    """
    return InputError(
        "column {column!r} goes from {low} to {high}, and what was never seen "
        "({value}) cannot be drawn",
        column=name,
        parameter="given",
        value=asked,
        low=codec.show(precision.low),
        high=codec.show(precision.high),
        remedies=["ask for what lies within"],
    )


def _noise(precision: Precision) -> float:
    """How far, in proportion, a number may be from what the column holds."""
    dtype = np.dtype(np.float64) if precision.dtype is None else precision.dtype
    return {2: 1e-3, 4: 1e-6}.get(dtype.itemsize, 1e-9)


def _plain(codec: Codec, value: Any) -> float:
    if type(codec) is PlainNumbers:
        return float(value)
    try:
        return float(codec.read(pd.Series([value], dtype=object))[0])
    except UNREAD:
        # Text in a column of decimals, numbers in one of text.
        return float(codec.read(pd.Series([str(value)], dtype=object))[0])


def _rank(codec: Ranks, value: Any) -> float:
    named = [place for place, level in enumerate(codec.known) if is_same(level, value)]
    return float(named[0]) if named else np.nan


def is_same(cell: Any, value: Any) -> bool:
    """Whether a user means a cell: by its value, or by the text that is typed for it.

    Parameters
    ----------
    cell : object
        A value of the table.
    value : object
        What the user gives.

    Returns
    -------
    bool
        ``1``, ``1.0``, ``True`` and ``"1"`` all mean the cell ``1``.
    """
    try:
        if bool(cell == value):
            return True
    except UNREAD:
        return False
    if isinstance(value, str) and not isinstance(cell, str):
        return _is_typed(cell, value.strip())
    return False


def _is_typed(cell: Any, text: str) -> bool:
    if text in (str(cell), f"{cell}".partition(" 00:00:00")[0]):
        return True
    if isinstance(cell, bool | np.bool_):
        return text.casefold() == str(cell).casefold()
    try:
        return float(cell) == float(text)
    except UNREAD:
        return False


def _of_time(codec: Times, value: Any, *, is_end: bool) -> float:
    """Read a point in time: as the column has it, else in the standard form."""
    cell = pd.Series([value], dtype=object)
    try:
        number = float(codec.read(cell)[0])
    except UNREAD:
        number = np.nan
    if not np.isnan(number):
        return number
    if codec.family == "durations":
        return _counted(codec, pd.to_timedelta(value).to_timedelta64())
    stamp = _local(codec, value)
    if is_end and np.datetime_data(stamp.dtype)[0] in DAYS and isinstance(value, str):
        # The last instant of the day, or of the month, that was typed.
        last = (stamp + 1).astype("M8[us]") - np.timedelta64(1, "us")
        return float(np.floor(_counted(codec, last)))
    return _counted(codec, stamp)


def _counted(codec: Times, value: Any) -> float:
    return float(codec.steps.numbers(np.array([value]))[0])


def _local(codec: Times, value: Any) -> np.datetime64:
    """Take the time on the clock of the column's zone."""
    if isinstance(value, str):
        return np.datetime64(value.strip())
    zone = getattr(codec.carrier, "zone", None)
    stamp = value
    if isinstance(value, pd.Timestamp | dt.datetime) and value.tzinfo is not None:
        stamp = pd.Timestamp(value).tz_convert(zone).tz_localize(None)
    if isinstance(stamp, pd.Period):
        stamp = stamp.start_time
    if isinstance(stamp, pd.Timestamp):
        return stamp.to_datetime64()
    if isinstance(stamp, dt.date | np.datetime64):
        return np.datetime64(stamp)
    raise TypeError(type(value).__name__)


def _span(codec: Codec, low: float, high: float) -> str:
    """Write a range, which may be open."""
    if np.isinf(low):
        return f"up to {_shown(codec, high)}"
    if np.isinf(high):
        return f"from {_shown(codec, low)} on"
    return f"from {_shown(codec, low)} to {_shown(codec, high)}"


def _shown(codec: Codec, number: float) -> str:
    return codec.show(number) if not isinstance(codec, Ranks) else f"{number:g}"


def _unread(name: Hashable, codec: Codec, value: Any) -> InputError:
    if isinstance(codec, Ranks):
        return unknown_level(name, value, codec.known)
    return InputError(
        "column {column!r} holds {family}, and {value!r} is none",
        column=name,
        parameter="given",
        value=value,
        family=codec.family,
        remedies=["give one as the table writes it"],
    )


def unknown_level(name: Hashable, value: Any, known: list) -> InputError:
    """Say that a level is none of a column.

    Parameters
    ----------
    name : hashable
        The column.
    value : object
        What was given.
    known : list
        The levels that there are; rare ones that are merged are not among them.

    Returns
    -------
    InputError
        To be raised.
    """
    return InputError(
        "column {column!r} has no level {value!r}, so no row with it can be drawn; "
        "its levels are {known}",
        column=name,
        parameter="given",
        value=value,
        known=some_of(known, 20),
        remedies=["give one of these"],
    )
