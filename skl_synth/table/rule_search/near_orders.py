"""Orders that are plain without a look at how the gaps end at zero."""

from __future__ import annotations

import numpy as np

DATES = 100
"""Rows in which two dates must be in order."""

MIXED = 0.05
"""The share of the rows that would break the order of two unrelated dates."""

OFTEN = 0.1
"""Two columns that are equal in more of the rows than this end at one another."""

DIFFERENT = 10
"""Different values in rows where two columns are equal: else both have few values."""

APART = 40
"""Different rows in which two columns differ, to one side: 2^-40 if to any side."""

SPIKE = 3.0
"""By so much more often two columns are equal than they differ by one step."""

EXPECTED = 12.0
"""Rows that would have to break an order if it were none: e^-12 that none does."""

TIED = 0.25
"""The spread of a gap, in parts of that of the columns, if these are tied."""

UNRELATED = 0.3
"""The correlation of a gap with the columns: more, and one is a part of the other."""


def is_plain_order(
    left: np.ndarray,
    right: np.ndarray,
    step: float,
    unrelated: float,
    *,
    is_date: bool,
) -> bool:
    """Decide on an order that no row breaks.

    Parameters
    ----------
    left, right : ndarray of float64
        Two columns, the first of which is never above the second.
    step : float
        The least difference of their values, 0 for full precision.
    unrelated : float
        How many rows would break it if the two had nothing to do with one another.
    is_date : bool
        Whether they are dates.

    Returns
    -------
    bool
        True where it is an order; False where it may be, or not.
    """
    if is_date:
        is_mixed = len(left) >= DATES and unrelated >= MIXED * len(left)
        return is_mixed and _n_apart(left, right) >= APART
    return _meets(left, right, step) or _is_shifted(left, right, step)


def _n_apart(left: np.ndarray, right: np.ndarray) -> int:
    """Count different rows: the dates of one person may be the same in many."""
    apart = left < right
    return len(np.unique(left[apart] + 1j * right[apart]))


def _meets(left: np.ndarray, right: np.ndarray, step: float) -> bool:
    """Whether many rows are equal, many are not, and few are in between."""
    gap = right - left
    equal = gap <= step / 2
    if equal.mean() < OFTEN or _n_apart(left[~equal], right[~equal]) < APART:
        return False
    near = np.sum(~equal & (gap < 1.5 * step))
    return bool(
        equal.sum() >= SPIKE * near and len(np.unique(left[equal])) >= DIFFERENT
    )


def _is_shifted(left: np.ndarray, right: np.ndarray, step: float) -> bool:
    """Whether a gap of few whole steps would be negative if it were symmetric.

    It must be small beside the columns, and not grow with them: what is a fraction of
    another number has a gap above zero without a rule.
    """
    gap, both = right - left, right + left
    if not step or gap.min() > 1.5 * step or not gap.std():
        return False
    if np.sum(gap > 2 * np.median(gap)) < EXPECTED or gap.std() > TIED * left.std():
        return False
    return bool(abs(np.corrcoef(gap, both)[0, 1]) < UNRELATED)
