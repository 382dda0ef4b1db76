"""The learned attack: a classifier that was shown who was a member and who was not."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold

from skl_synth.evaluation.privacy.membership.features import (
    nearest,
    nearest_of_own_class,
)
from skl_synth.evaluation.privacy.setting import Setting
from skl_synth.evaluation.seeds import draw_seed

N_FOLDS = 5


def features_of(setting: Setting) -> np.ndarray:
    """Describe each person by the synthetic rows around.

    Parameters
    ----------
    setting : Setting
        Who is attacked, and the tables.

    Returns
    -------
    ndarray of shape (n_people, n_features)
        Distances to the nearest synthetic rows of the own class and of any, and how
        far the nearest one of the own class lies in each attribute.
    """
    people = setting.people
    own, rows = nearest_of_own_class(setting)
    every, _ = nearest(people, setting.synthetic)
    gap = np.abs(people - setting.synthetic[rows[:, 0]])
    n = int(setting.owner.max(initial=-1)) + 1
    by_attribute = np.zeros((len(people), n))
    np.maximum.at(by_attribute, (slice(None), setting.owner), gap)
    return np.hstack([own, every, by_attribute])


def learned_scores(setting: Setting, rng: np.random.RandomState) -> np.ndarray:
    """Score each person by a classifier that was trained on the others.

    Parameters
    ----------
    setting : Setting
        Who is attacked, and the tables.
    rng : RandomState
        Source of folds and trees.

    Returns
    -------
    ndarray of shape (n_people,)
        Higher for rather a member.
    """
    features, is_member = features_of(setting), setting.is_member
    scores = np.full(len(features), 0.5)
    if len(features) < 4 * N_FOLDS:
        return scores
    folds = StratifiedKFold(N_FOLDS, shuffle=True, random_state=draw_seed(rng))
    model = RandomForestClassifier(
        100, min_samples_leaf=3, max_features=0.3, random_state=draw_seed(rng)
    )
    for train, test in folds.split(features, is_member):
        model.fit(features[train], is_member[train])
        scores[test] = model.predict_proba(features[test])[:, 1]
    return scores
