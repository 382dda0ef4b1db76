"""Noise on numbers: how wide, within the range, and never on a spike."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import TypeAwareCART
from skl_synth.datasets import make_patients
from skl_synth.generators.number_noise import add_noise


def noisy(drawn, real, scale=0.1, seed=0):
    return add_noise(drawn, real, scale, np.random.RandomState(seed))


def test_it_is_as_wide_as_was_asked_for():
    real = np.random.default_rng(0).normal(size=20_000)
    middle = np.zeros(20_000)
    assert noisy(middle, real).std() == pytest.approx(0.1, rel=0.05)


def test_far_from_the_median_it_is_wider():
    real = np.random.default_rng(0).normal(size=20_000)
    assert noisy(np.full(5000, 2.5), real).std() == pytest.approx(0.25, rel=0.1)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40),
    st.floats(0, 10),
    st.integers(0, 100),
)
def test_no_number_leaves_the_range(values, scale, seed):
    real = np.array(values)
    moved = noisy(real, real, scale, seed)
    assert real.min() <= moved.min()
    assert moved.max() <= real.max()


def test_a_value_that_many_have_stays():
    real = np.r_[np.zeros(30), np.linspace(1, 100, 70)]
    moved = noisy(real, real)
    assert (moved[:30] == 0).all()
    assert (moved[30:] != real[30:]).all()


def test_what_is_missing_stays_missing():
    real = np.r_[np.nan, np.linspace(1, 100, 70)]
    np.testing.assert_array_equal(np.isnan(noisy(real, real)), np.isnan(real))
    nothing = np.full(3, np.nan)
    assert np.isnan(noisy(nothing, nothing)).all()


def test_fewer_exact_numbers_of_people_are_handed_on():
    X, y = make_patients(600, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    shown = []
    for scale in (0.0, 0.1):
        cart = TypeAwareCART(
            mode="replace", noise_scale=scale, patterns="drawn", random_state=0
        )
        made = cart.fit_resample(X, y)[0]
        assert (made.dtypes == X.dtypes).all()
        shown.append(made["glucose"].isin(X["glucose"]).mean())
    assert shown[1] < shown[0] - 0.1


def test_money_in_hundreds_stays_in_hundreds():
    rng = np.random.RandomState(0)
    real = np.rint(rng.lognormal(10, 0.6, size=3000) / 500) * 500
    odd = rng.uniform(size=3000) < 0.1
    real = np.where(odd, real + rng.randint(1, 99, size=3000), real)
    moved = np.rint(noisy(real, real))
    assert (moved[odd] != real[odd]).mean() > 0.9
    assert np.isclose((moved % 500 == 0).mean(), (real % 500 == 0).mean(), atol=0.05)


def test_numbers_that_are_not_round_are_not_rounded():
    real = np.random.RandomState(0).uniform(0, 1e6, size=3000)
    moved = noisy(real, real)
    assert len(np.unique(moved)) == len(moved)
    whole = np.rint(real)
    share = (np.rint(noisy(whole, whole)) % 10 == 0).mean()
    assert share == pytest.approx(0.1, abs=0.03)


def test_a_price_that_many_pay_stays_and_ages_do_not():
    rng = np.random.RandomState(0)
    real = np.r_[np.round(rng.uniform(5, 90, size=500), 2), np.repeat(8.05, 20)]
    assert (noisy(real, real)[500:] == 8.05).all()
    ages = np.repeat(np.arange(20.0, 80.0), 20)
    assert (np.rint(noisy(ages, ages)) != ages).mean() > 0.5


def test_years_and_terms_stay_where_enough_people_have_them():
    real = np.repeat([1995.0, 1996.0, 1997.0, 2003.0, 2004.0], [400, 300, 250, 40, 4])
    moved = noisy(real, real, scale=0.3)
    assert (moved[:-4] == real[:-4]).all()
    assert (moved[-4:] != real[-4:]).any()
