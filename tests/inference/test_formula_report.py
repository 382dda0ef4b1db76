"""One model on the real table beside the same on synthetic ones."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    CoefficientsDisplay,
    TypeAwareCART,
    inference_report,
    synthesize_many,
)
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.inference.syntheses import Syntheses

smf = pytest.importorskip("statsmodels.formula.api", reason="no statsmodels")


def planted(rng, n, slope):
    x = rng.normal(size=n)
    group = rng.choice(["a", "b"], n)
    y = 1.0 + slope * x + 0.5 * (group == "b") + rng.normal(size=n)
    return pd.DataFrame({"x": x, "group": group}), pd.Series(y, name="y")


def tables(rng, slope, m=5, n=400):
    return Syntheses(tuple(planted(rng, n, slope) for _ in range(m)), n, True)


def test_figures_are_those_of_statsmodels():
    rng = np.random.default_rng(0)
    X, y = planted(rng, 400, 2.0)
    made = tables(rng, 2.0)
    report = inference_report("y ~ x + group", X, y, made)
    fitted = smf.ols("y ~ x + group", X.assign(y=y)).fit()
    frame = report.frame()
    pd.testing.assert_series_equal(frame["real"], fitted.params, check_names=False)
    means = np.mean(
        [smf.ols("y ~ x + group", one).fit().params for one in made.frames()], axis=0
    )
    np.testing.assert_allclose(frame["synthetic"], means)
    np.testing.assert_allclose(
        frame["std_difference"], (means - fitted.params) / fitted.bse
    )
    assert report.model == "ols"


def test_a_relation_that_is_held_and_one_that_is_not():
    rng = np.random.default_rng(0)
    X, y = planted(rng, 400, 2.0)
    held = inference_report("y ~ x", X, y, tables(rng, 2.0))
    lost = inference_report("y ~ x", X, y, tables(rng, 1.0))
    assert held.wald[2] > 0.01
    assert held.overlap > 0.6
    assert lost.wald[2] < 1e-6
    assert lost.frame().loc["x", "overlap"] < 0
    assert "May not be said: that conclusions" in str(lost)
    assert "y ~ x (ols)" in str(held)


def test_the_wald_test_rejects_as_seldom_as_it_says():
    rng = np.random.default_rng(0)
    values = []
    for _ in range(60):
        X, y = planted(rng, 200, 2.0)
        fitted = smf.ols("y ~ x", X.assign(y=y)).fit()
        center, slope = fitted.params
        made = []
        for _ in range(3):
            x = rng.normal(X["x"].mean(), X["x"].std(), 200)
            drawn = center + slope * x + rng.normal(0, fitted.scale**0.5, 200)
            made.append((pd.DataFrame({"x": x}), pd.Series(drawn, name="y")))
        report = inference_report("y ~ x", X, y, Syntheses(tuple(made), 200, False))
        values.append(report.wald[2])
    assert np.mean(np.array(values) < 0.05) <= 0.15
    assert 0.38 < np.mean(values) < 0.62


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(600, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    return X, y, synthesize_many(TypeAwareCART(), X, y, 2, random_state=0)


@pytest.mark.parametrize("labels", [None, {0: "no", 1: "yes"}, {0: False, 1: True}])
def test_two_values_are_explained_by_logistic_regression(patients, labels):
    X, y, made = patients
    if labels is not None:
        pairs = [(X_new, y_new.map(labels)) for X_new, y_new in made]
        y, made = y.map(labels), Syntheses(tuple(pairs), made.n_real, made.proper)
    report = inference_report("readmitted ~ age + C(sex)", X, y, made)
    assert report.model == "logit"
    assert report.frame().loc["age", "real"] > 0


def test_no_input_is_changed(patients):
    X, y, made = patients
    before = X.copy(), y.copy(), made.frame(0)
    inference_report("readmitted ~ age", X, y, made)
    pd.testing.assert_frame_equal(X, before[0])
    pd.testing.assert_series_equal(y, before[1])
    pd.testing.assert_frame_equal(made.frame(0), before[2])


@pytest.mark.parametrize(
    ("formula", "kwargs", "message"),
    [
        ("readmitted ~ aeg", {}, "cannot be fitted: .*aeg.*name columns"),
        ("readmitted ~", {}, "cannot be fitted"),
        ("ward ~ age", {}, "'ward' has . values that are no numbers"),
        ("age ~ ward", {"model": "logit"}, "explains two values, and 'age' has"),
        ("age ~ ward", {"model": "lasso"}, "must be one of auto, logit"),
    ],
)
def test_a_model_that_cannot_be(patients, formula, kwargs, message):
    X, y, made = patients
    with pytest.raises(InputError, match=message):
        inference_report(formula, X, y, made, **kwargs)


def test_tables_must_be_syntheses(patients):
    X, y, made = patients
    with pytest.raises(InputError, match="must be what synthesize_many returns"):
        inference_report("readmitted ~ age", X, y, list(made))


def test_the_picture_shows_the_figures(patients):
    pytest.importorskip("matplotlib", reason="no matplotlib")
    X, y, made = patients
    report = inference_report("readmitted ~ age + length_of_stay", X, y, made)
    display = CoefficientsDisplay.from_report(report).plot()
    frame = display.frame()
    assert list(frame.index) == ["age", "length_of_stay"]
    half = (frame["real_high"] - frame["real_low"]) / 2
    drawn = display.lines_["synthetic"][0].get_xdata()
    np.testing.assert_allclose(drawn, (frame["synthetic"] - frame["real"]) / half)
    np.testing.assert_allclose(display.lines_["real"][0].get_xdata(), 0)
    assert len(CoefficientsDisplay.from_report(report, intercept=True).frame()) == 3


def test_a_level_of_one_outcome_is_left_out():
    rng = np.random.default_rng(0)

    def table():
        ward = rng.choice(["a", "b", "none"], 400, p=[0.5, 0.4, 0.1])
        x = rng.normal(size=400)
        y = (rng.random(400) < 1 / (1 + np.exp(-x))) & (ward != "none")
        return pd.DataFrame({"ward": ward, "x": x}), pd.Series(y.astype(int), name="y")

    X, y = table()
    made = Syntheses((table(), table()), 400, True)
    report = inference_report("y ~ x + ward", X, y, made)
    assert report.separated == ("ward[T.none]",)
    assert np.isnan(report.frame().loc["ward[T.none]", "overlap"])
    assert report.wald[1] == 3
    assert report.overlap > 0.5
    said = " ".join(str(report).split())
    assert "since all of a level have one outcome: ward[T.none]" in said
