"""How far tables are from one another, against a loop over all pairs of columns."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from skl_synth import RealTable
from skl_synth.generators.neural.pairwise_variation import PairwiseVariation, Reference
from tests.tables import mixed_table


def fitted(n_rows):
    """Return a table, the distance fitted to it, and its binned rows."""
    real = RealTable.read(*mixed_table(n_rows))
    variation = PairwiseVariation.fit(real)
    target = real.target
    return real, variation, variation.binned(real.rows, target.encoded, target.groups)


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
    real, variation, one = fitted(300)
    X, y = mixed_table(200, seed=1)
    other = variation.binned(real.encode(X), y.to_numpy(), y.to_numpy())
    by_hand = by_loop(one, other)
    assert variation.distance(one, other) == pytest.approx(by_hand, abs=1e-6)
    assert variation.distance(one, one) == 0


def test_missing_numbers_are_a_level_and_so_is_what_lies_outside():
    real, variation, _ = fitted(300)
    place = [one.name for one in real.schema.numbers].index("glucose")
    numbers = real.rows.numbers[:4].copy()
    numbers[:, place] = [np.nan, -1e9, 1e9, np.nan]
    rows = real.rows.take(np.arange(4))
    moved = type(rows)(numbers, rows.decimals, rows.codes)
    binned = variation.binned(moved, np.zeros(4), np.zeros(4, dtype=int))
    assert binned[:, place].tolist() == [5, 0, 4, 5]
    assert variation.sizes[place] == 6


def test_a_continuous_target_is_one_more_column():
    X, _ = mixed_table(300)
    real = RealTable.read(X.drop(columns="weight"), X["weight"])
    variation = PairwiseVariation.fit(real)
    binned = variation.binned(real.rows, real.target.encoded, real.target.groups)
    assert binned.shape[1] == len(variation.sizes)
    assert len(variation.edges) == real.rows.numbers.shape[1] + 1


def test_bounds_are_another_sample_and_columns_without_ties():
    real, variation, binned = fitted(2000)
    reference = Reference.of(real, generate=None)
    resampled, independent = reference.bounds(np.random.RandomState(0))
    rng = np.random.RandomState(1)
    untied = np.column_stack([rng.permutation(column) for column in binned.T])
    assert resampled < 0.03
    assert independent > 1.5 * resampled
    by_hand = variation.distance(untied, binned)
    assert independent == pytest.approx(by_hand, abs=resampled)


def test_generated_rows_are_compared_class_by_class_with_the_rows_that_are_named():
    """A perfect generator gives back the real rows of the classes asked for."""
    real, _, _ = fitted(300)
    asked = []

    def generate(_weights, groups, _rng):
        asked.append(groups)
        drawn = [np.flatnonzero(real.target.groups == group)[0] for group in groups]
        return real.rows.take(np.array(drawn)), real.target.encoded[drawn]

    positions = np.array([0, 1, 2])
    Reference.of(real, generate).distance({}, positions)
    assert len(asked[0]) == 2000, "few rows are compared by luck"
    np.testing.assert_array_equal(asked[0][:3], real.target.groups[positions])
    Reference.of(real, generate).distance({}, np.empty(0, dtype=int))
    np.testing.assert_array_equal(asked[1][:300], real.target.groups)
