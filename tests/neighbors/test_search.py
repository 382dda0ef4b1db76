"""Exact search, against brute force on differences."""

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.neighbors import KNeighborsTransformer, NearestNeighbors

from skl_synth.neighbors import NearestRow, neighbors_within


@pytest.mark.parametrize("n_columns", [1, 3, 20, 40])
@pytest.mark.parametrize("discrete", [False, True])
def test_nearest_row_is_exact(n_columns, discrete):
    rng = np.random.default_rng(n_columns)
    rows, queries = rng.normal(size=(300, n_columns)), rng.normal(size=(200, n_columns))
    if discrete:
        rows, queries = np.round(rows), np.round(queries)
    brute = cdist(queries, rows)
    distances, indices = NearestRow(rows).query(queries)
    np.testing.assert_allclose(distances, brute.min(axis=1), atol=1e-9)
    np.testing.assert_allclose(
        brute[np.arange(200), indices], brute.min(axis=1), atol=1e-9
    )


def test_a_copy_is_at_distance_zero_exactly():
    rows = np.random.default_rng(0).normal(1e3, 1, size=(500, 30))
    distances, indices = NearestRow(rows).query(rows)
    np.testing.assert_array_equal(distances, 0.0)
    np.testing.assert_array_equal(indices, np.arange(500))


def test_nothing_to_ask_and_nothing_to_compare():
    assert NearestRow(np.ones((3, 2))).query(np.empty((0, 2)))[0].shape == (0,)
    distances, _ = NearestRow(np.empty((3, 0))).query(np.empty((2, 0)))
    np.testing.assert_array_equal(distances, 0)


@pytest.mark.parametrize("k", [1, 5])
def test_neighbours_are_the_nearest_others(k):
    rows = np.random.default_rng(1).normal(size=(60, 4))
    brute = cdist(rows, rows)
    np.fill_diagonal(brute, np.inf)
    expected = np.argsort(brute, axis=1)[:, :k]
    np.testing.assert_array_equal(neighbors_within(rows, k), expected)


def test_a_row_is_never_its_own_neighbour_among_duplicates():
    rows = np.zeros((8, 2))
    found = neighbors_within(rows, 3)
    assert found.shape == (8, 3)
    assert not (found == np.arange(8)[:, None]).any()


def test_k_is_capped_by_the_size_of_the_class():
    assert neighbors_within(np.eye(3), 6).shape == (3, 2)


@pytest.mark.parametrize(
    "search", [NearestNeighbors(n_neighbors=4), KNeighborsTransformer(n_neighbors=4)]
)
def test_any_search_object_will_do(search):
    rows = np.random.default_rng(2).normal(size=(30, 3))
    np.testing.assert_array_equal(
        neighbors_within(rows, search), neighbors_within(rows, 3)
    )
    assert not hasattr(search, "n_samples_fit_"), "the object of the user is cloned"


@pytest.mark.parametrize("n_neighbors", [1, None])
def test_search_objects_must_find_more_than_the_row_itself(n_neighbors):
    with pytest.raises(ValueError, match="n_neighbors of 2 or more"):
        neighbors_within(np.eye(4), NearestNeighbors(n_neighbors=n_neighbors))


TIES = """
import hashlib
import numpy as np
from skl_synth.neighbors import NearestRow, neighbors_within
rng = np.random.default_rng(0)
rows = rng.integers(0, 2, (3000, 20)) * rng.uniform(1, 9, 20)
found = neighbors_within(rows, 6), NearestRow(rows).query(rows[::-1] + 0.1)[1]
print(hashlib.sha256(b"".join(part.tobytes() for part in found)).hexdigest())
"""


def test_ties_do_not_depend_on_the_number_of_threads():
    answers = set()
    for threads in ("1", "2", "4"):
        variables = {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        run = subprocess.run(
            [sys.executable, "-c", TIES],
            env=os.environ | variables,
            capture_output=True,
            text=True,
            check=True,
        )
        answers.add(run.stdout)
    assert len(answers) == 1
