"""The range and the decimals of numeric columns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from skl_synth.table.precision import Precision
from skl_synth.table.rounding import FULL, round_to

decimal_values = st.integers(0, 4).flatmap(
    lambda decimals: npst.arrays(
        np.int64, st.integers(1, 30), elements=st.integers(-(10**6), 10**6)
    ).map(lambda whole: np.round(whole / 10**decimals, decimals))
)
any_values = npst.arrays(
    np.float64,
    st.integers(1, 30),
    elements=st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: value + 0.0),
)


@given(decimal_values | any_values)
def test_values_that_were_seen_do_not_move(values):
    precision = Precision.from_values(values)
    seen = precision.clean(values)
    np.testing.assert_array_equal(precision.snap(seen), seen)
    np.testing.assert_allclose(seen, values, rtol=0, atol=1e-13 * abs(values).max())


@given(decimal_values)
def test_decimals_are_never_noise(values):
    precision = Precision.from_values(values)
    assert precision.noise == 0
    assert precision.clean(values) is values


@given(decimal_values, st.sampled_from([0.1, 0.2, 1.19, 3.0, 1e-3, 0.07]))
def test_float_noise_is_taken_away(values, factor):
    """What arithmetic makes of decimals has the decimals that the result should."""
    exact = np.array([round(value * factor, 8) for value in values.tolist()])
    noisy = values * factor
    precision = Precision.from_values(noisy)
    assert precision.decimals <= 8
    np.testing.assert_array_equal(precision.clean(noisy), exact + 0.0)
    np.testing.assert_array_equal(precision.snap(noisy + 1e-13), precision.snap(exact))


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([172.46 * 0.2, 0.5], 3),
        ([0.1 + 0.2 - 0.3, 0.5], 1),
        (np.cumsum(np.full(1000, 0.1)), 1),
        (np.cumsum(np.full(20, 0.1, dtype=np.float32)), 1),
    ],
)
def test_noise_of_several_sorts(values, decimals):
    precision = Precision.from_values(np.asarray(values))
    assert precision.decimals == decimals
    assert precision.noise > 0


@given(st.integers(0, 2**32 - 1), st.floats(1e-9, 1e9))
def test_full_precision_stays(seed, scale):
    values = scale * np.random.default_rng(seed).normal(size=30)
    precision = Precision.from_values(values)
    assert precision.noise == 0
    np.testing.assert_array_equal(precision.snap(values), values)


@pytest.mark.parametrize("odd", [1 / 3, np.pi, 1e-11, 2 / 7 * 1e5])
def test_one_value_of_full_precision_is_no_noise(odd):
    values = np.append(np.arange(50.0), odd)
    precision = Precision.from_values(values)
    np.testing.assert_array_equal(precision.clean(values), values)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("size", [1, 30, 1e3, 1e5, 1e12])
@pytest.mark.parametrize("end", [0.99, 0.01, 0.999, 0.5])
def test_prices_that_all_end_alike_are_no_noise(dtype, size, end):
    largest = float(np.finfo(dtype).max) / 10
    whole = np.floor(np.linspace(1, 5, 40) * min(size, largest))
    values = (whole + end).astype(dtype)
    precision = Precision.from_values(values)
    exact = values.astype(np.float64)
    np.testing.assert_array_equal(precision.clean(exact), exact)


def test_numbers_of_another_table_are_cleaned_by_the_same_grid():
    precision = Precision.from_values(np.array([1.1 * 3, 2.2, 7.0]))
    made = np.array([0.1 + 0.2, 4.4, 5.123, np.nan])
    np.testing.assert_array_equal(precision.clean(made), [0.3, 4.4, 5.123, np.nan])


@given(decimal_values | any_values, any_values)
def test_snapping_twice_changes_nothing(seen, values):
    precision = Precision.from_values(seen)
    once = precision.snap(values)
    np.testing.assert_array_equal(precision.snap(once), once)


@given(decimal_values, any_values)
def test_range_and_decimals_are_kept(seen, values):
    precision = Precision.from_values(seen)
    snapped = precision.snap(values)
    assert snapped.min() >= seen.min()
    assert snapped.max() <= seen.max()
    np.testing.assert_array_equal(round_to(snapped, precision.decimals), snapped)


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([1.0, 2.0, 30.0], 0),
        ([7.25, 71.2833, 8.05], 4),
        ([1 / 3, 0.5], FULL),
        ([0.3, 0.5], 1),
    ],
)
def test_decimals_are_counted(values, decimals):
    assert Precision.from_values(np.array(values)).decimals == decimals


def test_decimals_of_float32_are_those_that_were_written():
    assert (
        Precision.from_values(np.array([0.1, 0.25, 3.5], dtype=np.float32)).decimals
        == 2
    )


def test_decimals_stay_where_they_were_seen():
    """Infants in decimals, everyone else in whole years, as in real age columns."""
    precision = Precision.from_values(np.array([0.08, 1.32, 1.88, 2.0, 45.0, 82.0]))
    snapped = precision.snap(np.array([0.7234, 1.5, 2.3, 44.567, 90.0]))
    np.testing.assert_array_equal(snapped, [0.72, 1.5, 2.0, 45.0, 82.0])


def test_nan_stays_and_minus_zero_goes():
    snapped = Precision.from_values(np.array([-1.0, 1.0])).snap(
        np.array([np.nan, -0.2])
    )
    assert np.isnan(snapped[0])
    assert not np.signbit(snapped[1])


def test_rounding_does_not_truncate():
    np.testing.assert_array_equal(
        Precision.from_values(np.arange(5)).snap(np.array([1.6, 2.4])), [2.0, 2.0]
    )


@given(decimal_values | any_values)
def test_every_value_has_its_own_decimals(values):
    precision = Precision.from_values(values)
    values = precision.clean(values)
    decimals = precision.decimals_of(values)
    np.testing.assert_array_equal(precision.snap(values, decimals), values)
    for value, place in zip(values, decimals, strict=True):
        value = np.array([value])
        assert place == FULL or round_to(value, place) == value
        assert place == 0 or round_to(value, place - 1) != value


def test_decimals_can_be_chosen_value_by_value():
    precision = Precision.from_values(np.array([0.25, 22.0, 23.5, 31.25, 80.5]))
    snapped = precision.snap(
        np.full(4, 24.6789), np.array([0, 1, 2, FULL], dtype=np.int8)
    )
    np.testing.assert_array_equal(snapped, [25.0, 24.7, 24.68, 24.68])
