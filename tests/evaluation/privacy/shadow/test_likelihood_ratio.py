"""What is learnt of some releases, and measured on others."""

import numpy as np
import pytest

from skl_synth.evaluation.privacy.shadow.likelihood_ratio import N_PARTS, cross_fitted

N_PAIRS, N_TARGETS = 16, 10


def inside_of(rng):
    first = rng.random((N_PAIRS, N_TARGETS)) < 0.5
    return np.stack([first, ~first], axis=1).reshape(2 * N_PAIRS, N_TARGETS)


def fitted(shift, seed=0, n_features=4):
    """A shift of one feature, in standard deviations, in the releases with a person."""
    rng = np.random.default_rng(seed)
    inside = inside_of(rng)
    features = rng.normal(size=(*inside.shape, n_features))
    features[..., 1] += shift * inside
    return *cross_fitted(features, inside, np.random.RandomState(seed)), inside


def mean_area(scores, parts, inside):
    parts = np.repeat(parts, 2)
    above = [
        scores[(parts == part) & inside[:, t], t][:, None]
        > scores[(parts == part) & ~inside[:, t], t]
        for part in np.unique(parts)
        for t in range(N_TARGETS)
    ]
    return np.mean([one.mean() for one in above])


@pytest.mark.parametrize(("shift", "least"), [(1.5, 0.75), (-1.5, 0.75), (8, 0.999)])
def test_a_difference_is_found_whichever_way_it_points(shift, least):
    assert mean_area(*fitted(shift)) > least


def test_where_all_is_chance_all_is_chance():
    areas = [mean_area(*fitted(0.0, seed)) for seed in range(30)]
    assert abs(np.mean(areas) - 0.5) < 3 * np.std(areas) / np.sqrt(len(areas))


def test_of_each_part_nothing_was_learnt():
    _, parts, inside = fitted(2.0)
    assert sorted(np.bincount(parts)) == [N_PAIRS // N_PARTS] * N_PARTS
    features = np.random.default_rng(0).normal(size=(*inside.shape, 4))
    features[..., 1] += 2.0 * inside
    last = np.flatnonzero(np.repeat(parts == 0, 2))[-1]
    changed = features.copy()
    changed[last] += 100
    one, other = (
        cross_fitted(part, inside, np.random.RandomState(0))[0]
        for part in (features, changed)
    )
    same = np.repeat(parts == 0, 2)
    same[last] = False
    np.testing.assert_allclose(one[same], other[same])
    assert not np.allclose(one[~same], other[~same])


def test_a_feature_that_is_always_the_same_says_nothing():
    rng = np.random.default_rng(0)
    inside = inside_of(rng)
    features = rng.normal(size=(*inside.shape, 2)) + 3.0 * inside[..., None]
    constant = np.concatenate([features, np.full((*inside.shape, 1), 7.0)], axis=-1)
    one, other = (
        cross_fitted(part, inside, np.random.RandomState(0))[0]
        for part in (features, constant)
    )
    np.testing.assert_allclose(one, other)


def test_where_people_differ_each_has_a_direction_of_their_own():
    rng = np.random.default_rng(0)
    inside = inside_of(rng)
    features = 0.3 * rng.normal(size=(*inside.shape, 1))
    sign = np.where(np.arange(N_TARGETS) % 2, 1.0, -1.0)
    features[..., 0] += sign * inside
    scores, parts = cross_fitted(features, inside, np.random.RandomState(0))
    assert mean_area(scores, parts, inside) > 0.95
