"""What attacks of membership inference say of people, against slow calculations."""

import numpy as np
import pytest

from skl_synth.evaluation.privacy.membership.scores import (
    DENSITY_NEIGHBORS,
    SCORES,
    SMALL,
    density_scores,
    distance_scores,
)
from tests.audit_tables import attacked, rows

RNG = np.random.RandomState(0)


@pytest.fixture(scope="module")
def context():
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1], [30, 10])
    return attacked(*(rows(rng.normal(size=(40, 3)), labels=labels) for _ in range(3)))


def distances(people, others):
    return np.linalg.norm(people[:, None] - others[None, :], axis=2)


def test_the_nearest_row_of_the_own_class(context):
    found = distances(context.rows, context.synthetic)
    of_people, of_rows = context.classes
    found[of_people[:, None] != of_rows[None, :]] = np.inf
    np.testing.assert_allclose(distance_scores(context, RNG), -found.min(axis=1))


def test_nobody_is_their_own_neighbour(context):
    k = DENSITY_NEIGHBORS
    people = distances(context.rows, context.rows)
    np.fill_diagonal(people, np.inf)
    others = np.sort(people, axis=1)[:, :k]
    synthetic = np.sort(distances(context.rows, context.synthetic), axis=1)[:, :k]
    expected = np.log((others + SMALL) / (synthetic + SMALL)).mean(axis=1)
    np.testing.assert_allclose(density_scores(context, RNG), expected)


def test_who_is_crowded_by_synthetic_rows_scores_higher():
    people = np.arange(8.0)
    crowd = np.r_[np.full(5, 0.0), 100.0, 200.0, 300.0]
    found = attacked(rows(people), rows(crowd), rows(people + 0.5))
    scores = density_scores(found, RNG)
    crowded = found.rows[:, 0].argmin()
    assert scores.argmax() == crowded
    assert distance_scores(found, RNG).argmax() == crowded


@pytest.mark.parametrize("name", list(SCORES))
def test_a_score_is_the_same_again_and_leaves_the_context_alone(context, name):
    before = context.rows.copy(), context.synthetic.copy()
    one, same = (SCORES[name](context, np.random.RandomState(3)) for _ in range(2))
    assert one.shape == (len(context.rows),)
    np.testing.assert_array_equal(one, same)
    np.testing.assert_array_equal(context.rows, before[0])
    np.testing.assert_array_equal(context.synthetic, before[1])
