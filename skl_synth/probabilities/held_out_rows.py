"""What a model says of rows that it was not trained on, fold by fold."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from skl_synth.compat import safe_indexing
from skl_synth.errors import InputError
from skl_synth.probabilities.calibration_maps import (
    LEAST,
    CalibrationMap,
    OneVsRest,
    PriorShift,
    Unchanged,
    isotonic_curve,
    sigmoid_curve,
    softmax,
)
from skl_synth.probabilities.trained_counts import count, fit_counting
from skl_synth.table.target.pairing import check_order

FITTED = {"sigmoid": sigmoid_curve, "isotonic": isotonic_curve}
"""The ways that are fitted to held-out rows."""

METHODS = ("none", "prior", *FITTED)
"""All ways, the simplest first: where two are as good, it is taken."""

Fold = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Held-out rows with what was said of them.

    Parameters
    ----------
    proba : ndarray of shape (n_rows, n_classes)
        Probabilities by the model of the fold in which the row was held out.
    shifted : ndarray of shape (n_rows, n_classes)
        The same, corrected for the class frequencies of that fold.
    encoded : ndarray of shape (n_rows,)
        The classes, by position.
    fold : ndarray of shape (n_rows,)
        In which fold each was held out.
    weights : ndarray of shape (n_rows,)
        How much each counts.
    """

    proba: np.ndarray
    shifted: np.ndarray
    encoded: np.ndarray
    fold: np.ndarray
    weights: np.ndarray

    def fit_map(self, method: str, rows: np.ndarray | None = None) -> CalibrationMap:
        """Fit one of the ways that are fitted.

        Parameters
        ----------
        method : str
            "sigmoid" or "isotonic".
        rows : ndarray of bool, default=None
            The rows it is fitted to; None for all.

        Returns
        -------
        CalibrationMap
            The way.
        """
        part = slice(None) if rows is None else rows
        return OneVsRest(
            self.proba[part], self.encoded[part], self.weights[part], FITTED[method]
        )

    def mapped(self, method: str) -> np.ndarray:
        """Map each row by what was fitted to the rows of other folds.

        Parameters
        ----------
        method : str
            One of the ways.

        Returns
        -------
        ndarray of shape (n_rows, n_classes)
            Probabilities.
        """
        if method not in FITTED:
            return self.shifted if method == "prior" else self.proba
        mapped = np.empty_like(self.proba)
        for fold in np.unique(self.fold):
            own = self.fold == fold
            mapped[own] = self.fit_map(method, ~own)(self.proba[own])
        return mapped

    def scores(self) -> pd.DataFrame:
        """Measure all ways on the held-out rows.

        Returns
        -------
        DataFrame
            One line per way: Brier score and log loss, lower is better.
        """
        found = {method: self.mapped(method) for method in METHODS}
        return pd.DataFrame(
            {
                "brier": {one: self._brier(proba) for one, proba in found.items()},
                "log_loss": {
                    one: self._log_loss(proba) for one, proba in found.items()
                },
            }
        ).rename_axis("method")

    def _brier(self, proba: np.ndarray) -> float:
        truth = np.eye(proba.shape[1])[self.encoded]
        squares = ((proba - truth) ** 2).sum(axis=1)
        # Of two classes that of the second alone, as it is usually told.
        mean = np.average(squares, weights=self.weights)
        return float(mean / (2.0 if proba.shape[1] == 2 else 1.0))

    def _log_loss(self, proba: np.ndarray) -> float:
        own = np.take_along_axis(proba, self.encoded[:, None], axis=1)
        losses = -np.log(np.clip(own[:, 0], LEAST, 1.0))
        return float(np.average(losses, weights=self.weights))


def held_out(
    estimator: Any,
    data: tuple[Any, Any, np.ndarray],
    params: dict[str, Any],
    folds: list[Fold],
    n_jobs: int | None,
) -> HeldOut:
    """Fit a model to each training part, and let it predict what was held out.

    Parameters
    ----------
    estimator : classifier
        Not fitted.
    data : (X, y, classes)
        Rows, their classes, and all classes.
    params : dict
        Further arguments of its ``fit``; those of a value a row are divided, too.
    folds : list of (train, test)
        Positions.
    n_jobs : int or None
        Processes, as in scikit-learn.

    Returns
    -------
    HeldOut
        What was said.

    Raises
    ------
    InputError
        If a class is in no training part.
    """
    _, y, classes = data
    parts = Parallel(n_jobs=n_jobs)(
        delayed(_of_fold)(estimator, data, params, fold) for fold in folds
    )
    tested = np.concatenate([test for _, test in folds])
    encoded = np.searchsorted(classes, np.asarray(y)[tested])
    return HeldOut(
        proba=np.concatenate([proba for proba, _ in parts]),
        shifted=np.concatenate([shifted for _, shifted in parts]),
        encoded=encoded,
        fold=np.repeat(np.arange(len(folds)), [len(test) for _, test in folds]),
        weights=weights_of(params, len(y))[tested],
    )


