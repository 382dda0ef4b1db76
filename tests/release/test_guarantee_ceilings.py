"""Ceilings of a guarantee, against mechanisms whose curves are known exactly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from skl_synth.release.guarantee_ceilings import (
    Ceiling,
    ceiling_of,
    ceiling_of_rho,
)


def of_normal(rho):
    """What is reached against two normal distributions whose divergence is rho."""
    shift = np.sqrt(2 * rho)
    found = [norm.cdf(norm.ppf(rate) + shift) for rate in (0.05, 0.01)]
    return Ceiling(norm.cdf(shift / np.sqrt(2)), *found)


def of_answers(epsilon):
    """The same against a bit that is told truly with the odds of epsilon to one.

    It is (epsilon, 0)-private, and the ceiling is what it reaches.
    """
    truth = 1 / (1 + np.exp(-epsilon))
    found = [min(rate * truth / (1 - truth), 1.0) for rate in (0.05, 0.01)]
    return Ceiling(truth, *found)


@pytest.mark.parametrize("epsilon", [0.1, 0.5, 1.0, 2.0])
def test_the_ceiling_of_epsilon_is_reached(epsilon):
    found = ceiling_of(epsilon, 0.0)
    assert tuple(found) == pytest.approx(tuple(of_answers(epsilon)))


def test_delta_raises_it_by_as_much():
    without, with_delta = ceiling_of(1.0, 0.0), ceiling_of(1.0, 0.01)
    assert with_delta.tpr_at_5 == pytest.approx(without.tpr_at_5 + 0.01)
    assert with_delta.auc == pytest.approx(1 - 0.99**2 / (1 + np.e))
    assert tuple(ceiling_of(1.0, 1.0)) == (1.0, 1.0, 1.0)


@given(st.floats(1e-4, 8.0))
@settings(deadline=None, max_examples=40)
def test_no_normal_noise_is_above_the_ceiling_of_its_cost(rho):
    ceiling, reached = ceiling_of_rho(rho), of_normal(rho)
    assert all(most >= one for most, one in zip(ceiling, reached, strict=True))
    assert ceiling.auc >= 0.5
    assert ceiling.tpr_at_1 <= ceiling.tpr_at_5 <= 1


@pytest.mark.parametrize("rho", [0.005, 0.025, 0.1, 0.3])
def test_it_is_not_far_above_it(rho):
    ceiling, reached = ceiling_of_rho(rho), of_normal(rho)
    assert ceiling.auc - reached.auc < 0.06
    assert ceiling.tpr_at_5 - reached.tpr_at_5 < 0.06


@given(st.floats(1e-4, 4.0), st.floats(1e-4, 4.0))
@settings(deadline=None, max_examples=40)
def test_more_noise_never_means_a_higher_ceiling(one, other):
    less, more = sorted([one, other])
    pairs = zip(ceiling_of_rho(less), ceiling_of_rho(more), strict=True)
    assert all(a <= b + 1e-9 for a, b in pairs)
    pairs = zip(ceiling_of(less, 1e-6), ceiling_of(more, 1e-6), strict=True)
    assert all(a <= b + 1e-9 for a, b in pairs)
