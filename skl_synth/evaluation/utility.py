"""Utility: models trained on different tables, tested on the same real rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.metrics import check_scoring
from sklearn.utils import check_random_state

Table = tuple[Any, np.ndarray]
"""The columns, and the target as a plain array of labels or numbers."""


def default_scoring(estimator: Any, y: np.ndarray, *, continuous: bool) -> list[str]:
    """Choose the scorers that fit a target.

    Parameters
    ----------
    estimator : estimator
        The model to be scored.
    y : ndarray of shape (n_rows,)
        The target.
    continuous : bool
        Whether it is a number.

    Returns
    -------
    list of str
        R² for a number; for classes accuracy and, where the model gives scores, the
        area under the ROC curve, one class against the rest if there are several.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import LogisticRegression
    >>> from skl_synth.evaluation.utility import default_scoring
    >>> y = np.array(["a", "b", "c"])
    >>> default_scoring(LogisticRegression(), y, continuous=False)
    ['accuracy', 'roc_auc_ovr']
    """
    if continuous:
        return ["r2"]
    has_probabilities = hasattr(estimator, "predict_proba")
    if len(np.unique(y)) > 2:
        return ["accuracy", "roc_auc_ovr"] if has_probabilities else ["accuracy"]
    if has_probabilities or hasattr(estimator, "decision_function"):
        return ["accuracy", "roc_auc"]
    return ["accuracy"]


class Scoring:
    """Any scoring that scikit-learn takes, as one function that gives named numbers.

    Parameters
    ----------
    estimator : estimator
        The model to be scored.
    scoring : str, callable, list, tuple, set or dict
        A scorer or several.
    """

    def __init__(self, estimator: Any, scoring: Any) -> None:
        self._scorer: Callable[..., Any] = check_scoring(estimator, scoring)
        is_name = isinstance(scoring, str)
        self._name = scoring if is_name else getattr(scoring, "__name__", "score")

    def __call__(self, model: Any, X: Any, y: np.ndarray) -> dict[str, float]:
        """Score a fitted model.

        Parameters
        ----------
        model : estimator
            A fitted model.
        X, y : array-like
            Real rows and their target.

        Returns
        -------
        dict of str to float
            The scores by name; more is better.
        """
        scores = self._scorer(model, X, y)
        if not isinstance(scores, Mapping):
            scores = {self._name: scores}
        return {name: float(score) for name, score in scores.items()}


def seeded(estimator: Any, random_state: Any) -> Any:
    """Clone an estimator and give a seed to each of its parts that has none.

    Parameters
    ----------
    estimator : estimator
        An estimator, possibly with others inside.
    random_state : int, RandomState instance or None
        Source of the seeds.

    Returns
    -------
    estimator
        The clone; seeds that the user had set are kept.

    Examples
    --------
    >>> from sklearn.ensemble import RandomForestClassifier
    >>> from skl_synth.evaluation.utility import seeded
    >>> seeded(RandomForestClassifier(), 0).random_state is None
    False
    >>> seeded(RandomForestClassifier(random_state=7), 0).random_state
    7
    """
    rng = check_random_state(random_state)
    estimator = clone(estimator)
    unset = sorted(
        name
        for name, value in estimator.get_params(deep=True).items()
        if value is None and name.split("__")[-1] == "random_state"
    )
    return estimator.set_params(**{name: draw_seed(rng) for name in unset})


def draw_seed(rng: np.random.RandomState) -> int:
    """Draw a seed.

    Parameters
    ----------
    rng : RandomState
        Source of randomness.

    Returns
    -------
    int
        A whole number that any ``random_state`` takes.
    """
    return int(rng.randint(np.iinfo(np.int32).max))


def train_and_test(
    estimator: Any, tables: Mapping[str, Table], test: Table, scoring: Any
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Train a clone on each of several tables and test all on the same real rows.

    Parameters
    ----------
    estimator : estimator
        An unfitted model.
    tables : mapping of str to (X, y)
        The tables to train on, by name.
    test : (X, y)
        Real rows that none of the tables was made from.
    scoring : str, callable, list, tuple, set or dict
        A scikit-learn scorer or several.

    Returns
    -------
    figures : DataFrame
        Columns rows (the name of the table that was trained on), metric, value and
        better, which says which way is better.
    predictions : DataFrame
        What was predicted for each test row, see `predictions_of`, with a column
        ``trained_on``.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> from skl_synth.datasets import load_table
    >>> from skl_synth.evaluation.utility import train_and_test
    >>> X, y = load_table("iris", return_X_y=True)
    >>> even, odd = (X[::2], y[::2].to_numpy()), (X[1::2], y[1::2].to_numpy())
    >>> model = LogisticRegression(max_iter=1000)
    >>> figures, _ = train_and_test(model, {"real": even}, odd, "accuracy")
    >>> figures.round(2)
       rows    metric  value  better
    0  real  accuracy   0.96  higher
    """
    score = Scoring(estimator, scoring)
    figures, predictions = [], []
    for name, (X, y) in tables.items():
        model = clone(estimator).fit(X, y)
        for metric, value in score(model, *test).items():
            figures.append((name, metric, value, "higher"))
        predictions.append(predictions_of(model, *test).assign(trained_on=name))
    columns = ["rows", "metric", "value", "better"]
    return pd.DataFrame(figures, columns=columns), pd.concat(predictions)


def predictions_of(model: Any, X: Any, y: np.ndarray) -> pd.DataFrame:
    """Score test rows by a fitted model, in a long frame.

    Parameters
    ----------
    model : estimator
        A fitted model.
    X, y : array-like
        Test rows and their target.

    Returns
    -------
    DataFrame
        Columns row (position among the test rows) and target; then, where the model
        scores classes, label and score, one row per test row and class (of two
        classes the second only); else prediction.
    """
    row = np.arange(len(y))
    for method in ("predict_proba", "decision_function"):
        if not hasattr(model, method):
            continue
        scores = np.asarray(getattr(model, method)(X))
        labels = model.classes_
        if len(labels) == 2:
            scores = scores[:, 1:] if scores.ndim == 2 else scores[:, None]
            labels = labels[1:]
        parts = [
            pd.DataFrame({"row": row, "target": y, "label": label, "score": score})
            for label, score in zip(labels, scores.T, strict=True)
        ]
        return pd.concat(parts, ignore_index=True)
    return pd.DataFrame({"row": row, "target": y, "prediction": model.predict(X)})
