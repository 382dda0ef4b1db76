"""Standing apart: numbers and dates that are none, such as 9, -200 or 9999-12-31."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from skl_synth.table.codecs import Codec

NINES = (9, 99, 999, 9_999, 99_999, 999_999)
"""Numbers that stand for "not known" in many tables."""

MANY = 12
"""Of fewer different numbers it is not clear what stands apart."""

MOST_APART = 3
"""More values than this below zero are a part of the numbers."""

FEW_ROWS = 3
"""So many rows have a number that lies far outside by a rule, not by chance."""


def hint_of_apart(ordered: np.ndarray) -> str:
    """Say that a number may be none: below zero, or far outside, and often.

    Parameters
    ----------
    ordered : ndarray of shape (n_values,)
        The numbers in order, none missing.

    Returns
    -------
    str
        The hint; empty where there is none.
    """
    apart = [*_below_zero(ordered), *_far_outside(ordered)]
    return words_of_apart(texts_of(dict.fromkeys(apart))) if apart else ""


def hint_of_far_dates(ordered: np.ndarray, codec: Codec) -> str:
    """Say that a date may be none, such as 9999-12-31: far outside, and often.

    Parameters
    ----------
    ordered : ndarray of shape (n_values,)
        Dates as numbers in order, none missing.
    codec : Codec
        How they are written.

    Returns
    -------
    str
        The hint; empty where there is none.
    """
    apart = [codec.show(value) for value in _far_outside(ordered)]
    return words_of_apart(apart, "date") if apart else ""


def nines_of(values: np.ndarray, counts: np.ndarray) -> list[float]:
    """Find codes such as 9, or 98 and 99, at an end of whole numbers.

    Parameters
    ----------
    values : ndarray of shape (n_values,)
        The different numbers in order.
    counts : ndarray of shape (n_values,), dtype int
        Rows of each.

    Returns
    -------
    list of float
        The codes; mostly none.
    """
    # A code below zero is one only where all the others are not below zero.
    for sign in (1, -1) if values[1] >= 0 else (1,):
        n_apart = _n_nines(sign * values[::sign], counts[::sign])
        if n_apart:
            found: list[float] = values[::sign][-n_apart:].tolist()
            return found
    return []


def words_of_apart(texts: Iterable[str], what: str = "number") -> str:
    """Say what stands apart, and what to do.

    Parameters
    ----------
    texts : iterable of str
        The values as they are shown.
    what : str, default="number"
        What they may not be.

    Returns
    -------
    str
        The hint.
    """
    return (
        f"{', '.join(texts)} stands apart from the others: if it is no {what}, name it "
        "as missing, or as a special value of the column"
    )


def texts_of(values: Iterable[float]) -> list[str]:
    """Show numbers as they are read.

    Parameters
    ----------
    values : iterable of float
        The numbers.

    Returns
    -------
    list of str
        One text each.
    """
    return [f"{value:.10g}" for value in values]


def _n_nines(values: np.ndarray, counts: np.ndarray) -> int:
    """How many of the last values are codes such as 9, or 98 and 99; mostly none."""
    if values[-1] not in NINES:
        return 0
    steps = np.diff(values)
    apart = 1 + int(np.argmax(steps[::-1] > 1))
    if not (steps > 1).any() or apart > 3 or len(values) - apart < 2:
        return 0
    rest, gap, rows = values[:-apart], steps[-apart], counts[-apart:].sum()
    is_far = gap > rest[-1] - rest[0] and rows > 1
    is_common = 2 * rows > counts[:-apart].max()
    return apart if is_far or is_common else 0


def _below_zero(ordered: np.ndarray) -> list[float]:
    """Find a few whole numbers below zero, where all the others are not."""
    n_below = int(np.searchsorted(ordered, 0.0))
    if not 1 < n_below < len(ordered) / 2:
        return []
    below, counts = np.unique(ordered[:n_below], return_counts=True)
    rest = ordered[n_below:]
    # Of differences and scores, as of temperatures, some lie between.
    is_whole = bool((below == np.rint(below)).all())
    is_few = len(below) <= MOST_APART and counts.min() > 1
    is_far = rest[-1] > MANY and (below[-1] > -10 or -below[-1] > rest[-1])
    return below.tolist() if is_whole and is_few and is_far else []


def _far_outside(ordered: np.ndarray) -> list[float]:
    """Find an end that repeats, farther out than the others are from one another."""
    found = []
    for sign in (1.0, -1.0):
        values = ordered if sign > 0 else -ordered[::-1]
        first = int(np.searchsorted(values, values[0], side="right"))
        if not FEW_ROWS <= first < len(values) / 2:
            continue
        rest = values[first:]
        n_rest = 1 + int(np.count_nonzero(np.diff(rest)))
        if n_rest > MANY and rest[0] - values[0] > rest[-1] - rest[0]:
            found.append(sign * float(values[0]))
    return found
