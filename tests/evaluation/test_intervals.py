"""Intervals, against what others compute: scipy, statsmodels, and the formulas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from skl_synth.evaluation.curves import measure_curve
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.intervals import (
    clipped,
    excess,
    over_choices,
    over_folds,
    paired_excess,
    risk_above_control,
    wilson,
)

N = st.integers(1, 400)


@st.composite
def counts(draw):
    n = draw(N)
    return draw(st.integers(0, n)), n


@given(counts())
@settings(deadline=None)
def test_wilson_is_that_of_scipy(sample):
    hits, n = sample
    of_scipy = stats.binomtest(hits, n).proportion_ci(method="wilson")
    share, low, high = wilson(hits, n)
    assert share == hits / n
    assert (low, high) == pytest.approx(tuple(of_scipy), abs=1e-9)


@given(counts(), counts())
@settings(deadline=None)
def test_the_excess_is_newcombes(one, other):
    confint = pytest.importorskip("statsmodels.stats.proportion")
    low, high = confint.confint_proportions_2indep(*one, *other, method="newcomb")
    found = excess(*one, *other)
    assert found.value == pytest.approx(one[0] / one[1] - other[0] / other[1])
    assert found[1:] == pytest.approx((low, high), abs=1e-9)


@given(counts(), counts())
@settings(deadline=None)
def test_the_excess_is_newcombes_by_hand(one, other):
    """From the ends of scipy's Wilson intervals, as in the paper (method 10)."""
    share, control = one[0] / one[1], other[0] / other[1]
    (l1, u1), (l2, u2) = (
        stats.binomtest(*sample).proportion_ci(method="wilson")
        for sample in (one, other)
    )
    found = excess(*one, *other)
    low = share - control - np.hypot(share - l1, u2 - control)
    high = share - control + np.hypot(u1 - share, control - l2)
    assert found[1:] == pytest.approx((low, high), abs=1e-9)


@given(counts(), counts())
@settings(deadline=None)
def test_no_figure_leaves_what_is_possible(one, other):
    difference = excess(*one, *other)
    assert (
        -1 - 1e-12 <= difference.low <= difference.value <= difference.high <= 1 + 1e-12
    )
    risk = risk_above_control(*one, *other)
    assert risk.low <= risk.value <= risk.high <= 1


@pytest.mark.parametrize("sizes", [(300, 300), (120, 400)])
@pytest.mark.parametrize("rates", [(0.6, 0.2), (0.3, 0.3), (0.05, 0.02)])
def test_the_risk_above_control_is_that_of_resamples(rates, sizes):
    """The delta method, against a simulation of the same estimate."""
    rng = np.random.default_rng(0)
    hits = [round(rate * n) for rate, n in zip(rates, sizes, strict=True)]
    risk, low, high = risk_above_control(hits[0], sizes[0], hits[1], sizes[1])
    drawn = [
        rng.binomial(n, rate, 20_000) / n for rate, n in zip(rates, sizes, strict=True)
    ]
    again = (drawn[0] - drawn[1]) / (1 - drawn[1])
    assert risk == pytest.approx((rates[0] - rates[1]) / (1 - rates[1]), abs=0.02)
    spread = np.percentile(again, 97.5) - np.percentile(again, 2.5)
    assert high - low == pytest.approx(spread, rel=0.15)


def test_the_risk_covers_what_is_true():
    rng = np.random.default_rng(1)
    rate, base, n = 0.35, 0.2, 200
    truth = (rate - base) / (1 - base)
    drawn = zip(rng.binomial(n, rate, 2000), rng.binomial(n, base, 2000), strict=True)
    found = [risk_above_control(hits, n, others, n) for hits, others in drawn]
    assert 0.93 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.975


def delong(scores, is_positive):
    """Area and variance by the placements of DeLong, in plain loops."""
    positive, negative = scores[is_positive], scores[~is_positive]
    above = np.array([[(a > b) + 0.5 * (a == b) for b in negative] for a in positive])
    of_positive, of_negative = above.mean(axis=1), above.mean(axis=0)
    variance = of_positive.var(ddof=1) / len(positive)
    return above.mean(), variance + of_negative.var(ddof=1) / len(negative)


