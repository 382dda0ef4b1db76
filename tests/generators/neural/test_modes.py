"""Where the values of a number lie: atoms, components, missing."""

import numpy as np
import pytest

from skl_synth.generators.neural.modes import REACH, UNIT, Modes
from skl_synth.table.rounding import count_decimals


@pytest.fixture
def rng():
    return np.random.RandomState(0)


def fitted(values, rng, *, missing=False):
    return Modes.fit(values, count_decimals(values), missing, rng)


def test_two_humps_are_two_bells(rng):
    values = np.r_[rng.normal(-50, 2, 300), rng.normal(30, 5, 700)]
    modes = fitted(values, rng)
    levels, offsets = modes.encode(values, rng)
    low = modes.centers[levels] < 0
    np.testing.assert_array_equal(low, values < 0)
    assert abs(offsets).max() <= REACH
    # Half a unit is one standard deviation of the component.
    assert offsets.std() == pytest.approx(1 / UNIT, abs=0.1)


def test_values_come_back(rng):
    values = np.r_[rng.lognormal(3, 1, 800), np.zeros(150), np.full(50, np.nan)]
    modes = fitted(values, rng, missing=True)
    made, _ = modes.decode(*modes.encode(values, rng), rng)
    np.testing.assert_array_equal(np.isnan(made), np.isnan(values))
    np.testing.assert_array_equal(made[values == 0], 0)
    close = np.isclose(made, values, rtol=1e-6, equal_nan=True)
    assert close.mean() > 0.99, "only the ends of the tail may be cut"


def test_a_value_of_many_rows_is_a_level(rng):
    values = np.r_[np.full(30, 8.05), np.full(4, 7.75), rng.uniform(0, 50, 966)]
    assert fitted(values, rng).atoms.tolist() == [8.05]


def test_few_values_are_all_levels(rng):
    values = rng.poisson(1.0, 500).astype(float)
    modes = fitted(values, rng)
    np.testing.assert_array_equal(modes.atoms, np.unique(values))
    assert len(modes.centers) == 0
    # A value that was never seen goes to the nearest that was.
    levels, _ = modes.encode(np.array([-3.0, 0.4, 99.0]), rng)
    assert modes.atoms[levels].tolist() == [0, 0, values.max()]


def test_few_rows_of_few_values_are_no_levels(rng):
    """Fifteen people of fifteen ages: a level each would be a copy of each."""
    modes = fitted(np.arange(15.0), rng)
    assert len(modes.atoms) == 0
    assert len(modes.centers) >= 1


def test_decimals_come_as_often_as_in_the_mode(rng):
    whole, fine = rng.randint(100, 200, 900), np.round(rng.uniform(0, 10, 300), 2)
    modes = fitted(np.r_[whole, fine].astype(float), rng)
    levels = np.repeat(np.arange(modes.n_levels), 500)
    values, places = modes.decode(levels, np.zeros(len(levels)), rng)
    assert (places[values > 90] == 0).all()
    assert (places[(values < 20)] == 2).mean() > 0.8


@pytest.mark.parametrize("values", [[5.0], [5.0, 5.0, 7.5], [np.nan, 1.0, 2.0]])
def test_a_handful_of_rows(values, rng):
    values = np.array(values)
    modes = fitted(values, rng, missing=bool(np.isnan(values).any()))
    levels, offsets = modes.encode(values, rng)
    assert levels.max() < modes.n_levels
    made, _ = modes.decode(levels, offsets, rng)
    np.testing.assert_allclose(made, values)
