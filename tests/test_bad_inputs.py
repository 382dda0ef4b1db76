"""Bad input, one line each: what, which call, which error, which words."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE

from skl_synth import OneHotArgmaxRestorer, ProximityFilter, TypeAwareSMOTE
from tests.tables import mixed_table

X, Y = mixed_table(120)


def resample(X=X, y=Y, **parameters):
    return ProximityFilter(
        TypeAwareSMOTE(**parameters.pop("smote", {})), random_state=0, **parameters
    ).fit_resample(X, y)


def tiny_domain():
    frame = pd.DataFrame({"a": [0, 1] * 20, "b": [0, 0, 1, 1] * 10})
    return resample(frame, ["x"] * 24 + ["y"] * 16, mode="replace")


BAD_INPUTS = [
    # what, call, error, words of the message
    (
        "a class with one row",
        lambda: resample(y=pd.Series(["a"] * 119 + ["b"])),
        ValueError,
        ["class 'b'", "1 row", "merge or drop"],
    ),
    (
        "one class",
        lambda: resample(y=pd.Series(["a"] * 120)),
        ValueError,
        ["more than 1 class"],
    ),
    (
        "a missing target",
        lambda: resample(y=Y.astype(float).mask(Y.index == 7)),
        ValueError,
        ["target", "1 rows", "row 7", "Drop"],
    ),
    (
        "a target of another length",
        lambda: resample(y=Y[:50]),
        ValueError,
        ["120 rows", "target 50"],
    ),
    (
        "a continuous target to be balanced",
        lambda: resample(y=X["weight"]),
        ValueError,
        ["continuous", "fit(X, y) and sample()"],
    ),
    (
        "two targets",
        lambda: resample(y=np.column_stack([Y, 1 - Y, Y])),
        ValueError,
        ["multioutput"],
    ),
    (
        "text and numbers in one column",
        lambda: resample(X.assign(ward=["A", 1] * 60)),
        ValueError,
        ["'ward'", "'A'", "1", "astype(str)"],
    ),
    (
        "a list in a cell",
        lambda: resample(X.assign(ward=[["A"]] * 120)),
        TypeError,
        ["'ward'", "['A']", "row 0"],
    ),
    (
        "a word in a column of numbers",
        lambda: resample(X.assign(age=[*map(str, range(119)), "unknown"])),
        ValueError,
        ["'age'", "'unknown'", "Correct", "column_kinds"],
    ),
    (
        "dates as text, and a word",
        lambda: resample(
            X.assign(day=["never", *(f"{d % 28 + 1}/3/2021" for d in X.index[1:])])
        ),
        ValueError,
        ["'day'", "'2/3/2021'", "'never'", "correct or empty", "drop"],
    ),
    (
        "a foreign sampler and a class of one row",
        lambda: ProximityFilter(SMOTE()).fit_resample(X, ["a"] * 119 + ["b"]),
        ValueError,
        ["SMOTE could not make", "class 'b' (which has 1 rows)"],
    ),
    (
        "an infinite value",
        lambda: resample(X.assign(weight=X["weight"].where(X.index != 3, np.inf))),
        ValueError,
        ["'weight'", "inf", "row 3"],
    ),
    (
        "a target of dates",
        lambda: resample(y=pd.Series(pd.date_range("2020-01-01", periods=len(X)))),
        ValueError,
        ["target", "2020-01-01", "days since", "without a target"],
    ),
    (
        "two columns of one name",
        lambda: resample(pd.concat([X, X["age"]], axis=1)),
        ValueError,
        ["'age'", "rename or drop"],
    ),
    ("no rows", lambda: resample(X[:0], Y[:0]), ValueError, ["0 sample"]),
    ("no columns", lambda: resample(X[[]]), ValueError, ["0 feature"]),
    ("one dimension", lambda: resample(np.arange(120.0)), ValueError, ["2D array"]),
    (
        "an identifier",
        lambda: resample(X.assign(patient_id=np.arange(120) * 3)),
        ValueError,
        ["'patient_id'", "identifiers='surrogate'", "column_kinds"],
    ),
    (
        "free text",
        lambda: resample(X.assign(note=[f"note {i}" for i in range(120)])),
        ValueError,
        ["'note'", "120 different values"],
    ),
    (
        "keys that do not fit their dtype",
        lambda: resample(
            X.assign(id=np.arange(120, dtype="int8")),
            smote={"identifiers": "surrogate"},
            sampling_strategy={0: 120},
        ),
        ValueError,
        ["'id'", "int8", "widen"],
    ),
    (
        "too many levels",
        lambda: resample(
            pd.DataFrame({"code": np.arange(1500) % 1200}),
            np.arange(1500) % 2,
            smote={"column_kinds": {"code": "category"}},
        ),
        ValueError,
        ["'code'", "1200 different values", "group"],
    ),
    (
        "whole numbers that no float can hold",
        lambda: resample(X.assign(size=[2**60, 2**60 + 1, 5] * 40)),
        ValueError,
        ["'size'", "2**53", "identifier"],
    ),
    (
        "a target of no known kind",
        lambda: resample(smote={"column_kinds": {"died": "number"}}),
        ValueError,
        ["'died'", "'number'", "'continuous'"],
    ),
    (
        "a removal fraction of one",
        lambda: resample(removal_fraction=1.0),
        ValueError,
        ["removal_fraction", "[0.0, 1.0)", "1.0"],
    ),
    (
        "a negative removal fraction",
        lambda: resample(removal_fraction=-0.1),
        ValueError,
        ["removal_fraction", "[0.0, 1.0)", "-0.1"],
    ),
    (
        "a removal fraction as text",
        lambda: resample(removal_fraction="10 %"),
        ValueError,
        ["removal_fraction", "'10 %'"],
    ),
    (
        "a mode that is none",
        lambda: resample(mode="publish"),
        ValueError,
        ["mode", "'augment'", "'publish'"],
    ),
    (
        "no neighbours",
        lambda: resample(smote={"k_neighbors": 0}),
        ValueError,
        ["k_neighbors", "TypeAwareSMOTE", "0"],
    ),
    (
        "fewer rows than augment has",
        lambda: resample(sampling_strategy={0: 10}),
        ValueError,
        ["10 rows of class 0", "90 real rows", "mode='replace'"],
    ),
    (
        "a class that is not there",
        lambda: resample(sampling_strategy={"dead": 10}),
        ValueError,
        ["class 'dead'", "[0, 1]"],
    ),
    (
        "a domain that is too small",
        tiny_domain,
        ValueError,
        ["only 0 of 24 rows", "class 'x'", "sampling_strategy", "decimals"],
    ),
    (
        "a one-hot prefix that matches nothing",
        lambda: resample(smote={"one_hot_groups": ["blod"]}),
        ValueError,
        ["'blod'", "'blood'"],
    ),
    (
        "a one-hot prefix that matches nothing, restorer",
        lambda: OneHotArgmaxRestorer(["blod"]).fit(X),
        ValueError,
        ["'blod'", "'blood'"],
    ),
    (
        "one-hot rows with nothing set",
        lambda: resample(
            X.assign(blood_a=X["blood_a"].where(X.index > 9, 0)),
            smote={"one_hot_groups": ["blood"]},
        ),
        ValueError,
        ["'blood'", "row", "implicit_baseline"],
    ),
    (
        "a kind that is none",
        lambda: resample(smote={"column_kinds": {"age": "number"}}),
        ValueError,
        ["'age'", "'number'", "'continuous'"],
    ),
    (
        "a kind for a column that is not there",
        lambda: resample(smote={"column_kinds": {"height": "integer"}}),
        ValueError,
        ["'height'", "'age'"],
    ),
    (
        "a sampler that is none",
        lambda: ProximityFilter("smote").fit(X, Y),
        ValueError,
        ["sampler", "fit_resample", "'smote'"],
    ),
    (
        "rows of another table",
        lambda: ProximityFilter().fit(X, Y).nearest_real(X.drop(columns="age")),
        ValueError,
        ["age"],
    ),
    (
        "a level of another table",
        lambda: ProximityFilter().fit(X, Y).resample(X.assign(ward="Z"), Y),
        ValueError,
        ["'ward'", "'Z'", "row 0"],
    ),
    (
        "a sample of minus one row",
        lambda: TypeAwareSMOTE().fit(X, Y).sample(-1),
        ValueError,
        ["whole number", "-1"],
    ),
]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [pytest.param(*line[1:], id=line[0]) for line in BAD_INPUTS],
)
def test_bad_input_is_told_plainly(call, error, words):
    before = X.copy(deep=True)
    with pytest.raises(error) as caught:
        call()
    for word in words:
        assert word in str(caught.value)
    pd.testing.assert_frame_equal(X, before)
