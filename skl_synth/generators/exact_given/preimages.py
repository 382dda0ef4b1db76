"""Which numbers are moved into a range, once they are what a column can hold."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

HALVINGS = 64
"""A bound is found by so many halvings of the range of a column: to the last bit."""

SLACK = 1e-9
"""Ends of a range may be off by so large a share of the range of the column."""


def preimages(
    snap: Callable[[np.ndarray], np.ndarray],
    span: tuple[float, float],
    lows: np.ndarray,
    highs: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Find the numbers that are moved into ranges.

    Parameters
    ----------
    snap : callable
        Moves numbers onto what a column can hold, and keeps their order.
    span : (float, float)
        The least and the greatest number of the column.
    lows, highs : ndarray of shape (n_ranges,)
        The ends of closed ranges, infinite where they are open.

    Returns
    -------
    least, greatest : ndarray of shape (n_ranges,)
        The ends of the ranges of such numbers within the span; where there are none
        the least is above the greatest, and both are infinite.
    """
    slack = SLACK * (span[1] - span[0])
    least = _first(snap, span, lows - slack)
    # The other way round it is the last that is not too large.
    greatest = -_first(
        lambda values: -snap(-values), (-span[1], -span[0]), -highs - slack
    )
    is_empty = ~(least <= greatest)
    return np.where(is_empty, np.inf, least), np.where(is_empty, -np.inf, greatest)


def _first(
    snap: Callable[[np.ndarray], np.ndarray],
    span: tuple[float, float],
    bounds: np.ndarray,
) -> np.ndarray:
    """Find the first number that is moved to a bound or beyond; infinity for none."""
    before, found = (np.full(len(bounds), end, dtype=np.float64) for end in span)
    at_once, never = snap(before) >= bounds, ~(snap(found) >= bounds)
    for _ in range(HALVINGS):
        middle = before + (found - before) / 2
        reaches = snap(middle) >= bounds
        before, found = (
            np.where(reaches, before, middle),
            np.where(reaches, middle, found),
        )
    return np.where(never, np.inf, np.where(at_once, span[0], found))
