"""The ledger: no more is spent than stated, by accountants of other making."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from skl_synth.generators.marginals.ledger import Budget, Ledger, epsilon_of

EPSILONS = (0.1, 0.5, 1.0, 2.0, 4.0, 10.0)


def exact_delta(epsilon, sigmas):
    """Balle and Wang's delta of several normal mechanisms, composed exactly."""
    mu = math.sqrt(sum(1 / sigma**2 for sigma in sigmas))
    above = norm.cdf(mu / 2 - epsilon / mu)
    return above - math.exp(epsilon + norm.logcdf(-mu / 2 - epsilon / mu))


def exact_epsilon(delta, sigmas):
    return brentq(lambda one: exact_delta(one, sigmas) - delta, 0, 50)


def discrete_losses(sigma, width=12):
    """The privacy loss of one discrete Gaussian count: its values and their weight."""
    values = np.arange(-math.ceil(width * sigma), math.ceil(width * sigma) + 1)
    weight = np.exp(-(values**2) / (2 * sigma**2))
    return ((1 - 2 * values) / (2 * sigma**2)), weight / weight.sum()


def composed_delta(epsilon, sigma, times):
    """The exact delta of one discrete Gaussian count taken several times.

    The loss is a straight line in the value, so that sums of values are enough.
    """
    _, once = discrete_losses(sigma)
    many = np.ones(1)
    for _ in range(times):
        many = np.convolve(many, once)
    total = np.arange(len(many)) - len(many) // 2
    losses = (times - 2 * total) / (2 * sigma**2)
    return float(np.sum(many * np.maximum(1 - np.exp(epsilon - losses), 0)))


@pytest.mark.parametrize("epsilon", EPSILONS)
@pytest.mark.parametrize("delta", [1e-4, 1e-6, 1e-9])
def test_the_stated_epsilon_is_above_the_exact_one_and_near_it(epsilon, delta):
    rho = Budget(epsilon, delta).rho
    exact = exact_epsilon(delta, [1 / math.sqrt(2 * rho)])
    assert exact <= epsilon <= 1.16 * exact


@pytest.mark.parametrize("epsilon", EPSILONS)
def test_a_cost_that_is_too_high_is_seen(epsilon):
    rho = 1.35 * Budget(epsilon, 1e-6).rho
    assert exact_epsilon(1e-6, [1 / math.sqrt(2 * rho)]) > epsilon


@settings(max_examples=40, deadline=None)
@given(st.floats(0.05, 8), st.floats(1e-10, 1e-3))
def test_a_budget_converts_there_and_back(epsilon, delta):
    rho = Budget(epsilon, delta).rho
    assert epsilon * (1 - 1e-6) <= epsilon_of(rho, delta) <= epsilon


@settings(max_examples=40, deadline=None)
@given(st.floats(1e-6, 3), st.floats(1.01, 3), st.floats(1e-10, 1e-3))
def test_more_cost_is_more_epsilon(rho, factor, delta):
    assert epsilon_of(rho, delta) < epsilon_of(rho * factor, delta)


def test_the_conversion_is_that_of_a_direct_search():
    orders = 1 + np.logspace(-3, 4, 200_001)
    rho, delta = 0.03, 1e-6
    direct = orders * rho + (
        np.log(1 / delta) + (orders - 1) * np.log1p(-1 / orders) - np.log(orders)
    ) / (orders - 1)
    assert epsilon_of(rho, delta) == pytest.approx(direct.min(), abs=1e-6)
    assert epsilon_of(rho, delta) <= direct.min() + 1e-12


def test_a_ledger_of_many_looks_against_exact_composition():
    # Sixteen counts of equal cost, each by the noise that the ledger really uses.
    ledger = Ledger(Budget(1.0, 1e-6))
    share = ledger.rho_left / 16
    measured = [ledger.measure(("x",), np.array([5]), share) for _ in range(16)]
    sigma = measured[0].sigma
    assert composed_delta(1.0, sigma, times=16) <= 1e-6
    # A budget that is stated a fifth too small would be seen.
    assert composed_delta(0.8, sigma, times=16) > 1e-6
    spent = epsilon_of(ledger.rho_spent, 1e-6)
    assert spent == pytest.approx(1.0, abs=1e-6)
    assert spent <= 1.0


