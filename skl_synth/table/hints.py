"""Hints: what a column may be instead, which only who knows the table can tell."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from skl_synth.table.standing_apart import nines_of, texts_of, words_of_apart

FEW = 12
"""So many different whole numbers may be codes."""

LEAST_ROWS = 5
"""Codes are not held by fewer rows each; the largest of counts are."""

ROWS_PER_VALUE = 20
"""Of a measurement so many rows would have more different values."""

LARGEST = 1e9
"""Larger numbers are keys or quantities."""

TWO_NUMBERS = re.compile(r"\s*\d+(\.\d+)?\s*[/x:–-]\s*\d+(\.\d+)?\s*")
"""Blood pressure, and other measurements that come in pairs."""

WITH_UNIT = re.compile(
    r"\s*([$£€¥]\s*[-+]?\d[\d.,']*|[-+]?\d[\d.,']*\s*([^\W\d_]{1,6}\.?|[%°$£€¥]))\s*"
)
NO_UNIT = re.compile(r"[\d\s.,'+-]+")

DIFFERING = (
    "whole numbers that all differ: if they are keys, call the column an identifier"
)

BIRTHS = (
    "dates of birth: beside a sex and a postcode they tell who somebody is; an age, or "
    "the year alone, discloses less"
)

MOST_UNITS = 3
"""Of more different ones than this the last letters are part of a code: 12A, 7C."""


def hint_of_likely(reason: str) -> str:
    """Say that a column is likely an identifier, and what to do in either case.

    Parameters
    ----------
    reason : str
        Why it is likely one.

    Returns
    -------
    str
        The hint.
    """
    return (
        f"likely an identifier ({reason}): if it is one, call the column an "
        "identifier, else give it its kind"
    )


def hint_of_numbers(numbers: np.ndarray, *, is_code: bool) -> str:
    """Say what whole numbers may be beside quantities.

    Parameters
    ----------
    numbers : ndarray of shape (n_values,)
        Whole numbers, none of them missing.
    is_code : bool
        Whether the column has the name of a code.

    Returns
    -------
    str
        The hint; empty where they look like quantities.
    """
    values, counts = np.unique(numbers, return_counts=True)
    if len(values) < 3:
        return ""
    codes = "if they are codes, call the column a category"
    if is_code and len(values) <= FEW:
        return f"whole numbers with the name of a code: {codes}"
    nines = nines_of(values, counts)
    if nines:
        what = words_of_apart(texts_of(nines))
        return f"{what}; {codes}" if len(values) - len(nines) <= FEW else what
    if len(values) <= FEW and _is_uneven(values, counts):
        shown = ", ".join(texts_of(values[:4]))
        return (
            f"few numbers at uneven steps ({shown}, …): if there are none "
            f"between them, call the column ordinal; {codes}"
        )
    return ""


def hint_of_few(ordered: np.ndarray) -> str:
    """Say that a few numbers with decimals may be all that there are.

    Parameters
    ----------
    ordered : ndarray of shape (n_values,)
        The numbers in order, none missing.

    Returns
    -------
    str
        The hint; empty where they look like measurements.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.table.hints import hint_of_few
    >>> hint_of_few(np.sort(np.tile([0.5, 2.5, 6, 9], 50)))
    '4 different numbers (0.5, 2.5, 6, …): if there are none between them, call the \
column ordinal'
    """
    values, counts = np.unique(ordered, return_counts=True)
    is_few = 3 <= len(values) <= FEW and len(ordered) >= ROWS_PER_VALUE * len(values)
    if not is_few or counts.min() < LEAST_ROWS:
        return ""
    shown = ", ".join(texts_of(values[:3]))
    return (
        f"{len(values)} different numbers ({shown}, …): if there are none "
        "between them, call the column ordinal"
    )


def hint_of_texts(levels: pd.Series) -> str:
    """Say what texts may be beside keys, names and categories.

    Parameters
    ----------
    levels : Series of str
        The different texts.

    Returns
    -------
    str
        The hint; empty where there is none.
    """
    example = repr(levels.iloc[0])
    if _are_all(levels, TWO_NUMBERS):
        return (
            f"two numbers in one cell, such as {example}: split it into two columns of "
            "numbers, and they are synthesised"
        )
    if _are_all(levels, WITH_UNIT) and _n_units(levels) <= MOST_UNITS:
        return (
            f"numbers with a unit, such as {example}: leave the unit out, and they are "
            "synthesised"
        )
    return ""


def _n_units(levels: pd.Series) -> int:
    return levels.str.replace(NO_UNIT, "", regex=True).nunique()


def _are_all(levels: pd.Series, pattern: re.Pattern[str]) -> bool:
    # The first few tell most columns apart, however long they are.
    return all(some.str.fullmatch(pattern).all() for some in (levels[:20], levels))


def _is_uneven(values: np.ndarray, counts: np.ndarray) -> bool:
    """Whether values are neither counted through nor multiples of something."""
    if np.abs(values).max() > LARGEST:
        return False
    steps = np.diff(values)
    is_round = np.gcd.reduce(values.astype(np.int64)) > 1
    return (
        counts.min() >= LEAST_ROWS
        and not is_round
        and float(np.median(steps)) > 1
        and bool((steps != steps[0]).any())
    )
