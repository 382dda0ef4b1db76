"""Exact noise: from the operating system, and never cheaper than stated."""

import builtins
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.marginals import exact_noise
from skl_synth.generators.marginals.exact_noise import (
    discrete_gaussian,
    noisy_maximum,
    require_opendp,
)


@settings(max_examples=60, deadline=None)
@given(st.floats(1e-5, 5), st.integers(1, 9), st.booleans())
def test_opendp_itself_confirms_the_cost(rho, rows, is_root):
    seen = {}
    true = exact_noise._confirmed

    def watch(make, scale, distance, cost):
        mechanism, wider = true(make, scale, distance, cost)
        seen["cost"] = mechanism.map(distance)
        seen["distance"] = distance
        return mechanism, wider

    sensitivity = rows * math.sqrt(2) if is_root else float(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact_noise, "_confirmed", watch)
        _, sigma = discrete_gaussian(np.array([1, 2]), sensitivity=sensitivity, rho=rho)
    assert seen["cost"] <= rho
    assert seen["distance"] ** 2 >= rows**2 * (2 if is_root else 1)
    assert sigma == pytest.approx(sensitivity / math.sqrt(2 * rho), rel=1e-9)


def test_noise_cannot_be_seeded():
    drawn = set()
    for _ in range(4):
        np.random.seed(0)  # noqa: NPY002 - that it does not matter is what is tested
        values, _ = discrete_gaussian(np.zeros(20, int), sensitivity=1, rho=0.001)
        drawn.add(tuple(values.tolist()))
    assert len(drawn) == 4


def test_shapes_are_kept_and_counts_are_not_changed():
    counts = np.arange(12).reshape(3, 2, 2)
    values, _ = discrete_gaussian(counts, sensitivity=1, rho=1e6)
    assert values.shape == counts.shape
    assert values.tolist() == counts.tolist()
    assert counts.tolist() == np.arange(12).reshape(3, 2, 2).tolist()


def test_a_large_lead_is_chosen_and_a_small_one_is_not_always():
    scores = np.array([0, 3, 0])
    assert noisy_maximum(1000 * scores, sensitivity=1, rho=0.1) == 1
    picks = {noisy_maximum(scores, sensitivity=1, rho=0.001) for _ in range(100)}
    assert picks == {0, 1, 2}


def test_what_to_install_is_said(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("opendp"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r'pip install "skl_synth\[private\]"'):
        require_opendp()
