"""The kind of each column, from its values, its dtype and what the user said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table.build import build_variable
from skl_synth.table.codecs import Codec, PlainNumbers, Ranks, find_codec, find_dates
from skl_synth.table.codecs.date_texts import look_like_dates
from skl_synth.table.column import (
    MIN_ROWS_FOR_IDENTIFIER,
    Column,
    Publishing,
    has_code_name,
)
from skl_synth.table.column_checks import check_readable
from skl_synth.table.hints import hint_of_numbers, hint_of_texts
from skl_synth.table.user_kinds import check_user_kind
from skl_synth.table.values import is_text
from skl_synth.table.variables import Variable

NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*")

MANY_LEVELS = 20
"""Text of more different values than this is looked at for numbers in it."""

UNIQUE_SHARE_OF_TEXT = 0.5
"""Text of which more than this share differs is a key, a name or free text."""


def infer_variable(
    series: pd.Series,
    given: Any = None,
    *,
    named: bool = True,
    publishing: Publishing | None = None,
) -> Variable:
    """Give a column its kind and read what that kind needs to know.

    Parameters
    ----------
    series : Series
        The column.
    given : str or sequence, optional
        The kind that the user gave it, or its levels in order; inferred if absent.
    named : bool
        Whether the name of the column was chosen by the user. The columns of an
        array are not named, and none of their numbers is taken for a key.
    publishing : Publishing, optional
        How many rows a level must have.

    Returns
    -------
    Variable
        The column's part of the schema.

    Raises
    ------
    InputError
        If the column cannot have the kind that was given, has a dtype that is not
        supported, holds an infinite value or mixes text with numbers.
    """
    check_readable(series)
    column = Column(series, series.dropna(), named, publishing or Publishing())
    if given is not None:
        return _as_given(column, given)
    kind, reason, codec = _infer_kind(column)
    variable = build_variable(column, kind, reason, codec)
    return replace(variable, hint=_hint(column, kind, codec))


def _as_given(column: Column, given: Any) -> Variable:
    reason = "given by column_kinds"
    order = None if isinstance(given, str) else list(given)
    kind = "ordinal" if order is not None else given
    codec = column.codec(kind)
    check_user_kind(column.series, column.values, kind, order, codec)
    if kind == "ordinal":
        return build_variable(column, kind, reason, None, order)
    if kind in ("continuous", "integer") and codec is None:
        # A column of booleans that is called a number.
        codec = PlainNumbers(dtype=column.series.dtype)
    return build_variable(column, kind, reason, codec)


def _reading_of(column: Column) -> tuple[Codec | None, str]:
    codec, what = find_codec(column.series) or (None, "")
    if isinstance(codec, PlainNumbers) and not column.has_keys():
        return find_dates(column.series) or (codec, what)
    return codec, what


def _infer_kind(column: Column) -> tuple[str, str, Codec | None]:
    """Decide by the number of different values first, then by what they are."""
    series, values = column.series, column.values
    n_values = values.nunique()
    if n_values == 0:
        return "constant", "every value is missing", None
    codec, what = _reading_of(column)
    if n_values == 1 and len(values) == len(series):
        return "constant", "one value only", codec
    if n_values == 2:
        return "binary", "two different values", codec
    if n_values == 1:
        return "category", "one value, or missing", codec
    if codec is None:
        return *_infer_text(column, n_values), None
    if codec.family == "durations":
        return "timedelta", what, codec
    if isinstance(codec, Ranks):
        return "ordinal", what, codec
    if codec.family != "numbers":
        return "datetime", what, codec
    if is_text(values) and has_code_name(column.name):
        kind, reason = _infer_text(column, n_values)
        return kind, f"numbers as text, with the name of a code; {reason}", None
    return *_infer_number(column, codec, what), codec


def _infer_number(column: Column, codec: Codec, what: str) -> tuple[str, str]:
    numbers = codec.read(column.values)
    behind = "" if what == "numbers" else f" ({what})"
    if not np.array_equal(numbers, np.rint(numbers)):
        return "continuous", "numbers with decimals" + behind
    many = column.named and len(numbers) >= MIN_ROWS_FOR_IDENTIFIER
    if many and column.values.is_unique:
        if numbers.max() - numbers.min() == len(numbers) - 1:
            return "identifier", "whole numbers that count the rows" + behind
        if column.has_keys():
            return "identifier", (
                "whole numbers, all different, with the name of a key" + behind
            )
    return "integer", "whole numbers" + behind


def _infer_text(column: Column, n_values: int) -> tuple[str, str]:
    values = column.values
    if n_values > MANY_LEVELS:
        _refuse_what_is_no_text(values)
    enough = len(values) >= MIN_ROWS_FOR_IDENTIFIER
    if enough and n_values > UNIQUE_SHARE_OF_TEXT * len(values):
        return "identifier", f"text with {n_values} different values in {len(values)}"
    return "category", f"{n_values} different values of dtype {column.series.dtype}"


def _hint(column: Column, kind: str, codec: Codec | None) -> str:
    if kind == "integer" and codec is not None:
        is_code = column.named and has_code_name(column.name)
        return hint_of_numbers(codec.read(column.values), is_code=is_code)
    if kind in ("identifier", "category") and is_text(column.values):
        levels = column.values.astype(str).drop_duplicates()
        return hint_of_texts(levels) if len(levels) > MANY_LEVELS else ""
    return ""


def _refuse_what_is_no_text(values: pd.Series) -> None:
    """Numbers with a word among them, and dates, are neither categories nor keys."""
    levels = values.astype(str).drop_duplicates()
    is_date = look_like_dates(levels)
    if is_date.mean() > 0.5:
        odd = levels[~is_date].iloc[0] if not is_date.all() else levels.iloc[-1]
        raise InputError(
            "column {column!r} holds dates as text ({example!r}) that are not all "
            "written in one way ({value!r})",
            column=values.name,
            value=odd,
            example=levels[is_date].iloc[0],
            remedies=[
                "correct or empty such cells",
                "drop the column",
                *_as_text(values),
            ],
        )
    is_number_text = levels.str.fullmatch(NUMBER)
    if 0.5 < is_number_text.mean() < 1:
        raise InputError(
            "column {column!r} mixes numbers with text: {value!r} stands among values "
            "such as {example!r}",
            column=values.name,
            value=levels[~is_number_text].iloc[0],
            example=levels[is_number_text].iloc[0],
            remedies=["correct or empty such cells", *_as_text(values)],
        )


def _as_text(values: pd.Series) -> list[Remedy]:
    kind = Setting("column_kinds", {values.name: "category"})
    return [Remedy("say {setting} (or 'identifier')", kind)]
