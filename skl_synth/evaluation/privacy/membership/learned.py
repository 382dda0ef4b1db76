"""The learned attack: classifiers that were shown who was a member and who was not."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import rankdata
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.features import (
    N_NEIGHBORS,
    nearest_of_own_class,
    nearest_others,
    nearest_synthetic,
)
from skl_synth.evaluation.privacy.membership.person_features import (
    nearest_by_means,
    nearest_by_person,
    personal_columns,
)
from skl_synth.evaluation.seeds import draw_seed

N_FOLDS = 5
"""People are scored by classifiers that were trained on the other folds."""

ENOUGH_FOR_TREES = 100
"""With fewer people a logistic regression is asked alone."""

MOST_LEVELS = 25
"""Of a column with more levels the most frequent ones are told apart."""

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
        far the nearest row of the own class lies in each column; and the person. Of
        several rows of a person their means, and of the distances also the least and
        the most; how many there are; and the same distances of whole persons.
    """
    distances, others = _distances_of_rows(context), _facts_of_rows(context)
    if context.starts is None:
        return np.hstack([distances, others])
    return np.hstack(
        [
            context.mean_of_person(np.hstack([distances, others])),
            context.of_person(distances, np.minimum),
            context.of_person(distances, np.maximum),
            context.n_rows[:, None],
            *_distances_of_persons(context),
        ]
    )


def _distances_of_rows(context: AttackContext) -> np.ndarray:
    own, every = nearest_of_own_class(context)[0], nearest_synthetic(context)[0]
    others = _others_of_own_class(context)
    own, every, others = (np.log(part + CLOSE) for part in (own, every, others))
    return np.hstack([own, every, own - others, others])


def _facts_of_rows(context: AttackContext) -> np.ndarray:
    nearest_row = nearest_of_own_class(context)[1][:, 0]
    gap = np.abs(context.rows - context.synthetic[nearest_row])
    labels = np.unique(context.classes[0], return_inverse=True)[1].reshape(-1, 1)
    told, wide = _columns_told_apart(context)
    # Of a level among many: how far the row is from it, and how rare it is.
    of_wide = [
        part
        for columns in wide
        for part in (
            np.linalg.norm(gap[:, columns], axis=1),
            context.rows[:, columns].max(axis=1),
        )
    ]
    facts = [gap[:, told], context.rows[:, told], *(one[:, None] for one in of_wide)]
    return np.hstack([*facts, labels])


def _columns_told_apart(context: AttackContext) -> tuple[np.ndarray, list[np.ndarray]]:
    """Choose the columns of the matrix that classifiers see each by itself.

    A practice code has a column for each of a thousand levels, of which few people say
    anything: the most frequent ones are seen, and of the others what they have in
    common.
    """
    told = np.ones(len(context.owner), dtype=bool)
    wide = []
    for one, n_columns in enumerate(np.bincount(context.owner).tolist()):
        if n_columns <= MOST_LEVELS:
            continue
        columns = np.flatnonzero(context.owner == one)
        counts = (context.real[:, columns] > 0).sum(axis=0)
        told[columns[np.argsort(-counts, kind="stable")[MOST_LEVELS:]]] = False
        wide.append(columns)
    return np.flatnonzero(told), wide


def _distances_of_persons(context: AttackContext) -> list[np.ndarray]:
    searches = [nearest_by_person(context)] if personal_columns(context).any() else []
    if context.tables.synthetic.persons is not None:
        searches.append(nearest_by_means(context))
    found = []
    for (synthetic, _), (others, _) in searches:
        logarithm = np.log(synthetic + CLOSE)
        found += [logarithm, logarithm - np.log(others + CLOSE)]
    return found


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


def combined_scores(
    scores: dict[str, np.ndarray], is_member: np.ndarray, rng: np.random.RandomState
) -> np.ndarray:
    """Score each person by all attacks together.

    Parameters
    ----------
    scores : dict of str to ndarray of shape (n_people,)
        What each attack says.
    is_member : ndarray of shape (n_people,), dtype bool
        Who was in the table; of a person's own membership nothing is used.
    rng : RandomState
        Source of the folds.

    Returns
    -------
    ndarray of shape (n_people,)
        What a logistic regression on the ranks of the scores says that was trained on
        other people; higher for rather a member.
    """
    combined = np.full(len(is_member), 0.5)
    if len(is_member) < 4 * N_FOLDS:
        return combined
    ranks = np.column_stack([rankdata(values) for values in scores.values()])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=300))
    folds = StratifiedKFold(N_FOLDS, shuffle=True, random_state=draw_seed(rng))
    for train, test in folds.split(ranks, is_member):
        model.fit(ranks[train], is_member[train])
        combined[test] = model.predict_proba(ranks[test])[:, 1]
    return combined


def _others_of_own_class(context: AttackContext) -> np.ndarray:
    """Distances to the nearest other people of the own class, members and not."""
    rows, classes, persons = context.rows, context.classes[0], context.persons
    distances = np.empty((len(rows), N_NEIGHBORS))
    for label in np.unique(classes):
        who = classes == label
        distances[who] = nearest_others(rows[who], persons[who])[0]
    return distances
