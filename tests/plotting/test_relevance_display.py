"""Relevance over a target, by what is drawn."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    ProximityFilter,
    Relevance,
    RelevanceDisplay,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.errors import InputError

COSTS = pd.Series([1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 40, 50], name="cost")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def test_the_line_is_the_function():
    display = RelevanceDisplay.from_target(COSTS).plot(name="Costs")
    phi = Relevance().function(COSTS)
    at, relevance = display.line_.get_data()
    np.testing.assert_allclose(relevance, phi(at))
    assert at.min() < 1
    assert at.max() > 50
    assert display.ax_.get_xlabel() == "cost"
    assert display.ax_.get_title(loc="left") == "Costs"
    assert display.figure_ is display.ax_.figure


def test_what_is_rare_is_shaded():
    points = [[0, 1, 0], [2, 0, 0], [30, 0, 0], [40, 1, 0]]
    relevance = Relevance(points, threshold=0.5)
    display = RelevanceDisplay.from_target(COSTS, relevance=relevance).plot()
    ends = [span.get_window_extent() for span in display.spans_]
    assert len(ends) == 2
    to_data = display.ax_.transData.inverted()
    shaded = [to_data.transform(one.get_points())[:, 0] for one in ends]
    assert shaded[0][1] == pytest.approx(1, abs=0.05)
    assert shaded[1][0] == pytest.approx(35, abs=0.05)


def test_the_frame_counts_real_rows():
    frame = RelevanceDisplay.from_target(COSTS).frame()
    assert frame["rows"].sum() == len(COSTS)
    assert frame["rare"].tolist() == [False, True]
    assert frame["low"].tolist() == [1, 5]


def test_from_a_synthesizer_or_one_around_it():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=60)})
    y = pd.Series(np.r_[rng.uniform(0, 9, 50), rng.uniform(20, 30, 10)], name="days")
    smote = TypeAwareSMOTE(relevance=[[10, 0], [20, 1]], random_state=0)
    for synthesizer in (smote, ProximityFilter(smote, random_state=0)):
        display = RelevanceDisplay.from_synthesizer(synthesizer.fit(X, y))
        assert display.frame()["rows"].tolist() == [50, 10]
        assert display.plot().ax_.get_xlabel() == "days"
    with pytest.raises(InputError, match="fitted without relevance"):
        RelevanceDisplay.from_synthesizer(TypeAwareCART(random_state=0).fit(X, y))


@pytest.mark.parametrize(
    ("y", "relevance"),
    [([5, 5, 5], "auto"), ([5.0], "auto"), ([1, 2], [[3, 1]]), ([-1, 1], "auto")],
)
def test_targets_of_hardly_any_values(y, relevance):
    display = RelevanceDisplay.from_target(y, relevance=relevance).plot()
    display.figure_.canvas.draw()
    assert len(display.frame()) == 1


def test_it_draws_on_given_axes_and_passes_style_on():
    _, ax = plt.subplots()
    display = RelevanceDisplay.from_target(COSTS).plot(
        ax, curve_kwargs={"color": "black"}
    )
    assert display.ax_ is ax
    assert display.line_.get_color() == "black"
