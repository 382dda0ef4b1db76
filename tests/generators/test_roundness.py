"""Roundness: the largest unit of which a number is a multiple."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.generators.roundness import roundness, shares_given, units_up_to


def test_units_are_ones_and_fives():
    assert units_up_to(60).tolist() == [1, 5, 10, 50]
    assert units_up_to(0.2).tolist() == [1]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20))
def test_no_larger_unit_divides_a_number(numbers):
    units = units_up_to(1e4)
    points = np.array(numbers, dtype=float)
    places = roundness(points, units)
    for number, place in zip(numbers, places, strict=True):
        assert number % units[place] == 0
        assert all(number % unit for unit in units[place + 1 :].tolist())


def test_what_is_round_by_chance_was_not_rounded():
    units = units_up_to(100)
    numbers = np.arange(100_000)
    shares = np.bincount(roundness(numbers, units), minlength=len(units)) / 1e5
    assert shares @ shares_given(shares, units) == pytest.approx([1, 0, 0, 0, 0])


@given(st.integers(0, 10_000))
def test_rounding_again_gives_the_same_shares(seed):
    rng, units = np.random.RandomState(seed), units_up_to(100)
    to = rng.choice(units, size=200_000, p=rng.dirichlet(np.ones(len(units))))
    numbers = rng.randint(0, 10**6, size=len(to)) // to * to
    shares = np.bincount(roundness(numbers, units), minlength=len(units)) / len(to)
    found = shares @ shares_given(shares, units)
    assert found == pytest.approx([(to == unit).mean() for unit in units], abs=0.02)
