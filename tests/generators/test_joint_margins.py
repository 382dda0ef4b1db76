"""Pairs of columns: joint counts against brute force, and the worst of them."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import MarginalCalibrator, TypeAwareCART
from skl_synth.generators.joint_margins import MOST_LEVELS, Pairs
from tests.tables import mixed_table


def columns(n_rows, seed, linked):
    """Two numbers and two codes; the first code goes with the first number, if told."""
    rng = np.random.default_rng(seed)
    numbers = rng.normal(size=(n_rows, 2))
    numbers[rng.random(n_rows) < 0.2, 1] = np.nan
    codes = rng.integers(0, 3, (n_rows, 2))
    if linked:
        codes[:, 0] = np.digitize(numbers[:, 0], [-0.5, 0.5])
    return numbers, codes


def test_counts_are_those_of_a_cross_table():
    real, made = columns(500, 0, True), columns(700, 1, False)
    pairs = Pairs.of(*real, np.array([3, 3]))
    levels = pairs.levels(*made)
    cells, margins = pairs.counted(levels, np.array([[0, 2], [1, 3]]))
    for place, (a, b) in enumerate([(0, 2), (1, 3)]):
        tables = [
            pd.crosstab(some[:, a], some[:, b], normalize=True)
            for some in (pairs.real, levels)
        ]
        difference = tables[0].sub(tables[1], fill_value=0).fillna(0)
        expected = difference.abs().to_numpy().sum() / 2
        assert margins.deviation(cells)[place] == pytest.approx(expected)


def test_the_pair_that_is_wrong_is_found():
    pairs = Pairs.of(*columns(2000, 0, True), np.array([3, 3]))
    wrong = pairs.worst(pairs.levels(*columns(2000, 1, False)), 1)
    assert wrong.tolist() == [[0, 2]]
    levels = pairs.levels(*columns(50, 1, False))
    assert pairs.worst(levels, 0).shape == (0, 2)
    assert len(np.unique(pairs.worst(levels, 99), axis=0)) == 6


def test_rare_levels_are_one():
    codes = np.repeat(np.arange(30), np.arange(30, 0, -1))[:, None]
    pairs = Pairs.of(np.empty((len(codes), 0)), codes, np.array([31]))
    assert pairs.n_levels.tolist() == [MOST_LEVELS]
    levels = pairs.levels(np.empty((31, 0)), np.arange(31)[:, None])
    assert levels[:, 0].tolist() == [*range(MOST_LEVELS - 1)] + [MOST_LEVELS - 1] * 24


class Independent(TypeAwareCART):
    """Every column drawn by itself."""

    def _leaf(self, group, size):
        return size


def test_pairs_come_out_better_for_being_counted():
    X, y = mixed_table(800)
    X["age"] = X["age"].where(X["smoker"] == "Yes", X["age"] // 2)
    off = {}
    for n_pairs in (0, 3):
        calibrator = MarginalCalibrator(
            Independent(), pairs_per_column=n_pairs, mode="replace", random_state=0
        )
        made, _ = calibrator.fit_resample(X, y)
        tables = [
            pd.crosstab(pd.cut(one["age"], range(0, 101, 20)), one["smoker"])
            for one in (X, made)
        ]
        off[n_pairs] = np.abs(tables[0] - tables[1]).to_numpy().sum() / len(X)
    assert off[3] < 0.5 * off[0]


def test_a_table_of_one_column():
    X = pd.DataFrame({"age": np.random.default_rng(0).integers(0, 90, 100)})
    made, _ = MarginalCalibrator(random_state=0).fit(X).sample(30)
    assert len(made) == 30
