"""Scores of answers, for the test rows as they are and for resamples of them."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.curves import Counts, area_under
from skl_synth.evaluation.figures import BALANCED, BOTH, REAL, SYNTHETIC
from skl_synth.evaluation.intervals import N_RESAMPLES
from skl_synth.evaluation.people import people_of
from skl_synth.evaluation.registry import (
    HIGHER,
    LOWER,
    TRAINED_ON_REAL,
    Measure,
    register,
)
from skl_synth.evaluation.utility.training import Answers

TRAINED_ON = (SYNTHETIC, REAL, BOTH, BALANCED)
"""The rows that models are trained on; TSTR is the first: train on synthetic, test on
real."""

OF_MODELS = ("table", "model")
"""Figures of each model, and of the table their mean."""

LEADING = ("roc_auc", "roc_auc_ovr", "r2", "accuracy")
"""The measure that counts is the first of these that there is."""


def draw_weights(
    n_rows: int, rng: np.random.RandomState, persons: np.ndarray | None = None
) -> np.ndarray:
    """Draw how often each row occurs in each resample.

    Parameters
    ----------
    n_rows : int
        Number of test rows.
    rng : RandomState
        Source of randomness.
    persons : ndarray of shape (n_rows,) or None, default=None
        Whom the rows belong to: then people are drawn, each with all of their rows.

    Returns
    -------
    ndarray of shape (1 + n_resamples, n_rows)
        First the rows as they are, then resamples. All models are measured on the same
        ones, so that differences and ratios are paired.
    """
    if persons is not None:
        people = people_of(persons)
        return draw_weights(len(people), rng)[:, people.persons]
    drawn = rng.multinomial(n_rows, np.full(n_rows, 1 / n_rows), size=N_RESAMPLES)
    return np.vstack([np.ones(n_rows), drawn])


@register(
    "utility",
    1,
    *(
        Measure(
            name,
            better,
            f"{what} of a model on real rows that were held out, by the rows that it "
            "was trained on (TSTR: train on synthetic, test on real).",
            label=label,
            ceiling=TRAINED_ON_REAL,
            scopes=OF_MODELS,
            rows=TRAINED_ON,
        )
        for name, better, label, what in (
            ("accuracy", HIGHER, "accuracy", "Share of right predictions"),
            ("brier", LOWER, "Brier score", "Mean squared error of the probabilities"),
            ("mae", LOWER, "mean absolute error", "Mean absolute error"),
            ("r2", HIGHER, "R²", "Coefficient of determination"),
            ("roc_auc", HIGHER, "ROC AUC", "Area under the ROC curve"),
            (
                "roc_auc_ovr",
                HIGHER,
                "ROC AUC, each class against the rest",
                "Mean area under the ROC curves of each class against the rest",
            ),
        )
    ),
)
def measure(
    answers: Answers, y: np.ndarray, weights: np.ndarray, *, continuous: bool
) -> dict[str, np.ndarray]:
    """Score what a model says of the test rows.

    Parameters
    ----------
    answers : Answers
        What it says.
    y : ndarray of shape (n_rows,)
        Their target.
    weights : ndarray of shape (n_resamples, n_rows)
        From `draw_weights`.
    continuous : bool
        Whether the target is a number.

    Returns
    -------
    dict of str to ndarray of shape (n_resamples,)
        For classes accuracy; with scores the area under the ROC curve (the mean of each
        class against the rest if there are more than two and they are probabilities);
        with probabilities the Brier score, the mean squared distance between what was
        foretold and what came. For numbers R² and the mean absolute error.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.utility.measures import measure
    >>> from skl_synth.evaluation.utility.training import Answers
    >>> answers = Answers(np.array([1.0, 2.0, 5.0]))
    >>> y, as_they_are = np.array([1.0, 3.0, 5.0]), np.ones((1, 3))
    >>> figures = measure(answers, y, as_they_are, continuous=True)
    >>> {name: round(float(values[0]), 3) for name, values in figures.items()}
    {'r2': 0.875, 'mae': 0.333}
    """
    if continuous:
        return _measure_numbers(answers.predicted, y, weights)
    measures = {"accuracy": _mean(answers.predicted == y, weights)}
    if answers.scores is None or answers.classes is None:
        return measures
    classes = answers.classes[-answers.scores.shape[1] :]
    hits = y[:, None] == classes
    areas = [
        _area(score, hit, weights)
        for score, hit in zip(answers.scores.T, hits.T, strict=True)
    ]
    if len(areas) == 1:
        measures["roc_auc"] = areas[0]
    elif answers.is_probability:
        measures["roc_auc_ovr"] = np.mean(areas, axis=0)
    if answers.is_probability:
        squares = ((answers.scores - hits) ** 2).sum(axis=1)
        measures["brier"] = _mean(squares, weights)
    return measures


def _measure_numbers(
    predicted: np.ndarray, y: np.ndarray, weights: np.ndarray
) -> dict[str, np.ndarray]:
    center = _mean(y, weights)
    spread = _mean(y**2, weights) - center**2
    # Of rows that are all alike there is nothing to be explained.
    spread = np.where(spread > 1e-12 * center**2, spread, np.nan)
    r2 = 1 - _mean((predicted - y) ** 2, weights) / spread
    return {"r2": r2, "mae": _mean(np.abs(predicted - y), weights)}


def _mean(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return weights @ values.astype(np.float64) / weights.sum(axis=1)


def _area(score: np.ndarray, hit: np.ndarray, weights: np.ndarray) -> np.ndarray:
    order = np.argsort(-score, kind="stable")
    ends = np.flatnonzero(np.diff(score[order])) + 1
    starts = np.r_[0, ends]
    positive, negative = (
        np.add.reduceat(weights[:, order] * kind[order], starts, axis=1)
        for kind in (hit, ~hit)
    )
    return area_under(Counts(positive, negative))
