"""The combining rules, against hand calculation and against truth that is known."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from skl_synth import combine
from skl_synth.errors import InputError

N, K, M = 80, 120, 5


def by_hand(values, variances, ratio, proper):
    within = np.mean(variances)
    return within * (ratio + (1 + ratio if proper else 1) / len(values))


@pytest.mark.parametrize("proper", [False, True])
def test_the_variance_of_raab_and_others(proper):
    values, variances = [1.0, 1.3, 0.9], np.array([0.04, 0.05, 0.045])
    results = [([v], [s]) for v, s in zip(values, np.sqrt(variances), strict=True)]
    found = combine(results, n_real=N, n_synthetic=K, proper=proper).frame()
    expected = by_hand(values, variances, K / N, proper)
    assert found["estimate"].item() == pytest.approx(np.mean(values))
    assert found["std_error"].item() ** 2 == pytest.approx(expected)
    assert found["high"].item() == pytest.approx(
        np.mean(values) + 1.959964 * np.sqrt(expected)
    )
    assert found["between"].item() == pytest.approx(np.std(values, ddof=1))


def test_the_variance_of_raghunathan_and_others():
    values, variance = [1.0, 2.0, 3.0, 4.0], 0.5
    results = [([v], [variance**0.5]) for v in values]
    found = combine(results, n_real=N, proper=True, rule="raghunathan")
    between = np.var(values, ddof=1)
    expected = 1.25 * between - variance
    assert found.covariance.iloc[0, 0] == pytest.approx(expected)
    df = 3 * (1 - variance / (1.25 * between)) ** 2
    assert found.df.item() == pytest.approx(df)
    low = 2.5 - t.ppf(0.975, df) * expected**0.5
    assert found.frame()["low"].item() == pytest.approx(low)
    assert found.adjusted == ()


def test_a_variance_below_zero_is_replaced_and_said():
    results = [([1.0, v], [0.5, 0.1]) for v in (1.0, 2.0)]
    found = combine(
        results, n_real=100, n_synthetic=50, proper=True, rule="raghunathan"
    )
    assert found.adjusted == ("x0",)
    assert found.covariance.loc["x0", "x0"] == pytest.approx(0.25 * 0.5)
    assert found.covariance.loc["x1", "x1"] > 0
    assert np.isfinite(found.frame()[["low", "high"]]).all(axis=None)


def test_the_variance_of_partially_synthetic_tables():
    values, variance = [1.0, 2.0, 3.0, 4.0], 0.5
    results = [([v], [variance**0.5]) for v in values]
    found = combine(results, n_real=N, rule="reiter")
    spread = np.var(values, ddof=1) / 4
    assert found.covariance.iloc[0, 0] == pytest.approx(variance + spread)
    assert found.df.item() == pytest.approx(3 * (1 + variance / spread) ** 2)


TRUTH, N_POPULATIONS = 3.0, 600


def simulated(rng, proper):
    """Means of populations, a term each, by a synthesizer that is right."""
    real = rng.normal(TRUTH, 2.0, (N, N_POPULATIONS))
    results = []
    for _ in range(M):
        center, spread = real.mean(axis=0), real.std(axis=0, ddof=1)
        if proper:
            spread = spread * np.sqrt((N - 1) / rng.chisquare(N - 1, N_POPULATIONS))
            center = rng.normal(center, spread / np.sqrt(N))
        drawn = rng.normal(center, spread, (K, N_POPULATIONS))
        results.append((drawn.mean(axis=0), drawn.std(axis=0, ddof=1) / np.sqrt(K)))
    return results


@pytest.mark.parametrize(
    ("rule", "proper", "most"),
    [
        ("raab", False, 0.97),
        ("raab", True, 0.97),
        # With few tables its variance is often below zero, and replaced by more.
        ("raghunathan", True, 1.0),
    ],
)
def test_intervals_hold_the_truth_as_often_as_they_say(rule, proper, most):
    results = simulated(np.random.default_rng(0), proper)
    sizes = {"n_real": N, "n_synthetic": K}
    found = combine(results, **sizes, proper=proper, rule=rule).frame()
    held = (found["low"] <= TRUTH) & (found["high"] >= TRUTH)
    assert 0.93 <= held.mean() <= most


def test_intervals_of_partially_synthetic_tables_hold_the_truth():
    """A slope on a real column, where what it explains is synthetic."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(N, N_POPULATIONS))
    y = 1.5 * x + rng.normal(size=x.shape)
    size = (x**2).sum(axis=0)
    slope = (x * y).sum(axis=0) / size
    scale = np.sqrt(((y - slope * x) ** 2).sum(axis=0) / (N - 1))
    results = []
    for _ in range(M):
        spread = scale * np.sqrt((N - 1) / rng.chisquare(N - 1, N_POPULATIONS))
        drawn = rng.normal(slope, spread / np.sqrt(size)) * x
        drawn = drawn + rng.normal(size=x.shape) * spread
        found = (x * drawn).sum(axis=0) / size
        error = np.sqrt(((drawn - found * x) ** 2).sum(axis=0) / (N - 1) / size)
        results.append((found, error))
    found = combine(results, n_real=N, rule="reiter").frame()
    held = (found["low"] <= 1.5) & (found["high"] >= 1.5)
    assert 0.93 <= held.mean() <= 0.97


def test_one_interval_of_real_size_would_be_too_narrow():
    (values, errors), *_ = simulated(np.random.default_rng(0), False)
    assert np.mean(abs(values - TRUTH) <= 1.96 * errors) < 0.85


def test_terms_are_matched_by_name():
    first = pd.Series([1.0, 2.0], ["a", "b"]), pd.Series([0.1, 0.2], ["a", "b"])
    second = (
        pd.Series([4.0, 3.0], ["b", "a"]),
        pd.DataFrame([[0.04, 0.0], [0.0, 0.01]], ["b", "a"], ["b", "a"]),
    )
    found = combine([first, second], n_real=10)
    assert found.estimates.to_dict() == {"a": 2.0, "b": 3.0}
    np.testing.assert_allclose(np.diag(found.within), [0.01, 0.04])


@pytest.mark.parametrize(
    ("results", "kwargs", "message"),
    [
        ([], {}, "there are no results"),
        ([3.0], {}, "result 0 is a float"),
        ([([1.0], [0.1]), ([1.0, 2.0], [0.1, 0.1])], {}, "result 1 has other terms"),
        ([([1.0], [0.1, 0.2])], {}, "1 estimates, and standard errors of shape"),
        ([([1.0], [np.nan])], {}, "standard errors that are no numbers"),
        ([([[1.0]], [0.1])], {}, "several columns of coefficients"),
        ([([1.0], [0.1])], {"n_real": 0}, "n_real=0 must be a number of rows"),
        ([([1.0], [0.1])], {"rule": "rubin"}, "rule='rubin' must be one of raab"),
        ([([1.0], [0.1])], {"level": 95}, "pass level=0.95"),
        ([([1.0], [0.1])], {"rule": "raghunathan"}, "needs two tables at least"),
        ([([1.0], [0.1])], {"rule": "reiter"}, "needs two tables at least"),
        ([([1.0], [0.1])] * 2, {"rule": "raghunathan"}, "proper=True"),
    ],
)
def test_what_cannot_be_combined_is_refused(results, kwargs, message):
    with pytest.raises(InputError, match=message):
        combine(results, **{"n_real": 10, **kwargs})
