"""How dates are written in a table, in the words of a dictionary: %m/%d/%Y."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Row
from skl_synth.table.codecs import Times
from skl_synth.table.codecs.carriers import DateTexts
from skl_synth.table.codecs.codec_search import times_of
from skl_synth.table.codecs.date_texts import DateStyle
from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.precision import Precision
from skl_synth.table.schema import Schema
from skl_synth.table.variables import NumberVariable, Variable

_WORDS = {"y": "%Y", "m": "%m", "d": "%d", "b": "%b"}

_CLOCKS = {"": "", "M": "%H:%M", "S": "%H:%M:%S"}

_DAY_FIRST = {"dmy": "mdy", "dmy2": "mdy2"}
"""Orders that a date of a day up to the twelfth may be in, and the others."""

_SWAPPED = {**_DAY_FIRST, **{after: before for before, after in _DAY_FIRST.items()}}


def form_of(style: DateStyle) -> str:
    """Write a style of dates as a dictionary says it.

    Parameters
    ----------
    style : DateStyle
        How the dates of a column are written.

    Returns
    -------
    str
        Such as ``"%m/%d/%Y"``; empty for what a Table Schema takes for granted, and for
        what has no such form.

    Examples
    --------
    >>> from skl_synth.table.codecs.date_texts import DateStyle
    >>> from skl_synth.table.dictionary.date_forms import form_of
    >>> form_of(DateStyle("mdy", "/")), form_of(DateStyle("ymd", "-"))
    ('%m/%d/%Y', '')
    """
    order = "ymd" if style.order == "compact" else style.order.rstrip("2")
    if style.zone or style.digits or set(order) - set(_WORDS):
        return ""
    words = {**_WORDS, "b": "%B" if style.in_full else "%b"}
    words["d"] += "," if style.comma else ""
    date = style.sep.join(words[part] for part in order)
    if style.order.endswith("2"):
        date = date.replace("%Y", "%y")
    clock = _CLOCKS[style.clock].replace(":", style.colon)
    if style.half:
        clock = clock.replace("%H", "%I") + style.half[:-2] + "%p"
    form = date + style.gap + clock
    is_iso = date == "%Y-%m-%d" and (not style.clock or form == "%Y-%m-%dT%H:%M:%S")
    return "" if is_iso else form


def with_date_forms(
    dictionary: DataDictionary, schema: Schema, frame: pd.DataFrame
) -> Schema:
    """Read dates in the order that a dictionary says: 03/04/2024 may be two days.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    schema : Schema
        What the columns were taken for.
    frame : DataFrame
        The table.

    Returns
    -------
    Schema
        The same, whose dates are in that order.

    Raises
    ------
    InputError
        If a date is not written as the dictionary says.
    """
    fields = {one.name: one for one in dictionary.fields if one.format}
    variables = tuple(
        _in_form(fields[str(one.name)], one, frame) if str(one.name) in fields else one
        for one in schema.variables
    )
    return replace(schema, variables=variables)


def _in_form(field: Field, variable: Variable, frame: pd.DataFrame) -> Variable:
    if not isinstance(variable, NumberVariable) or not isinstance(
        variable.codec, Times
    ):
        return variable
    carrier = variable.codec.carrier
    if not isinstance(carrier, DateTexts):
        return variable
    style = carrier.style
    if _order_of(field.format) in ("", _order_of(form_of(style) or "%Y-%m-%d")):
        return variable
    column = frame[variable.name].reset_index(drop=True)
    series = column[column.notna() & ~column.isin(list(variable.special))]
    other = replace(style, order=_SWAPPED.get(style.order, style.order))
    fits = _order_of(form_of(other)) == _order_of(field.format)
    wrong = np.isnat(other.parse(series.astype(str).reset_index(drop=True)))
    if not fits or wrong.any():
        place = int(wrong.argmax()) if fits else 0
        raise _not_in_form(field, series, place)
    codec = times_of(replace(carrier, style=other), series)
    precision = Precision.from_values(codec.read(series))
    return replace(variable, codec=codec, precision=precision)


def _order_of(form: str) -> str:
    """Name the order of day, month and year in a form."""
    return "".join(re.findall("%([YymdbB])", form)).lower().replace("b", "m")


def _not_in_form(field: Field, series: pd.Series, place: int) -> InputError:
    return InputError(
        "column {column!r} holds {value!r} in {row}, and the dictionary says that "
        "its dates are written as {form!r}",
        column=field.name,
        value=series.iloc[place],
        row=Row(int(series.index[place])),
        form=field.format,
        remedies=['correct "format" in the dictionary', "correct the cell"],
    )
