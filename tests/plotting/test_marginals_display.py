"""Histograms and bars of every column, by what is drawn."""

import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from skl_synth import MarginalsDisplay
from tests.tables import mixed_table


@pytest.fixture
def display(patients):
    real, synthetic, _ = patients
    return MarginalsDisplay.from_tables(*real, *synthetic)


def test_one_panel_per_column_with_its_similarity(display, fidelity):
    assert display.plot() is display
    titles = [ax.get_title(loc="left") for ax in display.axes_]
    assert titles == [*display.similarities] == list(dict.fromkeys(display.bins.column))
    for column, ax in zip(titles, display.axes_, strict=True):
        about = {"scope": "column", "subject": column}
        figure = fidelity.figure("column_similarity", **about)
        assert ax.get_title(loc="right") == f"{figure.value:.2f}"


def test_histograms_and_bars_are_the_shares(display, patients):
    display.plot()
    (filled,), (outline,) = display.real_["age"], display.synthetic_["age"]
    part = display.frame().query("column == 'age'")
    np.testing.assert_allclose(filled.get_data().values, part["real"])
    np.testing.assert_allclose(outline.get_data().values, part["synthetic"])
    widths = [bar.get_width() for bar in display.real_["ward"]]
    shares = patients[0][0]["ward"].value_counts(normalize=True)
    np.testing.assert_allclose(widths, shares)


def test_shares_sum_to_one_with_what_is_missing(display):
    sums = display.frame().groupby("column")[["real", "synthetic"]].sum()
    np.testing.assert_allclose(sums, 1)
    missing = display.frame().query("column == 'glucose' and label == '(missing)'")
    assert missing["real"].item() > 0
    note = display.plot().axes_[list(display.similarities).index("glucose")].texts[0]
    assert note.get_text().startswith("missing")


def test_whole_numbers_are_cut_evenly():
    X = pd.DataFrame({"age": np.arange(100).repeat(3)})
    frame = MarginalsDisplay.from_tables(X, None, X, None).frame()
    assert frame["real"].iloc[:-1].nunique() == 1
    assert (frame["high"] - frame["low"]).nunique() == 1


def test_many_levels_many_columns_and_constants():
    n = 300
    rng = np.random.default_rng(0)
    X = pd.DataFrame(
        {
            "code": rng.choice(list("abcdefghijklmno"), n),
            "same": "x",
            **{f"v{i}": rng.normal(size=n) for i in range(14)},
        }
    )
    other = X.assign(v3=X["v3"] + 5)
    display = MarginalsDisplay.from_tables(X, None, other, None, max_columns=3).plot()
    assert "v3" in display.similarities
    assert len(display.similarities) == 3
    display = MarginalsDisplay.from_tables(X, None, X, None, columns=["code"]).plot()
    labels = display.frame().query("column == 'code'")["label"].tolist()
    assert len(labels) == 9
    assert labels[-1] == "(others)"
    with pytest.raises(
        ValueError, match="columns names 'nix'; the columns and one-hot"
    ):
        MarginalsDisplay.from_tables(X, None, X, None, columns=["nix"])
    with pytest.raises(ValueError, match="no column to draw"):
        MarginalsDisplay.from_tables(X[["same"]], None, X[["same"]], None).plot()


def test_dates_are_written_as_dates():
    days = (pd.Timestamp("2024-03-01") - pd.Timestamp(0)).days + np.array([0.0, 30, 60])
    bins = pd.DataFrame(
        {
            "column": "day",
            "kind": "date",
            "label": "",
            "low": days[:2],
            "high": days[1:],
            "real": [0.4, 0.6],
            "synthetic": [0.5, 0.5],
        }
    )
    display = MarginalsDisplay(bins=bins, similarities={"day": 0.9}).plot()
    display.figure_.canvas.draw()
    labels = [label.get_text() for label in display.ax_.get_xticklabels()]
    assert any("2024" in label for label in labels)


def test_a_one_hot_group_is_one_panel():
    X, y = mixed_table(150)
    display = MarginalsDisplay.from_tables(X, y, X, y).plot()
    assert "blood" in display.similarities
    assert set(display.similarities.values()) == {1.0}


def test_an_evaluator_draws_a_sample_of_its_own(judged):
    known = getattr(judged.synthesizer_, "provenance_", None)
    display = MarginalsDisplay.from_evaluator(judged, columns=["age"]).plot()
    assert list(display.similarities) == ["age"]
    assert getattr(judged.synthesizer_, "provenance_", None) is known


def test_drawn_where_told(display):
    figure, axes = plt.subplots(2, 4)
    display.plot(axes, name="Title")
    assert list(display.axes_) == axes.ravel()[: len(display.similarities)].tolist()
    assert figure.get_suptitle() == "Title"
    with pytest.raises(ValueError, match="ax holds 1 axes and 7 are needed"):
        display.plot(plt.subplots()[1])


def test_without_matplotlib_it_says_what_to_install(display, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ImportError, match=r'pip install "skl_synth\[plot\]"'):
        display.plot()
