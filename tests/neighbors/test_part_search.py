"""Parts of a table give, merged, the answers of the whole, to the last bit."""

import pickle
from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.neighbors import MixedRows, NearestRow, neighbors_within, screen
from skl_synth.neighbors.part_search import PartSearch, merged
from skl_synth.neighbors.within import without_self
from tests.shapes import SHAPES, brute, random_rows

shapes = st.sampled_from(sorted(SHAPES))
seeds = st.integers(0, 2**32 - 1)


def drawn(seed, shape, n_rows=240):
    """Rows, of which many are there twice or more, and a part for each."""
    rng = np.random.default_rng(seed)
    rows = random_rows(rng, n_rows, shape, unknown=0.02)
    rows = rows.take(rng.integers(0, n_rows, n_rows))
    # Some of the parts are empty, others have one row.
    part = rng.choice(9, n_rows, p=[0.4, 0.3, 0.2, 0.1, 0, 0, 0, 0, 0])
    part[rng.integers(n_rows)] = 6
    order = rng.permutation(n_rows)
    return rows, [order[part[order] == one] for one in range(9)]


@settings(max_examples=60)
@given(seed=seeds, shape=shapes, k=st.sampled_from([1, 2, 7, 300]))
def test_parts_answer_as_the_whole(seed, shape, k):
    rows, parts = drawn(seed, shape)
    searches = [PartSearch(rows.take(part), part) for part in parts]
    found = reduce(merged, [one.nearest(rows, k) for one in searches])
    squared, positions = brute(rows, rows, k)
    known = squared.shape[1]
    np.testing.assert_array_equal(found[0][:, :known], squared)
    np.testing.assert_array_equal(found[1][:, :known], positions)
    assert np.isinf(found[0][:, known:]).all()
    assert (found[1][:, known:] == -1).all()


@settings(max_examples=40)
@given(seed=seeds, shape=shapes, k=st.sampled_from([1, 4]))
def test_what_is_within_a_bound_is_found_and_nothing_else(seed, shape, k):
    rows, parts = drawn(seed, shape)
    squared, _ = brute(rows, rows, k)
    bounds = squared[:, -1] * np.where(np.arange(len(rows)) % 2, 1.0, 0.7)
    for part in parts:
        of_part = PartSearch(rows.take(part), part)
        found, positions = of_part.nearest(rows, k, bounds)
        whole, where = of_part.nearest(rows, k)
        inside = whole <= bounds[:, None]
        np.testing.assert_array_equal(found, np.where(inside, whole, np.inf))
        np.testing.assert_array_equal(positions, np.where(inside, where, -1))


@pytest.mark.parametrize("shape", ["few discrete, whole", "numeric", "many discrete"])
def test_large_parts_answer_as_the_searches_of_one_machine(shape, monkeypatch):
    monkeypatch.setattr(screen, "CELL_ROWS", 64)
    rng = np.random.default_rng(0)
    rows = random_rows(rng, 6000, shape)
    rows = rows.take(np.sort(rng.integers(0, 6000, 6000)))
    parts = np.split(rng.permutation(6000), [2500])
    searches = [PartSearch(rows.take(part), part) for part in parts]
    found = reduce(merged, [one.nearest(rows, 5) for one in searches])
    expected = neighbors_within(rows, 4)
    np.testing.assert_array_equal(without_self(found[1], np.arange(6000)), expected)
    queries = random_rows(rng, 500, shape, levels=rows.levels)
    found = reduce(merged, [one.nearest(queries, 1) for one in searches])
    distances, nearest = NearestRow(rows).query(queries)
    np.testing.assert_array_equal(np.sqrt(found[0][:, 0]), distances)
    np.testing.assert_array_equal(found[1][:, 0], nearest)


def test_nothing_to_ask_and_nothing_to_find():
    empty = PartSearch(MixedRows.of(np.empty((0, 2))))
    squared, positions = empty.nearest(np.zeros((3, 2)), 2)
    assert np.isinf(squared).all()
    assert (positions == -1).all()
    assert len(empty) == 0
    assert PartSearch(np.eye(2)).nearest(np.empty((0, 2)), 1)[0].shape == (0, 1)


def test_rows_without_columns_are_all_equal():
    part = PartSearch(np.empty((3, 0)), np.array([5, 9, 2]))
    squared, positions = part.nearest(np.empty((1, 0)), 2)
    assert squared.tolist() == [[0.0, 0.0]]
    assert positions.tolist() == [[2, 5]]


def test_what_is_pickled_is_its_rows_and_not_its_engines():
    rows = random_rows(np.random.default_rng(0), 3000, "few discrete")
    part = PartSearch(rows, np.arange(3000) * 2)
    before = len(pickle.dumps(part))
    found = part.nearest(rows, 3)
    state = pickle.dumps(part)
    assert len(state) < 1.1 * before
    for one, other in zip(pickle.loads(state).nearest(rows, 3), found, strict=True):
        np.testing.assert_array_equal(one, other)


def test_its_size_is_that_of_its_rows():
    small, large = (PartSearch(np.arange(3.0 * n).reshape(n, 3)) for n in (10, 1000))
    assert large.__sizeof__() - small.__sizeof__() >= 990 * 3 * 8
