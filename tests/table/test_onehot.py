"""Finding one-hot groups by name and sum, and what is told about them."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.table.onehot import find_groups, group_codes
from skl_synth.table.schema import unit_columns


def groups_of(columns, spec="infer", baselines=False, exact=True):
    frame = pd.DataFrame(columns)
    found = find_groups(
        list(frame.columns), unit_columns(frame, exact=exact), spec, baselines
    )
    return {group.name: list(group.columns) for group in found}


def test_a_prefix_whose_rows_sum_to_one_is_a_group():
    assert groups_of({"w_a": [1, 0], "w_b": [0, 1], "age": [3, 4]}) == {
        "w": ["w_a", "w_b"]
    }


def test_flags_that_share_a_prefix_are_no_group():
    assert groups_of({"has_car": [1, 1], "has_dog": [0, 1]}) == {}


def test_levels_may_contain_the_separator():
    columns = {
        "smoking_status_never_smoked": [1, 0, 0],
        "smoking_status_smokes": [0, 1, 0],
        "smoking_status_unknown": [0, 0, 1],
    }
    assert groups_of(columns) == {"smoking_status": list(columns)}


def test_overlapping_prefixes_are_kept_apart():
    columns = {
        "work_type_a": [1, 0],
        "work_type_b": [0, 1],
        "work_shift_day": [1, 1],
        "work_shift_night": [0, 0],
    }
    assert groups_of(columns) == {
        "work_type": ["work_type_a", "work_type_b"],
        "work_shift": ["work_shift_day", "work_shift_night"],
    }


@pytest.mark.parametrize("separator", ["_", "=", ".", "-", ": "])
def test_common_separators_are_known(separator):
    names = [f"ward{separator}{level}" for level in "ab"]
    assert groups_of({names[0]: [1, 0], names[1]: [0, 1]}) == {"ward": names}


def test_blended_rows_are_a_group_only_where_blends_are_expected():
    columns = {"p_x": [0.7, 0.2], "p_y": [0.3, 0.8]}
    assert groups_of(columns, exact=False) == {"p": ["p_x", "p_y"]}
    assert groups_of(columns, exact=True) == {}, "proportions are no categories"


def test_a_dropped_level_is_a_group_only_when_told():
    columns = {"cabin_b": [1, 0, 0], "cabin_c": [0, 1, 0]}
    assert groups_of(columns) == {}
    assert groups_of(columns, baselines=["cabin"]) == {"cabin": list(columns)}
    assert groups_of(columns, spec=["cabin_"], baselines=True) == {
        "cabin": list(columns)
    }


@pytest.mark.parametrize(
    "spec", [["w_"], ["w"], [["w_a", "w_b"]], {"w": ["w_a", "w_b"]}, [["w_b", "w_a"]]]
)
def test_groups_can_be_given(spec):
    columns = {"w_a": [1, 0], "w_b": [0, 1], "wx": [1, 1]}
    assert groups_of(columns, spec) == {"w": ["w_a", "w_b"]}


def test_none_means_no_group():
    assert groups_of({"w_a": [1, 0], "w_b": [0, 1]}, None) == {}


@pytest.mark.parametrize(
    ("spec", "baselines", "words"),
    [
        (["wrad"], False, ["wrad", "matches no column", "'ward'"]),
        ([["ward_a", "ward_z"]], False, ["ward_z", "not in the table"]),
        (["ward", ["ward_a", "flag"]], False, ["ward_a", "two one-hot groups"]),
        (["age"], False, ["age"]),
        ([["ward_a", "age"]], False, ["'age'", "0 to 1"]),
        ([["ward_a", "flag"]], False, ["row 1", "implicit_baseline"]),
        ("infer", ["wardroom"], ["wardroom"]),
    ],
)
def test_what_is_told_must_fit_the_table(spec, baselines, words):
    columns = {"ward_a": [1, 0], "ward_b": [0, 1], "flag": [0, 0], "age": [40, 50]}
    with pytest.raises(ValueError, match="one-hot") as error:
        groups_of(columns, spec, baselines)
    for word in words:
        assert word in str(error.value)


def test_codes_are_the_arg_max():
    blended = np.array([[0.7, 0.3, 0.0], [0.1, 0.2, 0.7], [0.5, 0.5, 0.0]])
    np.testing.assert_array_equal(group_codes(blended, baseline=False), [0, 2, 0])


def test_the_baseline_is_what_is_missing_to_one():
    blended = np.array([[0.7, 0.2], [0.2, 0.2], [0.0, 0.0]])
    np.testing.assert_array_equal(group_codes(blended, baseline=True), [0, 2, 2])
