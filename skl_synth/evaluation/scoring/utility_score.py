"""What the model behind a synthesizer reaches on the test fold, 0 for a guess."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.evaluation.model_columns import ModelColumns
from skl_synth.evaluation.scoring.scoring_context import ScoringContext
from skl_synth.evaluation.tables import plain_target
from skl_synth.evaluation.utility.measures import LEADING, measure
from skl_synth.evaluation.utility.models import default_model
from skl_synth.evaluation.utility.training import Scoring, predict_scores


def utility_score(
    estimator: Any, X: Any, y: Any, context: ScoringContext, scoring: Any
) -> float:
    """Score the predictions of an estimator that holds a synthesizer.

    Parameters
    ----------
    estimator : estimator
        Fitted; where it does not predict, a model is trained on the sample.
    X, y : table and target
        The test fold, as the estimator is given it.
    context : ScoringContext
        The sample, and the test fold as the synthesizer would be given it.
    scoring : str, callable or None
        A scorer; None for the measure that fits the target.

    Returns
    -------
    float
        The score; without scorer 0 for a guess and 1 for perfect.

    Raises
    ------
    ValueError
        If the scorer does not fit the estimator.
    """
    if not hasattr(estimator, "predict"):
        estimator, (X, y) = _trained_on_sample(context), context.control
    target = context.synthesizer.target_
    labels = plain_target(target, y)
    if scoring is not None:
        return next(iter(Scoring(estimator, scoring)(estimator, X, labels).values()))
    measures = measure(
        predict_scores(estimator, X),
        labels,
        np.ones((1, len(labels))),
        continuous=target.kind == "continuous",
    )
    name = next(one for one in LEADING if one in measures)
    value = float(measures[name][0])
    return 2 * value - 1 if name.startswith("roc_auc") else value


def _trained_on_sample(context: ScoringContext) -> Any:
    """Train the default model, which has no seed, on the sample."""
    X, y = context.synthetic
    target = context.synthesizer.target_
    columns = ModelColumns.of(context.synthesizer.encoder_.schema_.as_published())
    model = default_model(columns, continuous=target.kind == "continuous")
    return model.fit(X, plain_target(target, y))
