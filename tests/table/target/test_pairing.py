"""Slips in passing a table and its target: refused, with what to type."""

import re

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    DataDictionary,
    MarginalCalibrator,
    ProximityFilter,
    SyntheticEvaluator,
    TypeAwareCART,
    TypeAwareSMOTE,
    privacy_report,
    publish,
    utility_report,
)

T = pd.DataFrame(np.random.default_rng(0).normal(size=(60, 2)), columns=["a", "b"])
T["readmitted"] = np.repeat([0, 1], [40, 20])
X, Y = T[["a", "b"]], T["readmitted"]

CALLS = {
    "fit": TypeAwareSMOTE().fit,
    "fit_resample": TypeAwareSMOTE(random_state=0).fit_resample,
    "filter": ProximityFilter(random_state=0).fit_resample,
    "calibrator": MarginalCalibrator().fit,
    "cart": TypeAwareCART().fit,
    "publish": publish,
    "publish with a guarantee": lambda X, y: publish(X, y, epsilon=1.0),
    "evaluator": SyntheticEvaluator(TypeAwareSMOTE()).fit,
    "dictionary": DataDictionary.from_table,
    "privacy": lambda X, y: privacy_report(X, y, X, y, X, y),
    "utility": lambda X, y: utility_report(X, y, X, y, X, y),
}


def typed(error, table):
    """Evaluate what an error says is to be passed."""
    codes = re.search(r"pass (X\.drop.*) as the table and (.*) as its", str(error))
    return [eval(code, {"X": table}) for code in codes.groups()]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("y", ["readmitted", ["readmitted"], "readmited"])
def test_the_name_of_a_column_is_refused_with_the_line_to_type(call, y):
    with pytest.raises(ValueError, match="must be the column itself") as raised:
        CALLS[call](T, y)
    typed = re.search(
        r"pass (X\.drop.*) as the table and (.*) as its", str(raised.value)
    )
    table, target = (eval(code, {"X": T}) for code in typed.groups())
    pd.testing.assert_frame_equal(table, X)
    pd.testing.assert_series_equal(target, Y)


@pytest.mark.parametrize("call", CALLS)
def test_a_name_that_the_table_does_not_have(call):
    words = r"y is 'no_such'.*no such column, but 'a', 'b', 'readmitted': pass y=X\["
    with pytest.raises(ValueError, match=words):
        CALLS[call](T, "no_such")


@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_frames_of_other_libraries_are_cut_in_their_own_words(library):
    pytest.importorskip("narwhals")
    module = pytest.importorskip(library)
    frame = module.Table.from_pandas(T) if library == "pyarrow" else None
    frame = module.from_pandas(T) if frame is None else frame
    with pytest.raises(ValueError, match="must be the column itself") as raised:
        TypeAwareSMOTE().fit_resample(frame, "readmitted")
    typed = re.search(
        r"pass (X\.drop.*) as the table and (.*) as its", str(raised.value)
    )
    table, target = (eval(code, {"X": frame}) for code in typed.groups())
    assert (table.shape, len(target)) == ((60, 2), 60)


@pytest.mark.parametrize(
    ("table", "y", "words"),
    [
        (T, ["a", "readmitted"], r"names of 2 columns.*such as X\['a'\]"),
        (X.to_numpy(), "readmitted", r"one value for each row, but y is 'readmitted'"),
        (X.to_numpy(), 2, r"one value for each row, but y is 2"),
        (X, {"readmitted": 1}, r"one value for each row, but y is <class 'dict'>"),
        (T.set_axis([0, 1, 2], axis=1), 2, r"X\.drop\(columns=\[2\]\)"),
    ],
)
def test_other_things_that_are_no_target(table, y, words):
    for call in (TypeAwareSMOTE().fit, TypeAwareSMOTE().fit_resample):
        with pytest.raises(ValueError, match=words):
            call(table, y)


@pytest.mark.parametrize("call", [one for one in CALLS if one != "utility"])
@pytest.mark.parametrize(
    ("table", "y"),
    [
        (Y, X),
        (Y.to_numpy(), X.to_numpy()),
        (Y.tolist(), X.to_numpy().tolist()),
        (Y.to_numpy(), X),
    ],
    ids=["frames", "arrays", "lists", "both"],
)
def test_table_and_target_that_are_swapped(call, table, y):
    with pytest.raises(ValueError, match=r"swapped.*pass the table first"):
        CALLS[call](table, y)


def test_persons_by_the_name_of_their_column():
    words = r"groups is 'a'.*pass groups=X\['a'\]"
    with pytest.raises(ValueError, match=words):
        TypeAwareCART().fit(X, Y, groups="a")
    with pytest.raises(ValueError, match=words):
        publish(X, Y, groups="a")


def test_labels_that_are_called_as_columns_are_labels():
    y = ["a", "b"] * 30
    assert set(TypeAwareSMOTE(mode="replace").fit_resample(X, y)[1]) == {"a", "b"}


def test_a_frame_of_one_column_is_a_target():
    _, y = TypeAwareSMOTE(random_state=0).fit_resample(X, T[["readmitted"]])
    assert y.shape == (80, 1)
    assert list(y.columns) == ["readmitted"]


@pytest.mark.parametrize("labels", [range(60), [0, 0, 1] * 20, [*"xyz"] * 20])
def test_rows_in_another_order_are_paired_by_what_is_typed(labels):
    table, y = X.set_axis(labels, axis=0), Y.set_axis(labels)
    shuffled = y.sample(frac=1, random_state=0)
    for call in (TypeAwareSMOTE().fit, TypeAwareSMOTE().fit_resample):
        with pytest.raises(ValueError, match="in another order") as raised:
            call(table, shuffled)
    assert ("y = y.loc[X.index]" in str(raised.value)) == table.index.is_unique
    meant = shuffled.set_axis(table.index)
    assert "y = y.set_axis(X.index)" in str(raised.value)
    _, y_all = TypeAwareSMOTE(random_state=0).fit_resample(table, meant)
    assert y_all[:60].tolist() == shuffled.tolist()


def test_other_labels_say_nothing_of_the_order():
    TypeAwareSMOTE().fit(X, Y.set_axis([0, 0, 1] * 20))
    TypeAwareSMOTE().fit(X, Y.set_axis(range(7, 67)))


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("table", "y"),
    [
        (Y.to_frame(), X),
        (Y.to_numpy()[:, None], X.to_numpy()),
        ([[one] for one in Y], X.to_numpy().tolist()),
        (Y.to_frame(), X.to_numpy()),
    ],
    ids=["frames", "arrays", "lists", "both"],
)
def test_a_target_of_one_column_in_place_of_the_table(call, table, y):
    with pytest.raises(ValueError, match=r"exchanged them: pass the table first"):
        CALLS[call](table, y)


def test_a_table_of_one_column_beside_a_column_for_each_class():
    y = pd.get_dummies(pd.Series([*"xyz"] * 20)).astype(int)
    X_all, y_all = TypeAwareSMOTE(random_state=0).fit_resample(X[["a"]], y)
    assert X_all.shape == (60, 1)
    assert y_all.shape == (60, 3)
