"""Bins of about as many rows each, and draws within them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from skl_synth.generators.marginals.even_bins import draw_within, even_bins

MASSES = st.lists(st.integers(0, 1000), min_size=1, max_size=60).map(np.array)


@settings(max_examples=200, deadline=None)
@given(MASSES, st.integers(1, 20), st.booleans(), st.booleans())
def test_bins_are_numbered_without_gaps_and_no_more_than_asked(
    mass, n_bins, ordered, missing
):
    missing = missing and len(mass) > 1
    bins = even_bins(mass.astype(float), n_bins, ordered=ordered, missing=missing)
    assert len(bins) == len(mass)
    assert set(bins) == set(range(bins.max() + 1))
    assert bins.max() < n_bins + missing
    values = bins[: len(bins) - missing]
    if len(values) <= n_bins:
        assert len(set(values)) == len(values)
    if ordered:
        assert (np.diff(values) >= 0).all()
    if missing:
        assert (bins == bins[-1]).sum() == 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=30, max_size=80), st.integers(2, 12))
def test_no_bin_of_neighbours_is_much_heavier_than_its_share(mass, n_bins):
    mass = np.array(mass, dtype=float)
    held = np.bincount(even_bins(mass, n_bins, ordered=True, missing=False), mass)
    assert held.max() <= mass.sum() / n_bins + 1.5 * mass.max() + 1e-6


def test_a_heavy_cell_has_a_bin_of_its_own_and_the_others_share_the_rest():
    mass = np.r_[np.full(20, 5.0), 1000.0, np.full(20, 5.0)]
    bins = even_bins(mass, 5, ordered=True, missing=False)
    assert (bins == bins[20]).sum() == 1
    assert len(set(bins)) == 5


def test_levels_of_most_rows_keep_a_bin_and_the_others_share_one():
    bins = even_bins(np.array([1, 90, 2, 80, 3.0]), 3, ordered=False, missing=False)
    assert bins.tolist() == [2, 0, 2, 1, 2]


def test_nothing_at_all_is_shared_evenly():
    bins = even_bins(np.zeros(12), 4, ordered=True, missing=False)
    assert np.bincount(bins).tolist() == [3, 3, 3, 3]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=8),
    st.integers(0, 999),
    st.booleans(),
)
def test_members_are_of_the_group_that_was_chosen(sizes, seed, weightless):
    rng = np.random.RandomState(seed)
    groups = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    weights = rng.uniform(0, 10.0 ** rng.randint(-12, 12, len(groups)))
    if weightless:
        weights[groups == rng.randint(len(sizes))] = 0
    chosen = rng.randint(len(sizes), size=50)
    drawn = draw_within(groups, weights, chosen, rng)
    assert (groups[drawn] == chosen).all()


def test_members_are_drawn_as_often_as_they_weigh():
    groups, weights = np.array([1, 0, 1, 1, 0]), np.array([1.0, 2, 3, 0, 6])
    rng = np.random.RandomState(0)
    drawn = draw_within(groups, weights, np.repeat([0, 1], 4000), rng)
    counts = np.bincount(drawn, minlength=5)
    assert counts[3] == 0
    present = weights > 0
    expected = np.array([1000, 1000, 3000, 0, 3000.0])
    assert chisquare(counts[present], expected[present]).pvalue > 1e-4


@pytest.mark.parametrize("heavy", [1.0, 1e9])
def test_in_a_group_without_weight_all_members_are_as_likely(heavy):
    # Beside a heavy group, too, where small weights would be lost to rounding.
    groups, weights = np.array([0, 1, 1, 1, 1]), np.array([heavy, 0, 0, 0, 0])
    drawn = draw_within(groups, weights, np.ones(4000, int), np.random.RandomState(0))
    counts = np.bincount(drawn, minlength=5)
    assert counts[0] == 0
    assert chisquare(counts[1:]).pvalue > 1e-4


def test_a_light_group_keeps_its_shares_beside_a_heavy_one():
    groups, weights = np.array([0, 1, 1]), np.array([1e15, 1e-3, 3e-3])
    drawn = draw_within(groups, weights, np.ones(4000, int), np.random.RandomState(0))
    assert (drawn == 2).mean() == pytest.approx(0.75, abs=0.03)
