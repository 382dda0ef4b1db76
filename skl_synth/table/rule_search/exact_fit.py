"""The roundest numbers with which a formula gives every value of a column."""

from __future__ import annotations

import numpy as np

from skl_synth.table.rule_search.round_numbers import roundest, with_digits

ENDS = {"round": (-0.5, 0.5), "floor": (0.0, 1 - 1e-6), "ceil": (-1 + 1e-6, 0.0)}
"""By how many steps an exact result may be above the value that stands for it.

A whole number of steps is not rounded to the next one.
"""

MOST_ROWS = 4000
"""Rows to which numbers are fitted; whether they hold is tried on all."""

TIE = 1e-4
"""How near, in steps, a result must be to the end of what is rounded to a value."""

MOST_TIES = 0.6
"""Half of all numbers have a half that is rounded."""

MOST_DIGITS = 12
"""Digits of a coefficient that people would write down, or that was computed."""


def bounds(
    values: np.ndarray, step: float, slack: np.ndarray, rounding: str
) -> tuple[np.ndarray, np.ndarray]:
    """Give the results that would be written as the values.

    Parameters
    ----------
    values : ndarray of float64
        The values of a column.
    step : float
        The distance of neighbouring values; 0 where they are not rounded.
    slack : ndarray of float64
        How far arithmetic may have moved each result.
    rounding : {"round", "floor", "ceil"}
        How they are rounded.

    Returns
    -------
    low, high : ndarray of float64
        Between which each lies.
    """
    below, above = ENDS[rounding]
    return values + below * step - slack, values + above * step + slack


def at_ties(result: np.ndarray, low: np.ndarray, high: np.ndarray, step: float) -> bool:
    """Tell whether most results lie where rounding may go to either side.

    Half a step that is added to whole numbers of steps makes any of two values right.

    Parameters
    ----------
    result : ndarray of float64
        Results, unrounded.
    low, high : ndarray of float64
        Between which each lies.
    step : float
        The distance of neighbouring values; 0 where they are not rounded.

    Returns
    -------
    bool
        Whether the formula says less than it seems to.
    """
    near = np.minimum(result - low, high - result) <= TIE * step
    return bool(step > 0 and near.mean() > MOST_TIES)


def fit_scale(shape: np.ndarray, low: np.ndarray, high: np.ndarray) -> float | None:
    """Find the roundest number by which results must be multiplied.

    Parameters
    ----------
    shape : ndarray of float64
        Results without their scale.
    low, high : ndarray of float64
        Between which each must lie.

    Returns
    -------
    float or None
        The number; None where there is none.
    """
    zero = shape == 0
    if (low[zero] > 0).any() or (high[zero] < 0).any() or zero.all():
        return None
    ends = low[~zero] / shape[~zero], high[~zero] / shape[~zero]
    return roundest(float(np.minimum(*ends).max()), float(np.maximum(*ends).min()))


def fit_weights(
    others: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, float] | None:
    """Find round coefficients of others, and what is added to them.

    Parameters
    ----------
    others : ndarray of shape (n_rows, n_others)
        The columns that are added.
    low, high : ndarray of float64
        Between which each result must lie.

    Returns
    -------
    (weights, intercept) or None
        The coefficients; None where there are none.
    """
    middle = (low + high) / 2
    if others.shape[1] == 1:
        scale = fit_scale(others[:, 0], low, high)
        if scale:
            return np.array([scale]), 0.0
    weights = _least_squares(others, middle)
    for digits in range(1, MOST_DIGITS + 1):
        found = _fit_with_digits(others, low, high, weights, digits)
        if found is not None:
            return found
    return None


def _least_squares(others: np.ndarray, values: np.ndarray) -> np.ndarray:
    center, size = others.mean(axis=0), others.std(axis=0)
    size[size == 0] = 1.0
    scaled = (others - center) / size
    weights, *_ = np.linalg.lstsq(scaled, values - values.mean(), rcond=None)
    return weights / size


def _fit_with_digits(
    others: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    weights: np.ndarray,
    digits: int,
) -> tuple[np.ndarray, float] | None:
    """Try coefficients of so many digits, and their neighbours where there is one."""
    shifts = (0, 1, -1, 2, -2) if len(weights) == 1 else (0,)
    for shift in shifts:
        moved = np.array(
            [with_digits(one + shift * _unit(one, digits), digits) for one in weights]
        )
        if not moved.all():
            continue
        rest = others @ moved
        intercept = roundest(float((low - rest).max()), float((high - rest).min()))
        if intercept is not None:
            return moved, intercept
    return None


def _unit(number: float, digits: int) -> float:
    if number == 0:
        return 0.0
    return float(10.0 ** (np.floor(np.log10(abs(number))) - digits + 1))
