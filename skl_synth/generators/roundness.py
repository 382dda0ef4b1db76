"""Roundness: people give numbers in tens and hundreds, and so should what is made."""

from __future__ import annotations

import numpy as np

MOST_DIGITS = 6
"""Numbers are round in up to so many digits."""


def units_up_to(most: float) -> np.ndarray:
    """List the units of which numbers may be multiples: 1, 5, 10, 50 and so on.

    Parameters
    ----------
    most : float
        The largest unit, in steps of a column.

    Returns
    -------
    ndarray of shape (n_units,), dtype int
        Units in steps, from small to large; the first is 1.
    """
    units = [10**digits * m for digits in range(MOST_DIGITS) for m in (1, 5)]
    return np.array([unit for unit in units if unit <= max(most, 1)], dtype=np.int64)


def roundness(points: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Find the largest unit of which each number is a multiple.

    Parameters
    ----------
    points : ndarray of shape (n_rows,)
        Numbers, in steps of their column.
    units : ndarray of shape (n_units,), dtype int
        Units in steps, from small to large; the first is 1.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Places of units.
    """
    whole = np.rint(points).astype(np.int64)
    found = np.zeros(len(whole), dtype=np.intp)
    for place, unit in enumerate(units.tolist()):
        found[whole % unit == 0] = place
    return found


def shares_given(shares: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Find to which units numbers were rounded, since some are round by chance.

    Parameters
    ----------
    shares : ndarray of shape (n_units,)
        Shares of numbers by the largest unit that they are a multiple of.
    units : ndarray of shape (n_units,), dtype int
        The units.

    Returns
    -------
    ndarray of shape (n_units, n_units)
        Of the numbers of each unit (row) the shares that were rounded to each unit
        (column), to it or a smaller one; the sum of a row is 1.
    """
    chance = np.zeros((len(units), len(units)))
    for place, unit in enumerate(units.tolist()):
        reached = unit / units[place:]
        chance[place:, place] = reached - np.r_[reached[1:], 0.0]
    rounded = np.zeros(len(units))
    for place in range(len(units)):
        left = shares[place] - chance[place] @ rounded
        rounded[place] = max(left, 0.0) / chance[place, place]
    given = chance * rounded
    total = given.sum(axis=1, keepdims=True)
    return np.where(total > 0, given / np.maximum(total, 1e-300), np.eye(len(units)))
