"""Models trained on different tables, and what they say of the same real rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.metrics import check_scoring

from skl_synth.errors import InputError, Remedy
from skl_synth.evaluation.utility.encoded_labels import fit_on_labels
from skl_synth.progress import steps

OUR_OWN = {
    one: f"{one.removesuffix('_scorer')}_scorer"
    for name in ("privacy", "fidelity", "utility_privacy")
    for one in (name, f"{name}_scorer")
} | {"utility": "utility_privacy_scorer"}
"""Names that a user may try, and the scorers that are meant."""

Table = tuple[Any, np.ndarray]
"""The columns, and the target as a plain array of labels or numbers."""


class TrainingTable(NamedTuple):
    """What models are trained on: tables behind one another, and their target.

    Parameters
    ----------
    parts : list of tables
        The columns, in the container of the real table; some may be read already.
    y : ndarray of shape (n_rows,)
        The target of all parts as a plain array of labels or numbers.
    """

    parts: list[Any]
    y: np.ndarray


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
    >>> from skl_synth.evaluation.utility.training import default_scoring
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
        _refuse_our_own(scoring)
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


def _refuse_our_own(scoring: Any) -> None:
    """Say where our own scorers are, of which scikit-learn knows no names."""
    names = [scoring] if isinstance(scoring, str) else scoring
    if isinstance(names, Mapping):
        names = names.values()
    elif not isinstance(names, list | tuple | set):
        return
    ours = [one for one in names if isinstance(one, str) and one in OUR_OWN]
    if not ours:
        return
    raise InputError(
        "{parameter}={value!r} scores no models, but a synthesizer, and has no name in "
        "scikit-learn",
        parameter="scoring",
        value=ours[0],
        remedies=[
            "leave it out: SyntheticEvaluator measures utility, fidelity and privacy, "
            "as its sections say",
            Remedy(
                "give a search the function itself, scoring=skl_synth.{scorer}",
                only="python",
            ),
        ],
        scorer=OUR_OWN[ours[0]],
    )


class Answers(NamedTuple):
    """What a model says of some rows.

    Parameters
    ----------
    predicted : ndarray of shape (n_rows,)
        Labels or numbers.
    classes : ndarray of shape (n_classes,) or None
        The labels that the model knows.
    scores : ndarray of shape (n_rows, n_classes) or None
        A score of each class, of two classes the second only.
    is_probability : bool
        Whether the scores are probabilities.
    """

    predicted: np.ndarray
    classes: np.ndarray | None = None
    scores: np.ndarray | None = None
    is_probability: bool = False


class Trained(NamedTuple):
    """A model, what it was trained on, and what it says of the test rows.

    Parameters
    ----------
    name : str
        The name of the model.
    trained_on : str
        The name of the table.
    model : estimator
        Fitted.
    answers : Answers
        For the test rows.
    """

    name: str
    trained_on: str
    model: Any
    answers: Answers


def train(
    panel: Mapping[str, Any],
    tables: Mapping[str, Table],
    X_test: Any,
    preparation: Any = None,
) -> list[Trained]:
    """Train a clone of each model on each table.

    Parameters
    ----------
    panel : mapping of str to estimator
        Unfitted models by name.
    tables : mapping of str to (X, y)
        The tables to train on, by name.
    X_test : array-like
        Real rows that none of the tables was made from.
    preparation : Preparation or None, default=None
        What trains and asks models whose first steps are the same; None trains each
        model by itself.

    Returns
    -------
    list of Trained
        One per model and table.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> from skl_synth.datasets import load_table
    >>> from skl_synth.evaluation.utility.training import train
    >>> X, y = load_table("iris", return_X_y=True)
    >>> even = X[::2], y[::2].to_numpy()
    >>> model = LogisticRegression(max_iter=1000)
    >>> [one] = train({"logistic": model}, {"real": even}, X[1::2])
    >>> float((one.answers.predicted == y[1::2]).mean().round(2))
    0.96
    """
    trained = []
    pairs = [(name, table) for name in panel for table in tables]
    for name, table in steps(pairs, "model", name=" on ".join):
        model, (X, y) = panel[name], tables[table]
        if preparation is None:
            fitted = fit_on_labels(model, X, y)
            answers = predict_scores(fitted, X_test)
        else:
            fitted = preparation.fit(model, X, y)
            answers = preparation.predict_scores(fitted, X_test)
        trained.append(Trained(name, table, fitted, answers))
    return trained


def predict_scores(model: Any, X: Any) -> Answers:
    """Ask a fitted model about rows.

    Parameters
    ----------
    model : estimator
        Fitted.
    X : array-like
        The rows.

    Returns
    -------
    Answers
        Predictions, and scores of classes where the model gives them.
    """
    for method in ("predict_proba", "decision_function"):
        if not hasattr(model, method):
            continue
        scores = np.asarray(getattr(model, method)(X))
        classes = np.asarray(model.classes_)
        is_probability = method == "predict_proba"
        if is_probability:
            # What `predict` says, without asking a forest twice.
            predicted = classes[scores.argmax(axis=1)]
        else:
            predicted = np.asarray(model.predict(X))
        if len(classes) == 2:
            scores = scores[:, 1:] if scores.ndim == 2 else scores[:, None]
        return Answers(predicted, classes, scores, is_probability)
    return Answers(np.asarray(model.predict(X)))


def predictions_of(trained: Trained, y: np.ndarray) -> pd.DataFrame:
    """Write what a model says of the test rows as a long frame.

    Parameters
    ----------
    trained : Trained
        The model.
    y : ndarray of shape (n_rows,)
        The target of the test rows.

    Returns
    -------
    DataFrame
        Columns row (position among the test rows), target, model and trained_on; then,
        where the model scores classes, label and score, one row per test row and class
        (of two classes the second only); else prediction.
    """
    answers = trained.answers
    about = {
        "row": np.arange(len(y)),
        "target": y,
        "model": trained.name,
        "trained_on": trained.trained_on,
    }
    if answers.scores is None or answers.classes is None:
        return pd.DataFrame({**about, "prediction": answers.predicted})
    labels = answers.classes[-answers.scores.shape[1] :]
    parts = [
        pd.DataFrame({**about, "label": label, "score": score})
        for label, score in zip(labels, answers.scores.T, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)
