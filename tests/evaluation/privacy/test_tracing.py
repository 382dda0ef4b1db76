"""Tracing by counts: what it solves for, and that it guesses where there is nothing."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score

from skl_synth import TypeAwareCART
from skl_synth.datasets import make_patients
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.cells import pool_of
from skl_synth.evaluation.privacy.membership.tracing import (
    DAMPING,
    reference_scores,
    single_scores,
    tracing_scores,
    triple_scores,
    value_scores,
)
from skl_synth.evaluation.tables import read_real, read_tables
from tests.audit_tables import attacked, rows

ATTACKS = [
    tracing_scores,
    single_scores,
    value_scores,
    triple_scores,
    reference_scores,
]
N = 250


def table(seed, n=N):
    X, y = make_patients(n, random_state=seed, return_X_y=True)
    return X.drop(columns="patient_id"), y


def area(attack, synthetic, seed):
    """Members against strangers, of three samples of one population."""
    real, holdout = table(seed), table(100 + seed)
    tables = read_tables(read_real(*real), real, synthetic, holdout)
    context = AttackContext.of(tables, np.random.RandomState(seed))
    scores = attack(context, np.random.RandomState(seed))
    return roc_auc_score(context.is_member, scores)


def shuffled_within_classes(X, y, seed):
    """Nobody's row, and every count by class and column that of the real table."""
    rng = np.random.default_rng(seed)
    X = X.copy()
    for name in X:
        for label in np.unique(y):
            who = np.flatnonzero(y == label)
            X.iloc[who, X.columns.get_loc(name)] = X[name].iloc[rng.permutation(who)]
    return X, y


@pytest.mark.parametrize("attack", ATTACKS)
def test_other_people_are_a_guess_over_ten_seeds(attack):
    areas = [area(attack, table(200 + seed), seed) for seed in range(10)]
    error = np.std(areas, ddof=1) / np.sqrt(10)
    assert abs(np.mean(areas) - 0.5) < 3 * error + 0.005
    assert error < 0.02


@pytest.mark.parametrize(
    ("attack", "least"),
    [
        (tracing_scores, 0.85),
        (triple_scores, 0.95),
        (single_scores, 0.75),
        (value_scores, 0.9),
    ],
)
def test_the_real_counts_give_nearly_everybody_away(attack, least):
    areas = [area(attack, table(seed), seed) for seed in range(3)]
    assert min(areas) > least


def test_counts_of_single_columns_are_enough():
    """Rows that are nobody's disclose who was counted, and no distance shows it."""
    synthetic = shuffled_within_classes(*table(0), 0)
    assert area(single_scores, synthetic, 0) > 0.75
    assert area(tracing_scores, synthetic, 0) > 0.58


def test_numbers_taken_over_tell_more_than_bins():
    """Trees draw each number from somebody: bins hide whose, single values do not."""
    areas = {value_scores: [], single_scores: []}
    for seed in range(3):
        trees = TypeAwareCART(mode="replace", min_samples_leaf=5, random_state=seed)
        synthetic = trees.fit_resample(*table(seed))
        for attack, found in areas.items():
            found.append(area(attack, synthetic, seed))
    assert np.mean(areas[value_scores]) > np.mean(areas[single_scores]) + 0.05
    assert min(areas[value_scores]) > 0.7


def test_one_record_and_some_other_people_are_enough_for_homer():
    areas = [area(reference_scores, table(seed), seed) for seed in range(3)]
    assert np.mean(areas) > 0.55


def test_it_is_ridge_regression_of_the_counts():
    rng = np.random.default_rng(0)
    parts = [
        rows(np.zeros((40, 0)), rng.integers(3, size=(40, 4)), rng.integers(2, size=40))
        for _ in range(3)
    ]
    context = attacked(*parts)
    pool = pool_of(context, (1, 2), np.random.RandomState(0))
    dense = pool.counts.toarray()
    total, n = dense.sum(axis=0), len(dense)
    spread = np.sqrt(np.maximum(n / 2 * total / n * (1 - total / n), 1))
    excess = pool.released - total / 2
    model = Ridge(alpha=DAMPING["pairs"] ** 2, fit_intercept=False, solver="cholesky")
    expected = model.fit((dense / spread).T, excess / spread).coef_[pool.attacked]
    scores = tracing_scores(context, np.random.RandomState(0))
    np.testing.assert_allclose(scores, expected, atol=1e-5)


def test_homers_statistic_is_that_of_a_loop():
    rng = np.random.default_rng(1)
    parts = [rows(np.zeros((20, 0)), rng.integers(2, size=(20, 3))) for _ in range(3)]
    context = attacked(*parts)
    scores = reference_scores(context, np.random.RandomState(5))
    pool = pool_of(context, (1, 2), np.random.RandomState(5))
    dense, shares = pool.counts.toarray(), pool.released / 20
    source = np.random.RandomState(5)
    half = np.r_[source.permutation(20) % 2 == 0, source.permutation(20) % 2 == 0]
    expected = np.empty(40)
    for person in range(40):
        sample = [k for k in range(20, 40) if half[k] != half[person]]
        base = dense[sample].mean(axis=0)
        gap = (shares - base) / (base * (1 - base) + 1 / len(sample))
        expected[person] = ((dense[person] - base) * gap).sum()
    np.testing.assert_allclose(scores, expected[pool.attacked])


@pytest.mark.parametrize("attack", ATTACKS)
def test_persons_are_scored_as_a_whole(attack):
    rng = np.random.default_rng(2)
    persons = np.repeat(np.arange(60), 2)
    parts = [
        rows(np.repeat(rng.normal(size=(60, 6)), 2, axis=0), persons=persons)
        for _ in range(2)
    ]
    context = attacked(parts[0], parts[0], parts[1])
    scores = attack(context, np.random.RandomState(0))
    assert len(scores) == 120
    assert roc_auc_score(context.is_member, scores) > 0.7
