"""Cells that do not fit the others of their column: shown, with what can be done."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence

import numpy as np

from skl_synth.errors import InputWarning, Remedy, Row, Setting
from skl_synth.files.cell_kinds import LIKE_DATE
from skl_synth.files.delimited import Cells
from skl_synth.files.notation import LIKE_NUMBER, PLAIN, SAMPLED_VALUES, is_missing

IN_GROUPS = re.compile(r"\d+([ -]\d+)+", re.ASCII)
"""Digits in groups, as keys are written."""

LABELLED = re.compile(r"\d+\s*([(\[].*[)\]]|[-:=–]\s*[^\W\d].*)")
"""A step of a scale with what it means, such as ``1 (most deprived)``."""

MOST_STEPS = 20
"""A scale has no more steps."""

MOST_TOKENS = 5
"""So many different odd values may be tokens, each of which can be named."""

MOST_ODD_DATES = 0.05
"""The share of values that are no dates in a column that was meant to hold them."""


class OddCellsWarning(InputWarning):
    """Cells do not fit the others of their column.

    Whether they stand for something of their own is seen when it is known what the
    column is taken for: until then a command keeps this back.
    """


def warn_of_odd_numbers(name: str, cells: Cells, given: Sequence[str]) -> None:
    """Warn of a column that was perhaps meant to hold numbers.

    Parameters
    ----------
    name : str
        The column.
    cells : Cells
        Its values.
    given : sequence of str
        The different ones, but for those that are missing.

    Warns
    -----
    OddCellsWarning
        If most values look like numbers, but not all.
    """
    some = given[:SAMPLED_VALUES]
    if 2 * sum(bool(LIKE_NUMBER.fullmatch(t.strip())) for t in some) <= len(some):
        return
    plain = PLAIN.pattern
    # Long keys are digits, and nothing is wrong with them.
    odd = [t for t in given if not (plain.fullmatch(t.strip()) or t.strip().isdigit())]
    are_keys = len(odd) == len(given) and all(map(IN_GROUPS.fullmatch, odd))
    if len(given) <= MOST_STEPS and all(map(LABELLED.fullmatch, odd)):
        return
    if odd and not are_keys:
        _warn(name, cells, odd, "plain numbers")


def warn_of_odd_dates(name: str, cells: Cells, given: Sequence[str]) -> None:
    """Warn of a column that was meant to hold dates or times, but for a few cells.

    Parameters
    ----------
    name : str
        The column.
    cells : Cells
        Its values.
    given : sequence of str
        The different ones, but for those that are missing.

    Warns
    -----
    OddCellsWarning
        If nearly all values look like dates.
    """
    most = max(1, int(MOST_ODD_DATES * len(given)))
    odd: list[str] = []
    for text in given:
        if not LIKE_DATE.fullmatch(text.strip()):
            odd.append(text)
            if len(odd) > most:
                return
    if odd and len(given) > MOST_TOKENS:
        _warn(name, cells, odd, "dates")


def _warn(name: str, cells: Cells, odd: list[str], what: str) -> None:
    places = {text: code for code, text in enumerate(cells.texts)}
    codes = [places[text] for text in odd]
    rows = np.flatnonzero(np.isin(cells.codes, codes))
    first = cells.texts[cells.codes[rows[0]]]
    warning = OddCellsWarning(
        "column {column!r}: {n} of {n_rows} values are no {what}, such as {value!r} "
        "in {row}",
        column=name,
        parameter="missing",
        value=first,
        n=len(rows),
        n_rows=len(cells.codes),
        row=Row(int(rows[0])),
        what=what,
        remedies=_remedies(odd, what),
    )
    warnings.warn(warning, stacklevel=7)


def _remedies(odd: Sequence[str], what: str) -> list[Remedy | str]:
    tokens = tuple(text.strip() for text in odd)
    if len(tokens) > MOST_TOKENS or any(map(is_missing, tokens)):
        return [f"if all should be {what}, correct the others"]
    # "Unknown" may be missing; "90+" is known to be at least that.
    words = tuple(one for one in tokens if not any(map(str.isdigit, one)))
    setting = Setting("missing", words or tokens)
    missing = Remedy("if it stands for a missing value, give {setting}", setting)
    special = Remedy(
        "if it means something of its own, as 'below the limit' does, name it under "
        "special_values in the dictionary"
    )
    return [missing, special] if words else [special, missing]
