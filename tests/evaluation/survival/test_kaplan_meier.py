"""Kaplan-Meier against worked examples, and against the definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.evaluation.survival.kaplan_meier import (
    KaplanMeier,
    band_overlap,
    mean_gap,
)
from skl_synth.evaluation.survival.survival_sample import SurvivalSample
from tests.survival_tables import leukaemia

TIMES = st.lists(
    st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30
).map(lambda pairs: [np.array(one) for one in zip(*pairs, strict=True)])


def _sample(time, event):
    time = np.asarray(time, dtype=float)
    return SurvivalSample(time, np.asarray(event, dtype=bool), np.arange(len(time)))


def _arm(name):
    table = leukaemia().query("arm == @name")
    return _sample(table["weeks"], table["relapse"])


def test_the_curve_of_textbooks():
    """Remission under 6-MP, as printed: survival and its standard errors by week."""
    curve = KaplanMeier.of(_arm("6-MP"))
    weeks = np.array([6, 7, 10, 13, 16, 22, 23.0])
    printed = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.at(weeks) == pytest.approx(printed, abs=6e-4)
    assert curve.at_risk_at(weeks).tolist() == [21, 17, 15, 12, 11, 7, 6]
    low, high = curve.band_at(np.array([10.0]))
    # log(-log) bands as R's survfit(conf.type = "log-log") prints them.
    assert [low[0], high[0]] == pytest.approx([0.503, 0.889], abs=1e-3)


def test_the_mean_of_an_arm_without_censoring_is_the_mean():
    sample = _arm("placebo")
    curve = KaplanMeier.of(sample)
    assert curve.restricted_mean(23.0) == pytest.approx(sample.time.mean())
    assert curve.restricted_mean(8.0) == pytest.approx(
        np.minimum(sample.time, 8).mean()
    )


@given(TIMES)
def test_the_curve_is_the_product_over_events(pair):
    time, event = pair
    curve = KaplanMeier.of(_sample(time, event))
    for moment in range(14):
        expected = 1.0
        for each in sorted({t for t, e in zip(time, event, strict=True) if e}):
            if each <= moment:
                at_risk = (time >= each).sum()
                expected *= 1 - ((time == each) & event).sum() / at_risk
        assert curve.at(np.array([moment]))[0] == pytest.approx(expected)
    assert (curve.low <= curve.survival + 1e-12).all()
    assert (curve.high >= curve.survival - 1e-12).all()
    assert np.isfinite([curve.low, curve.high]).all()


@given(TIMES, TIMES)
def test_the_gap_is_an_area(one, other):
    curves = [KaplanMeier.of(_sample(*each)) for each in (one, other)]
    grid = np.arange(0, 12, 0.5)
    expected = np.abs(curves[0].at(grid) - curves[1].at(grid)).mean()
    assert mean_gap(*curves, 12.0) == pytest.approx(expected)
    assert mean_gap(curves[0], curves[0], 12.0) == 0
    assert band_overlap(curves[0], curves[0], 12.0) == 1
    assert 0 <= band_overlap(*curves, 12.0) <= 1


def test_bands_of_two_arms_part():
    curves = [KaplanMeier.of(_arm(name)) for name in ("6-MP", "placebo")]
    assert 0.1 < band_overlap(*curves, 23.0) < 0.6
