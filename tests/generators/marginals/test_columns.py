"""Columns: shares of bins by class, and cells within bins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.columns import Column, shares_by_class
from skl_synth.generators.marginals.denoise import contrasts
from skl_synth.generators.marginals.heaps import Heaps
from skl_synth.generators.marginals.histogram import Histogram

HISTOGRAM = Histogram(
    np.array([0, 10, 11, 40]), np.array([10, 1, 29, 1]), np.arange(4.0)
)


def wide_column(*, heaps=None, low=0.0):
    """A number of 40 values, which may be missing, in three bins."""
    attribute = Attribute("x", 0, 0, 40, True, low)
    shares = np.array([[0.5, 0.25, 0.25]])
    return Column(attribute, np.array([0, 0, 1, 2]), shares, HISTOGRAM, heaps)


def test_cells_are_drawn_in_their_bin_and_by_what_blocks_hold():
    column, rng = wide_column(), np.random.RandomState(0)
    asked = np.repeat([0, 1, 2], 500)
    cells = column.cells_in(asked, rng)
    np.testing.assert_array_equal(column.bins_of(cells), asked)
    # The first block of the first bin holds nothing, the second one row.
    assert set(cells[asked == 0]) == {10}
    assert set(cells[asked == 1]) == set(range(11, 40))
    assert set(cells[asked == 2]) == {40}
    assert column.n_bins == 3


def test_a_column_of_few_values_has_its_cells_as_bins():
    column = Column(Attribute("x", -1, 0, 3), np.arange(3), np.ones((1, 3)) / 3)
    bins = np.array([2, 0, 1])
    assert column.cells_in(bins, np.random.RandomState(0)).tolist() == [2, 0, 1]
    assert column.bins_of(bins).tolist() == [2, 0, 1]


def test_round_numbers_stay_in_their_block_and_missing_ones_missing():
    heaps = Heaps(np.array([1, 5, 10]), np.array([0.0, 0.0, 1.0]))
    column, rng = wide_column(heaps=heaps, low=-20.0), np.random.RandomState(0)
    cells = column.cells_in(np.repeat([0, 1, 2], 200), rng)
    drawn = column.attribute.values_in(cells, rng)
    numbers = column.round_numbers(drawn, cells, rng)
    assert np.isnan(numbers[-200:]).all()
    assert set(numbers[:200]) == {-10.0}
    assert set(numbers[200:400]) == {0.0, 10.0}


def test_numbers_without_heaps_are_as_they_were_drawn():
    drawn = np.array([1.0, 2.0])
    rounded = wide_column().round_numbers(drawn, np.array([1, 2]), np.random)
    assert rounded is drawn


def test_coarser_bins_hold_about_as_many_rows():
    shares = np.array(
        [[0.16, 0.16, 0.16, 0.16, 0.18, 0.18], [0.5, 0.1, 0.1, 0.1, 0.1, 0.1]]
    )
    attribute = Attribute("x", 0, -1, 6)
    column = Column(attribute, np.arange(6), shares)
    assert column.coarser(3, np.array([100.0, 0.0])).tolist() == [0, 0, 1, 1, 2, 2]
    assert column.coarser(2, np.array([0.0, 100.0])).tolist() == [0, 1, 1, 1, 1, 1]


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 4),
    st.integers(1, 9),
    st.floats(0, 50),
    st.booleans(),
    st.integers(0, 999),
)
def test_shares_are_shares(n_classes, n_bins, sigma, has_base, seed):
    rng = np.random.default_rng(seed)
    counts = np.rint(rng.normal(10, 10 + sigma, (n_classes, n_bins)))
    base = rng.uniform(0, 9, n_bins) + 1e-6 if has_base else None
    blocks = contrasts(n_bins, ordered=True, missing=False)
    class_counts = rng.uniform(1e-3, 300, n_classes)
    shares = shares_by_class(counts, sigma, class_counts, base, blocks)
    assert shares.shape == (n_classes, n_bins)
    assert (shares >= 0).all()
    np.testing.assert_allclose(shares.sum(axis=1), 1)


def test_without_noise_shares_are_those_of_the_counts():
    counts = np.array([[10.0, 30, 60], [5, 5, 0]])
    blocks = contrasts(3, ordered=True, missing=False)
    shares = shares_by_class(counts, 0.0, counts.sum(axis=1), np.ones(3), blocks)
    np.testing.assert_allclose(shares, counts / counts.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("sigma", [5.0, 20.0])
def test_noise_is_taken_from_shares_and_a_shift_of_a_class_is_kept(sigma):
    rng = np.random.default_rng(0)
    truth = np.vstack([np.full(16, 100.0), np.repeat([180.0, 20.0], 8)])
    blocks = contrasts(16, ordered=True, missing=False)
    errors, raw, moved = [], [], []
    for _ in range(50):
        noisy = truth + rng.normal(0, sigma, truth.shape)
        shares = shares_by_class(noisy, sigma, truth.sum(axis=1), None, blocks)
        errors.append(np.linalg.norm(1600 * shares - truth))
        raw.append(np.linalg.norm(noisy - truth))
        moved.append(shares[1, :8].sum())
    assert np.mean(errors) < 0.95 * np.mean(raw)
    assert np.mean(moved) == pytest.approx(0.9, abs=0.03)


def test_two_counts_of_all_classes_are_better_than_one():
    rng = np.random.default_rng(0)
    truth = np.full((2, 16), 50.0)
    blocks = contrasts(16, ordered=True, missing=False)
    errors = {True: [], False: []}
    for _ in range(40):
        noisy = truth + rng.normal(0, 15, truth.shape)
        for has_base, found in errors.items():
            base = truth.sum(axis=0) if has_base else None
            shares = shares_by_class(noisy, 15.0, truth.sum(axis=1), base, blocks)
            found.append(np.linalg.norm(shares.sum(axis=0) - 2 / 16))
    assert np.mean(errors[True]) < 0.7 * np.mean(errors[False])
