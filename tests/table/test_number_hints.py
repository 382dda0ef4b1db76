"""Whole numbers that are codes, and numbers that are none."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.table.column import EVERY_LEVEL
from skl_synth.table.infer import infer_variable
from skl_synth.table.infer_blocks import infer_numbers
from skl_synth.table.number_hints import is_code_name, may_be_code_name


def column(values, name):
    return pd.Series(values, name=name)


def codes(low, high, n_values=40, n_rows=400):
    rng = np.random.default_rng(0)
    return rng.choice(rng.integers(low, high, n_values), n_rows)


@pytest.mark.parametrize(
    "name",
    ["zip", "ZipCode", "county_fips", "provider_id", "practice_code", "icd_code"],
)
def test_whole_numbers_with_the_name_of_a_code_are_levels(name):
    variable = infer_variable(column(codes(10_000, 99_999), name))
    assert variable.kind == "category"
    assert "name of a code" in variable.reason


@pytest.mark.parametrize(
    "name", ["n_codes", "code_count", "age", "distance_to_zip", "no_of_wards", "score"]
)
def test_counts_and_measures_of_codes_are_numbers(name):
    assert not is_code_name(name)
    assert infer_variable(column(codes(10, 80), name)).kind == "integer"


def test_a_code_that_does_not_repeat_is_a_number_with_a_hint():
    variable = infer_variable(column(np.r_[10_001:10_400, 10_001], "zip"))
    assert variable.kind == "integer"
    assert "if they are codes" in variable.hint


@pytest.mark.parametrize(("name", "told"), [("ward", True), ("children", False)])
def test_names_of_places_are_a_hint(name, told):
    assert may_be_code_name(name) == told
    hint = infer_variable(column([1, 2, 3, 4] * 20, name)).hint
    assert ("code or a place" in hint) == told


def test_many_digits_that_repeat_are_a_hint_without_a_name():
    hint = infer_variable(column(codes(10_000, 99_999), "x")).hint
    assert "whole numbers of 5 digits that repeat" in hint
    for values in (codes(100, 140), codes(1, 90) * 1000 + 10_000, codes(5, 99_999)):
        assert "if they are codes" not in infer_variable(column(values, "x")).hint


RNG = np.random.default_rng(0)
AGES = RNG.integers(18, 95, 300).astype(float)
LABS = RNG.gamma(3.0, 4.0, 300).round(2) + 5


@pytest.mark.parametrize("values", [AGES, LABS])
@pytest.mark.parametrize("code", [-1, -9, -200, -999, 999, 9999])
def test_numbers_that_are_none_are_pointed_out(values, code):
    cells = values.copy()
    cells[::25] = code
    hint = infer_variable(column(cells, "x")).hint
    assert f"{code} stands apart" in hint


@pytest.mark.parametrize(
    "values",
    [
        AGES,
        LABS,
        RNG.normal(0, 5, 300).round(1),
        RNG.integers(-10, 10, 300),
        RNG.lognormal(0, 2, 300).round(2),
        np.r_[AGES, -1.0],
    ],
)
def test_measurements_are_left_alone(values):
    assert "stands apart" not in infer_variable(column(values, "x")).hint


@pytest.mark.parametrize("far", ["31/12/9999", "01/01/1900"])
def test_dates_that_are_none_are_pointed_out(far):
    days = pd.date_range("2018-01-01", periods=300).strftime("%d/%m/%Y").tolist()
    assert infer_variable(column(days, "x")).hint == ""
    assert infer_variable(column([*days, far, far, far], "x")).hint.startswith(far)


def test_levels_that_may_be_missing_are_pointed_out():
    hint = infer_variable(column(["A", "B", "C", "NA"] * 9, "ward")).hint
    assert "'NA' is a level like the others" in hint
    assert infer_variable(column(["A", "B", "C"] * 9, "ward")).hint == ""


@pytest.mark.parametrize("name", ["x", "zip", "ward"])
def test_blocks_give_the_same_hints(name):
    for values in (AGES, LABS, codes(10_000, 99_999), np.r_[[-1.0] * 9, AGES]):
        frame = column(values, name).to_frame()
        found = infer_numbers(frame, [name], named=True, publishing=EVERY_LEVEL)
        if name in found:
            single = infer_variable(frame[name])
            assert (found[name].kind, found[name].hint) == (single.kind, single.hint)
