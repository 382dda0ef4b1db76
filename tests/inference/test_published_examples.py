"""Printed output of synthpop, the figures of which must come out here, too.

The tables are not there, but for iris; the printed estimates are taken as they stand.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2
from sklearn.datasets import load_iris

from skl_synth import combine, inference_report
from skl_synth.inference.combining import normal_quantile
from skl_synth.inference.formula_report import interval_overlap
from skl_synth.inference.held_truth import chance_of
from skl_synth.inference.syntheses import Syntheses

IRIS = pd.DataFrame(
    {
        "synthetic": [2.9644900, 0.3921429, 0.4526695],
        "observed": [2.2491402, 0.5955247, 0.4719200],
        "std_difference": [2.884829, -2.933611, -1.124602],
        "overlap": [0.2640608, 0.2516161, 0.7131064],
    },
    ["Intercept", "sepal_width", "petal_length"],
)
"""``compare(lm.synds(Sepal.Length ~ Sepal.Width + Petal.Length), iris)`` as printed in
M. Nguyen, "A Guide on Data Analysis", chapter on replication and synthetic data."""

IRIS_MEAN_OVERLAP, IRIS_LACK_OF_FIT, IRIS_P_VALUE = 0.4095944, 9.23442, 0.0263


def iris():
    data = load_iris().data
    return pd.DataFrame(data[:, :3], columns=["y", "sepal_width", "petal_length"])


def with_estimates(estimates):
    """Noise that no term explains, around estimates that are wanted exactly."""
    X = iris().drop(columns="y")
    rng = np.random.default_rng(0)
    terms = np.column_stack([np.ones(len(X)), X])
    noise = rng.normal(size=len(X))
    noise -= terms @ np.linalg.lstsq(terms, noise, rcond=None)[0]
    return X, pd.Series(terms @ estimates + noise, name="y")


def test_a_report_of_iris():
    pytest.importorskip("statsmodels", reason="no statsmodels")
    real, made = iris(), with_estimates(IRIS["synthetic"].to_numpy())
    report = inference_report(
        "y ~ sepal_width + petal_length",
        real.drop(columns="y"),
        real["y"],
        Syntheses((made,), len(real), False),
    )
    frame = report.frame()
    np.testing.assert_allclose(frame["real"], IRIS["observed"], atol=1e-6)
    np.testing.assert_allclose(frame["synthetic"], IRIS["synthetic"])
    np.testing.assert_allclose(
        frame["std_difference"], IRIS["std_difference"], rtol=1e-5
    )
    np.testing.assert_allclose(frame["overlap"], IRIS["overlap"], rtol=1e-5)
    assert report.overlap == pytest.approx(IRIS_MEAN_OVERLAP, rel=1e-5)
    statistic, df, p_value = report.wald
    assert statistic == pytest.approx(IRIS_LACK_OF_FIT, rel=1e-5)
    assert (df, round(p_value, 4)) == (3, IRIS_P_VALUE)


HELPING = {
    "std_difference": [-0.7845429, 0.8837740, 1.1781803, -1.2289564],
    "p_value": [0.433, 0.377, 0.239, 0.219],
    "overlap": [0.7998578, 0.7745433, 0.6994383, 0.6864850],
}
"""Printed beside D. S. Quintana, "A synthetic dataset primer for the biobehavioural
sciences to promote reproducibility and hypothesis generation", eLife 9, 2020."""


def test_differences_of_one_synthesis():
    z = np.array(HELPING["std_difference"])
    np.testing.assert_allclose(
        interval_overlap(z, normal_quantile(0.95)), HELPING["overlap"], atol=5e-7
    )
    np.testing.assert_allclose(chance_of(z, 1.0), HELPING["p_value"], atol=5e-4)
    assert np.mean(HELPING["overlap"]) == pytest.approx(0.7400811)
    assert np.mean(np.abs(z)) == pytest.approx(1.018863, rel=1e-6)
    assert round(chi2.sf(1.758649, 4), 2) == 0.78


INCOME = pd.DataFrame(
    {
        "synthetic": [559.68098675, 0.09212785, -0.03365357, -0.17253127, 0.52839349],
        "observed": [555.8399827, 0.3703575, 0.3783328, 2.1445340, -1.9439398],
        "std_difference": [
            *(0.09510782, -0.88560583, -0.27807429),
            *(-0.64007112, 0.68386318),
        ],
        "overlap": [0.9757374, 0.7740760, 0.9290614, 0.8367136, 0.8255419],
    },
    ["Intercept", "age", "bmi", "sbp", "dbp"],
)
"""``lm.synds(income ~ age + bmi + sbp + dbp)``, three syntheses of SD2011, as printed
in a text book of synthetic data."""


def test_three_syntheses_of_incomes():
    errors = (INCOME["synthetic"] - INCOME["observed"]) / INCOME["std_difference"]
    half = normal_quantile(0.95) * errors
    overlap = interval_overlap(INCOME["synthetic"] - INCOME["observed"], half)
    np.testing.assert_allclose(overlap, INCOME["overlap"], atol=5e-7)
    assert overlap.mean() == pytest.approx(0.868226, abs=1e-5)
    assert round(chi2.sf(10.0003, 5), 4) == 0.0752


RULES_OF_TWO_PAPERS = [
    # (1 + n/k/m): Raab, Nowok and Dibben (2017), n rows and k synthetic ones each.
    (False, 1000, 1000, 5, 1 + 1 / 5),
    (False, 1000, 500, 2, 0.5 + 1 / 2),
    (True, 1000, 1000, 5, 1 + 2 / 5),
    (True, 1000, 2000, 4, 2 + 3 / 4),
    (False, 1000, 1000, 1, 2.0),
    (True, 1000, 1000, 1, 3.0),
]


@pytest.mark.parametrize(("proper", "n", "k", "m", "factor"), RULES_OF_TWO_PAPERS)
def test_variances_of_the_paper(proper, n, k, m, factor):
    results = [([1.0], [0.5])] * m
    found = combine(results, n_real=n, n_synthetic=k, proper=proper)
    assert found.covariance.iloc[0, 0] == pytest.approx(0.25 * factor)
