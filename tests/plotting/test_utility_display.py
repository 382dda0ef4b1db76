"""The display of utility, by what is drawn."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from skl_synth import UtilityDisplay
from skl_synth.plotting.axes_style import COLOR_OF


def test_points_and_intervals_are_the_figures(utility):
    display = UtilityDisplay.from_report(utility)
    assert display.plot() is display
    for table, container in display.lines_.items():
        line, _, (bars,) = container
        part = display.frame().query("trained_on == @table")
        np.testing.assert_allclose(line.get_xdata(), part["value"])
        ends = np.array([segment[:, 0] for segment in bars.get_segments()])
        np.testing.assert_allclose(ends, part[["low", "high"]])
        assert to_hex(line.get_color()).upper() == COLOR_OF[table]
    real = display.frame().query("trained_on == 'real' and model != 'random forest'")
    assert real["value"].iloc[-1] == utility.figure("roc_auc", rows="real").value


def test_models_stand_one_under_the_other_and_the_mean_last(utility):
    ax = UtilityDisplay.from_report(utility).plot().ax_
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[-1] == "mean of the models"
    assert len(names) == 4
    assert ax.yaxis_inverted()


def test_another_metric_says_which_way_is_better(utility):
    display = UtilityDisplay.from_report(utility, metric="brier").plot()
    label = display.ax_.get_xlabel()
    assert label == "Brier score on real rows (lower is better)"
    with pytest.raises(ValueError, match="no figure of utility 'auc'; those there are"):
        UtilityDisplay.from_report(utility, metric="auc")


def test_from_an_evaluator_it_is_the_mean_over_folds(judged):
    display = UtilityDisplay.from_evaluator(judged)
    summary = judged.summary_.set_index(["metric", "rows"])
    mean = display.frame().query("model == 'mean of the models'")
    for line in mean.itertuples():
        assert line.value == summary.loc[("roc_auc", line.trained_on), "mean"]


def test_drawn_where_and_how_told(utility):
    _, ax = plt.subplots()
    display = UtilityDisplay.from_report(utility)
    display.plot(ax, name="Title", point_kwargs={"markersize": 3})
    assert display.ax_ is ax
    assert ax.get_title(loc="left") == "Title"
    assert display.lines_["real"][0].get_markersize() == 3
