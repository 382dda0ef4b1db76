"""The box plot of a target, beside R's numbers, other libraries and plain counting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.cbook import boxplot_stats
from statsmodels.stats.stattools import medcouple as medcouple_of_statsmodels

from skl_synth.table.box_plot import BoxPlot, medcouple

# Michelson's speeds of light, 1879 (R's data set morley): a table that every statistics
# package carries, and on which relevance is explained elsewhere.
SPEEDS = """
850 740 900 1070 930 850 950 980 980 880 1000 980 930 650 760 810 1000 1000 960 960
960 940 960 940 880 800 850 880 900 840 830 790 810 880 880 830 800 790 760 800
880 880 880 860 720 720 620 860 970 950 880 910 850 870 840 840 850 840 840 840
890 810 810 820 800 770 760 740 750 760 910 920 890 860 880 720 840 850 850 780
890 840 780 810 760 810 790 810 820 850 870 870 810 740 810 940 950 800 810 870
"""


def speeds():
    return np.array(SPEEDS.split(), dtype=float)


def test_the_five_numbers_are_those_of_r():
    """By fivenum and boxplot.stats: hinges 805 and 895, whiskers to 720 and 1000."""
    box = BoxPlot.of(speeds())
    hinges = box.low_hinge, box.median, box.high_hinge
    assert hinges == (805.0, 850.0, 895.0)
    assert (box.low_whisker, box.high_whisker) == (720.0, 1000.0)
    assert box.has_low
    assert box.has_high


numbers = st.lists(
    st.integers(-30, 30).map(lambda one: one / 4), min_size=1, max_size=40
)


@given(numbers, st.sampled_from([0.5, 1.5, 3.0]))
def test_whiskers_end_at_the_outermost_value_within_the_fences(values, coef):
    values = np.array(values)
    box = BoxPlot.of(values, coef)
    length = coef * (box.high_hinge - box.low_hinge)
    inside = [
        one
        for one in values
        if box.low_hinge - length <= one <= box.high_hinge + length
    ]
    if inside:
        assert box.low_whisker == min(inside)
        assert box.high_whisker == max(inside)
    assert box.has_low == any(one < box.low_hinge - length for one in values)
    assert box.has_high == any(one > box.high_hinge + length for one in values)


@given(numbers)
def test_hinges_are_medians_of_the_halves(values):
    values = np.sort(values)
    box = BoxPlot.of(values)
    n = len(values)
    lower, upper = values[: -(-n // 2)], values[n // 2 :]
    assert box.low_hinge == np.median(lower)
    assert box.high_hinge == np.median(upper)


def test_matplotlib_draws_the_same_box_where_quartiles_and_hinges_agree():
    values = np.r_[np.arange(1.0, 10.0), 40.0, -30.0]
    ours, (theirs,) = BoxPlot.of(values), boxplot_stats(values)
    assert ours.median == theirs["med"]
    assert (ours.low_whisker, ours.high_whisker) == (theirs["whislo"], theirs["whishi"])


@pytest.mark.parametrize("skew", [0.0, 0.7, -1.1])
@pytest.mark.parametrize("n", [11, 50, 301])
def test_the_medcouple_is_that_of_statsmodels(skew, n):
    z = np.random.default_rng(n).normal(size=n)
    values = z if not skew else np.sign(skew) * np.exp(abs(skew) * z)
    assert medcouple(values) == pytest.approx(
        float(medcouple_of_statsmodels(values)), abs=1e-12
    )


@given(numbers)
def test_the_medcouple_changes_its_sign_with_the_values(values):
    values = np.array(values)
    assert medcouple(-values) == pytest.approx(-medcouple(values), abs=1e-12)
    assert -1 <= medcouple(values) <= 1


def test_many_values_are_represented_by_quantiles():
    values = np.exp(np.random.default_rng(0).normal(size=20_000))
    exact = float(medcouple_of_statsmodels(np.sort(values)[::8]))
    assert medcouple(values) == pytest.approx(exact, abs=0.01)


def test_adjusted_whiskers_reach_farther_on_the_long_side():
    """The exponents of Hubert and Vandervieren, by hand."""
    values = np.exp(np.random.default_rng(0).normal(size=200))
    plain, adjusted = BoxPlot.of(values), BoxPlot.of(values, adjusted=True)
    skew, length = medcouple(values), plain.high_hinge - plain.low_hinge
    assert adjusted.high_fence == pytest.approx(
        plain.high_hinge + 1.5 * np.exp(3 * skew) * length
    )
    assert adjusted.low_fence == pytest.approx(
        plain.low_hinge - 1.5 * np.exp(-4 * skew) * length
    )
    mirrored = BoxPlot.of(-values, adjusted=True)
    assert mirrored.low_fence == pytest.approx(-adjusted.high_fence)
    assert mirrored.high_fence == pytest.approx(-adjusted.low_fence)
