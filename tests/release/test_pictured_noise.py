"""Real shares that are pictured say next to nothing of one person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from skl_synth.release.pictured_noise import (
    MOST_BLUR,
    MOST_COLUMNS,
    PERSONS,
    Blur,
    columns_that_may_be_drawn,
)

COUNTS = st.lists(st.integers(0, 2_000), min_size=1, max_size=12)


def blur(n_persons, n_columns, seed=0):
    return Blur(n_persons, n_columns, np.random.RandomState(seed))


@given(st.integers(1, 10**6))
def test_what_is_drawn_is_never_blurred_beyond_what_can_be_seen(n_persons):
    n_columns = columns_that_may_be_drawn(n_persons)
    assert 0 <= n_columns <= MOST_COLUMNS
    assert blur(n_persons, n_columns).spread <= MOST_BLUR * n_persons


@pytest.mark.parametrize(("n", "expected"), [(1, 0), (499, 0), (500, 4), (10**6, 12)])
def test_of_few_people_no_real_share_is_shared(n, expected):
    assert columns_that_may_be_drawn(n) == expected


@given(COUNTS, st.integers(1, 12), st.integers(0, 50))
def test_shares_are_whole_per_cent_and_none_is_of_few_people(counts, n_columns, seed):
    counts = np.array(counts)
    n_persons = max(counts.sum(), 1)
    released = np.ones(len(counts), dtype=bool)
    shares = blur(n_persons, n_columns, seed).shares(counts, is_released=released)
    np.testing.assert_allclose(shares * 100, np.round(shares * 100), atol=1e-9)
    assert ((shares == 0) | (shares * n_persons >= 10 - n_persons * 0.005)).all()
    assert (shares <= 1).all()


def test_a_bin_that_nobody_is_in_shows_no_noise():
    counts = np.array([600.0, 400.0, 0.0])
    released = np.array([True, True, False])
    shown = [
        blur(1000, 4, seed).shares(counts, is_released=released) for seed in range(200)
    ]
    assert np.mean([one[-1] > 0 for one in shown]) < 0.02
    assert all(abs(one.sum() - 1) < 0.011 for one in shown if one[-1] == 0)


def test_a_level_that_is_lost_is_seen():
    counts, released = np.array([700.0, 300.0]), np.array([True, False])
    shares = blur(1000, 4).shares(counts, is_released=released)
    assert shares[1] > 0.2


@pytest.mark.parametrize("n_columns", [4, 12])
def test_whoever_knows_everybody_else_hardly_tells_one_person(n_columns):
    """The attack that no other beats, on what is shared before it is rounded."""
    rng = np.random.RandomState(0)
    n = 20_000
    # In each column the person is in the first bin, or somebody else is in the second.
    spread = blur(1000, n_columns).spread
    moved = np.tile([1.0, -1.0], n_columns)
    without = rng.normal(scale=spread, size=(n, len(moved)))
    scores = np.r_[(without + moved) @ moved, without @ moved]
    area = roc_auc_score(np.repeat([1, 0], n), scores)
    assert area == pytest.approx(norm.cdf(1 / PERSONS), abs=0.01)
    assert area < 0.55


def test_the_noise_is_in_what_is_shared():
    counts, released = np.array([500.0, 500.0]), np.ones(2, dtype=bool)
    first = [
        blur(1000, 12, seed).shares(counts, is_released=released)[0]
        for seed in range(400)
    ]
    # Two bins that sum up to everybody have half of the noise in common.
    assert np.std(first) == pytest.approx(PERSONS * 12**0.5 / 2**0.5 / 1000, rel=0.15)
