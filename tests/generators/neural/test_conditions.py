"""Training by sampling: conditions, and real rows that fulfil them."""

import numpy as np
import pytest

from skl_synth import RealTable
from skl_synth.generators.neural.batches import LearningSet
from skl_synth.generators.neural.conditions import (
    RowsByLevel,
    draw_conditions,
    level_counts,
)
from skl_synth.generators.neural.heads import Heads
from skl_synth.generators.neural.level_transform import LevelTransform
from tests.tables import mixed_table


@pytest.fixture
def learning():
    X, y = mixed_table(400)
    X["ward"] = np.where(np.arange(400) < 4, "rare", X["ward"])
    rng = np.random.RandomState(0)
    real = RealTable.read(X, y)
    transform = LevelTransform.fit(real, rng)
    levels = transform.encode(real.rows, real.target.encoded, rng)
    return LearningSet(levels, real.target.groups, 2, Heads.of(transform))


def test_counts_are_those_of_a_loop(learning):
    counts = level_counts(learning)
    heads = learning.heads
    for group in (0, 1):
        for head, start in enumerate(heads.starts):
            for level in range(heads.stops[head] - start):
                has = learning.rows.levels[:, head] == level
                expected = (has & (learning.groups == group)).sum()
                assert counts[group, start + level] == expected


def test_rows_fulfil_their_conditions(learning):
    rng = np.random.RandomState(0)
    by_level = RowsByLevel(learning)
    groups = rng.randint(2, size=3000)
    asked = draw_conditions(by_level.counts, learning.heads, groups, rng)
    rows = by_level.draw(groups, asked, rng)
    np.testing.assert_array_equal(learning.groups[rows], groups)
    head = learning.heads.head_of_level[asked]
    level = asked - learning.heads.starts[head]
    np.testing.assert_array_equal(learning.rows.levels[rows, head], level)
    assert len(np.unique(rows)) > 350, "few rows are ever seen"


def test_rare_levels_are_drawn_by_the_logarithm_of_their_counts(learning):
    rng = np.random.RandomState(0)
    counts = level_counts(learning)
    groups = np.zeros(200_000, dtype=int)
    asked = draw_conditions(np.log1p(counts), learning.heads, groups, rng)
    head = learning.heads.head_of_level
    of_ward = np.flatnonzero(head == head[counts.sum(axis=0) == 4][0])
    share = np.bincount(asked, minlength=len(head))[of_ward]
    expected = np.log1p(counts[0, of_ward])
    np.testing.assert_allclose(
        share / share.sum(), expected / expected.sum(), atol=0.01
    )


def test_without_choices_nothing_is_asked(learning):
    heads = Heads(
        np.array([0, 1]), np.array([1, 2]), np.array([0, 1]), np.array([0, 1]), 2
    )
    asked = draw_conditions(
        np.ones((1, 2)), heads, np.zeros(5, int), np.random.RandomState(0)
    )
    assert (asked == -1).all()
