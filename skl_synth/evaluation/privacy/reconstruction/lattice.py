"""The lattice: both parents of one single row, where it shows too many decimals.

A row between two others is v = a + w (b - a) with one weight w for all columns. If a
and b are whole in the units of the source, few weights fit two columns at once.
"""

from __future__ import annotations

import numpy as np

MOST_STEPS = 30
"""How far apart, in units of the source, two parents may be in a column."""

FITS = 1e-6
"""So near to a whole number is whole, in units of the source."""

MOST_ROWS = 200
"""Rows that are solved."""


def solve_row(values: np.ndarray) -> np.ndarray | None:
    """Find the parents of one row.

    Parameters
    ----------
    values : ndarray of shape (n_columns,)
        The row in units of the source, two columns or more, none of them whole.

    Returns
    -------
    ndarray of shape (2, n_columns) or None
        Both parents, by the solution of least distance; None where nothing fits.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.privacy.reconstruction.lattice import solve_row
    >>> one, other = np.array([31.0, 12.0, 5.0]), np.array([36.0, 9.0, 6.0])
    >>> solve_row(one + 0.3141 * (other - one))
    array([[31., 12.,  5.],
           [36.,  9.,  6.]])
    """
    steps, lower = _first_column(values[0])
    weight = (values[0] - lower) / steps
    parents = [np.column_stack([lower, lower + steps])]
    cost = steps.astype(np.float64)
    fits = np.ones(len(weight), dtype=bool)
    for value in values[1:]:
        found, step = _second_column(value, weight)
        fits &= ~np.isnan(step)
        cost = cost + np.abs(step)
        parents.append(np.column_stack([found, found + step]))
    if not fits.any():
        return None
    best = int(np.argmin(np.where(fits, cost, np.inf)))
    return np.column_stack([column[best] for column in parents])


def _first_column(value: float) -> tuple[np.ndarray, np.ndarray]:
    """Every pair of whole numbers around a value: their distance, and the lower one."""
    pairs = [
        (step, np.floor(value) - below)
        for step in range(1, MOST_STEPS + 1)
        for below in range(step)
    ]
    steps, lower = np.array(pairs, dtype=np.float64).T
    return steps, lower


def _second_column(value: float, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The whole numbers of another column that fit each weight; NaN where none do."""
    steps = np.arange(-MOST_STEPS, MOST_STEPS + 1, dtype=np.float64)
    first = value - weight[:, None] * steps
    off = np.abs(first - np.round(first))
    cost = np.where(off < FITS, np.abs(steps), np.inf)
    best = cost.argmin(axis=1)
    rows = np.arange(len(weight))
    found = np.isfinite(cost[rows, best])
    step = np.where(found, steps[best], np.nan)
    return np.round(first[rows, best]), step
