"""Decimals of numbers: how many they have, and rounding to so many.

A float64 holds no 0.1, only the float next to it. A number *has* k decimals here where
it is the float next to a decimal number of k decimals: where rounding it to k of them
gives the very same float. That is what is printed, and what a reader sees.
"""

from __future__ import annotations

import numpy as np

MAX_DECIMALS = 12
"""Values with more decimals than this count as full precision and are not rounded."""

FULL = MAX_DECIMALS + 1
"""What stands for full precision where decimals are counted."""

POWERS = np.array([10.0**decimals for decimals in range(FULL)] + [1.0])
"""By decimals; all of them are exact as floats, so a product is rounded only once."""

SAFE = 2.0**50 / 10.0**MAX_DECIMALS
"""Smaller values keep their decimals when they are rounded to `MAX_DECIMALS`."""

PATIENCE = 3
"""Fewer decimals than this are tried one by one: most columns have no more."""

SLICE = 2**14
"""Values that are looked at together."""


def round_to(values: np.ndarray, decimals: np.ndarray | int) -> np.ndarray:
    """Round values, but leave those too large to have that many decimals.

    Parameters
    ----------
    values : ndarray of shape (n_values,), dtype float64
        Any numbers.
    decimals : int or ndarray of shape (n_values,), dtype int
        How many decimals, of all or of each; `FULL` leaves a value as it is.

    Returns
    -------
    ndarray of shape (n_values,)
        The rounded values. They are scaled by a power of ten, as in numpy, and would
        lose digits where the scaled value has no exact float.
    """
    scale = POWERS[decimals]
    scaled = values * scale
    rounded = np.rint(scaled)
    rounded /= scale
    # From 2**52 on there is no float between whole numbers: nothing is left to round.
    kept = (np.abs(scaled) >= 2.0**52) | (np.asarray(decimals) == FULL)
    if kept.any():
        rounded = np.where(kept, values, rounded)
    return rounded


def count_decimals(values: np.ndarray) -> np.ndarray:
    """Count the decimals that values need to be written.

    Parameters
    ----------
    values : ndarray of shape (n_values,), dtype float64 or float32
        Any numbers; NaN counts as whole.

    Returns
    -------
    ndarray of shape (n_values,), dtype int8
        Decimals of each value, `FULL` for more than `MAX_DECIMALS`.
    """
    decimals = np.empty(len(values), dtype=np.int8)
    # A slice at a time, so that what is computed of it stays near the processor.
    for start in range(0, len(values), SLICE):
        part = slice(start, start + SLICE)
        decimals[part] = _count_decimals(values[part])
    return decimals


def _count_decimals(values: np.ndarray) -> np.ndarray:
    decimals = np.zeros(len(values), dtype=np.int8)
    rest = np.flatnonzero(_misses(values, 0) & ~np.isnan(values))
    for most in range(1, FULL):
        if not len(rest):
            break
        decimals[rest] = FULL
        if most == PATIENCE:
            rest = rest[~_are_full(values[rest])]
        missed = _misses(values[rest], most)
        decimals[rest[~missed]] = most
        rest = rest[missed]
    return decimals


def _misses(values: np.ndarray, decimals: int) -> np.ndarray:
    """Where values, in their own precision, need more decimals than that."""
    rounded = round_to(values.astype(np.float64, copy=False), decimals)
    return rounded.astype(values.dtype, copy=False) != values


def _are_full(values: np.ndarray) -> np.ndarray:
    """Find values of full precision at once, rather than after a dozen trials.

    A float64 of k decimals is the float next to m / 10**k, m whole. So long as it is
    below 2**50 once it is scaled, rounding it to more than k decimals gives the very
    same float: the product is off by less than 1/2, so its nearest whole number is
    right, and the quotient of two whole numbers is rounded once. Who does not have
    the most decimals that are counted has none of the lesser numbers of them.
    """
    if values.dtype != np.float64:
        return np.zeros(len(values), dtype=bool)
    return (np.abs(values) < SAFE) & _misses(values, MAX_DECIMALS)
