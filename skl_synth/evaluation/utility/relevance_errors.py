"""Errors of a regression where they matter: weighted by the relevance of the target."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.relevance import as_numbers, function_for


def sera(
    y_true: Any,
    y_pred: Any,
    *,
    relevance: Any = "auto",
    sample_weight: Any = None,
) -> float:
    """Squared error-relevance area: the sum of squared errors, weighted by relevance.

    Of all rows whose relevance is at least t, squared errors are added up; the area
    under this curve, from t = 0 to 1, is the sum of each squared error times its
    relevance.

    Parameters
    ----------
    y_true : array-like of shape (n_rows,)
        The target.
    y_pred : array-like of shape (n_rows,)
        What a model says of it.
    relevance : RelevanceFunction, Relevance, array-like or "auto", default="auto"
        Relevance of the target. What is no function yet is made one from ``y_true``;
        to compare folds, make it once, from the training rows, and pass it.
    sample_weight : array-like of shape (n_rows,), default=None
        Weights of the rows.

    Returns
    -------
    float
        0 at best, in squared units of the target; it grows with the number of rows.

    Raises
    ------
    ValueError
        If the lengths differ, or the relevance or a number cannot be used.

    See Also
    --------
    phi_weighted_error : The root of the mean, in units of the target.

    References
    ----------
    .. [1] R. P. Ribeiro, N. Moniz, "Imbalanced regression and extreme value
       prediction", Machine Learning 109, 1803-1835, 2020.

    Examples
    --------
    >>> from skl_synth import sera
    >>> sera([0, 5, 10], [1, 5, 7], relevance=[[0, 0], [10, 1]])
    9.0
    """
    weights, squares = _weighted(y_true, y_pred, relevance, sample_weight)
    return float((weights * squares).sum())


def phi_weighted_error(
    y_true: Any,
    y_pred: Any,
    *,
    relevance: Any = "auto",
    sample_weight: Any = None,
) -> float:
    """Root mean squared error, weighted by the relevance of the target.

    Parameters
    ----------
    y_true : array-like of shape (n_rows,)
        The target.
    y_pred : array-like of shape (n_rows,)
        What a model says of it.
    relevance : RelevanceFunction, Relevance, array-like or "auto", default="auto"
        As for `sera`.
    sample_weight : array-like of shape (n_rows,), default=None
        Weights of the rows.

    Returns
    -------
    float
        0 at best, in units of the target; NaN where no row is relevant at all.

    Raises
    ------
    ValueError
        If the lengths differ, or the relevance or a number cannot be used.

    See Also
    --------
    sera : The weighted sum of squares itself.
    Relevance : Says what matters.

    Examples
    --------
    A scorer of scikit-learn, with one relevance function for all folds:

    >>> from sklearn.metrics import make_scorer
    >>> from skl_synth import Relevance, phi_weighted_error
    >>> phi = Relevance([[0, 0], [10, 1]]).function([0, 10])
    >>> phi_weighted_error([0, 5, 10], [1, 5, 7], relevance=phi)
    2.449...
    >>> scorer = make_scorer(phi_weighted_error, greater_is_better=False, relevance=phi)
    """
    weights, squares = _weighted(y_true, y_pred, relevance, sample_weight)
    if not weights.any():
        return float("nan")
    return float(np.sqrt((weights * squares).sum() / weights.sum()))


def _weighted(
    y_true: Any, y_pred: Any, relevance: Any, sample_weight: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Weights of the rows, and their squared errors."""
    y, predicted = as_numbers(y_true), as_numbers(y_pred)
    _check_lengths("y_pred", y, predicted)
    weights = function_for(relevance, y)(y)
    if sample_weight is not None:
        own = np.asarray(sample_weight, dtype=np.float64).reshape(-1)
        _check_lengths("sample_weight", y, own)
        weights = weights * own
    return weights, np.square(y - predicted)


def _check_lengths(name: str, y: np.ndarray, other: np.ndarray) -> None:
    if len(y) == len(other):
        return
    raise InputError(
        "y_true has {n} values and {parameter} {n_other}",
        parameter=name,
        n=len(y),
        n_other=len(other),
    )
