"""Finding one-hot groups by name and sum, and what is told about them."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareSMOTE
from skl_synth.table.onehot import find_groups, group_codes
from skl_synth.table.onehot.groups_of_table import unit_columns


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


def test_a_short_prefix_is_looked_at_without_the_columns_of_a_longer_one():
    columns = {
        "work_type_a": [1, 0, 1],
        "work_type_b": [0, 1, 0],
        "work_full": [1, 1, 0],
        "work_part": [0, 0, 1],
    }
    assert groups_of(columns) == {
        "work_type": ["work_type_a", "work_type_b"],
        "work": ["work_full", "work_part"],
    }


def test_a_missing_indicator_is_a_level_like_others():
    columns = {"smoke_yes": [1, 0, 0], "smoke_no": [0, 1, 0], "smoke_nan": [0, 0, 1]}
    assert groups_of(columns) == {"smoke": list(columns)}


def test_a_group_may_be_missing_as_a_whole():
    columns = {"w_a": [1.0, 0.0, np.nan], "w_b": [0.0, 1.0, np.nan]}
    assert groups_of(columns) == {"w": ["w_a", "w_b"]}
    assert groups_of({**columns, "w_b": [0.0, 1.0, 0.0]}) == {}


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


@pytest.fixture
def imperfect():
    """Twenty rows, one of them with no ward and two with two."""
    level = np.arange(20) % 3
    columns = {f"ward_{name}": (level == i).astype(int) for i, name in enumerate("abc")}
    X = pd.DataFrame({**columns, "age": np.arange(20) * 3 % 17})
    X.loc[4, ["ward_a", "ward_b", "ward_c"]] = 0
    X.loc[[7, 10], ["ward_b", "ward_c"]] = 1
    return X


WARD = ["ward_a", "ward_b", "ward_c"]


def test_imperfect_groups_are_refused_with_counts(imperfect):
    with pytest.raises(ValueError, match="sum to 0 in row 4") as error:
        TableEncoder(one_hot_groups=["ward"]).fit(imperfect)
    for words in ("1 rows with no column set", "2 rows with more than one", "repair"):
        assert words in str(error.value)


def test_groups_that_are_nearly_one_are_told(imperfect):
    X = pd.concat([imperfect[:5]] + [imperfect[11:]] * 3, ignore_index=True)
    with pytest.warns(UserWarning, match="nearly a one-hot .*1 rows with no column"):
        kinds = TableEncoder().fit(X).describe()["kind"]
    assert kinds.tolist() == ["binary"] * 3 + ["integer"]


@pytest.mark.parametrize("spec", [["ward"], "infer"])
def test_imperfect_groups_are_repaired_when_told(spec, imperfect):
    X = imperfect if spec != "infer" else pd.concat([imperfect] + [imperfect[11:]] * 3)
    X = X.reset_index(drop=True)
    encoder = TableEncoder(one_hot_groups=spec, one_hot_repair="repair")
    back = encoder.fit(X).table_.decode(encoder.table_.encode(X))
    assert back[WARD].isin([0, 1]).all(axis=None)
    assert back.loc[4, WARD].tolist() == [0, 0, 0]
    assert back.loc[7, WARD].tolist() == [0, 1, 0]
    assert (back[WARD].sum(axis=1).drop(4) == 1).all()
    assert "2 rows with more than one" in encoder.describe().loc[0, "why"]
    assert encoder.describe().loc[0, "levels"].endswith("or none")


@pytest.mark.parametrize(
    "dtype", ["bool", "uint8", "Int64", "boolean", "float32", "Sparse[int64]"]
)
def test_groups_of_any_dtype_come_back(dtype):
    level = np.arange(30) % 3
    X = pd.DataFrame({f"w_{i}": level == i for i in range(3)}).astype(dtype)
    X["age"] = np.arange(30)[::-1] % 11
    y = pd.Series(np.arange(30) % 2)
    if dtype in ("Int64", "boolean", "float32"):
        X.loc[::7, ["w_0", "w_1", "w_2"]] = np.nan if dtype == "float32" else pd.NA
    smote = TypeAwareSMOTE(mode="replace", random_state=0)
    made, _ = smote.fit_resample(X, y)
    assert smote.describe().loc[0, "kind"] == "one_hot"
    assert made.dtypes.equals(X.dtypes)
    group = made[["w_0", "w_1", "w_2"]]
    missing = group.isna().all(axis=1)
    assert missing.any() == X["w_0"].isna().any()
    assert (group[~missing].astype(float).sum(axis=1) == 1).all()
    decoded = smote.table_.decode(smote.rows_)
    pd.testing.assert_frame_equal(decoded, X)