def test_the_spread_of_the_noise_is_the_one_stated():
    ledger = Ledger(Budget(1.0, 1e-6), sensitivity=3.0)
    measured = ledger.measure(("x",), np.full((200, 50), 7), ledger.rho_left / 2)
    noise = measured.values - 7
    assert noise.std() == pytest.approx(measured.sigma, rel=0.03)
    assert abs(noise.mean()) < 4 * measured.sigma / 100
    assert measured.sigma == pytest.approx(3 / math.sqrt(Budget(1.0, 1e-6).rho))
    assert (noise == np.rint(noise)).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=8), st.integers(1, 4))
def test_shares_of_a_budget_can_all_be_spent_and_nothing_more(shares, rows):
    ledger = Ledger(Budget(1.0, 1e-6), sensitivity=rows * math.sqrt(2))
    total, whole = sum(shares), ledger.rho_left
    for share in shares:
        ledger.measure(("x",), np.array([3, 4]), whole * share / total)
    assert epsilon_of(ledger.rho_spent, 1e-6) <= 1.0
    assert ledger.rho_left < 1e-12
    with pytest.raises(AssertionError, match="is left"):
        ledger.measure(("x",), np.array([3]), whole / 1000)
    with pytest.raises(AssertionError, match="is left"):
        ledger.choose([("x",), ("y",)], np.array([3, 4]), whole / 1000)


@pytest.mark.parametrize("rho", [0.0, -1.0, math.nan])
def test_no_look_is_free(rho):
    with pytest.raises(AssertionError):
        Ledger(Budget(1.0, 1e-6)).measure(("x",), np.array([3]), rho)


def test_scores_move_by_as_many_rows_as_a_person_has_or_twice_as_many():
    budget = Budget(1.0, 1e-6)
    assert Ledger(budget, sensitivity=3).score_sensitivity == 3
    assert [
        Ledger(budget, sensitivity=k * math.sqrt(2)).score_sensitivity
        for k in range(1, 40)
    ] == [2 * k for k in range(1, 40)]


def test_a_choice_costs_and_is_written_down():
    ledger = Ledger(Budget(1.0, 1e-6))
    margins = [("a", "b"), ("a", "c"), ("b", "c")]
    assert ledger.choose(margins, np.array([10, 100_000, 20]), 0.01) == 1
    assert ledger.rho_spent == 0.01
    entry = ledger.frame().iloc[0]
    assert entry["step"] == "chosen"
    assert entry["margin"] == ("a", "c")
    assert entry["cells"] == 3


def test_choices_follow_the_exponential_mechanism():
    # With a cost of rho the odds of two scores one apart are exp(sqrt(2 rho)).
    rho = 0.5
    ledger = Ledger(Budget(1e4, 1e-6))
    scores = np.array([1, 0])
    picks = [ledger.choose([("a",), ("b",)], scores, rho) for _ in range(3000)]
    expected = 1 / (1 + math.exp(math.sqrt(2 * rho)))
    assert np.mean(picks) == pytest.approx(expected, abs=0.035)


def test_without_a_budget_counts_are_as_they_are():
    ledger = Ledger(None)
    measured = ledger.measure(("x",), np.array([[3, 4]]), rho=1.0)
    assert measured.values.tolist() == [[3.0, 4.0]]
    assert measured.sigma == 0
    assert ledger.choose([("a",), ("b",)], np.array([1, 2]), rho=1.0) == 1
    assert ledger.rho_spent == 0
    assert ledger.rho_left == math.inf
    assert len(ledger.frame()) == 2


def test_the_frame_of_nothing_has_its_columns():
    columns = ["step", "margin", "sigma", "rho", "cells"]
    assert list(Ledger(None).frame().columns) == columns
