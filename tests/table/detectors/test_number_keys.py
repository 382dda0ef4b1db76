"""Whole numbers: which are keys, which repeat as keys do, which only count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.detectors import find_number_key, may_hold_key
from tests.table.detectors.makers import nhs_number

N = 800


def found_in(values, name):
    levels, counts = np.unique(np.asarray(values, dtype=float), return_counts=True)
    return find_number_key(levels, counts, name, len(values))


FOUR_EACH = np.repeat(4_000_000_000 + 137 * np.arange(200), 4)


@pytest.mark.parametrize("name", ["patient_id", "nhs_number", "mrn", "Id", "person"])
def test_keys_by_name(name):
    finding = found_in(FOUR_EACH, name)
    assert finding.is_sure
    assert "200 different values in 800 rows" in finding.reason


def test_a_key_of_which_a_few_rows_repeat():
    values = np.random.default_rng(0).permutation(10**6)[:700]
    values[640:] = values[:60]
    assert found_in(values, "Id").is_sure
    assert not found_in(values, "distance")


def test_check_digits_tell_a_key_under_any_name():
    rng = np.random.default_rng(0)
    numbers = np.repeat([int(nhs_number(rng)) for _ in range(200)], 4)
    assert found_in(numbers, "x").is_sure
    assert "check digits" in found_in(numbers, "x").reason


def test_long_numbers_that_repeat_are_likely_keys():
    finding = found_in(FOUR_EACH, "x")
    assert not finding.is_sure
    assert "repeat" in finding.reason


def test_very_long_numbers_that_all_differ_are_likely_keys():
    values = np.random.default_rng(0).integers(10**9, 9 * 10**9, 600)
    assert not found_in(values, "x").is_sure


def test_ids_of_people_with_many_rows_each():
    many = np.repeat(np.arange(25) + 1, 100)
    assert found_in(many, "patient_id").is_sure
    assert not found_in(many, "id").is_sure
    assert found_in(many, "ward_id") is None
    assert found_in(many, "machine") is None


RNG = np.random.default_rng(3)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("platelets", 1000 * RNG.normal(260, 90, N).clip(20).astype(int)),
        ("cost", RNG.lognormal(12, 0.7, N).astype(int)),
        ("income", 500 * RNG.lognormal(5, 0.7, N).astype(int)),
        ("population", RNG.lognormal(13, 1, N).astype(int)),
        ("month", 202_000 + RNG.integers(1, 13, N)),
        ("visit_number", np.arange(N) % 6 + 1),
        ("episode", np.arange(N) % 4 + 1),
        ("n_contacts", RNG.poisson(30, N)),
        ("house_no", RNG.geometric(0.02, N)),
        ("ward_id", RNG.integers(1, 26, N)),
        ("admission_source_id", RNG.integers(1, 26, N)),
        ("timestamp", 1_700_000_000 + RNG.integers(0, 500, N)),
        ("change", RNG.integers(-500, 500, N)),
    ],
)
def test_quantities_and_codes_are_none(name, values):
    assert found_in(values, name) is None


@given(
    st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=60),
    st.sampled_from(["id", "x", "ward_no", "phone", "case", "visit"]),
    st.integers(1, 4),
)
def test_nothing_is_found_where_no_closer_look_is_needed(values, name, times):
    values = values * times
    found = found_in(values, name)
    n_values = len(set(values))
    if not may_hold_key(name, max(values), n_values, len(values)):
        assert found is None


@given(st.permutations(range(60)), st.sampled_from(["id", "x", "ticket_no"]))
def test_the_order_of_rows_does_not_matter(order, name):
    values = np.repeat(123_457 * np.arange(1, 21), 3)
    assert found_in(values, name) == found_in(values[list(order)], name)
