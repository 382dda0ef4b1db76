"""Resampling of weighted rows, lot by lot: heavy ones repeat, light ones go."""

from __future__ import annotations

import numpy as np


def effective_sizes(
    log_weights: np.ndarray, lots: np.ndarray, n_lots: int
) -> np.ndarray:
    """Find how many rows of even weight would say as much as those of each lot.

    Parameters
    ----------
    log_weights : ndarray of shape (n_rows,)
        Logarithms of weights.
    lots : ndarray of shape (n_rows,), dtype int
        The lot of each row.
    n_lots : int
        How many lots there are.

    Returns
    -------
    ndarray of shape (n_lots,)
        Effective sample sizes after Kish; 0 where all weights are zero.
    """
    weights, _ = scaled(log_weights, lots, n_lots)
    sums = np.bincount(lots, weights, n_lots)
    squares = np.bincount(lots, weights**2, n_lots)
    return np.asarray(sums**2 / np.where(squares > 0, squares, 1.0))


def scaled(
    log_weights: np.ndarray, lots: np.ndarray, n_lots: int
) -> tuple[np.ndarray, np.ndarray]:
    """Scale the weights of each lot to a greatest one of 1.

    Parameters
    ----------
    log_weights : ndarray of shape (n_rows,)
        Logarithms of weights.
    lots : ndarray of shape (n_rows,), dtype int
        The lot of each row.
    n_lots : int
        How many lots there are.

    Returns
    -------
    weights : ndarray of shape (n_rows,)
        The weights.
    log_scale : ndarray of shape (n_lots,)
        Logarithm of what they are multiplied by; minus infinity where all are zero.
    """
    most = np.full(n_lots, -np.inf)
    np.maximum.at(most, lots, log_weights)
    with np.errstate(invalid="ignore"):
        weights = np.exp(log_weights - np.where(np.isfinite(most), most, 0.0)[lots])
    return weights, most


def log_means(log_weights: np.ndarray, lots: np.ndarray, n_lots: int) -> np.ndarray:
    """Find the logarithm of the mean weight of each lot.

    Parameters
    ----------
    log_weights : ndarray of shape (n_rows,)
        Logarithms of weights.
    lots : ndarray of shape (n_rows,), dtype int
        The lot of each row.
    n_lots : int
        How many lots there are.

    Returns
    -------
    ndarray of shape (n_lots,)
        The logarithms; minus infinity where all are zero or there are no rows.
    """
    weights, most = scaled(log_weights, lots, n_lots)
    means = np.bincount(lots, weights, n_lots) / np.maximum(
        np.bincount(lots, minlength=n_lots), 1
    )
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(means > 0, most, -np.inf) + np.log(means))


def resample(
    log_weights: np.ndarray,
    lots: np.ndarray,
    counts: np.ndarray,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Choose rows of each lot by weight, systematically.

    Parameters
    ----------
    log_weights : ndarray of shape (n_rows,)
        Logarithms of weights.
    lots : ndarray of shape (n_rows,), dtype int
        The lot of each row, in order.
    counts : ndarray of shape (n_lots,), dtype int
        How many are chosen of each lot; of a lot that has a weight.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (sum of counts,), dtype int
        Positions of rows, lot after lot. A row is chosen as often as its share says,
        but for one time.

    References
    ----------
    G. Kitagawa, "Monte Carlo filter and smoother for non-Gaussian nonlinear state space
    models", Journal of Computational and Graphical Statistics 5(1), 1996.
    """
    n_lots = len(counts)
    weights, _ = scaled(log_weights, lots, n_lots)
    kept = np.flatnonzero(weights > 0)
    weights, lots = weights[kept], lots[kept]
    weights = weights / np.bincount(lots, weights, n_lots)[lots]
    upto = np.cumsum(weights)
    ends = np.searchsorted(lots, np.arange(n_lots), side="right")
    starts = np.searchsorted(lots, np.arange(n_lots), side="left")
    before = np.r_[0.0, upto][starts]
    of = np.repeat(np.arange(n_lots), counts)
    place = np.arange(len(of)) - (np.cumsum(counts) - counts)[of]
    where = (place + rng.uniform(size=n_lots)[of]) / counts[of]
    total = np.r_[0.0, upto][ends] - before
    found = np.searchsorted(upto, before[of] + where * total[of], side="right")
    return kept[np.clip(found, starts[of], ends[of] - 1)]
