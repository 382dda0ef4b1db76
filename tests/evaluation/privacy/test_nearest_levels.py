"""Nearest rows in a matrix of many levels: the same distances as of any other."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from skl_synth.evaluation.privacy.membership.nearest_levels import nearest_of_levels


def matrix(n, rng, n_levels=150):
    levels = np.eye(n_levels)[rng.integers(0, n_levels, n)]
    return np.hstack([rng.normal(size=(n, 3)), (levels - 0.01) / 0.1])


@pytest.mark.parametrize(("n_people", "n_rows", "k"), [(40, 300, 5), (1100, 7, 7)])
def test_distances_are_those_of_an_ordinary_search(n_people, n_rows, k):
    rng = np.random.default_rng(0)
    people, rows = matrix(n_people, rng), matrix(n_rows, rng)
    distances, indices = nearest_of_levels(people, rows, k)
    expected, places = NearestNeighbors(n_neighbors=k).fit(rows).kneighbors(people)
    np.testing.assert_allclose(distances, expected, atol=1e-6)
    np.testing.assert_array_equal(indices, places)


def test_a_copy_is_at_no_distance():
    rows = matrix(200, np.random.default_rng(0))
    distances, indices = nearest_of_levels(rows, rows, 1)
    assert (distances == 0).all()
    np.testing.assert_array_equal(indices[:, 0], np.arange(200))
