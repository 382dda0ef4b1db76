"""Least squares over the counts, solved once."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from skl_synth.evaluation.privacy.shadow import cell_weights
from skl_synth.evaluation.privacy.shadow.cell_weights import DAMPING, weigh_cells

N = 60


@pytest.fixture
def cells():
    rng = np.random.default_rng(0)
    blocks = [rng.integers(0, 6, N) + 6 * block for block in range(12)]
    # Every cell has somebody.
    return np.unique(np.column_stack(blocks), return_inverse=True)[1].reshape(N, 12)


def scores(cells, inside, targets, persons=None):
    persons = np.arange(N) if persons is None else persons
    rng = np.random.RandomState(0)
    weights = weigh_cells(cells, 4, persons, targets, 0.5, rng)
    counts = np.bincount(cells[inside[persons]].ravel(), minlength=cells.max() + 1)
    return weights.scores(counts)


def test_it_is_the_solution_of_ridge_regression(cells):
    inside = np.random.default_rng(1).random(N) < 0.5
    targets = np.array([3, 17, 20])
    table = np.zeros((N, cells.max() + 1))
    table[np.repeat(np.arange(N), 12), cells.ravel()] = 1
    spread = np.sqrt(table.sum(axis=0) / 4)
    system = (table / spread).T
    right = (table[inside].sum(axis=0) - table.sum(axis=0) / 2) / spread
    stacked = np.vstack([system, np.sqrt(DAMPING[0]) * np.eye(N)])
    solved = np.linalg.lstsq(stacked, np.r_[right, np.zeros(N)], rcond=None)[0]
    assert_allclose(scores(cells, inside, targets)[:, 0], solved[targets], atol=1e-10)


def test_the_counts_of_a_table_say_who_is_in_it(cells):
    inside = np.random.default_rng(1).random(N) < 0.5
    found = scores(cells, inside, np.arange(N))
    for kind, least in zip(found.T, (0.95, 0.6, 0.8), strict=True):
        above = kind[inside][:, None] > kind[~inside]
        assert above.mean() > least


def test_rows_of_a_person_count_together(cells):
    persons = np.repeat(np.arange(N // 4), 4)
    inside = np.random.default_rng(1).random(N // 4) < 0.5
    found = scores(cells, inside, np.arange(N // 4), persons)[:, 0]
    assert found[inside].min() > found[~inside].max()


def test_of_very_many_some_are_solved_for(cells, monkeypatch):
    monkeypatch.setattr(cell_weights, "MOST_PEOPLE", 40)
    targets = np.array([3, 17])
    inside = np.zeros(N, dtype=bool)
    inside[3] = True
    found = scores(cells, inside, targets)
    assert found.shape == (2, 3)
    assert found[0, 0] > found[1, 0]
