"""The class counts that a model was trained on, whatever stood before it."""

from __future__ import annotations

from typing import Any

import numpy as np
from imblearn.pipeline import Pipeline
from sklearn.base import BaseEstimator, clone
from sklearn.pipeline import Pipeline as SequencedSteps
from sklearn.utils.metadata_routing import get_routing_for_object

COUNTER = "skl_synth_class_counts"
"""The name of the step that counts, while a pipeline is fitted."""


class ClassCounter(BaseEstimator):
    """A step that hands rows on as they are and remembers their classes.

    Attributes
    ----------
    labels_ : ndarray of shape (n_rows,)
        The class of each row.
    """

    def fit_resample(self, X: Any, y: Any) -> tuple:
        """Remember the class of each row.

        Parameters
        ----------
        X : table
            The rows.
        y : array-like
            Their classes.

        Returns
        -------
        X, y : same containers
            The same.
        """
        self.labels_ = np.asarray(y)
        return X, y


def count(y: Any, weights: np.ndarray | None = None) -> dict:
    """Count the rows of each class.

    Parameters
    ----------
    y : array-like of shape (n_rows,)
        The classes.
    weights : ndarray of shape (n_rows,), default=None
        How much each row counts; None for one each.

    Returns
    -------
    dict of label to float
        Rows of each class.
    """
    labels, encoded = np.unique(np.asarray(y), return_inverse=True)
    sums = np.bincount(encoded, weights=weights, minlength=len(labels))
    return dict(zip(labels.tolist(), sums.astype(float).tolist(), strict=True))


def fit_counting(
    estimator: Any, X: Any, y: Any, params: dict[str, Any]
) -> tuple[Any, dict]:
    """Fit a copy of a model, and say what its last step was trained on.

    Parameters
    ----------
    estimator : classifier
        Not fitted; often a pipeline of imbalanced-learn in which a sampler stands, or
        a search around one.
    X : table
        The rows.
    y : array-like
        Their classes.
    params : dict
        Further arguments of its ``fit``.

    Returns
    -------
    fitted : classifier
        The fitted copy.
    counts : dict of label to float
        Rows of each class that its last step was trained on, times their weights and
        that of their class.
    """
    model = clone(estimator)
    pipeline = _innermost(model, fitted=False)
    if pipeline is not None:
        pipeline.steps.insert(len(pipeline.steps) - 1, (COUNTER, ClassCounter()))
    model.fit(X, y, **params)
    labels = y if pipeline is None else _labels_in(model, pipeline)
    counts = count(labels, _weights_of_last(model, params))
    return model, _weighted(counts, _parts_of(model, fitted=True)[-1])


def _weights_of_last(model: Any, params: dict[str, Any]) -> Any:
    """Find the weights of rows that the classifier itself was trained with."""
    parts = _parts_of(model, fitted=False)
    steps = [one.steps[-1][0] for one in parts if isinstance(one, SequencedSteps)]
    if not steps or "sample_weight" not in params:
        return params.get("__".join([*steps, "sample_weight"]))
    # A pipeline takes weights by this name only where metadata routing hands them on.
    asks = get_routing_for_object(parts[-1]).consumes("fit", ["sample_weight"])
    return params["sample_weight"] if asks else None


def _labels_in(model: Any, pipeline: Pipeline) -> np.ndarray:
    counter = _take_counter(pipeline)
    # A search has fitted copies of what it was given.
    fitted = _innermost(model, fitted=True)
    if fitted is not None and fitted is not pipeline:
        counter = _take_counter(fitted)
    return counter.labels_


def _parts_of(model: Any, *, fitted: bool) -> list[Any]:
    """A model, what predicts within it, and so on to the classifier itself."""
    parts = [model]
    while True:
        if isinstance(model, SequencedSteps):
            model = model.steps[-1][1]
        elif hasattr(model, "refit") and hasattr(model, "estimator"):
            model = getattr(model, "best_estimator_" if fitted else "estimator", None)
        else:
            return parts
        parts.append(model)


def _innermost(model: Any, *, fitted: bool) -> Pipeline | None:
    """The last pipeline in which a sampler may stand."""
    parts = _parts_of(model, fitted=fitted)
    return next((one for one in parts[::-1] if isinstance(one, Pipeline)), None)


def _take_counter(pipeline: Pipeline) -> ClassCounter:
    """Take the counter out again: nobody needs to know that it was there."""
    (place,) = (i for i, (name, _) in enumerate(pipeline.steps) if name == COUNTER)
    _, counter = pipeline.steps.pop(place)
    return counter


def _weighted(counts: dict, classifier: Any) -> dict:
    """Count rows as often as the weight of their class makes them count."""
    weight = getattr(classifier, "class_weight", None)
    if isinstance(getattr(classifier, "sampling_strategy", None), str):
        # Ensembles of imbalanced-learn even out the classes of each member.
        weight = "balanced"
    if weight is None:
        return counts
    # A word is "balanced"; a forest balances each of its samples, which is the same.
    if isinstance(weight, dict):
        return {label: n * float(weight.get(label, 1.0)) for label, n in counts.items()}
    return dict.fromkeys(counts, sum(counts.values()) / len(counts))