@pytest.mark.parametrize("decimals", [1, 8], ids=["ties", "no ties"])
@pytest.mark.parametrize("shift", [0.0, 0.5, 1.5])
def test_an_area_has_the_interval_of_delong(shift, decimals):
    rng = np.random.default_rng(0)
    is_positive = np.repeat([True, False], [150, 250])
    scores = (rng.normal(size=400) + shift * is_positive).round(decimals)
    area, variance = delong(scores, is_positive)
    auc, _ = measure_curve(scores, is_positive, np.random.RandomState(0))
    assert auc.value == pytest.approx(area)
    u = stats.mannwhitneyu(scores[is_positive], scores[~is_positive]).statistic
    assert auc.value == pytest.approx(u / (150 * 250))
    width = 2 * 1.96 * np.sqrt(variance)
    assert auc.high - auc.low == pytest.approx(width, rel=0.15)


def test_the_mean_over_folds_has_students_interval_of_independent_figures():
    values = np.random.default_rng(0).normal(size=6)
    of_scipy = stats.ttest_1samp(values, 0).confidence_interval()
    assert over_folds(values, 0.0)[1:] == pytest.approx(tuple(of_scipy))


def test_the_mean_over_folds_is_widened_by_the_test_share():
    values = np.random.default_rng(0).normal(size=5)
    plain, wide = over_folds(values, 0.0), over_folds(values, 0.25)
    factor = np.sqrt((1 / 5 + 0.25) / (1 / 5))
    assert wide.high - wide.low == pytest.approx(factor * (plain.high - plain.low))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0, 1))
@settings(deadline=None)
def test_areas_over_folds_are_areas(values, test_share):
    found = over_folds(np.array(values), test_share, (0.0, 1.0))
    if len(values) == 1:
        assert np.isnan(found.low)
        return
    assert -1e-12 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1 + 1e-12


def test_cutting_leaves_what_lies_inside():
    assert clipped(Interval(0.5, 0.4, 0.6), (0.0, 1.0)) == Interval(0.5, 0.4, 0.6)
    assert clipped(Interval(0.5, -0.2, 1.6), (0.0, 1.0)) == Interval(0.5, 0.0, 1.0)
    assert clipped(Interval(1.5, 1.0, 2.0), (0.0, 1.0)).high == 1.5
    assert np.isnan(clipped(Interval(0.5), (0.0, 1.0)).low)


def test_paired_differences_cover_what_is_true():
    rng = np.random.default_rng(2)
    rates, truth = [0.15, 0.05, 0.8], 0.1
    found = [
        paired_excess(rng.choice([1.0, -1.0, 0.0], 150, p=rates)) for _ in range(2000)
    ]
    assert 0.93 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.98


def test_paired_differences_are_those_of_agresti_and_min():
    """Table 1 of a crossover of 86 people: 2.2 % apart, from 0.5 added to each cell."""
    gains = np.repeat([1.0, -1.0, 0.0], [14, 6, 66])
    found = paired_excess(gains)
    b, c, n = 14.5 + 0.5, 6.5 + 0.5, 86 + 2
    center = (b - c) / n
    half = 1.959964 * np.sqrt((b + c - (b - c) ** 2 / n) / n**2)
    assert found.value == pytest.approx(8 / 86)
    assert found[1:] == pytest.approx((center - half, center + half))


def test_nobody_who_differs_is_no_certainty():
    found = paired_excess(np.zeros(50))
    assert found.low < 0 < found.high
    assert np.isnan(paired_excess(np.zeros(0)).value)


def test_the_choice_widens_an_interval():
    """Of choices that agree nothing is added; of others as much as they differ."""
    figure = Interval(0.2, 0.15, 0.25)
    assert over_choices(figure, np.full(8, 0.2)) == pytest.approx(figure)
    assert over_choices(figure, np.array([0.4])) == figure
    each = np.array([0.1, 0.3, 0.15, 0.25])
    wide = over_choices(figure, each)
    alone = stats.ttest_1samp(each, 0).confidence_interval()
    expected = np.hypot(0.05, (alone.high - alone.low) / 2)
    assert wide.high - 0.2 == pytest.approx(expected)
    assert over_choices(Interval(0.95, 0.9, 1.0), each).high == 1.0
