"""Resampling by weight, lot by lot."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.exact_given.resampling import (
    effective_sizes,
    log_means,
    resample,
)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 9999))
def test_each_row_is_chosen_as_often_as_its_share_says_but_for_one_time(seed):
    rng = np.random.RandomState(seed)
    sizes, counts = rng.randint(1, 8, 5), rng.randint(0, 12, 5)
    lots = np.repeat(np.arange(5), sizes)
    weights = rng.choice([0.0, 1e-8, 0.4, 1.0, 5.0], len(lots))
    counts[np.bincount(lots, weights) == 0] = 0
    with np.errstate(divide="ignore"):
        chosen = resample(np.log(weights) - 900, lots, counts, rng)
    assert np.bincount(lots[chosen], minlength=5).tolist() == counts.tolist()
    sums = np.bincount(lots, weights)
    expected = counts[lots] * weights / np.where(sums > 0, sums, 1)[lots]
    times = np.bincount(chosen, minlength=len(lots))
    assert (np.abs(times - expected) <= 1 + 1e-6).all()
    assert (times[weights == 0] == 0).all()


def test_effective_sizes_and_means():
    lots = np.array([0, 0, 0, 0, 1, 1, 2])
    weights = np.array([1.0, 1, 1, 1, 3, 0, 0])
    with np.errstate(divide="ignore"):
        logs = np.log(weights) - 2000
    np.testing.assert_allclose(effective_sizes(logs, lots, 4), [4, 1, 0, 0])
    with np.errstate(divide="ignore"):
        expected = np.log([1, 1.5, 0, 0]) - 2000
    np.testing.assert_allclose(log_means(logs, lots, 4), expected)
