"""The learned attack: classifiers that were shown who was a member and who was not."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.features import (
    N_NEIGHBORS,
    nearest,
    nearest_of_own_class,
    nearest_synthetic,
)
from skl_synth.evaluation.seeds import draw_seed

N_FOLDS = 5
"""People are scored by classifiers that were trained on the other folds."""

ENOUGH_FOR_TREES = 100
"""With fewer people a logistic regression is asked alone."""

CLOSE = 1e-2
"""Added to distances before their logarithm is taken, so that copies are not all."""


def features_of(context: AttackContext) -> np.ndarray:
    """Describe each person by the synthetic rows around, and by the people around.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.

    Returns
    -------
    ndarray of shape (n_people, n_features)
        Logarithms of the distances to the nearest synthetic rows of the own class and
        of any, and of their ratios to the distances to the nearest other people; how
        far the nearest row of the own class lies in each column; and the person.
    """
    people, (classes, _) = context.people, context.classes
    own, rows = nearest_of_own_class(context)
    every, _ = nearest_synthetic(context)
    others = _others_of_own_class(people, classes)
    gap = np.abs(people - context.synthetic[rows[:, 0]])
    labels = np.unique(classes, return_inverse=True)[1].reshape(-1, 1)
    own, every, others = (np.log(part + CLOSE) for part in (own, every, others))
    return np.hstack([own, every, own - others, others, gap, people, labels])


def learned_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Score each person by classifiers that were trained on other people.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Source of the folds.

    Returns
    -------
    ndarray of shape (n_people,)
        The mean of what a logistic regression and gradient boosting say; higher for
        rather a member.
    """
    features, is_member = features_of(context), context.is_member
    scores = np.full(len(features), 0.5)
    if len(features) < 4 * N_FOLDS:
        return scores
    seed = draw_seed(rng)
    folds = StratifiedKFold(N_FOLDS, shuffle=True, random_state=seed)
    models: list[Any] = [
        make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=300))
    ]
    if len(features) >= ENOUGH_FOR_TREES:
        boosting = HistGradientBoostingClassifier(
            max_iter=50, max_leaf_nodes=8, early_stopping=False, random_state=seed
        )
        models.append(boosting)
    for train, test in folds.split(features, is_member):
        said = [
            model.fit(features[train], is_member[train]).predict_proba(features[test])
            for model in models
        ]
        scores[test] = np.mean(said, axis=0)[:, 1]
    return scores


def _others_of_own_class(people: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Distances to the nearest other people of the own class, members and not."""
    distances = np.empty((len(people), N_NEIGHBORS))
    for label in np.unique(classes):
        who = classes == label
        found, _ = nearest(people[who], people[who], N_NEIGHBORS + 1)
        distances[who] = found[:, 1:]
    return distances
