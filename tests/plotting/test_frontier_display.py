"""The trade-off of a search, by what is drawn."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from skl_synth import PrivacyUtilityDisplay, most_private_within_one_se

RESULTS = {
    "params": [{"s__share": share, "s__k": 5} for share in (0.0, 0.3, 0.5, 0.9)],
    "split0_test_auc": [0.80, 0.70, 0.79, 0.60],
    "split1_test_auc": [0.84, 0.74, 0.83, 0.64],
    "split0_test_privacy": [0.4, 0.5, 0.6, 0.8],
    "split1_test_privacy": [0.5, 0.6, 0.7, 0.9],
}
NAMES = {"utility": "auc", "privacy": "privacy"}


@pytest.fixture
def display():
    return PrivacyUtilityDisplay.from_cv_results(RESULTS, **NAMES)


def test_points_frontier_and_choice(display):
    assert display.plot() is display
    frame = display.frame()
    points = display.points_.get_offsets()
    np.testing.assert_allclose(points, frame[["utility", "privacy"]])
    assert frame["is_efficient"].tolist() == [True, False, True, True]
    front = frame[frame["is_efficient"]].sort_values("utility", ascending=False)
    np.testing.assert_allclose(
        display.frontier_line_.get_xydata(), front[["utility", "privacy"]]
    )
    chosen = most_private_within_one_se("auc", "privacy")(RESULTS)
    assert chosen == 2
    np.testing.assert_allclose(display.chosen_point_.get_offsets()[0], points[chosen])
    colors = {tuple(color) for color in display.points_.get_facecolors()}
    assert len(colors) == 2


def test_the_band_is_one_standard_error_below_the_best(display):
    x = display.plot().band_.get_extents()
    x = display.ax_.transData.inverted().transform(x)[:, 0]
    np.testing.assert_allclose(x, [0.82 - 0.02, 0.82])


def test_settings_are_named_by_what_differs(display):
    display.plot()
    assert [text.get_text() for text in display.labels_] == ["0.0", "0.3", "0.5", "0.9"]
    legend = [text.get_text() for text in display.ax_.get_legend().get_texts()]
    assert "chosen: share = 0.5" in legend
    two = [{"a__k": 1, "b": LogisticRegression()}, {"a__k": 2, "b": "passthrough"}] * 2
    results = RESULTS | {"params": two}
    labels = PrivacyUtilityDisplay.from_cv_results(results, **NAMES).labels
    assert labels[:2] == ["k=1, b=LogisticRegression()", "k=2, b=passthrough"]


def test_of_many_settings_the_frontier_alone_is_named():
    n = 20
    utility = np.linspace(0.8, 0.7, n)
    privacy = np.where(np.arange(n) % 5, 0.1, np.linspace(0.2, 0.9, n))
    results = {
        "params": [{"share": i} for i in range(n)],
        "split0_test_auc": utility,
        "split0_test_privacy": privacy,
    }
    display = PrivacyUtilityDisplay.from_cv_results(results, **NAMES).plot()
    assert len(display.labels_) == display.frame()["is_efficient"].sum() == 4


def test_another_choice_and_other_axes(display):
    other = PrivacyUtilityDisplay.from_cv_results(RESULTS, **NAMES, chosen=0)
    assert other.frame()["is_chosen"].tolist() == [True, False, False, False]
    _, ax = plt.subplots()
    other.plot(ax, name="Title", plot_errors=False, scatter_kwargs={"s": 3})
    assert other.ax_ is ax
    assert ax.get_title(loc="left") == "Title"
    assert not hasattr(other, "errorbars_")
    assert other.points_.get_sizes().tolist() == [3]


def test_a_failed_setting_is_left_out():
    failed = RESULTS | {"split0_test_auc": [0.80, 0.70, np.nan, 0.60]}
    display = PrivacyUtilityDisplay.from_cv_results(failed, **NAMES).plot()
    assert display.frame()["is_efficient"].tolist() == [True, True, False, True]
    assert display.chosen == 0
