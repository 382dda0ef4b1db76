"""Classes of rows, where what is given of a row does not say its class."""

from __future__ import annotations

import numpy as np

from skl_synth.generators.exact_given.column_conditions import conditions_on_classes
from skl_synth.table.given import Given


def chosen_classes(
    given: Given,
    shares: np.ndarray,
    log_likelihood: np.ndarray,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Draw the classes that are left open, by how likely each is under the condition.

    Parameters
    ----------
    given : Given
        What is given of rows.
    shares : ndarray of shape (n_classes,)
        How many rows each class has where nothing is given.
    log_likelihood : ndarray of shape (n_conditions, n_classes)
        Logarithm of the probability that a row of a class meets a condition.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        The class of each row. Rows of one condition have each class as often as is
        likely, but for one row; where no class can meet a condition, all are as likely.
    """
    groups, free = given.groups.copy(), np.flatnonzero(given.groups < 0)
    if not len(free):
        return groups
    allowed = conditions_on_classes(given.conditions, len(shares))
    with np.errstate(divide="ignore"):
        weights = log_likelihood + np.log(shares / shares.sum())
    weights = np.where(allowed.masks[allowed.pattern], weights, -np.inf)
    most = weights.max(axis=1, keepdims=True)
    likely = np.exp(weights - np.where(np.isfinite(most), most, 0.0))
    likely[~np.isfinite(most[:, 0])] = 1.0
    groups[free] = _evenly(likely, given.which[free], rng)
    return groups


def effective_of_met(effective: np.ndarray) -> float:
    """Say how many candidates are behind the rows that have the fewest.

    Parameters
    ----------
    effective : ndarray of shape (n_rows,)
        How many are behind each row; 0 where no row meets the condition.

    Returns
    -------
    float
        The least number of all others; infinite where probabilities are exact.
    """
    return float(effective[effective > 0].min(initial=np.inf))


def _evenly(
    weights: np.ndarray, which: np.ndarray, rng: np.random.RandomState
) -> np.ndarray:
    """Draw a place in a line of weights for each row, evenly over rows of a line."""
    upto = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    order = rng.permutation(len(which))
    order = order[np.argsort(which[order], kind="stable")]
    counts = np.bincount(which, minlength=len(weights))
    place = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    start = rng.uniform(size=len(weights))[which[order]]
    lots = (place + start) / counts[which[order]]
    found = (upto[which[order], :-1] <= lots[:, None]).sum(axis=1)
    places = np.empty(len(which), dtype=np.intp)
    places[order] = found
    return places
