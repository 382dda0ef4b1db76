"""Draws by weight: as often as they weigh, and never what has no weight."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from scipy.stats import chisquare

from skl_synth.generators.exact_given.weighted_draws import (
    draw_by_row,
    draw_by_weight,
    shares_within,
)

WEIGHTS = npst.arrays(
    float, (4, 5), elements=st.sampled_from([0.0, 1e-300, 1e-9, 0.3, 1.0, 1e9])
)


@settings(max_examples=100, deadline=None)
@given(WEIGHTS, st.integers(0, 999))
def test_what_has_no_weight_is_never_drawn(weights, seed):
    weights = weights[weights.sum(axis=1) > 1e-290]
    if not len(weights):
        return
    rng = np.random.RandomState(seed)
    which = rng.randint(len(weights), size=300)
    places = draw_by_weight(weights, which, rng)
    assert (weights[which, places] > 0).all()
    places = draw_by_row(weights[which], rng)
    assert (weights[which, places] > 0).all()


@pytest.mark.parametrize("by_row", [False, True])
def test_places_are_drawn_as_often_as_they_weigh(by_row):
    weights = np.array([[1.0, 0.0, 3.0], [2.0, 2.0, 1.0]])
    which = np.repeat([0, 1], 4000)
    rng = np.random.RandomState(0)
    if by_row:
        places = draw_by_row(weights[which], rng)
    else:
        places = draw_by_weight(weights, which, rng)
    for line in (0, 1):
        counts = np.bincount(places[which == line], minlength=3)
        wanted = weights[line] / weights[line].sum() * 4000
        kept = wanted > 0
        assert chisquare(counts[kept], wanted[kept]).pvalue > 1e-3
        assert counts[~kept].sum() == 0


def test_shares_are_even_where_a_group_has_no_weight():
    groups = np.array([0, 1, 0, 1, 1])
    shares = shares_within(groups, np.array([[1.0, 0, 3, 0, 0], [0, 1, 0, 1, 2]]))
    expected = [[0.25, 1 / 3, 0.75, 1 / 3, 1 / 3], [0.5, 0.25, 0.5, 0.25, 0.5]]
    np.testing.assert_allclose(shares, expected)
