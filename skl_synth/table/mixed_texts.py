"""Text that is mostly numbers or dates: neither levels nor, in general, keys."""

from __future__ import annotations

import re

import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table.codecs.date_texts import look_like_dates
from skl_synth.table.column import Column

NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*")

SAMPLE = 500
"""So many different texts, evenly spread, tell most columns apart."""

FAR_LESS = 0.2
"""Where fewer of them are dates or numbers, most of all texts are not, either."""

DIGITS_OF_KEYS = 4
"""Whole numbers of so many digits may be keys; ages and counts are shorter."""

ODD_KEYS = 5
"""So many different keys with letters among the numbers are no slips of the pen."""


def refuse_mixed_texts(column: Column) -> None:
    """Refuse numbers with a word among them, and dates written in several ways.

    Parameters
    ----------
    column : Column
        A column of text.

    Raises
    ------
    InputError
        If most values are dates, or most but not all are numbers, unless they are keys
        such as ``113803`` and ``PC 17599``.
    """
    levels = pd.Series(column.counts.index.astype(str), dtype=object)
    some = levels.iloc[:: max(1, len(levels) // SAMPLE)]
    if max(look_like_dates(some).mean(), some.str.fullmatch(NUMBER).mean()) < FAR_LESS:
        return
    is_date = look_like_dates(levels)
    if is_date.mean() > 0.5:
        raise _mixed_dates(column, levels, is_date)
    is_number = levels.str.fullmatch(NUMBER)
    if 0.5 < is_number.mean() < 1 and not _are_keys(levels, is_number):
        raise _mixed_numbers(column, levels, is_number)


def _mixed_dates(column: Column, levels: pd.Series, is_date: pd.Series) -> InputError:
    odd = levels[~is_date].iloc[0] if not is_date.all() else levels.iloc[-1]
    return InputError(
        "column {column!r} holds dates as text ({example!r}) that are not all "
        "written in one way ({value!r})",
        column=column.name,
        value=odd,
        example=levels[is_date].iloc[0],
        remedies=[
            "correct or empty such cells",
            "drop the column",
            _call_it(column, "say {setting} (or 'identifier')", "category"),
        ],
    )


def _mixed_numbers(
    column: Column, levels: pd.Series, is_number: pd.Series
) -> InputError:
    correct: list[str | Remedy] = ["correct or empty such cells"]
    if _may_be_keys(levels[is_number]):
        as_key = _call_it(column, "if these are keys, say {setting}", "identifier")
        as_level = _call_it(column, "if they are levels, say {setting}", "category")
        remedies = [as_key, *correct, as_level]
    else:
        either = _call_it(column, "say {setting} (or 'identifier')", "category")
        remedies = [*correct, either]
    return InputError(
        "column {column!r} mixes numbers with text: {value!r} stands among values "
        "such as {example!r}",
        column=column.name,
        value=levels[~is_number].iloc[0],
        example=levels[is_number].iloc[0],
        remedies=remedies,
    )


def _call_it(column: Column, text: str, kind: str) -> Remedy:
    return Remedy(text, Setting("column_kinds", {column.name: kind}))


def _may_be_keys(numbers: pd.Series) -> bool:
    is_long = numbers.str.strip().str.len().median() >= DIGITS_OF_KEYS
    return bool(is_long and numbers.str.fullmatch(r"\s*\d+\s*").all())


def _are_keys(levels: pd.Series, is_number: pd.Series) -> bool:
    """Whether what stands among the numbers is made as keys are, with letters."""
    odd = levels[~is_number]
    if len(odd) < ODD_KEYS or not _may_be_keys(levels[is_number]):
        return False
    return float(odd.str.fullmatch(r"(?=.*\d)(?=.*[^\W\d_]).*").mean()) > 0.5
