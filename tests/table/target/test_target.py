"""The target: classes of any label type, a number, or none."""

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import label_binarize

from skl_synth import TypeAwareSMOTE
from skl_synth.table.target import Target


@pytest.mark.parametrize(
    "y",
    [
        np.array([0, 1, 2, 1]),
        np.array([0.0, 1.0, 1.0, 0.0]),
        np.array(["a", "b", "a", "b"]),
        np.array([True, False, True, True]),
        [1, 2, 1, 2],
        ["x", "y", "y", "y"],
        pd.Series([1, 2, 1, 2], name="t", dtype="int8"),
        pd.Series(["a", "b", "a", "b"], name="t"),
        pd.Series(["a", "b", "a", "b"], name="t", dtype="category"),
        pd.Series(["a", "b", "a", "b"], name="t", dtype="string"),
        pd.Series([True, False, True, True], name="t"),
        pd.Series([1, 2, 1, 2], name="t", dtype="Int64"),
        pd.Series([True, False, True, True], name="t", dtype="boolean"),
        pd.DataFrame({"t": [1, 2, 1, 2]}),
        np.array([[1], [2], [1], [2]]),
        label_binarize([0, 1, 2, 1], classes=[0, 1, 2]),
    ],
    ids=lambda y: f"{type(y).__name__}-{getattr(y, 'dtype', '')}",
)
def test_classes_come_back_in_container_and_dtype(y):
    target = Target.read(y, 4)
    assert target.kind == "classes"
    back = target.decode(target.encoded)
    assert type(back) is type(y)
    if isinstance(y, pd.Series):
        pd.testing.assert_series_equal(back, y)
    elif isinstance(y, pd.DataFrame):
        pd.testing.assert_frame_equal(back, y)
    else:
        np.testing.assert_array_equal(back, y)
        assert np.asarray(back).dtype == np.asarray(y).dtype


def test_a_number_keeps_range_and_decimals():
    target = Target.read(pd.Series([1.25, 2.5, 9.75], name="cost"), 3)
    assert target.kind == "continuous"
    np.testing.assert_array_equal(target.snap(np.array([2.333, 50.0])), [2.33, 9.75])


def test_whole_numbers_are_a_number_when_told():
    y = pd.Series([70, 151, 206, 135], name="score")
    assert Target.read(y, 4).kind == "classes"
    assert Target.read(y, 4, {"score": "continuous"}).kind == "continuous"


def test_none_is_no_target():
    target = Target.read(None, 3)
    assert (target.kind, target.n_groups) == ("none", 1)
    assert target.decode(target.encoded) is None


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ([1, np.nan, 2], r"missing in 1 rows, the first is row 1"),
        ([None, "a", "b"], r"the first is row 0"),
        ([1, 2], r"3 rows and the target 2"),
        (np.array([[1, 1, 0]] * 3), "multioutput"),
        (np.array([[1.5, 2.5]] * 3), "1d array|Unknown label type"),
    ],
)
def test_targets_that_cannot_be_used_are_refused(y, words):
    with pytest.raises(ValueError, match=words):
        Target.read(y, 3)


def test_the_kind_of_the_target_must_be_one():
    with pytest.raises(ValueError, match=r"target 't' the kind 'number'.*continuous"):
        Target.read(pd.Series([1, 2, 3], name="t"), 3, {"t": "number"})


def test_labels_never_seen_are_refused():
    target = Target.read(pd.Series(["a", "b"]), 2)
    np.testing.assert_array_equal(target.encode(pd.Series(["b", "a"])), [1, 0])
    with pytest.raises(ValueError, match="class 'c'"):
        target.encode(pd.Series(["a", "c"]))


@pytest.mark.parametrize(
    "y",
    [
        pd.Series([3.5, 1.25, 2.0], name="cost"),
        pd.Series(["b", "a", "b"], dtype="category"),
        np.array([1, 0, 1]),
        ["b", "a", "b"],
        [[1, 0], [0, 1], [1, 0]],
        None,
    ],
    ids=["numbers", "category", "array", "list", "one against all", "none"],
)
def test_a_target_without_rows_decodes_and_counts_as_before(y):
    target = Target.read(y, 3)
    bare = target.without_rows()
    encoded = target.encoded[[1, 0]]
    assert str(bare.decode(encoded)) == str(target.decode(encoded))
    assert np.bincount(bare.groups).tolist() == np.bincount(target.groups).tolist()
    if target.kind == "continuous":
        assert np.isnan(bare.encoded).all()
    assert y is None or not np.isin(np.asarray(bare.original), np.unique(y)[1:]).any()


def test_the_same_rows_in_another_order_are_refused():
    X = pd.DataFrame({"x": [0.5, 1.5, 2.25, 4.0] * 5})
    y = pd.Series([0, 1] * 10)
    smote = TypeAwareSMOTE(mode="replace", random_state=0)
    with pytest.raises(ValueError, match=r"y = y\.loc\[X\.index\]"):
        smote.fit_resample(X, y.iloc[::-1])
    smote.fit(X, y.iloc[::-1].loc[X.index])
    smote.fit(X, y.set_axis(range(7, 27)))
