"""Whole numbers: which are keys, which repeat as keys do, which only count."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.column import Publishing
from skl_synth.table.detectors import find_number_key, may_hold_key
from skl_synth.table.infer import infer_variable
from skl_synth.table.infer_blocks import infer_numbers
from tests.table.detectors.makers import card, different, nhs_number

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


@pytest.mark.parametrize(("n_values", "times"), [(3, 9), (4, 200), (15, 27), (15, 60)])
@pytest.mark.parametrize("make", [nhs_number, card])
def test_check_digits_need_no_more_than_three_numbers(make, n_values, times):
    numbers = different(np.random.default_rng(0), make, n_values).astype(float)
    assert found_in(np.repeat(numbers, times), "x").is_sure
    wrong = numbers + np.arange(n_values) % 2
    assert not found_in(np.repeat(wrong, times), "x")


def test_a_few_cells_with_check_digits_among_empty_ones():
    numbers = np.sort(different(np.random.default_rng(0), nhs_number, 13).astype(float))
    once = np.ones(13, dtype=int)
    assert find_number_key(numbers, once, "x", 500).is_sure
    assert find_number_key(numbers, once, "x", 13) is None
    assert find_number_key(numbers + 1, once, "x", 500) is None
    column = pd.Series(np.append(numbers, np.full(487, np.nan)), name="x")
    assert infer_variable(column).kind == "identifier"
    quick = infer_numbers(column.to_frame(), ["x"], named=True, publishing=Publishing())
    assert not quick


def test_telephone_numbers_of_few_people():
    numbers = np.repeat(7_700_900_000 + 137 * np.arange(15), 60)
    assert found_in(numbers, "mobile").is_sure
    assert found_in(numbers, "x") is None


COUNTS = np.random.default_rng(5)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("contact_number", COUNTS.integers(1, 50, N)),
        ("episode_number", COUNTS.integers(1, 31, N)),
        ("claim_no", COUNTS.integers(0, 30, N)),
        ("patient_referral_no", COUNTS.poisson(12, N)),
    ],
)
def test_the_first_the_second_and_so_on_are_not_sure(name, values):
    finding = found_in(values, name)
    assert finding is None or not finding.is_sure


def test_long_numbers_under_such_a_name_are_keys():
    assert found_in(FOUR_EACH, "contact_number").is_sure
    assert found_in(np.repeat(np.arange(1, 201), 4), "claim_no").is_sure
    assert found_in(np.repeat(np.arange(1, 51), 16), "study_no").is_sure


@pytest.mark.parametrize("name", ["rank", "order", "income_rank"])
def test_ranks_are_not_sure(name):
    ranks = pd.Series(np.random.default_rng(0).permutation(N) + 1, name=name)
    assert infer_variable(ranks).kind == "integer"
    assert infer_variable(ranks).hint
    assert infer_variable(ranks.rename("x")).kind == "identifier"


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
