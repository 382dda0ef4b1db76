"""Text that is mostly numbers or dates: neither levels nor, in general, keys."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Row, Setting
from skl_synth.table.codecs.date_texts import (
    DateStyle,
    common_style,
    look_like_dates,
    look_like_times,
)
from skl_synth.table.codecs.text_numbers import are_numbers
from skl_synth.table.column import Column
from skl_synth.table.missing_tokens import TOKENS

NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*")

SAMPLE = 500
"""So many different texts, evenly spread, tell most columns apart."""

FAR_LESS = 0.2
"""Where fewer of them are dates or numbers, most of all texts are not, either."""

DIGITS_OF_KEYS = 4
"""Whole numbers of so many digits may be keys; ages and counts are shorter."""

ODD_KEYS = 5
"""So many different keys with letters among the numbers are no slips of the pen."""


MOST_SPECIAL = 10
"""More different texts than this beside numbers are no values of their own."""

MOSTLY = 0.9
"""So large a share of the filled cells is numbers where other texts stand beside."""

LIMIT = re.compile(
    r"\s*([<>≤≥]=?\s*[-+]?\d+\.?\d*|[-+]?\d+\.?\d*\s*\+|\d+ (and|or) (over|more))\s*"
)
"""Limits of what was measured, such as ``<0.5`` and ``90+``: numbers stand beside."""

LIMITS = 0.5
"""So large a share of the cells is numbers where only limits stand beside them."""


MOST_SHOWN = 3
"""So many of the cells that are no dates are shown."""


class Mostly(NamedTuple):
    """What most texts of a column are, and which of them are.

    Parameters
    ----------
    what : {"numbers", "dates", "times"}
        What they are.
    fits : Series of bool
        Which of the different texts, in the order of `Column.counts`, are that.
    style : DateStyle or None
        How the dates are written; None where there is no one way.
    """

    what: str
    fits: pd.Series
    style: DateStyle | None = None


def find_mostly(column: Column) -> Mostly | None:
    """Say whether most texts of a column, but not all, are numbers, dates or times.

    Parameters
    ----------
    column : Column
        A column of text.

    Returns
    -------
    Mostly or None
        What they are; None where most are something else.
    """
    levels = _levels_of(column)
    some = levels.iloc[:: max(1, len(levels) // SAMPLE)]
    looks = [one(some).mean() for one in (look_like_dates, look_like_times, _numbers)]
    if max(looks) < FAR_LESS:
        return None
    for what, look in (("dates", look_like_dates), ("times", look_like_times)):
        if look(levels).mean() > 0.5:
            style = common_style(levels)
            if style is None:
                return Mostly(what, look(levels)) if what == "dates" else None
            return Mostly(what, ~pd.Series(np.isnat(style.parse(levels))), style)
    is_number = _numbers(levels)
    if 0.5 < is_number.mean() < 1 and not _are_keys(levels, is_number):
        return Mostly("numbers", is_number)
    return None


def special_texts(column: Column, mostly: Mostly | None) -> tuple:
    """Find a few texts that repeat among numbers or dates, and stand beside them.

    Parameters
    ----------
    column : Column
        A column of text.
    mostly : Mostly or None
        What most of its texts are.

    Returns
    -------
    tuple
        The texts; none where they are not so few, or one comes but once.
    """
    if mostly is None or (mostly.what != "numbers" and mostly.style is None):
        return ()
    levels, rows = _levels_of(column), column.counts.to_numpy()
    fits = mostly.fits.to_numpy()
    odd, rows_of_odd = levels[~fits], rows[~fits]
    if mostly.what == "numbers" and not are_numbers(levels[fits]):
        return ()
    are_limits = odd.str.fullmatch(LIMIT).to_numpy(dtype=bool)
    share = rows[fits].sum() / rows.sum()
    is_mostly = share >= (LIMITS if are_limits.all() else MOSTLY)
    repeat = (rows_of_odd > 1) | are_limits
    if not is_mostly or not 0 < len(odd) <= MOST_SPECIAL or not repeat.all():
        return ()
    return tuple(column.counts.index[~fits].tolist())


def _levels_of(column: Column) -> pd.Series:
    return pd.Series(column.counts.index.astype(str), dtype=object)


def _numbers(texts: pd.Series) -> pd.Series:
    return texts.str.fullmatch(NUMBER)


def refuse_mixed_texts(column: Column, mostly: Mostly | None) -> None:
    """Refuse numbers with a word among them, and dates written in several ways.

    Parameters
    ----------
    column : Column
        A column of text.
    mostly : Mostly or None
        What most of its texts are.

    Raises
    ------
    InputError
        If most values are dates, or most but not all are numbers, unless they are keys
        such as ``113803`` and ``PC 17599``. It names the first that is none, and its
        row.
    """
    if mostly is None:
        return
    levels = _levels_of(column)
    if mostly.what == "numbers":
        raise _mixed_numbers(column, levels, mostly.fits)
    raise _mixed_dates(column, levels, mostly)


def _mixed_dates(column: Column, levels: pd.Series, mostly: Mostly) -> InputError:
    fits = mostly.fits
    # N/A and the like are read as missing once the others are gone.
    others = levels[~fits]
    words = others[~others.str.strip().isin(TOKENS)]
    others = others if words.empty else words
    odd = levels.iloc[-1] if fits.all() else others.iloc[0]
    more, fields = _more_odd(column, others)
    # Dates are never called levels here: those of single persons would be written.
    return InputError(
        "column {column!r} holds {what} as text ({example!r}) that are not all "
        "written in one way ({value!r} in {row}" + more + ")",
        column=column.name,
        value=odd,
        **fields,
        what=mostly.what,
        row=_row_of(column, odd),
        example=levels[fits].iloc[0],
        remedies=[
            *_set_apart(column, levels[~fits]),
            "correct or empty such cells",
            "drop the column",
            _call_it(column, "say {setting} for fresh keys", "identifier"),
        ],
    )


def _more_odd(column: Column, odd: pd.Series) -> tuple[str, dict[str, Any]]:
    """Show up to two more cells that are no dates, and say how many there are."""
    is_odd = column.series.astype(object).isin(odd.tolist())
    words, fields = "", dict[str, Any]()
    for place, text in enumerate(odd.iloc[1:MOST_SHOWN], start=2):
        words += f", {{value_{place}!r}} in {{row_{place}}}"
        fields |= {f"value_{place}": text, f"row_{place}": _row_of(column, text)}
    n_odd = int(is_odd.sum())
    if n_odd > 1:
        words += "; {n_odd} of {n_rows} cells"
        fields |= {"n_odd": n_odd, "n_rows": int(column.series.notna().sum())}
    return words, fields


def _mixed_numbers(
    column: Column, levels: pd.Series, is_number: pd.Series
) -> InputError:
    odd = levels[~is_number]
    correct: list[Remedy | str] = ["correct or empty such cells"]
    correct += _set_apart(column, odd)
    if _may_be_keys(levels[is_number]):
        as_key = _call_it(column, "if these are keys, say {setting}", "identifier")
        as_level = _call_it(column, "if they are levels, say {setting}", "category")
        remedies: list[Remedy | str] = [as_key, *correct, as_level]
    else:
        either = _call_it(column, "say {setting} (or 'identifier')", "category")
        remedies = [*correct, either]
    return InputError(
        "column {column!r} mixes numbers with text: {value!r} in {row} stands "
        "among values such as {example!r}",
        column=column.name,
        value=odd.iloc[0],
        row=_row_of(column, odd.iloc[0]),
        example=levels[is_number].iloc[0],
        remedies=remedies,
    )


def _row_of(column: Column, text: str) -> Row:
    is_held = (column.series.astype(object) == text).to_numpy(dtype=bool)
    return Row(int(np.argmax(is_held)))


def _set_apart(column: Column, odd: pd.Series) -> list[Remedy]:
    """Say how values that are none are named, as long as that can be typed."""
    if not 0 < len(odd) <= MOST_SPECIAL:
        return []
    texts = odd.tolist()
    missing = Setting("missing_values", texts)
    special = Setting("special_values", {column.name: texts})
    typed = Setting("missing", tuple(texts))
    return [
        Remedy("if nothing is known there, give {setting}", typed, only="command line"),
        Remedy("if they mean that nothing is known, say {setting}", missing),
        Remedy("if each is a value of its own, say {setting}", special),
    ]


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
