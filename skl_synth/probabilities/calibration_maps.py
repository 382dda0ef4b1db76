"""Ways from the probabilities of a model to honest ones."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_softmax, logit
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

LEAST = 1e-12
"""Probabilities are kept so far from 0 and 1 where their logarithm is taken."""

STRENGTH = 1e6
"""The inverse of a penalty that only keeps the two parameters of a sigmoid finite."""


Curve = Callable[[np.ndarray], np.ndarray]


class CalibrationMap(ABC):
    """What turns one table of probabilities into another."""

    @abstractmethod
    def __call__(self, proba: np.ndarray) -> np.ndarray:
        """Map the probabilities of a model.

        Parameters
        ----------
        proba : ndarray of shape (n_rows, n_classes)
            What the model says.

        Returns
        -------
        ndarray of shape (n_rows, n_classes)
            Probabilities that sum to one in each row.
        """


class Unchanged(CalibrationMap):
    """What the model says, as it says it."""

    def __call__(self, proba: np.ndarray) -> np.ndarray:
        """Return the probabilities."""
        return proba


class PriorShift(CalibrationMap):
    """The correction for class frequencies that changed between training and use.

    Each probability is multiplied by how much rarer its class is than it was in
    training, and the row is made to sum to one [1]_ [2]_. Nothing is fitted: it is
    right where only the frequencies were changed, and the model was right about them.

    Parameters
    ----------
    trained, real : ndarray of shape (n_classes,)
        Shares of the classes where the model was trained, and where it is used.

    References
    ----------
    .. [1] C. Elkan, "The foundations of cost-sensitive learning", IJCAI 2001, 973-978.
    .. [2] M. Saerens, P. Latinne, C. Decaestecker, "Adjusting the outputs of a
       classifier to new a priori probabilities: a simple procedure", Neural Computation
       14, 21-41, 2002.
    """

    def __init__(self, trained: np.ndarray, real: np.ndarray) -> None:
        self.trained = trained
        self.real = real

    def __call__(self, proba: np.ndarray) -> np.ndarray:
        """Weigh the classes, and make each row sum to one."""
        # Of a class that the model was never shown it knows nothing: as it says.
        seen = self.trained > 0
        ratio = np.divide(
            self.real, self.trained, out=np.ones_like(self.real), where=seen
        )
        return _summing_to_one(proba * ratio)


class OneVsRest(CalibrationMap):
    """One curve for each class, fitted to rows that the model was not trained on.

    Parameters
    ----------
    proba : ndarray of shape (n_rows, n_classes)
        What the model says of these rows.
    encoded : ndarray of shape (n_rows,)
        Their classes, by position.
    weights : ndarray of shape (n_rows,)
        How much each counts.
    fit_curve : callable
        Fits a curve to the probabilities of one class, whether rows are of it, and
        their weights.
    """

    def __init__(
        self,
        proba: np.ndarray,
        encoded: np.ndarray,
        weights: np.ndarray,
        fit_curve: Callable[[np.ndarray, np.ndarray, np.ndarray], Curve],
    ) -> None:
        counts = weights > 0
        proba, encoded, weights = proba[counts], encoded[counts], weights[counts]
        n_classes = proba.shape[1]
        # Of two classes the second says all.
        self.places = [1] if n_classes == 2 else list(range(n_classes))
        self.curves = [
            fit_curve(proba[:, place], encoded == place, weights)
            for place in self.places
        ]

    def __call__(self, proba: np.ndarray) -> np.ndarray:
        """Read the curves; of more than two classes make each row sum to one."""
        columns = [
            curve(proba[:, place])
            for place, curve in zip(self.places, self.curves, strict=True)
        ]
        if len(columns) == 1:
            return np.column_stack([1.0 - columns[0], columns[0]])
        return _summing_to_one(np.column_stack(columns))


@dataclass(frozen=True)
class Line:
    """A straight line in log-odds.

    Parameters
    ----------
    slope, start : float
        Its slope, and where it starts.
    """

    slope: float
    start: float

    def __call__(self, values: np.ndarray) -> np.ndarray:
        """Move the log-odds of probabilities."""
        return expit(self.slope * _log_odds(values) + self.start)


def sigmoid_curve(
    values: np.ndarray, is_class: np.ndarray, weights: np.ndarray
) -> Curve:
    """Fit a straight line to log-odds, as Platt did.

    Parameters
    ----------
    values : ndarray of shape (n_rows,)
        Probabilities of a class.
    is_class : ndarray of shape (n_rows,), dtype bool
        Whether rows are of it.
    weights : ndarray of shape (n_rows,)
        How much each counts.

    Returns
    -------
    callable
        The curve, from probabilities to probabilities.
    """
    if is_class.all() or not is_class.any():
        return Line(0.0, np.inf if is_class.all() else -np.inf)
    line = LogisticRegression(C=STRENGTH, max_iter=1000)
    line.fit(_log_odds(values)[:, None], is_class, weights)
    slope = float(line.coef_[0, 0])
    if slope < 0:
        # A model that ranks people the wrong way round is not to be turned about.
        return Line(0.0, float(logit(np.average(is_class, weights=weights))))
    return Line(slope, float(line.intercept_[0]))


def isotonic_curve(
    values: np.ndarray, is_class: np.ndarray, weights: np.ndarray
) -> Curve:
    """Fit steps that never fall.

    Parameters
    ----------
    values : ndarray of shape (n_rows,)
        Probabilities of a class.
    is_class : ndarray of shape (n_rows,), dtype bool
        Whether rows are of it.
    weights : ndarray of shape (n_rows,)
        How much each counts.

    Returns
    -------
    callable
        The curve, from probabilities to probabilities.
    """
    steps = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    steps.fit(values, is_class.astype(float), sample_weight=weights)
    return steps.predict


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn what a ``decision_function`` says into something like probabilities.

    Parameters
    ----------
    scores : ndarray of shape (n_rows,) or (n_rows, n_classes)
        The scores.

    Returns
    -------
    ndarray of shape (n_rows, n_classes)
        Numbers from 0 to 1 that rank rows as the scores do.
    """
    if scores.ndim == 1:
        positive = expit(scores)
        return np.column_stack([1.0 - positive, positive])
    return np.exp(log_softmax(scores, axis=1))


def _log_odds(values: np.ndarray) -> np.ndarray:
    return logit(np.clip(values, LEAST, 1.0 - LEAST))


def _summing_to_one(weights: np.ndarray) -> np.ndarray:
    total = weights.sum(axis=1, keepdims=True)
    even = np.full_like(weights, 1.0 / weights.shape[1])
    return np.divide(weights, total, out=even, where=total > 0)
