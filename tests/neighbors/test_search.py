"""Exact search, against brute force on differences."""

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.neighbors import KNeighborsTransformer, NearestNeighbors

from skl_synth.errors import InputError
from skl_synth.neighbors import NearestRow, NeighborLists, neighbors_within, within
from tests.shapes import SHAPES, all_squared, random_rows


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
    search = NearestNeighbors(n_neighbors=n_neighbors)
    with pytest.raises(InputError, match="n_neighbors of 2 or more") as raised:
        neighbors_within(np.eye(4), search)
    assert (raised.value.parameter, raised.value.value) == ("k_neighbors", search)
    assert f"k_neighbors={search!r} has n_neighbors={n_neighbors}" in str(raised.value)


@pytest.mark.parametrize("n_rows", [40, 3000])
def test_neighbours_of_some_rows_are_those_among_all(n_rows):
    rows = random_rows(np.random.default_rng(0), n_rows, "few discrete, whole")
    some = np.array([5, 3, 5, n_rows - 1])
    found = neighbors_within(rows, 4, of=some)
    np.testing.assert_array_equal(found, neighbors_within(rows, 4)[some])


@pytest.mark.parametrize("shape", SHAPES)
def test_ties_go_to_the_lower_position(shape):
    """Also among equal rows, of which each is a neighbour of the others."""
    rng = np.random.default_rng(0)
    rows = random_rows(rng, 120, shape)
    rows = rows.take(rng.integers(0, 120, 200))
    squared = all_squared(rows, rows)
    np.fill_diagonal(squared, np.inf)
    expected = np.argsort(squared, axis=1, kind="stable")[:, :6]
    np.testing.assert_array_equal(neighbors_within(rows, 6), expected)
    _, nearest = NearestRow(rows).query(rows)
    expected = all_squared(rows, rows).argmin(axis=1)
    np.testing.assert_array_equal(nearest, expected)


@pytest.mark.parametrize("shape", SHAPES)
def test_hints_and_limits_change_nothing_within_the_limit(shape):
    rng = np.random.default_rng(0)
    rows = random_rows(rng, 2500, shape)
    queries = random_rows(rng, 500, shape, levels=rows.levels)
    search = NearestRow(rows)
    distances, nearest = search.query(queries)
    hinted = search.query(queries, near=rng.integers(0, 2500, (500, 2)))
    np.testing.assert_array_equal(hinted[0], distances)
    np.testing.assert_array_equal(hinted[1], nearest)
    limit = float(np.quantile(distances, 0.1))
    lowest = search.query(queries, within=limit)
    inside = distances <= limit
    np.testing.assert_array_equal(lowest[0], np.where(inside, distances, np.inf))
    np.testing.assert_array_equal(lowest[1], np.where(inside, nearest, -1))


class Counting(NearestNeighbors):
    """A search object that is exact, and counts how often it learns."""

    fits = 0

    def fit(self, X, y=None):
        Counting.fits += 1
        return super().fit(X)


def test_lists_are_searched_for_when_they_are_asked_about(monkeypatch):
    rows = random_rows(np.random.default_rng(0), 300, "few discrete")
    expected = neighbors_within(rows, 4)
    asked = []
    real = within.neighbors_within
    monkeypatch.setattr(
        within,
        "neighbors_within",
        lambda rows, k, n_jobs, of: asked.append(len(of)) or real(rows, k, n_jobs, of),
    )
    lists = NeighborLists(rows, 4)
    for some in ([7, 3, 7], [3, 9], np.arange(250), [299]):
        np.testing.assert_array_equal(lists.of(np.array(some)), expected[some])
    assert asked == [2, 1, 297]


def test_an_object_of_the_user_learns_once():
    rows = random_rows(np.random.default_rng(0), 300, "few discrete")
    Counting.fits = 0
    lists = NeighborLists(rows, Counting(n_neighbors=5))
    for some in ([7, 3], [9], [1]):
        found = lists.of(np.array(some))
        np.testing.assert_array_equal(found, neighbors_within(rows, 4)[some])
    assert Counting.fits == 1


TIES = """
import hashlib
import numpy as np
from skl_synth.neighbors import NearestRow, NeighborLists, neighbors_within, within
from tests.shapes import SHAPES, all_squared, random_rows
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
