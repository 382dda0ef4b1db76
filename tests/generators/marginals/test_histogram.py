"""Histograms of single columns: blocks, refinement, smoothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.histogram import (
    Histogram,
    _divide,
    _divided,
    count_histogram,
    smoothed,
)
from skl_synth.generators.marginals.ledger import Budget, Ledger
from tests.generators.marginals.described_people import Answers, answered_by


def histogram_of(attribute, cells, *, epsilon=None, n_rows=None, seed=0):
    budget = None if epsilon is None else Budget(epsilon, 1e-6)
    ledger = Ledger(budget)
    n_rows = len(cells) if n_rows is None else n_rows
    rho = 1.0 if epsilon is None else ledger.rho_left
    with answered_by(Answers(seed)):
        return count_histogram(attribute, cells, float(n_rows), ledger, rho), ledger


@settings(max_examples=100, deadline=None)
@given(
    st.integers(9, 30_000),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, 0.5, 8.0]),
    st.integers(0, 999),
)
def test_every_cell_is_in_one_block_and_all_rows_are_shared(
    n_values, ordered, missing, epsilon, seed
):
    rng = np.random.default_rng(seed)
    number = 0 if ordered else -1
    attribute = Attribute("x", number, -1, n_values, int(missing and ordered))
    cells = (rng.beta(0.3, 2, 400) * attribute.n_cells).astype(int)
    found, ledger = histogram_of(attribute, cells, epsilon=epsilon, seed=seed)
    assert found.starts[0] == 0
    np.testing.assert_array_equal(found.starts[1:], np.cumsum(found.widths)[:-1])
    assert found.widths.sum() == attribute.n_cells
    assert (found.widths > 0).all()
    assert (found.counts >= 0).all()
    assert found.counts.sum() == pytest.approx(400)
    if attribute.n_absent:
        assert found.widths[-1] == 1
    if epsilon is not None:
        # The last bit of a sum of floats: a billionth of the budget is kept aside.
        assert ledger.rho_spent <= ledger.rho * (1 + 1e-12)
    blocks = rng.integers(0, len(found.starts), 200)
    drawn = found.cells_in(blocks, np.random.RandomState(seed))
    np.testing.assert_array_equal(found.blocks_of(drawn), blocks)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 50)), min_size=1, max_size=9)
)
def test_parts_of_a_block_are_even_and_cover_it(blocks):
    widths, parts = np.array(blocks).T
    starts = np.cumsum(widths) - widths
    found, wide = _divided(starts, widths, parts)
    np.testing.assert_array_equal(found, np.cumsum(wide) - wide)
    assert wide.sum() == widths.sum()
    assert len(found) == np.minimum(widths, parts).sum()
    of_block = np.repeat(np.arange(len(widths)), np.minimum(widths, parts))
    for block in range(len(widths)):
        own = wide[of_block == block]
        assert own.max() - own.min() <= 1


@pytest.mark.parametrize("n_values", [100, 50_000])
def test_without_noise_counts_are_as_they_are(n_values):
    rng = np.random.default_rng(0)
    cells = rng.integers(0, n_values, 3000) // 3
    found, _ = histogram_of(Attribute("x", 0, -1, n_values), cells)
    np.testing.assert_allclose(found.counts, found.true_counts(cells), atol=1e-6)


def test_a_spike_has_a_narrow_block_and_blocks_are_where_rows_are():
    rng = np.random.default_rng(0)
    cells = np.where(rng.random(5000) < 0.4, 777, rng.normal(30_000, 500, 5000))
    cells = cells.astype(int)
    found, ledger = histogram_of(Attribute("x", 0, -1, 10**6), cells, epsilon=4.0)
    spike = int(found.blocks_of(np.array([777]))[0])
    assert found.widths[spike] <= 100
    assert found.counts[spike] == pytest.approx((cells == 777).sum(), rel=0.1)
    inside = (found.starts > 28_000) & (found.starts < 32_000)
    assert inside.sum() > 10
    assert np.median(found.widths) < 2000
    assert {one.margin for one in ledger.entries} == {("x",)}
    assert ledger.rho_left < 1e-9 * ledger.rho


def test_smoothing_takes_noise_and_leaves_heaps():
    rng = np.random.default_rng(0)
    places = np.arange(100)
    truth = 200 * np.exp(-0.5 * ((places - 50) / 20) ** 2)
    truth[30] += 800
    noisy = truth + rng.normal(0, 20, 100)
    found, spread = smoothed(noisy, np.ones(100, int), 20.0)
    others = places != 30
    before, after = (np.linalg.norm((one - truth)[others]) for one in (noisy, found))
    assert after < 0.6 * before
    assert found[30] == noisy[30]
    assert spread[30] == 20.0
    assert (spread[others] < 15).all()


@pytest.mark.parametrize(("n", "sigma"), [(100, 0.0), (5, 10.0)])
def test_few_blocks_or_no_noise_are_not_smoothed(n, sigma):
    counts = np.random.default_rng(0).normal(50, 10, n)
    found, spread = smoothed(counts, np.ones(n, int), sigma)
    np.testing.assert_array_equal(found, counts)
    np.testing.assert_array_equal(spread, sigma)


def test_what_is_rough_is_not_smoothed_flat():
    counts = np.where(np.arange(60) % 2, 400.0, 100.0)
    found, _ = smoothed(counts, np.ones(60, int), 5.0)
    np.testing.assert_allclose(found, counts, atol=40)


def test_blocks_of_cells():
    found = Histogram(np.array([0, 3, 4]), np.array([3, 1, 6]), np.ones(3))
    assert found.blocks_of(np.array([0, 2, 3, 4, 9])).tolist() == [0, 0, 1, 2, 2]
    assert found.true_counts(np.array([0, 9, 9])).tolist() == [1, 0, 2]


def test_parts_of_a_block_take_their_share_of_what_it_was_counted_to_hold():
    blocks = Histogram(np.array([0, 9]), np.array([9, 9]), np.array([120.0, 7.0]))
    cells, parts = np.repeat(np.arange(18), 10), np.array([3, 1])
    again, counted = _divide(blocks, parts, cells, Ledger(None), 1.0, ("x",))
    # 90 rows in three parts, and 120 before: three quarters of it is true of both.
    assert counted.values.tolist() == [37.5, 37.5, 37.5, 7.0]
    assert again.starts.tolist() == [0, 3, 6, 9]


@pytest.mark.parametrize("low", [0.0, -500.0])
def test_zero_and_the_ends_have_blocks_of_their_own(low):
    rng = np.random.default_rng(0)
    numbers = np.where(rng.random(2000) < 0.5, 0, rng.integers(0, 90_000, 2000))
    attribute = Attribute("x", 0, -1, 100_001, low=low)
    found, _ = histogram_of(attribute, (numbers - low).astype(int), epsilon=1.0)
    for cell in (0, int(-low), 100_000):
        assert found.widths[found.blocks_of(np.array([cell]))[0]] == 1
    zero = found.blocks_of(np.array([int(-low)]))[0]
    assert found.counts[zero] == pytest.approx(1000, rel=0.15)
