"""Models that see the classes as whole numbers, whatever their labels are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted


def _has(method: str) -> Any:
    def has(self: Any) -> bool:
        return hasattr(getattr(self, "estimator_", self.estimator), method)

    return has


class EncodedLabels(ClassifierMixin, MetaEstimatorMixin, BaseEstimator):
    """Train a classifier on numbered classes, and answer in their labels.

    Parameters
    ----------
    estimator : estimator
        The classifier.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The labels.
    estimator_ : estimator
        Fitted to their places.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.ensemble import RandomForestClassifier
    >>> from skl_synth.evaluation.utility.encoded_labels import EncodedLabels
    >>> X, y = np.arange(20.0)[:, None], np.repeat(["0", "1"], 10)
    >>> forest = RandomForestClassifier(5, class_weight="balanced", random_state=0)
    >>> print(EncodedLabels(forest).fit(X, y).predict([[1.0], [18.0]]))
    ['0' '1']
    """

    def __init__(self, estimator: Any) -> None:
        self.estimator = estimator

    def fit(self, X: Any, y: Any) -> EncodedLabels:
        """Train the classifier.

        Parameters
        ----------
        X : table
            The columns, as the classifier takes them.
        y : array-like of shape (n_rows,)
            The labels.

        Returns
        -------
        EncodedLabels
            The fitted classifier.
        """
        self.classes_, codes = np.unique(np.asarray(y), return_inverse=True)
        by_code = {
            name: _by_code(weights, self.classes_)
            for name, weights in _class_weights(self.estimator).items()
            if isinstance(weights, Mapping)
        }
        self.estimator_ = clone(self.estimator).set_params(**by_code).fit(X, codes)
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Predict labels.

        Parameters
        ----------
        X : table
            Rows.

        Returns
        -------
        ndarray of shape (n_rows,)
            Their labels.
        """
        check_is_fitted(self)
        return self.classes_[self.estimator_.predict(X)]

    @available_if(_has("predict_proba"))
    def predict_proba(self, X: Any) -> np.ndarray:
        """Give the probability of each class.

        Parameters
        ----------
        X : table
            Rows.

        Returns
        -------
        ndarray of shape (n_rows, n_classes)
            In the order of ``classes_``.
        """
        check_is_fitted(self)
        return np.asarray(self.estimator_.predict_proba(X))

    @available_if(_has("decision_function"))
    def decision_function(self, X: Any) -> np.ndarray:
        """Give the score of each class.

        Parameters
        ----------
        X : table
            Rows.

        Returns
        -------
        ndarray
            In the order of ``classes_``; of two classes the second.
        """
        check_is_fitted(self)
        return np.asarray(self.estimator_.decision_function(X))


def fit_on_labels(model: Any, X: Any, y: np.ndarray) -> Any:
    """Train a model, and number the classes for it where it cannot read them.

    Parameters
    ----------
    model : estimator
        Unfitted; it is left as it is.
    X, y : table and target
        What to train on.

    Returns
    -------
    estimator
        A fitted clone, or the same behind `EncodedLabels`.
    """
    model = EncodedLabels(model) if _misreads(model, y) else model
    return clone(model).fit(X, y)


def _misreads(model: Any, y: np.ndarray) -> bool:
    """Whether it weighs classes, and their labels are numbers in text.

    Scikit-learn turns such labels into numbers, and then knows the weight of none.
    """
    if y.dtype.kind not in "OUS":
        return False
    weights = _class_weights(model).values()
    if any(isinstance(one, Mapping) for one in weights):
        return any(map(_is_number, np.unique(y).tolist()))
    return any(isinstance(one, str) for one in weights)


def _class_weights(model: Any) -> dict[str, Any]:
    """The parameters that say how classes are weighed, those of steps included."""
    parameters = model.get_params() if hasattr(model, "get_params") else {}
    return {
        name: value
        for name, value in parameters.items()
        if name.split("__")[-1] == "class_weight"
    }


def _by_code(weights: Mapping[Any, Any], classes: np.ndarray) -> dict[Any, Any]:
    """Weights by the places of labels; what is no label stays, to be refused."""
    places = {label: place for place, label in enumerate(classes.tolist())}
    return {places.get(label, str(label)): one for label, one in weights.items()}


def _is_number(label: Any) -> bool:
    try:
        float(label)
    except (TypeError, ValueError):
        return False
    return True
