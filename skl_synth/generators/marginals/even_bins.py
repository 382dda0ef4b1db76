"""Bins: cells that are counted together, and draws within what was counted."""

from __future__ import annotations

import numpy as np


def even_bins(
    mass: np.ndarray, n_bins: int, *, ordered: bool, missing: int
) -> np.ndarray:
    """Give cells to bins that hold about as many rows each.

    Parameters
    ----------
    mass : ndarray of shape (n_cells,)
        Rows in each cell.
    n_bins : int
        The most bins, the cells of missing values apart.
    ordered : bool
        Whether bins are neighbouring cells; else the cells of most rows have a bin of
        their own, and the others share the last.
    missing : int
        How many of the last cells are of missing or special values: each is a bin.

    Returns
    -------
    ndarray of shape (n_cells,), dtype int
        The bin of each cell, numbered from 0 without gaps.
    """
    values = mass[: len(mass) - missing]
    if len(values) <= n_bins:
        return np.arange(len(mass))
    bins = _neighbours(values, n_bins) if ordered else _heaviest(values, n_bins)
    return np.r_[bins, bins.max() + 1 + np.arange(missing)] if missing else bins


def _heaviest(mass: np.ndarray, n_bins: int) -> np.ndarray:
    bins = np.full(len(mass), n_bins - 1, dtype=np.intp)
    own = np.sort(np.argsort(-mass, kind="stable")[: n_bins - 1])
    bins[own] = np.arange(n_bins - 1)
    return bins


def _neighbours(mass: np.ndarray, n_bins: int) -> np.ndarray:
    """Cut a row of cells where a bin has its share of what is left."""
    # A heavy cell takes a bin by itself, and the others share what remains.
    filled = mass + max(float(mass.sum()), 1.0) * 1e-9 / len(mass)
    bins = np.zeros(len(mass), dtype=np.intp)
    left, number, so_far = float(filled.sum()), 0, 0.0
    for cell, one in enumerate(filled.tolist()):
        aim = left / (n_bins - number)
        if so_far and number < n_bins - 1 and so_far + one / 2 >= aim:
            left, number, so_far = left - so_far, number + 1, 0.0
        bins[cell] = number
        so_far += one
    return bins


def draw_within(
    groups: np.ndarray,
    weights: np.ndarray,
    chosen: np.ndarray,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Draw a member of each group that was chosen, by weight.

    Parameters
    ----------
    groups : ndarray of shape (n_members,), dtype int
        The group of each member; every group from 0 on has one.
    weights : ndarray of shape (n_members,)
        Their weights; in a group without any, all members are as likely.
    chosen : ndarray of shape (n_rows,), dtype int
        Groups.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Members.
    """
    order = np.argsort(groups, kind="stable")
    sorted_groups = groups[order]
    sizes = np.bincount(groups)
    sums = np.bincount(groups, weights=weights)
    # Each group has the weight 1, so that a light one is not lost beside a heavy one.
    even = 1.0 / sizes[sorted_groups]
    own = weights[order] / np.where(sums > 0, sums, 1.0)[sorted_groups]
    upto = np.cumsum(np.where(sums[sorted_groups] > 0, own, even))
    last = np.cumsum(sizes) - 1
    first = last - sizes + 1
    before = np.r_[0.0, upto[last][:-1]]
    lots = rng.uniform(size=len(chosen))
    place = before[chosen] + lots * (upto[last] - before)[chosen]
    found = np.searchsorted(upto, place)
    return order[np.clip(found, first[chosen], last[chosen])]
