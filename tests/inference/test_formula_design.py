"""Formulas on tables of any types: what is named, missing, or in no row."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.errors import InputError
from skl_synth.inference.formula_models import formula_model

pytest.importorskip("statsmodels", reason="no statsmodels")

N = 300


def table(seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=N)
    ward = rng.choice(["a", "b", "c"], N, p=[0.2, 0.4, 0.4])
    y = (rng.random(N) < 1 / (1 + np.exp(-x - (ward == "b")))).astype(int)
    return pd.DataFrame({"x": x, "ward": ward, "y": y, "length of stay": x + 1, 7: -x})


def fitted(formula, frame, **about):
    return formula_model(formula, frame, **about).of_real(frame, None)


def test_rows_without_an_outcome_are_no_rows_without_an_event():
    """They are left out, as statsmodels does; not counted as the lesser value."""
    frame = table()
    frame["y"] = frame["y"].astype("Int64")
    frame.loc[:99, "y"] = pd.NA
    found = fitted("y ~ x", frame)
    known = fitted("y ~ x", frame[100:].astype({"y": int}))
    assert found.n_rows == N - 100
    pd.testing.assert_series_equal(found.estimates, known.estimates)


@pytest.mark.parametrize(
    "labels",
    [{0: "no", 1: "yes"}, {0: False, 1: True}, {0: 1, 1: 2}, {0: "1", 1: "2"}],
)
@pytest.mark.parametrize("dtype", [object, "category", None])
def test_two_values_of_any_type(labels, dtype):
    frame = table()
    labelled = frame["y"].map(labels)
    other = frame.assign(y=labelled if dtype is None else labelled.astype(dtype))
    found, plain = fitted("y ~ x", other), fitted("y ~ x", frame)
    pd.testing.assert_series_equal(found.estimates, plain.estimates)


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.convert_dtypes(),
        lambda frame: frame.astype({"ward": "category"}),
        lambda frame: frame.astype({"ward": "string", "x": "Float64"}),
        lambda frame: frame.set_index(np.arange(N) % 7),
        lambda frame: frame.astype({"x": object, "y": object}),
    ],
    ids=["nullable", "category", "string", "index", "object"],
)
def test_types_of_columns_change_nothing(change):
    found = fitted("y ~ x + ward", change(table()))
    pd.testing.assert_series_equal(
        found.estimates, fitted("y ~ x + ward", table()).estimates
    )


def test_names_that_are_no_words():
    found = fitted("y ~ Q('length of stay') + ward", table())
    plain = fitted("y ~ x + ward", table())
    assert found.estimates.iloc[-1] == pytest.approx(plain.estimates["x"])
    assert fitted("y ~ Q('7')", table()).estimates.iloc[-1] < 0
    odd_left = fitted("Q('length of stay') ~ ward", table())
    assert len(odd_left.estimates) == 3


def test_a_table_without_the_level_that_others_are_compared_with():
    """By itself it would compare with another one, under the same names."""
    frame = table()
    model = formula_model("y ~ x + C(ward)", frame)
    real = model.of_real(frame, None)
    other = table(1)
    found = model.fit(other[other["ward"] != "a"], real.estimates.index, None)
    assert set(found.aliased) == {"Intercept", "C(ward)[T.b]", "C(ward)[T.c]"}
    assert list(found.estimates.index) == ["x"]


def test_a_table_without_another_level():
    frame = table()
    model = formula_model("y ~ x + ward", frame)
    real = model.of_real(frame, None)
    other = table(1)
    found = model.fit(other[other["ward"] != "c"], real.estimates.index, None)
    assert found.aliased == ("ward[T.c]",)
    assert {"Intercept", "ward[T.b]", "x"} == set(found.estimates.index)


def test_scales_are_those_of_the_real_table():
    frame = table()
    model = formula_model("y ~ center(x)", frame)
    shifted = frame.assign(x=frame["x"] + 100)
    terms = model.design.columns(shifted).terms
    assert terms.iloc[:, -1].mean() == pytest.approx(100)


def test_of_terms_that_say_the_same_the_first_is_kept():
    found = fitted("y ~ x + I(2 * x)", table())
    assert found.aliased == ("I(2 * x)",)
    assert list(found.estimates.index) == ["Intercept", "x"]


def test_functions_of_numpy_are_known_and_those_of_this_package_not():
    assert len(fitted("y ~ np.abs(x)", table()).estimates) == 2
    with pytest.raises(InputError, match="fit_family"):
        fitted("y ~ fit_family(x)", table())


@pytest.mark.parametrize(
    ("formula", "about", "message"),
    [
        ("x", {}, "has no ~"),
        (3, {}, "has no ~"),
        ("y ~ seen", {}, "column 'seen' holds dates"),
        ("y ~ gone", {}, "every row lacks something"),
        ("one ~ x", {}, "'one' has 1 value in all rows"),
        ("I(y == 1) ~ x", {}, "its left side makes 2 columns"),
        ("x ~ ward", {"model": "cox"}, "event=None names no column"),
        ("x ~ ward", {"event": "gone"}, "'gone' has 0"),
        ("x ~ ward", {"event": "nowhere"}, "event='nowhere' names no column"),
        ("x ~ ward", {"model": "ols", "event": "y"}, "pass model='cox'"),
    ],
)
def test_what_cannot_be_fitted_is_said(formula, about, message):
    frame = table().assign(seen=pd.Timestamp("2020-01-01"), gone=np.nan, one=1)
    with pytest.raises(InputError, match=message):
        fitted(formula, frame, **about)


def test_events_where_nobody_was_censored():
    frame = table().assign(time=np.arange(N) + 1.0, died=1)
    found = fitted("time ~ x", frame, event="died")
    assert list(found.estimates.index) == ["x"]
    as_words = frame.assign(died="yes")
    with pytest.raises(InputError, match="reads as events two values"):
        fitted("time ~ x", as_words, event="died")


def test_what_is_infinite_is_refused_and_not_left_out():
    frame = pd.DataFrame({"y": [1.0, 3.0, 2.0, 5.0], "x": [0.0, 1.0, 4.0, 2.0]})
    with pytest.raises(InputError, match=r"'np.log\(x\)' is infinite in 1 rows"):
        fitted("y ~ np.log(x)", frame)
    assert len(fitted("y ~ np.log1p(x)", frame).estimates) == 2
