"""Means, spreads and shares per class."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.evaluation.fidelity.moments import class_moments, moment_figures


def test_moments_are_those_of_pandas():
    rng = np.random.default_rng(0)
    real = pd.DataFrame({"age": rng.normal(size=60), "bmi": rng.normal(size=60)})
    other = real.iloc[:40] * 2
    y, y_other = np.arange(60) % 3, np.arange(40) % 3
    moments = class_moments(real, y, other, y_other).set_index(["column", "class"])
    for column in real:
        by_class = real[column].groupby(y)
        np.testing.assert_allclose(moments.loc[column, "real_mean"], by_class.mean())
        np.testing.assert_allclose(moments.loc[column, "real_sd"], by_class.std(ddof=0))
        twice = other[column].groupby(y_other)
        np.testing.assert_allclose(moments.loc[column, "synthetic_mean"], twice.mean())
        scale = real[column].std(ddof=0)
        np.testing.assert_allclose(moments.loc[column, "scale"], scale)


def test_shares_of_levels_and_of_missing_values():
    real = pd.DataFrame(
        {"ward": ["A", "B", "C", None], "bmi": [20.5, 21.5, np.nan, 23.5]}
    )
    other = pd.DataFrame(
        {"ward": ["A", "A", "B", "D"], "bmi": [20.5, 21.5, 22.5, 23.5]}
    )
    moments = class_moments(real, [0, 0, 0, 0], other, [0, 0, 0, 0])
    shares = moments[moments["kind"] == "share"].set_index(["column", "level"])
    ward = shares.loc["ward"]
    assert ward.index.tolist() == ["(missing)", "A", "B", "C", "D"]
    assert ward["real_mean"].tolist() == [0.25, 0.25, 0.25, 0.25, 0]
    assert ward["synthetic_mean"].tolist() == [0, 0.5, 0.25, 0, 0.25]
    assert shares.loc[("bmi", "(missing)"), "real_mean"] == 0.25


def test_gaps_are_in_standard_deviations_and_shares():
    real = pd.DataFrame({"age": [10.5, 20.5, 30.5, 40.5], "sex": list("ffmm")})
    scale = real["age"].std(ddof=0)
    other = pd.DataFrame({"age": real["age"] + 0.5 * scale, "sex": list("fmmm")})
    moments = class_moments(real, [0] * 4, other, [0] * 4)
    figures = moment_figures(moments).set_index("metric")["value"]
    assert figures["mean_gap"] == pytest.approx(0.5)
    assert figures["sd_gap"] == pytest.approx(0)
    assert figures["share_gap"] == pytest.approx(0.25)


def test_total_variation_of_several_levels():
    real = pd.DataFrame({"ward": list("AABBCC")})
    other = pd.DataFrame({"ward": list("AAAAAA")})
    figures = moment_figures(class_moments(real, [0] * 6, other, [0] * 6))
    assert figures["value"].tolist() == [pytest.approx(2 / 3)]


def test_a_continuous_target_is_one_more_column():
    real = pd.DataFrame({"age": [10.5, 20.5, 30.5]})
    y = pd.Series([1.5, 2.5, 3.0], name="age")
    moments = class_moments(real, y, real, y + 1)
    assert moments["column"].tolist() == ["age", "age"]
    assert moments["synthetic_mean"].tolist() == pytest.approx([20.5, 10 / 3])
