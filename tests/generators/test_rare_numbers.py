"""SMOTE within regions of a continuous target, beside plain computation."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist

from skl_synth import Relevance, TypeAwareSMOTE

HIGH = Relevance([[10, 0], [20, 1]])


def planted(n=300, seed=0):
    """Two numbers; of rare targets half stand in a cluster, half far from everybody."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 2))
    y = rng.uniform(0, 10, n)
    y[:40] = rng.uniform(20, 30, 40)
    X[:20] = rng.normal(0, 0.02, (20, 2))
    X[20:40] += 40 * np.column_stack([np.arange(20), np.arange(20) % 3])
    return X, y


def fitted(X, y, **parameters):
    smote = TypeAwareSMOTE(relevance=HIGH, random_state=0, **parameters).fit(X, y)
    X_new, y_new = smote.sample({1: 400})
    return smote, X_new, y_new


def test_parents_are_of_the_region_and_the_target_stays_in_it():
    X, y = planted()
    smote, _, y_new = fitted(X, y)
    assert (y[smote.provenance_.parents] >= 20).all()
    assert y_new.min() >= y[y >= 20].min()
    assert y_new.max() <= y.max()
    assert smote.regions_["rare"].tolist() == [False, True]


def test_noise_stands_in_only_where_the_neighbour_is_far():
    """SMOGN's rule by brute force: farther than half the median of the region."""
    X, y = planted()
    smote, X_new, _ = fitted(X, y)
    made = smote.provenance_
    is_noise = made.parents[:, 0] == made.parents[:, 1]
    rare = np.flatnonzero(y >= 20)
    matrix = (X - X.mean(axis=0)) / X.std(axis=0)
    apart = cdist(matrix[rare], matrix[rare])
    np.fill_diagonal(apart, np.nan)
    reach = np.full(len(y), np.nan)
    reach[rare] = np.nanmedian(apart, axis=1) / 2
    base, other = made.parents.T
    gap = np.linalg.norm(matrix[base] - matrix[other], axis=1)
    assert (gap[~is_noise] <= reach[base[~is_noise]] + 1e-9).all()
    assert 0 < is_noise.sum() < len(is_noise)
    # Of a row whose k-th neighbour is near, none is replaced.
    kth = np.sort(apart, axis=1)[:, 5]
    safe = rare[kth <= reach[rare]]
    assert not is_noise[np.isin(base, safe)].any()
    # Of a row whose nearest neighbour is far, all are.
    lonely = rare[np.nanmin(apart, axis=1) > reach[rare]]
    assert len(lonely)
    assert is_noise[np.isin(base, lonely)].all()
    moved = (X_new - X[base]) / X[rare].std(axis=0)
    assert np.abs(moved[is_noise]).max() < 6 * 0.3


def test_without_perturbation_all_rows_lie_between_two():
    X, y = planted()
    smote, X_new, _ = fitted(X, y, perturbation=0)
    base, other = smote.provenance_.parents.T
    assert (base != other).all()
    weights = smote.provenance_.weights[:, :, None]
    between = (weights * X[smote.provenance_.parents]).sum(axis=1)
    np.testing.assert_allclose(X_new, between, atol=1e-9)


@pytest.mark.parametrize("interpolation", ["segment", "simplex", "per_feature"])
def test_the_target_is_weighed_by_the_distance_to_the_parents(interpolation):
    X, y = planted()
    smote, X_new, y_new = fitted(X, y, perturbation=0, interpolation=interpolation)
    parents, scale = smote.provenance_.parents, X.std(axis=0)
    near = [np.linalg.norm((X_new - X[one]) / scale, axis=1) for one in parents.T]
    weights = 1 / np.maximum(near, 1e-9)
    expected = (weights * y[parents].T).sum(axis=0) / weights.sum(axis=0)
    np.testing.assert_allclose(y_new, expected, rtol=1e-6)


def test_levels_are_those_of_a_parent_and_whole_numbers_are_whole():
    rng = np.random.default_rng(0)
    n = 240
    X = pd.DataFrame(
        {
            "visits": rng.integers(0, 20, n),
            "ward": rng.choice(list("abcd"), n),
            "dose": rng.normal(5, 2, n).round(1),
        }
    )
    y = pd.Series(np.r_[np.full(200, 5.0), np.linspace(20, 30, 40)].round(2))
    smote, X_new, y_new = fitted(X, y)
    wards = X["ward"].to_numpy()[smote.provenance_.parents]
    assert (wards == X_new["ward"].to_numpy()[:, None]).any(axis=1).all()
    assert (X_new.dtypes == X.dtypes).all()
    np.testing.assert_array_equal(X_new["dose"].round(1), X_new["dose"])
    np.testing.assert_array_equal(y_new.round(2), y_new)
    assert X_new["visits"].between(0, 19).all()


def test_missing_values_stay_missing_where_noise_stands_in():
    X, y = planted()
    X[21:40:2, 1] = np.nan
    smote, X_new, _ = fitted(X, y)
    made = smote.provenance_
    is_noise = made.parents[:, 0] == made.parents[:, 1]
    missing = np.isnan(X[made.parents[:, 0], 1])
    np.testing.assert_array_equal(np.isnan(X_new[is_noise, 1]), missing[is_noise])
    assert missing[is_noise].any()


def test_common_regions_gain_rows_without_noise():
    X, y = planted()
    smote = TypeAwareSMOTE(relevance=HIGH, random_state=0).fit(X, y)
    _, y_new = smote.sample({0: 200})
    assert (smote.provenance_.parents[:, 0] != smote.provenance_.parents[:, 1]).all()
    assert y_new.max() <= 10


@pytest.mark.parametrize("rounds", [2, 3])
def test_further_rounds_stay_in_the_region(rounds):
    X, y = planted()
    smote, _, y_new = fitted(X, y, n_rounds=rounds)
    assert smote.provenance_.parents.shape == (400, 2**rounds)
    assert y_new.min() >= 20


def test_single_rows_of_a_region_are_left_as_they_are():
    X, y = planted()
    y[:40] = np.minimum(y[:40], 9.0)
    y[0] = 25.0
    smote = TypeAwareSMOTE(relevance=HIGH, random_state=0)
    with pytest.warns(
        UserWarning, match="region 1, the rare targets from 25 to 25, ha"
    ):
        X_all, _ = smote.fit_resample(X, y)
    assert len(X_all) == len(X)
