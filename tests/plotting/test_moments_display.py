"""Means and standard deviations per class, by what is drawn."""

import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from skl_synth import ClassMomentsDisplay, SyntheticEvaluator
from skl_synth.datasets import load_table, make_patients


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def tables():
    X, y = make_patients(300, random_state=0, return_X_y=True)
    X_other, y_other = make_patients(300, random_state=1, return_X_y=True)
    columns = ["age", "ward", "glucose", "sex"]
    return X[columns], y, X_other[columns], y_other


@pytest.fixture
def display(tables):
    return ClassMomentsDisplay.from_tables(*tables)


def points_of(display, moment):
    return np.vstack([s.get_offsets() for s in display.scatters_[moment]])


def test_two_panels_one_collection_per_class(display):
    assert display.plot() is display
    assert [ax.get_title() for ax in display.axes_] == ["Means", "Standard deviations"]
    assert {moment: len(drawn) for moment, drawn in display.scatters_.items()} == {
        "mean": 2,
        "sd": 2,
    }
    assert display.ax_ is display.axes_[0]
    legend = display.axes_[1].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["0", "1"]


def test_points_are_those_of_the_frame(display):
    display.plot()
    for moment, part in display.frame().groupby("moment"):
        drawn = np.sort(points_of(display, moment), axis=0)
        expected = np.sort(part[["real", "synthetic"]].to_numpy(), axis=0)
        np.testing.assert_allclose(drawn, expected)


def test_values_are_in_units_of_the_real_column(display, tables):
    X, y, X_other, y_other = tables
    age = display.frame().query("moment == 'mean' and column == 'age'")
    unit, center = X["age"].std(ddof=0), X["age"].mean()
    expected = (X_other["age"].groupby(y_other).mean() - center) / unit
    np.testing.assert_allclose(age["synthetic"], expected)
    spread = display.frame().query("moment == 'sd' and column == 'age'")
    np.testing.assert_allclose(spread["real"], X["age"].groupby(y).std(ddof=0) / unit)


def test_equal_tables_lie_on_the_diagonal(tables):
    X, y, *_ = tables
    display = ClassMomentsDisplay.from_tables(X, y, X, y).plot()
    for moment in ("mean", "sd"):
        points = points_of(display, moment)
        np.testing.assert_allclose(points[:, 0], points[:, 1])
    for ax in display.axes_:
        assert ax.get_xlim() == ax.get_ylim()
        (diagonal,) = ax.get_lines()
        np.testing.assert_array_equal(diagonal.get_xdata(), diagonal.get_ydata())


def test_the_farthest_point_is_named():
    real = pd.DataFrame({"age": [20, 40, 60, 80], "bmi": [20.5, 30.5, 25.5, 35.5]})
    other = real.assign(bmi=real["bmi"] + 40)
    display = ClassMomentsDisplay.from_tables(real, [0] * 4, other, [0] * 4)
    display.plot(n_labels=1)
    assert [text.get_text() for text in display.labels_["mean"]] == ["bmi (0)"]
    point = display.labels_["mean"][0].xy
    assert point in display.frame()[["real", "synthetic"]].itertuples(False, None)
    assert display.plot(n_labels=0).labels_ == {"mean": [], "sd": []}


def test_levels_have_names(display):
    names = set(display.frame()["name"])
    assert {"age", "ward = Surgery", "glucose = (missing)", "sex = Male"} <= names


def test_from_evaluator_is_the_mean_over_folds():
    X, y = load_table("iris", return_X_y=True)
    evaluator = SyntheticEvaluator(cv=3, sections=["fidelity"], random_state=0)
    evaluator.fit(X, y)
    display = ClassMomentsDisplay.from_evaluator(evaluator)
    assert len(display.moments) == 3 * 4
    line = "column == 'petal_width_cm' and `class` == 'setosa'"
    by_fold = evaluator.moments_.query(line)["synthetic_mean"]
    mean = display.moments.query(line)["synthetic_mean"].item()
    assert len(by_fold) == 3
    assert mean == pytest.approx(by_fold.mean())


def test_without_classes_there_is_no_legend():
    X, y = load_table("diabetes", return_X_y=True)
    display = ClassMomentsDisplay.from_tables(X, y + 0.5, X, y + 0.5).plot()
    assert display.axes_[1].get_legend() is None
    assert "progression" in set(display.frame()["name"])


def test_more_classes_than_colours():
    X = pd.DataFrame({"age": np.arange(60) + 0.5})
    y = np.arange(60) % 12
    display = ClassMomentsDisplay.from_tables(X, y, X, y).plot()
    assert len(display.scatters_["mean"]) == 12


def test_drawn_where_and_how_told(display):
    figure, axes = plt.subplots(2, 1)
    display.plot(axes, name="My title", scatter_kwargs={"s": 5})
    assert list(display.axes_) == list(axes)
    assert figure.get_suptitle() == "My title"
    assert display.scatters_["sd"][0].get_sizes().tolist() == [5]


def test_one_axes_is_too_few(display):
    _, ax = plt.subplots()
    with pytest.raises(ValueError, match="ax holds 1 axes and 2 are needed"):
        display.plot(ax)


def test_without_matplotlib_it_says_what_to_install(display, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    assert len(display.frame())
    with pytest.raises(ImportError, match=r'pip install "skl_synth\[plot\]"'):
        display.plot()


def test_an_evaluator_without_moments_says_what_to_fit():
    X, y = make_patients(200, random_state=0, return_X_y=True)
    evaluator = SyntheticEvaluator(sections=["utility"], cv=2, random_state=0)
    evaluator.fit(X.drop(columns="patient_id"), y)
    with pytest.raises(ValueError, match="'fidelity' among them"):
        ClassMomentsDisplay.from_evaluator(evaluator)
