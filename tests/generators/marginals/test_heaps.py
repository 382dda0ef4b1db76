"""Heaps: how round numbers are, and draws that are as round."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.heaps import Heaps, units_of
from skl_synth.generators.roundness import roundness

UNITS = np.array([1, 5, 10, 50, 100])


def counted(numbers):
    """Estimate heaps of whole numbers."""
    places = roundness(np.asarray(numbers, float), UNITS)
    counts = np.bincount(places, minlength=len(UNITS))
    return Heaps.of_counts(UNITS, counts, float(len(numbers)))


@pytest.mark.parametrize(
    ("n_values", "points", "units"),
    [
        (9, 1, [1]),
        (111, 1, [1, 5, 10]),
        (1001, 1, [1, 5, 10, 50, 100]),
        (10**6, 5, [1]),
        (2**20, 0, [1]),
    ],
)
def test_units_are_a_tenth_of_the_range_at_most(n_values, points, units):
    one = Attribute("x", 0, -1, n_values, points=points)
    assert units_of(one).tolist() == units


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.floats(0, 50), min_size=5, max_size=5),
    st.integers(-300, 300),
    st.integers(1, 400),
    st.integers(0, 99),
)
def test_points_stay_in_their_block(shares, first, width, seed):
    heaps = Heaps(UNITS, np.array(shares))
    rng = np.random.RandomState(seed)
    points = heaps.rounded(np.full(50, first), np.full(50, width), rng)
    assert ((points >= first) & (points < first + width)).all()


@pytest.mark.parametrize("width", [20, 250, 1000])
def test_numbers_that_nobody_rounded_are_not_made_round(width):
    rng = np.random.RandomState(0)
    numbers = rng.randint(0, 1000, size=20_000)
    first = numbers // width * width
    points = counted(numbers).rounded(first, np.full(20_000, width), rng)
    for unit in UNITS:
        assert (points % unit == 0).mean() == pytest.approx(1 / unit, abs=0.02)


@pytest.mark.parametrize("width", [20, 250, 1000])
def test_numbers_are_as_round_as_those_that_were_counted(width):
    # Of blocks that are narrower than a unit, too.
    rng = np.random.RandomState(0)
    exact = rng.randint(0, 1000, size=20_000)
    unit = rng.choice([1, 10, 100], size=20_000, p=[0.5, 0.2, 0.3])
    numbers = exact // unit * unit
    first = numbers // width * width
    points = counted(numbers).rounded(first, np.full(20_000, width), rng)
    for unit in UNITS:
        real = (numbers % unit == 0).mean()
        assert (points % unit == 0).mean() == pytest.approx(real, abs=0.04)


def test_a_block_of_one_value_holds_that_value():
    heaps = counted(np.arange(0, 1000, 100))
    points = heaps.rounded(np.array([3, 7]), np.ones(2, int), np.random.RandomState(0))
    assert points.tolist() == [3, 7]


def test_noise_leaves_shares_that_are_shares():
    heaps = Heaps.of_counts(UNITS, np.array([40.0, -9, 3, -20, 5]), 30.0)
    assert (heaps.shares >= 0).all()
    assert heaps.shares.sum() == pytest.approx(30)
