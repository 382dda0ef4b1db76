"""Recall of each class, by the rows that models were trained on."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import BOTH, NAN, REAL, SYNTHETIC, Interval
from skl_synth.evaluation.intervals import percentiles
from skl_synth.evaluation.registry import (
    HIGHER,
    TRAINED_ON_REAL,
    Measure,
    register,
)
from skl_synth.evaluation.utility.measures import TRAINED_ON
from skl_synth.evaluation.utility.training import Trained

OF_CLASSES: dict[str, Any] = {"scopes": ("class",), "rows": TRAINED_ON}


@register(
    "utility",
    5,
    Measure(
        "class_recall",
        HIGHER,
        "Share of the test rows of a class that models find, by the rows that they "
        "were trained on; mean over the models.",
        label="recall of {subject}",
        ceiling=TRAINED_ON_REAL,
        **OF_CLASSES,
    ),
    Measure(
        "class_precision",
        HIGHER,
        "Share of the test rows which models say are of a class that are of it, by the "
        "rows that they were trained on; mean over the models that say it of any.",
        label="precision of {subject}",
        ceiling=TRAINED_ON_REAL,
        **OF_CLASSES,
    ),
    Measure(
        "class_recall_change",
        HIGHER,
        "Recall of a class after training on other rows, less that after training on "
        "real ones; paired over resamples of the test rows.",
        ceiling=0.0,
        scopes=("class",),
        rows=(SYNTHETIC, BOTH),
    ),
    Measure(
        "class_support",
        HIGHER,
        "Number of test rows of a class, on which its recall rests.",
        scopes=("class",),
        rows=(REAL,),
    ),
)
def compare_recall(
    trained: list[Trained], y: np.ndarray, weights: np.ndarray
) -> FigureList:
    """Compare how models find each class, by the rows that they were trained on.

    Parameters
    ----------
    trained : list of Trained
        Models, with what they say of the test rows; each trained on real rows among
        others.
    y : ndarray of shape (n_rows,)
        The classes of these rows.
    weights : ndarray of shape (n_resamples, n_rows)
        How often each row occurs in each resample; the first are the rows as they are.

    Returns
    -------
    FigureList
        ``class_recall`` and ``class_precision`` of each class, mean over the models,
        for each kind of rows that all were trained on; ``class_recall_change``, what
        synthetic rows change; and ``class_support``.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.utility.class_recall import compare_recall
    >>> from skl_synth.evaluation.utility.training import Answers, Trained
    >>> y, as_they_are = np.array([0, 0, 1, 1]), np.ones((1, 4))
    >>> said = {"real": np.array([0, 0, 1, 1]), "synthetic": np.array([0, 0, 0, 1])}
    >>> models = [Trained("m", on, None, Answers(one)) for on, one in said.items()]
    >>> frame = compare_recall(models, y, as_they_are).frame()
    >>> found = frame[frame["metric"] == "class_recall"].set_index(["subject", "rows"])
    >>> found["value"].unstack("rows")
    rows     real  synthetic
    subject
    0         1.0        1.0
    1         1.0        0.5
    """
    figures = FigureList()
    for label in np.unique(y).tolist():
        _add_class(figures, label, trained, y == label, weights)
    return figures


def _add_class(
    figures: FigureList,
    label: Any,
    trained: list[Trained],
    is_class: np.ndarray,
    weights: np.ndarray,
) -> None:
    about: dict[str, Any] = {"scope": "class", "subject": str(label)}
    figures.add("class_support", float(is_class.sum()), **about)
    found: dict[str, dict] = {"class_recall": {}, "class_precision": {}}
    for one in trained:
        is_said = one.answers.predicted == label
        hits = weights @ (is_said & is_class)
        key = one.name, one.trained_on
        found["class_recall"][key] = _share(hits, weights @ is_class)
        found["class_precision"][key] = _share(hits, weights @ is_said)
    recall = _means(found["class_recall"])
    for metric, of_models in found.items():
        means = _means(of_models)
        for rows, values in means.items():
            ceiling = float(means[REAL][0])
            figures.add(metric, _interval(values), rows=rows, ceiling=ceiling, **about)
    for rows in (SYNTHETIC, BOTH):
        if rows in recall:
            change = _interval(recall[rows] - recall[REAL])
            figures.add("class_recall_change", change, rows=rows, **about)


def _share(hits: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Divide; NaN where there is nothing to be a share of."""
    return np.divide(hits, of, out=np.full(len(hits), NAN), where=of > 0)


def _means(of_models: dict[tuple[str, str], np.ndarray]) -> dict[str, np.ndarray]:
    """Mean over the models, for the rows that all of them were trained on."""
    models = list(dict.fromkeys(model for model, _ in of_models))
    kinds = list(dict.fromkeys(rows for _, rows in of_models))
    return {
        rows: _mean_of_known(np.array([of_models[model, rows] for model in models]))
        for rows in kinds
        if all((model, rows) in of_models for model in models)
    }


def _mean_of_known(values: np.ndarray) -> np.ndarray:
    """Mean over the first axis of what is not NaN; a model may never name a class."""
    known = ~np.isnan(values)
    return _share(np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0))


def _interval(values: np.ndarray) -> Interval:
    return percentiles(float(values[0]), values[1:])
