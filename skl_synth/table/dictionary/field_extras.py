"""What may be said of a column beside its kind: steps, special values, labels, form."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.level_keys import key_of
from skl_synth.table.values import some_of

if TYPE_CHECKING:
    from skl_synth.table.dictionary.dictionary_field import Field

_NUMBERS, _TIMES = ("continuous", "integer"), ("datetime", "timedelta")

_ANY_DATE = dt.datetime(2021, 3, 31, 14, 5, 6)


def check_extras(field: Field) -> None:
    """Refuse what does not go with the kind of a column.

    Parameters
    ----------
    field : Field
        The column.

    Raises
    ------
    InputError
        If special values or a step are given of what is no number and no date, a step
        is none, a label is that of no value, or a date cannot be written in its form.
    """
    _check_special(field)
    _check_step(field)
    _check_labels(field)
    if field.kind == "datetime" and field.format:
        check_format(field.name, field.format)


def _check_special(field: Field) -> None:
    if not field.special:
        return
    if field.kind not in (*_NUMBERS, *_TIMES):
        raise InputError(
            "column {column!r} is {kind} and has special values; these stand beside a "
            "number, a date or a duration",
            column=field.name,
            value=field.kind,
            kind=field.kind,
            at_key="special_values",
            remedies=["name them among its levels", "call it integer"],
        )
    keys = [key_of(one) for one in field.special]
    twice = next((i for i, key in enumerate(keys) if key in keys[:i]), None)
    if twice is not None:
        raise InputError(
            "column {column!r} has the special value {value!r} twice, as text or as a "
            "number",
            column=field.name,
            value=field.special[twice],
            at_key="special_values",
            remedies=["name it once"],
        )


def _check_step(field: Field) -> None:
    if field.step is None:
        return
    if field.kind not in (*_NUMBERS, *_TIMES):
        raise InputError(
            "column {column!r} is {kind} and has a step; only numbers, dates and "
            "durations go in steps",
            column=field.name,
            value=field.kind,
            kind=field.kind,
            at_key="step",
            remedies=["strike the step out"],
        )
    nothing: Any = pd.Timedelta(0) if field.kind in _TIMES else 0
    if not field.step > nothing:
        raise InputError(
            "column {column!r} has the step {step!s}, and a step is above 0",
            column=field.name,
            value=field.step,
            step=field.step,
            at_key="step",
            remedies=["write 5 for 0, 5, 10; for dates and durations P7D"],
        )


def _check_labels(field: Field) -> None:
    known = {key_of(one) for one in (*field.levels, *field.special)}
    if field.kind == "one_hot":
        known = {"0", "1"}
    for value in field.labels:
        if key_of(value) not in known and (field.levels or field.special):
            raise InputError(
                "column {column!r} has a label for {value!r}, which is none of its "
                "values ({known})",
                column=field.name,
                value=value,
                known=some_of([*field.levels, *field.special]),
                at_label=value,
                remedies=["strike the label out", "name the value among the levels"],
            )


def check_format(name: str, form: str) -> None:
    """Refuse a form by which no date can be read.

    Parameters
    ----------
    name : str
        The column.
    form : str
        How its dates are written.

    Raises
    ------
    InputError
        If a date that is written so cannot be read again.
    """
    try:
        written = _ANY_DATE.strftime(form)
        fits = "%" in form and bool(dt.datetime.strptime(written, form))
    except (ValueError, UnicodeError):
        fits = False
    if not fits:
        raise InputError(
            "column {column!r} has the format {value!r}, by which no date can be read",
            column=name,
            value=form,
            remedies=['write "%m/%d/%Y" for 12/31/2024, "%d.%m.%Y" for 31.12.2024'],
        )
