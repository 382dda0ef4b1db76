"""ROC curves, by what is drawn."""

import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from sklearn.metrics import roc_auc_score

from skl_synth import RocDisplay, SyntheticEvaluator
from skl_synth.datasets import load_table, make_patients
from skl_synth.plotting.axes_style import OKABE_ITO

pytestmark = pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def evaluator():
    X, y = make_patients(300, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    return SyntheticEvaluator(cv=3, sections=["utility"], random_state=0).fit(X, y)


@pytest.fixture(scope="module")
def of_three_classes():
    X, y = load_table("iris", return_X_y=True)
    columns = ["sepal_width_cm", "sepal_length_cm"]
    evaluator = SyntheticEvaluator(cv=3, sections=["utility"], random_state=0)
    return evaluator.fit(X[columns], y)


def noisy_scores(n_rows=400, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, n_rows)
    return y, y + rng.normal(size=n_rows)


def test_three_curves_with_bands_and_the_chance_line(evaluator):
    display = RocDisplay.from_evaluator(evaluator)
    assert display.plot() is display
    names = ["real", "synthetic", "real+synthetic"]
    legend = [text.get_text() for text in display.ax_.get_legend().get_texts()]
    for line, name, text in zip(display.lines_, names, legend, strict=True):
        np.testing.assert_array_equal(line.get_xdata(), display.fpr)
        np.testing.assert_array_equal(line.get_ydata(), display.tpr[name])
        assert text.startswith(f"{name}: AUC {display.roc_auc[name]:.3f} ±")
    assert len(display.bands_) == 3
    colors = [to_hex(line.get_color()).upper() for line in display.lines_]
    assert colors == list(OKABE_ITO[:3])
    assert len({line.get_linestyle() for line in display.lines_}) == 3
    assert list(display.chance_line_.get_xdata()) == [0, 1]
    assert display.figure_ is display.ax_.figure


def test_areas_are_those_of_the_evaluator(evaluator):
    display = RocDisplay.from_evaluator(evaluator)
    of_first = "metric == 'roc_auc' and subject == 'logistic regression'"
    summary = evaluator.details_.query(of_first).set_index("rows")
    for name, area in display.roc_auc.items():
        assert area == pytest.approx(summary.loc[name, "mean"])
        assert display.roc_auc_std[name] == pytest.approx(summary.loc[name, "std"])


def test_areas_are_those_of_the_evaluator_for_several_classes(of_three_classes):
    display = RocDisplay.from_evaluator(of_three_classes)
    of_first = "metric == 'roc_auc_ovr' and subject == 'logistic regression'"
    summary = of_three_classes.details_.query(of_first)
    expected = dict(zip(summary["rows"], summary["mean"], strict=True))
    del expected["real, balanced"]
    assert display.roc_auc == pytest.approx(expected)
    assert display.pos_label is None


def test_one_class_against_the_rest(of_three_classes):
    display = RocDisplay.from_evaluator(of_three_classes, pos_label="setosa")
    assert display.roc_auc["real"] > 0.97
    other = RocDisplay.from_evaluator(of_three_classes, pos_label="virginica")
    assert other.roc_auc["real"] < 0.95
    assert "setosa" in display.plot().ax_.get_ylabel()


def test_the_first_of_two_classes_has_the_same_area(evaluator):
    first = RocDisplay.from_evaluator(evaluator, pos_label=0)
    second = RocDisplay.from_evaluator(evaluator, pos_label=1)
    assert first.roc_auc == pytest.approx(second.roc_auc)
    assert not np.allclose(first.tpr["real"], second.tpr["real"])


def test_curve_of_predictions():
    y, score = noisy_scores()
    display = RocDisplay.from_predictions(y, {"real": score})
    assert display.roc_auc["real"] == pytest.approx(roc_auc_score(y, score))
    curve = display.tpr["real"]
    assert curve[0] == 0
    assert curve[-1] == 1
    assert (np.diff(curve) >= 0).all()
    area = ((curve[1:] + curve[:-1]) / 2 * np.diff(display.fpr)).sum()
    assert area == pytest.approx(roc_auc_score(y, score), abs=0.01)


def test_folds_are_averaged_not_pooled():
    y, score = noisy_scores()
    # Scores of one fold are shifted: pooled, they would rank worse.
    folds = np.arange(len(y)) % 2
    shifted = score + 100 * folds
    display = RocDisplay.from_predictions(y, {"real": shifted}, folds=folds)
    areas = [roc_auc_score(y[folds == f], score[folds == f]) for f in (0, 1)]
    assert display.roc_auc["real"] == pytest.approx(np.mean(areas))
    assert display.roc_auc_std["real"] == pytest.approx(np.std(areas, ddof=1))


def test_one_test_has_no_band():
    y, score = noisy_scores()
    display = RocDisplay.from_predictions(y, {"real": score}).plot()
    assert display.bands_ == []
    assert "±" not in display.ax_.get_legend().get_texts()[0].get_text()


def test_the_band_can_be_left_out(evaluator):
    assert RocDisplay.from_evaluator(evaluator).plot(plot_band=False).bands_ == []


def test_positive_label_of_strings():
    y, score = noisy_scores()
    labels = np.where(y == 1, "dead", "living")
    display = RocDisplay.from_predictions(labels, {"real": score}, pos_label="dead")
    assert display.roc_auc["real"] == pytest.approx(roc_auc_score(y, score))


def test_frame_is_what_is_drawn(evaluator):
    display = RocDisplay.from_evaluator(evaluator).plot()
    frame = display.frame()
    assert list(frame) == ["trained_on", "fpr", "tpr", "tpr_std"]
    drawn = frame[frame["trained_on"] == "synthetic"]
    np.testing.assert_array_equal(drawn["tpr"], display.lines_[1].get_ydata())


def test_drawn_where_and_how_told(evaluator):
    _, ax = plt.subplots()
    display = RocDisplay.from_evaluator(evaluator)
    display.plot(ax, name="My title", curve_kwargs={"linewidth": 5})
    assert display.ax_ is ax
    assert ax.get_title() == "My title"
    assert {line.get_linewidth() for line in display.lines_} == {5}


def test_nothing_is_shown(evaluator, monkeypatch):
    monkeypatch.setattr(plt, "show", lambda *_: pytest.fail("show was called"))
    RocDisplay.from_evaluator(evaluator).plot()


def test_what_has_no_curve_is_refused(evaluator):
    X, y = load_table("diabetes", return_X_y=True)
    of_numbers = SyntheticEvaluator(cv=2, random_state=0).fit(X, y + 0.5)
    with pytest.raises(ValueError, match="continuous"):
        RocDisplay.from_evaluator(of_numbers)
    with pytest.raises(ValueError, match="pos_label=7 is none of the classes"):
        RocDisplay.from_evaluator(evaluator, pos_label=7)
    with pytest.raises(ValueError, match="has 3 classes"):
        RocDisplay.from_predictions([0, 1, 2], {"real": [0.1, 0.2, 0.3]})
    with pytest.raises(ValueError, match="pos_label='x' is none of"):
        RocDisplay.from_predictions([0, 1], {"real": [0.1, 0.2]}, pos_label="x")


def test_without_matplotlib_it_computes_and_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    y, score = noisy_scores()
    display = RocDisplay.from_predictions(y, {"real": score})
    assert display.frame()["tpr"].iloc[-1] == 1
    with pytest.raises(ImportError, match=r'pip install "skl_synth\[plot\]"'):
        display.plot()
