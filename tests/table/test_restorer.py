"""OneHotArgmaxRestorer: valid rows out of blended ones, in the user's container."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE
from scipy import sparse

from skl_synth import OneHotArgmaxRestorer

BLENDED = pd.DataFrame(
    {
        "age": [40.5, 51.0, 33.2],
        "ward_a": [0.7, 0.2, 0.0],
        "ward_b": [0.3, 0.5, 0.1],
        "ward_c": [0.0, 0.3, 0.9],
    }
)
RESTORED = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]])


def test_the_largest_becomes_one_and_the_rest_zero():
    restored = OneHotArgmaxRestorer().fit_transform(BLENDED)
    np.testing.assert_array_equal(restored.filter(like="ward"), RESTORED)
    pd.testing.assert_series_equal(restored["age"], BLENDED["age"])


def test_the_input_is_not_changed():
    before = BLENDED.copy(deep=True)
    OneHotArgmaxRestorer().fit_transform(BLENDED)
    pd.testing.assert_frame_equal(BLENDED, before)


@pytest.mark.parametrize("dtype", ["float32", "Float64", "int64", "bool"])
def test_dtypes_are_kept(dtype):
    valid = BLENDED.assign(ward_a=[1, 0, 0], ward_b=[0, 1, 0], ward_c=[0, 0, 1])
    valid = valid.astype(dict.fromkeys(["ward_a", "ward_b", "ward_c"], dtype))
    pd.testing.assert_frame_equal(OneHotArgmaxRestorer().fit_transform(valid), valid)


@pytest.mark.parametrize("groups", [[[1, 2, 3]], {"ward": [1, 2, 3]}, [["x1", -2, -1]]])
def test_columns_of_an_array_are_given_by_position(groups):
    array = BLENDED.to_numpy()
    restored = OneHotArgmaxRestorer(groups).fit_transform(array)
    np.testing.assert_array_equal(restored[:, 1:], RESTORED)
    np.testing.assert_array_equal(restored[:, 0], array[:, 0])


def test_sparse_comes_back_as_sparse():
    restored = OneHotArgmaxRestorer([[1, 2, 3]]).fit_transform(
        sparse.csr_matrix(BLENDED.to_numpy())
    )
    assert restored.format == "csr"
    np.testing.assert_array_equal(restored.toarray()[:, 1:], RESTORED)


def test_no_group_means_the_identity():
    frame = pd.DataFrame({"age": [1.5, 2.5], "fare": [3.0, 4.0]})
    restorer = OneHotArgmaxRestorer().fit(frame)
    assert restorer.groups_ == {}
    pd.testing.assert_frame_equal(restorer.transform(frame), frame)


def test_groups_are_found_in_fit_only():
    restorer = OneHotArgmaxRestorer().fit(BLENDED)
    other = BLENDED.assign(ward_a=[0.4, 0.0, 0.0], ward_c=0.0, ward_b=[0.6, 1.0, 1.0])
    restored = restorer.transform(other).filter(like="ward")
    np.testing.assert_array_equal(restored.sum(axis=1), 1)


def test_an_implicit_baseline_is_a_level():
    frame = BLENDED.drop(columns="ward_c")
    restorer = OneHotArgmaxRestorer(["ward"], implicit_baseline=True)
    restored = restorer.fit_transform(frame)
    np.testing.assert_array_equal(
        restored[["ward_a", "ward_b"]], [[1, 0], [0, 1], [0, 0]]
    )


def test_every_row_is_valid_behind_smote():
    """The first failure by hand: an arg-max that was assigned to copies of rows."""
    rng = np.random.default_rng(0)
    level = rng.integers(0, 4, 300)
    frame = pd.DataFrame(np.eye(4)[level], columns=[f"deck_{i}" for i in range(4)])
    frame["age"] = rng.normal(40, 12, 300)
    y = (frame["age"] > 55).astype(int)
    blended, _ = SMOTE(random_state=0).fit_resample(frame, y)
    decks = [f"deck_{i}" for i in range(4)]
    assert not blended[decks].isin([0, 1]).all(axis=None), "nothing to restore"
    restored = OneHotArgmaxRestorer().fit_transform(blended)
    assert restored[decks].isin([0, 1]).all(axis=None)
    assert (restored[decks].sum(axis=1) == 1).all()


@pytest.mark.parametrize("dtype", [bool, int])
def test_truncated_blends_are_told_and_not_restored_at_random(dtype):
    """imbalanced-learn casts blended dummies back to bool or int: 0.3 becomes True."""
    rng = np.random.default_rng(0)
    frame = pd.get_dummies(pd.DataFrame({"deck": rng.choice(list("abcd"), 300)}))
    frame = frame.astype(dtype).assign(age=rng.normal(40, 12, 300))
    blended, _ = SMOTE(random_state=0).fit_resample(frame, frame["age"] > 50)
    with pytest.warns(UserWarning, match=r"'deck'.*astype\(float\)"):
        OneHotArgmaxRestorer().fit(blended)
    with pytest.raises(ValueError, match=r"'deck'.*make them floats"):
        OneHotArgmaxRestorer().fit(frame).transform(blended)


@pytest.mark.parametrize("row", [[0, 0, 0], [np.nan, 0, 1], [1, 1, 0]])
def test_rows_that_are_no_one_hot_are_refused(row):
    restorer = OneHotArgmaxRestorer().fit(BLENDED)
    broken = BLENDED.copy()
    broken.loc[1, ["ward_a", "ward_b", "ward_c"]] = row
    with pytest.raises(ValueError, match=r"'ward'.*row 1"):
        restorer.transform(broken)


def test_rows_that_are_missing_stay_missing():
    X = pd.DataFrame({"w_a": [0.7, np.nan, 0.1], "w_b": [0.3, np.nan, 0.9]})
    restored = OneHotArgmaxRestorer().fit_transform(X)
    assert restored["w_a"].tolist()[::2] == [1, 0]
    assert restored.loc[1].isna().all()
