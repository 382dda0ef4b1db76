"""How likely what holds in every row is chance."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammaln

LEAST_MORE = 10
"""Different rows that a formula must have beyond the numbers that were fitted to it."""

SURE = 25.0
"""Minus the logarithm of the chance that is still too likely: e^-25 for one test.

A wide table has some 10^5 pairs and triples that are tried.
"""

FEWEST_OTHERS = 10
"""Rows outside its most frequent level that a column that follows must have."""


def formula_is_sure(n_different: int, n_fitted: int, n_results: int) -> bool:
    """Decide whether a formula could hold by chance.

    Each row beyond those that the numbers were fitted to had to fall on one of the
    different results, of which chance would have met one in as many.

    Parameters
    ----------
    n_different : int
        Different rows in the columns of the formula.
    n_fitted : int
        Numbers that were fitted.
    n_results : int
        Different values of the computed column.

    Returns
    -------
    bool
        True where chance is excluded.
    """
    more = n_different - n_fitted
    odds = math.log(max(n_results / 2, 1.0))
    return n_results >= 4 and more >= LEAST_MORE and more * odds >= SURE


def log_chance_of_function(group_sizes: np.ndarray, shares: np.ndarray) -> float:
    """Give the chance that all rows of each group have one level, if unrelated.

    Parameters
    ----------
    group_sizes : ndarray of int
        Rows of each group.
    shares : ndarray of float64
        The share of each level among all rows.

    Returns
    -------
    float
        The logarithm of the chance.
    """
    sizes, counts = np.unique(group_sizes, return_counts=True)
    logs = np.log(shares[shares > 0])
    chances = [_log_sum(size * logs) for size in sizes]
    return float(np.dot(counts, chances))


def _log_sum(logs: np.ndarray) -> float:
    top = logs.max()
    return float(top + np.log(np.exp(logs - top).sum()))


def log_chance_of_bands(sizes: np.ndarray) -> float:
    """Give the chance that levels lie in one stretch each, if in any order.

    Parameters
    ----------
    sizes : ndarray of int
        Different numbers in each stretch.

    Returns
    -------
    float
        The logarithm of the chance.
    """
    in_any_order = gammaln(sizes.sum() + 1) - gammaln(sizes + 1).sum()
    return float(gammaln(len(sizes) + 1) - in_any_order)
