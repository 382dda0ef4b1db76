"""How like two tables are, against a loop over all pairs of columns."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from skl_synth.generators.neural.likeness import Likeness, Yardstick

from skl_synth import TableEncoder
from tests.tables import mixed_table


def coarse_of(X, y, fitted=None):
    encoder = TableEncoder()
    rows = encoder.fit(X).table_.encode(X)
    sizes = [variable.n_levels for variable in encoder.schema_.codes]
    y = y.to_numpy()
    fitted = fitted or Likeness.fit(rows, y, sizes, 2)
    return fitted, fitted.coarse(rows, y, y)


def by_loop(one, other):
    distances = []
    for a, b in combinations(range(one.shape[1]), 2):
        counts = [
            pd.Series(list(zip(t[:, a], t[:, b], strict=True))).value_counts(True)
            for t in (one, other)
        ]
        distances.append(counts[0].sub(counts[1], fill_value=0).abs().sum() / 2)
    return np.mean(distances)


def test_the_distance_is_that_of_a_loop_over_pairs():
    likeness, one = coarse_of(*mixed_table(300))
    _, other = coarse_of(*mixed_table(200, seed=1), likeness)
    assert likeness.distance(one, other) == pytest.approx(by_loop(one, other), abs=1e-6)
    assert likeness.distance(one, one) == 0


def test_bounds_are_another_sample_and_columns_without_ties():
    likeness, coarse = coarse_of(*mixed_table(2000))
    yardstick = Yardstick(likeness, coarse, coarse[:, -1], make=None)
    again, apart = yardstick.bounds(np.random.RandomState(0))
    rng = np.random.RandomState(1)
    untied = np.column_stack([rng.permutation(column) for column in coarse.T])
    assert again < 0.03
    assert apart > 1.5 * again
    assert apart == pytest.approx(likeness.distance(untied, coarse), abs=again)