def _of_fold(
    estimator: Any, data: tuple[Any, Any, np.ndarray], params: dict, fold: Fold
) -> tuple[np.ndarray, np.ndarray]:
    X, y, classes = data
    train, test = fold
    own = safe_indexing(y, train)
    if len(np.unique(np.asarray(own))) < len(classes):
        raise InputError(
            "a class is in no row of a training part: its people are all held out at "
            "once",
            remedies=["use fewer folds, or others", "merge or drop the class"],
        )
    own_params = params_of_rows(params, train, len(y))
    model, trained = fit_counting(estimator, safe_indexing(X, train), own, own_params)
    proba = probabilities_of(model, safe_indexing(X, test), classes)
    weights = weights_of(own_params, len(train))
    return proba, shift_for(trained, count(own, weights), classes)(proba)


def weights_of(params: dict[str, Any], n_rows: int) -> np.ndarray:
    """Say how much each row counts.

    Parameters
    ----------
    params : dict
        Arguments of a ``fit``, among which ``sample_weight`` may be.
    n_rows : int
        How many rows there are.

    Returns
    -------
    ndarray of shape (n_rows,)
        The weights, all one where there are none.
    """
    given = params.get("sample_weight")
    return np.ones(n_rows) if given is None else np.asarray(given, dtype=float)


def shift_for(trained: dict, real: dict, classes: np.ndarray) -> CalibrationMap:
    """Make the correction for the counts that a model was trained on.

    Parameters
    ----------
    trained : dict of label to float
        The counts it was trained on.
    real : dict of label to float
        Those of the real rows.
    classes : ndarray
        All classes.

    Returns
    -------
    CalibrationMap
        The correction.
    """
    shares = [
        np.array([counts.get(label, 0.0) for label in classes.tolist()], dtype=float)
        / sum(counts.values())
        for counts in (trained, real)
    ]
    return Unchanged() if np.allclose(*shares) else PriorShift(*shares)


def probabilities_of(model: Any, X: Any, classes: np.ndarray) -> np.ndarray:
    """Ask a fitted model for probabilities, or for what comes next to them.

    Parameters
    ----------
    model : classifier
        Fitted.
    X : table
        The rows.
    classes : ndarray
        The classes in the order that is wanted; those it does not know have none.

    Returns
    -------
    ndarray of shape (n_rows, n_classes)
        Probabilities.
    """
    has_proba = hasattr(model, "predict_proba")
    said = model.predict_proba(X) if has_proba else softmax(model.decision_function(X))
    proba = np.zeros((len(said), len(classes)))
    proba[:, np.searchsorted(classes, model.classes_)] = said
    return proba


def checked_params(X: Any, params: dict[str, Any], n_rows: int) -> dict[str, Any]:
    """Check the arguments that have a value for each row; one weight is that of all.

    Parameters
    ----------
    X : table
        The rows.
    params : dict
        Arguments of a ``fit``.
    n_rows : int
        Rows of the table.

    Returns
    -------
    dict
        The arguments.

    Raises
    ------
    InputError
        If one has the row labels of the table in another order: it would be paired by
        position.
    """
    for name, value in params.items():
        if _is_by_row(value, n_rows):
            check_order(X, value, name)
    weight = params.get("sample_weight")
    if isinstance(weight, numbers.Real):
        return {**params, "sample_weight": np.full(n_rows, float(weight))}
    return params


def params_of_rows(
    params: dict[str, Any], rows: np.ndarray, n_rows: int
) -> dict[str, Any]:
    """Divide the arguments that have a value for each row.

    Parameters
    ----------
    params : dict
        Arguments of a ``fit``.
    rows : ndarray of int
        Positions.
    n_rows : int
        Rows of the whole table.

    Returns
    -------
    dict
        The arguments for these rows.
    """
    return {
        name: safe_indexing(value, rows) if _is_by_row(value, n_rows) else value
        for name, value in params.items()
    }


def _is_by_row(value: Any, n_rows: int) -> bool:
    if isinstance(value, str | dict) or not hasattr(value, "__len__"):
        return False
    shape = getattr(value, "shape", None)
    return (shape[0] if shape else len(value)) == n_rows
