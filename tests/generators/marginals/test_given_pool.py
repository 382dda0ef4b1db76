"""A pool under conditions: against the weights of its rows, one by one."""

import numpy as np
import pytest
from scipy.stats import chisquare

from skl_synth.generators.exact_given.column_conditions import conditions_on
from skl_synth.generators.marginals import given_pool
from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.column_evidence import evidence_on
from skl_synth.generators.marginals.columns import Column
from skl_synth.generators.marginals.given_pool import GivenPool
from skl_synth.generators.marginals.pool import Pool
from skl_synth.table.given import Condition

N_ROWS, N_CLASSES = 400, 2


@pytest.fixture
def pool():
    rng = np.random.default_rng(0)
    groups = rng.integers(0, N_CLASSES, N_ROWS)
    bins = rng.integers(0, 3, (N_ROWS, 4))
    return Pool(groups, bins, rng.choice([0.0, 0.2, 1.0, 5.0], N_ROWS))


CONDITIONS = [
    Condition({0: np.array([True, False, False])}),
    Condition({2: np.array([True, True, False]), 0: np.array([False, True, True])}),
    Condition({0: np.array([False, False, False])}),
]


def under(pool, conditions):
    evidence = {}
    for place in range(4):
        column = Column(Attribute(place, -1, place, 3), np.arange(3), np.ones((2, 3)))
        said = conditions_on(conditions, -1, place, 3)
        if not said.is_free:
            evidence[place] = evidence_on(column, said, None)
    return GivenPool.of(pool, evidence)


def met(pool, condition):
    marks = [mask[pool.bins[:, place]] for place, mask in condition.levels.items()]
    return pool.weights * np.all(marks, axis=0)


@pytest.mark.parametrize("at_once", [1, 4_000_000])
def test_probabilities_and_draws_are_those_of_the_weights(pool, monkeypatch, at_once):
    monkeypatch.setattr(given_pool, "MOST_WEIGHTS", at_once)
    found = under(pool, CONDITIONS)
    likelihood, effective = found.likelihood(len(CONDITIONS))
    rng = np.random.RandomState(0)
    for place, condition in enumerate(CONDITIONS):
        for group in range(N_CLASSES):
            weights = met(pool, condition) * (pool.groups == group)
            total = (pool.weights * (pool.groups == group)).sum()
            assert abs(likelihood[place, group] - weights.sum() / total) < 1e-12
            if not weights.any():
                assert effective[place, group] == 0
                continue
            rows = np.full(3000, place), np.full(3000, group)
            drawn = found.draw(*rows, rng)
            for column in range(4):
                counts = np.bincount(drawn[:, column], minlength=3)
                expected = np.bincount(pool.bins[:, column], weights, minlength=3)
                expected *= 3000 / expected.sum()
                assert (counts[expected == 0] == 0).all()
                kept = expected > 0
                if kept.sum() < 2:
                    continue
                assert chisquare(counts[kept], expected[kept]).pvalue > 1e-4
