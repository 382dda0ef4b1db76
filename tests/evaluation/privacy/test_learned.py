"""The learned attack: what it sees of a person, and by whom it is taught."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from skl_synth.evaluation.privacy.membership import learned
from skl_synth.evaluation.privacy.membership.learned import (
    CLOSE,
    features_of,
    learned_scores,
)
from tests.audit_tables import attacked, rows


def parts(n=60, n_columns=2, seed=0):
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % 2
    return [rows(rng.normal(size=(n, n_columns)), labels=labels) for _ in range(3)]


def sorted_distances(people, others):
    return np.sort(np.linalg.norm(people[:, None] - others[None, :], axis=2), axis=1)


def test_what_is_seen_of_a_person():
    context = attacked(*parts())
    people, (labels, of_rows) = context.rows, context.classes
    features = features_of(context)
    assert features.shape == (len(people), 5 + 5 + 5 + 5 + 2 + 2 + 1)
    own, every, ratio, others, gap, person, label = np.split(
        features, np.cumsum([5, 5, 5, 5, 2, 2]), axis=1
    )
    np.testing.assert_allclose(
        np.exp(every) - CLOSE, sorted_distances(people, context.synthetic)[:, :5]
    )
    for one in (0, 1):
        who, near = labels == one, context.synthetic[of_rows == one]
        among = sorted_distances(people[who], people[who])
        np.testing.assert_allclose(
            np.exp(own[who]) - CLOSE, sorted_distances(people[who], near)[:, :5]
        )
        np.testing.assert_allclose(np.exp(others[who]) - CLOSE, among[:, 1:6])
        nearest = np.abs(people[who][:, None] - near[None, :])
        chosen = np.linalg.norm(nearest, axis=2).argmin(axis=1)
        np.testing.assert_allclose(gap[who], nearest[np.arange(who.sum()), chosen])
    np.testing.assert_allclose(ratio, own - others)
    np.testing.assert_array_equal(person, people)
    np.testing.assert_array_equal(label[:, 0], labels)


def test_it_learns_a_sign_that_no_distance_shows():
    """Members are twice as far from the release as others: who asks only is misled."""
    rng = np.random.default_rng(0)
    synthetic = rng.normal(size=(200, 2)) * 0.01
    real, others = rng.normal(size=(80, 2)), rng.normal(size=(80, 2))
    real = 3 * real / np.linalg.norm(real, axis=1, keepdims=True)
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    context = attacked(rows(real), rows(synthetic), rows(others))
    scores = learned_scores(context, np.random.RandomState(0))
    assert roc_auc_score(context.is_member, scores) > 0.95


@pytest.mark.parametrize(("n", "is_tried"), [(9, False), (10, True)])
def test_of_too_few_people_nothing_can_be_learnt(n, is_tried):
    context = attacked(*parts(n))
    scores = learned_scores(context, np.random.RandomState(0))
    assert (scores == 0.5).all() == (not is_tried)


@pytest.mark.parametrize(("n", "n_models"), [(49, 1), (50, 2)])
def test_trees_are_asked_where_there_are_people_enough(monkeypatch, n, n_models):
    asked = []

    class Recording(learned.HistGradientBoostingClassifier):
        def fit(self, X, y):
            asked.append(len(X))
            return super().fit(X, y)

    monkeypatch.setattr(learned, "HistGradientBoostingClassifier", Recording)
    learned_scores(attacked(*parts(n)), np.random.RandomState(0))
    assert len(asked) == 5 * (n_models - 1)


def test_nobody_is_scored_by_who_was_shown_them():
    """Of people who differ in nothing but membership nothing is learnt."""
    areas = []
    for seed in range(8):
        context = attacked(*parts(100, 6, seed))
        scores = learned_scores(context, np.random.RandomState(seed))
        areas.append(roc_auc_score(context.is_member, scores))
    assert np.mean(areas) == pytest.approx(0.5, abs=0.06)


def test_the_folds_are_those_of_the_seed():
    context = attacked(*parts())
    one, same, other = (
        learned_scores(context, np.random.RandomState(seed)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()


def many_levels(n=300, n_levels=200, seed=0):
    rng = np.random.default_rng(seed)
    codes = [rng.integers(0, n_levels, n) // rng.integers(1, 9, n) for _ in range(3)]
    return [rows(rng.normal(size=(n, 1)), one) for one in codes]


def test_of_a_thousand_levels_the_frequent_ones_are_told_apart():
    context = attacked(*many_levels())
    features = features_of(context)
    n_told = 1 + learned.MOST_LEVELS
    assert features.shape[1] == 20 + 2 * n_told + 2 + 1
    _, _, _, distance, rarity, _ = np.split(
        features, np.cumsum([20, n_told, n_told, 1, 1]), axis=1
    )
    levels = context.rows[:, context.owner == 1]
    np.testing.assert_array_equal(rarity[:, 0], levels.max(axis=1))
    nearest = np.linalg.norm(
        context.rows[:, None] - context.synthetic[None, :], axis=2
    ).argmin(axis=1)
    away = levels - context.synthetic[nearest][:, context.owner == 1]
    np.testing.assert_allclose(distance[:, 0], np.linalg.norm(away, axis=1))


def test_a_copied_rare_level_is_still_found():
    """Of members the release holds the level; a column for each level finds .64."""
    real, synthetic, holdout = many_levels(n_levels=400)
    synthetic.codes[:] = real.codes
    context = attacked(real, synthetic, holdout)
    scores = learned_scores(context, np.random.RandomState(0))
    assert roc_auc_score(context.is_member, scores) > 0.68
