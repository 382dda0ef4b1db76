"""Exact sums: equal to those of `math.fsum`, whatever the parts and their order."""

import math
import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.exact_sums import SLICE, ExactSums

FLOATS = st.lists(
    st.one_of(
        st.floats(allow_nan=False, allow_infinity=False),
        st.floats(-100, 100),
        st.sampled_from([-0.0, 5e-324, -5e-324, 2.2e-308, 1e308, -1e308, 0.1, 1e16]),
    ),
    max_size=60,
)


def _fsum(values):
    """`math.fsum`, which gives up where a sum in between is too large."""
    try:
        return math.fsum(values)
    except OverflowError:
        exact = sum(map(Fraction, values), Fraction())
        try:
            return float(exact)
        except OverflowError:
            return math.inf if exact > 0 else -math.inf


def _sum_of(values):
    return ExactSums.of(np.array(values, dtype=np.float64).reshape(-1, 1))


@given(FLOATS)
def test_a_sum_is_that_of_fsum(values):
    assert _sum_of(values).rounded().tolist() == [_fsum(values)]


@given(FLOATS, st.randoms(use_true_random=False))
def test_neither_order_nor_parts_make_a_difference(values, random):
    whole = _sum_of(values)
    shuffled = random.sample(values, len(values))
    cuts = sorted(random.choices(range(len(values) + 1), k=3))
    edges = zip([0, *cuts], [*cuts, len(values)], strict=True)
    parts = [_sum_of(shuffled[start:stop]) for start, stop in edges]
    random.shuffle(parts)
    merged = sum(parts[1:], parts[0])
    assert merged.units == whole.units
    assert merged.rounded().tolist() == whole.rounded().tolist()


@pytest.mark.parametrize("n_columns", [1, 3, 40])
@pytest.mark.parametrize("spread", [0, 5, 290])
def test_many_values_are_summed_slice_by_slice(n_columns, spread):
    rng = np.random.RandomState(n_columns + spread)
    n_rows = 2 * SLICE // n_columns + 7
    values = rng.normal(size=(n_rows, n_columns))
    values *= 10.0 ** rng.randint(-spread, spread + 1, size=values.shape)
    found = ExactSums.of(values).rounded()
    assert found.tolist() == [math.fsum(one) for one in values.T]


def test_huge_numbers_that_cancel_leave_the_small_ones():
    values = np.array([[1e308], [1e308], [3.0], [-1e308], [5e-324], [-1e308]])
    assert ExactSums.of(values).rounded().tolist() == [3.0]


def test_a_quotient_is_rounded_once():
    third = ExactSums.of(np.array([[0.1], [0.2], [0.3]])).divided(np.array([3]))
    assert third.tolist() == [float(sum(map(Fraction, (0.1, 0.2, 0.3))) / 3)]
    large = ExactSums.of(np.full((10, 1), 1.7e308))
    assert large.rounded().tolist() == [math.inf]
    assert large.divided(np.array([10])).tolist() == [1.7e308]


def test_equal_values_have_just_that_mean():
    values = np.full((1000, 1), 0.1)
    assert ExactSums.of(values).divided(np.array([1000])).tolist() == [0.1]


def test_missing_values_are_left_out_and_infinite_ones_stay_so():
    values = np.array([[np.nan, 1.0, -np.inf], [2.0, np.inf, np.inf]])
    found = ExactSums.of(values).rounded()
    assert found[:2].tolist() == [2.0, math.inf]
    assert np.isnan(found[2])


@pytest.mark.parametrize("shape", [(0, 2), (2, 0)])
def test_nothing_sums_to_nothing(shape):
    assert ExactSums.of(np.empty(shape)).rounded().tolist() == [0.0] * shape[1]


def test_what_is_summed_is_not_changed():
    values = np.array([[1.5, 2.5], [0.1, 1e300]])
    before = values.copy()
    ExactSums.of(values)
    np.testing.assert_array_equal(values, before)


def test_sums_travel_between_processes():
    sums = ExactSums.of(np.array([[0.1, 1e300], [0.2, -1e-300]]))
    again = pickle.loads(pickle.dumps(sums))
    assert again.units == sums.units
