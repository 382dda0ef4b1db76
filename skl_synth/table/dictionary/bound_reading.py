"""Bounds and steps of columns as they are written in a dictionary."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.dictionary.dictionary_field import TIME_KINDS, Field

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")

HOW = "write a number, a date as 2024-12-31, a duration as P10D"


def read_bound(name: str, value: Any, kind: str, form: str = "") -> Any:
    """Read the least or the largest value of a column.

    Parameters
    ----------
    name : str
        The column.
    value : object
        What is written.
    kind : str
        The kind of the column.
    form : str, default=""
        How dates are written in it.

    Returns
    -------
    int, float, Timestamp, Timedelta or object
        The bound; what kinds without bounds have, as it is.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        return _read(value, kind, form)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(
            "column {column!r} has the bound {value!r}, which cannot be read",
            column=name,
            value=value,
            at=(),
            remedies=[HOW],
        ) from error


def _read(value: Any, kind: str, form: str) -> Any:
    if kind in ("continuous", "integer"):
        return _number(value)
    if kind == "datetime":
        return _date(value, form)
    return _duration(value) if kind == "timedelta" else value


def _number(value: Any) -> float | int:
    if isinstance(value, str | bool):
        raise TypeError("not a number")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("not finite")
    return int(value) if number.is_integer() else number


def _date(value: Any, form: str) -> pd.Timestamp:
    if not isinstance(value, str):
        raise TypeError("not a date as text")
    if form:
        try:
            return pd.Timestamp(dt.datetime.strptime(value, form)).tz_localize(None)
        except ValueError:
            # As a Table Schema has it where there is no form.
            pass
    if not _ISO.match(value):
        # A reader that guesses takes 03/04/2024 for one of two days.
        raise ValueError("not as 2024-12-31")
    return _known(pd.Timestamp(value)).tz_localize(None)


def _duration(value: Any) -> pd.Timedelta:
    if not isinstance(value, str):
        raise TypeError("not a duration as text")
    return _known(pd.Timedelta(value))


def _known(time: Any) -> Any:
    if pd.isna(time):
        raise ValueError("nothing")
    return time


def read_step(name: str, value: Any, kind: str) -> Any:
    """Read the step of a column.

    Parameters
    ----------
    name : str
        The column.
    value : object
        What is written; None for nothing.
    kind : str
        The kind of the column.

    Returns
    -------
    int, float, Timedelta or None
        The step.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    if value is None:
        return None
    try:
        if kind in TIME_KINDS:
            return _duration(value)
        return _number(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(
            "column {column!r} has the step {value!r}, which cannot be read",
            column=name,
            value=value,
            at_key="step",
            remedies=["write 5 for 0, 5, 10; for dates and durations P7D"],
        ) from error


def write_bound(field: Field, bound: Any) -> Any:
    """Write a bound of a column.

    Parameters
    ----------
    field : Field
        The column.
    bound : int, float, Timestamp, Timedelta or object
        The bound.

    Returns
    -------
    int, float or str
        What `read_bound` reads as the same.
    """
    if field.kind == "datetime":
        written: str = bound.isoformat()
        if field.format and field.kind == "datetime":
            return _by_form(bound, field.format) or written
        return written.partition("T")[0] if field.whole_days else written
    return bound.isoformat() if field.kind == "timedelta" else bound


def is_in_form(field: Field, written: str) -> bool:
    """Whether a bound is written in the form of the dates of its column.

    Parameters
    ----------
    field : Field
        The column.
    written : str
        What `write_bound` gives.

    Returns
    -------
    bool
        False where the form cannot hold it.
    """
    try:
        return bool(dt.datetime.strptime(written, field.format))
    except (TypeError, ValueError):
        return False


def _by_form(bound: pd.Timestamp, form: str) -> str | None:
    """Write a date in a form, if nothing of it is lost."""
    written = bound.strftime(form)
    return written if _date(written, form) == bound else None


def write_step(step: Any) -> Any:
    """Write the step of a column.

    Parameters
    ----------
    step : int, float, Timedelta or None
        The step.

    Returns
    -------
    int, float, str or None
        What `read_step` reads as the same.
    """
    return step.isoformat() if isinstance(step, pd.Timedelta) else step
