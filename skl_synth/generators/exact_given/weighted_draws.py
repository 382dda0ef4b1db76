"""Draws by weight, none of which ever has the weight zero."""

from __future__ import annotations

import numpy as np

NEARLY_ONE = 1 - 1e-9
"""A lot stays below this, so that rounding does not carry it into the next group."""


def draw_by_weight(
    weights: np.ndarray, which: np.ndarray, rng: np.random.RandomState
) -> np.ndarray:
    """Draw a place in a line of weights for each row.

    Parameters
    ----------
    weights : ndarray of shape (n_lines, n_places)
        Weights, none of them negative.
    which : ndarray of shape (n_rows,), dtype int
        The line of each row, of which one weight at least is positive.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Places, whose weight is positive.
    """
    n_lines, n_places = weights.shape
    upto = np.cumsum(weights, axis=1)
    upto /= np.maximum(upto[:, -1:], np.finfo(float).tiny)
    # Line after line along one axis, so that all rows are looked up at once.
    upto += np.arange(n_lines)[:, None]
    lots = which + rng.uniform(size=len(which)) * NEARLY_ONE
    # The first that is larger than the lot has a weight of its own.
    return np.searchsorted(upto.ravel(), lots, side="right") - which * n_places


def draw_by_row(weights: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    """Draw a place in each line of weights.

    Parameters
    ----------
    weights : ndarray of shape (n_rows, n_places)
        Weights, one of each line at least is positive.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Places, whose weight is positive.
    """
    upto = np.cumsum(weights, axis=1)
    lots = rng.uniform(size=len(weights)) * NEARLY_ONE * upto[:, -1]
    places: np.ndarray = (upto <= lots[:, None]).sum(axis=1)
    return places


def shares_within(groups: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share each group among its members; evenly where none has a weight.

    Parameters
    ----------
    groups : ndarray of shape (n_members,), dtype int
        The group of each member.
    weights : ndarray of shape (..., n_members)
        Their weights.

    Returns
    -------
    ndarray of the same shape as the weights
        Shares that have the sum 1 in each group.
    """
    n_groups = int(groups.max(initial=-1)) + 1
    member = (groups[:, None] == np.arange(n_groups)).astype(np.float64)
    sums = (weights @ member)[..., groups]
    even = 1.0 / member.sum(axis=0)[groups]
    return np.where(sums > 0, weights / np.where(sums > 0, sums, 1.0), even)
