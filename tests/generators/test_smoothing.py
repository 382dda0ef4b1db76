"""RankSpace: numbers move between neighbours, the shape of the column stays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from skl_synth.generators.smoothing import RankSpace, spikes_of
from skl_synth.table.rounding import count_decimals


def space_of(values):
    return RankSpace.of(values, count_decimals(values))


def spread_all(values, n_draws=20, smoothing=1.0, leaf=10, seed=0):
    """Spread every value among donors that are every so manieth value of the column."""
    space, rng = space_of(values), np.random.RandomState(seed)
    step = max(len(values) // leaf, 1)
    donors = np.tile(np.arange(len(values)), n_draws)
    below = np.where(donors - step >= 0, donors - step, donors)
    above = np.where(donors + step < len(values), donors + step, donors)
    return space.spread(donors, below, above, smoothing, rng)


@pytest.mark.parametrize("name", ["normal", "lognormal", "two humps"])
def test_the_distribution_of_a_column_is_kept(name):
    rng = np.random.default_rng(0)
    values = {
        "normal": rng.normal(size=400),
        "lognormal": np.exp(rng.normal(3, 1.5, 400)),
        "two humps": np.r_[rng.normal(0, 1, 200), rng.normal(50, 1, 200)],
    }[name]
    made, _ = spread_all(values)
    assert not np.isin(made, values).any()
    assert ks_2samp(made, values, method="asymp").statistic < 0.02
    quantiles = np.linspace(0.05, 0.95, 18)
    np.testing.assert_allclose(
        np.quantile(made, quantiles),
        np.quantile(values, quantiles),
        atol=0.05 * values.std(),
    )
    if name == "two humps":
        assert ((made > 5) & (made < 45)).mean() < 0.005


def test_spikes_keep_their_rows_and_no_other_row_joins_them():
    rng = np.random.default_rng(0)
    values = np.r_[np.zeros(300), np.exp(rng.normal(3, 1, 700))]
    made, _ = spread_all(values)
    assert (made == 0).mean() == pytest.approx(0.3, abs=1e-12)
    assert made[made > 0].min() >= values[values > 0].min()


def test_a_spike_is_what_one_in_twenty_has():
    values = np.r_[np.zeros(10), np.ones(9), np.arange(2, 183), np.full(100, np.nan)]
    np.testing.assert_array_equal(spikes_of(values), [0.0])
    known = values[~np.isnan(values)]
    space = space_of(known)
    np.testing.assert_array_equal(np.unique(space.values[space.spike]), [0.0])
    assert not len(spikes_of(np.array([1.0, 2.0, np.nan])))


def test_heaped_values_come_as_often_as_before():
    rng = np.random.default_rng(0)
    age = rng.integers(18, 90, 3000).astype(float)
    heaped = np.where(rng.random(3000) < 0.5, np.round(age, -1), age)
    made, decimals = spread_all(heaped, leaf=100)
    made = np.rint(made)
    assert (made % 10 == 0).mean() == pytest.approx((heaped % 10 == 0).mean(), abs=0.02)
    assert (made != np.tile(heaped, 20)).mean() > 0.3, "nothing is moved"
    assert not decimals.any()


def test_decimals_are_those_of_the_nearer_real_value():
    values = np.r_[np.arange(0.0, 50), np.arange(50.25, 100)]
    made, decimals = spread_all(values)
    assert set(decimals[made < 49]) == {0}
    assert set(decimals[made > 51]) == {2}


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40),
    smoothing=st.floats(0, 1),
    seed=st.integers(0, 99),
)
def test_nothing_leaves_the_range(values, smoothing, seed):
    values = np.array(values)
    made, _ = spread_all(values, 3, smoothing, leaf=4, seed=seed)
    assert made.min() >= values.min()
    assert made.max() <= values.max()


def test_without_smoothing_donors_give_their_own_number():
    values = np.random.default_rng(0).permutation(np.arange(0, 30, 0.5))
    space = space_of(values)
    ranks = space.ranks
    made, _ = space.spread(ranks, ranks, ranks, 0.0, np.random.RandomState(0))
    np.testing.assert_array_equal(made, values)
