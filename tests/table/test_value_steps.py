"""Steps: found where they are no chance, and kept."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import TypeAwareCART, TypeAwareSMOTE
from skl_synth.table.infer import infer_variable
from skl_synth.table.precision import Precision, precisions_of_sorted
from skl_synth.table.value_steps import find_lattice


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-500, 500), min_size=20, max_size=60, unique=True),
    st.integers(1, 50),
    st.integers(0, 49),
    st.integers(0, 3),
)
def test_steps_are_the_greatest_that_all_values_share(places, units, first, decimals):
    whole = np.sort(np.array(places) * units + first)
    found = find_lattice(whole / 10.0**decimals, decimals)
    shared = np.gcd.reduce(whole - whole[0])
    is_sure = shared > 1 and (len(whole) - 1) * np.log(shared) >= -np.log(1e-5)
    assert (found is not None) == is_sure
    if found is not None:
        assert found.units == shared
        np.testing.assert_array_equal(
            found.nearest(whole / 10.0**decimals), whole / 10.0**decimals
        )


def test_few_values_and_random_ones_lie_on_no_steps():
    assert find_lattice(np.array([0.0, 500.0, 1000.0]), 0) is None
    assert find_lattice(np.arange(12.0) * 2, 0) is None
    rng = np.random.default_rng(0)
    some = [np.unique(rng.integers(0, 10_000, 20)).astype(float) for _ in range(500)]
    assert all(find_lattice(values, 0) is None for values in some)


@pytest.mark.parametrize("step", [10, 500, 0.05, 0.25, 2.5])
@pytest.mark.parametrize("offset", [0, 1])
def test_blocks_find_the_same_steps(step, offset):
    values = np.sort(np.round(np.arange(30) * step + offset * step / 5, 2))
    one = Precision.from_values(values)
    (other,) = precisions_of_sorted(values[None], np.array([len(values)]))
    assert one == other
    assert one.step == pytest.approx(step)
    moved = one.snap(values + step * 0.3)
    np.testing.assert_array_equal(moved, values)
    part = one.restricted_to(values[:3])
    assert np.isin(part.snap(values + 0.4 * step), values[:3]).all()


@pytest.mark.parametrize("maker", [TypeAwareSMOTE, TypeAwareCART])
def test_synthetic_rows_keep_steps(maker):
    rng = np.random.default_rng(0)
    mondays = pd.Timestamp("2020-01-06") + pd.to_timedelta(
        rng.integers(0, 150, 300) * 7, "D"
    )
    quarters = [f"{i // 4:02d}:{i % 4 * 15:02d}" for i in rng.integers(0, 96, 300)]
    X = pd.DataFrame(
        {
            "pay": rng.integers(20, 90, 300) * 500,
            "mid": rng.integers(0, 12, 300) * 10 + 5,
            "dose": (rng.integers(0, 60, 300) * 0.05).round(2),
            "monday": mondays.strftime("%d/%m/%Y"),
            "at": quarters,
        }
    )
    y = pd.Series((rng.random(300) < 0.4).astype(int))
    made, _ = maker(mode="replace", random_state=0, noise_scale=0.1).fit_resample(X, y)
    assert not (made["pay"] % 500).any()
    assert set(made["mid"] % 10) == {5}
    assert not (np.rint(made["dose"] * 100) % 5).any()
    days = pd.to_datetime(made["monday"], format="%d/%m/%Y").dt.day_of_week
    assert set(days) == {0}
    assert set(made["at"].str[3:]) <= {"00", "15", "30", "45"}


def test_steps_are_told():
    variable = infer_variable(pd.Series(np.arange(40) * 500, name="pay"))
    assert variable.describe()["decimals"] == "0, in steps of 500"
    plain = infer_variable(pd.Series(np.arange(40), name="age"))
    assert plain.describe()["decimals"] == "0"


def test_a_value_with_decimals_keeps_them_on_steps():
    ages = np.r_[np.arange(1.0, 80), np.arange(0.5, 40)]
    precision = Precision.from_values(ages)
    assert precision.step == 0.5
    values = np.random.default_rng(0).uniform(1, 39, 500)
    decimals = np.tile(np.array([0, 1], dtype=np.int8), 250)
    snapped = precision.snap(values, decimals)
    np.testing.assert_array_equal(snapped % 1 != 0, decimals == 1)
    assert np.abs(snapped - values).max() <= 0.75
    # Beyond the halves that were seen there are whole years only.
    assert (precision.snap(np.full(9, 71.3), np.ones(9, np.int8)) % 1 == 0).all()
