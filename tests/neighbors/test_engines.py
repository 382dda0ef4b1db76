"""Every engine, on tables of every shape, against brute force to the last bit."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.neighbors import MixedRows, NearestRow, screen
from skl_synth.neighbors import search as search_module
from skl_synth.neighbors.buckets import Buckets
from skl_synth.neighbors.product import Product
from skl_synth.neighbors.screen import Screen
from skl_synth.neighbors.search import Search
from skl_synth.neighbors.signatures import Signatures
from tests.shapes import SHAPES, all_squared, brute, different, random_rows

shapes = st.sampled_from(sorted(SHAPES))
seeds = st.integers(0, 2**32 - 1)


@pytest.fixture(autouse=True)
def _small_cells(monkeypatch):
    """Many cells and blocks in small tables too."""
    monkeypatch.setattr(screen, "CELL_ROWS", 32)


def tree(rows):
    pytest.importorskip("numba")
    from skl_synth.neighbors.tree import Tree

    return Tree(rows)


ENGINES = {
    "screen": Screen,
    "product": Product,
    "buckets": lambda rows: Buckets(rows, Signatures(rows)),
    "tree": tree,
}


def drawn(seed, shape, n_rows=300, n_queries=120):
    rng = np.random.default_rng(seed)
    rows = different(random_rows(rng, n_rows, shape, unknown=0.02))
    near = random_rows(rng, n_queries, shape, unknown=0.05, levels=rows.levels)
    # Half of the queries are rows of the table, so that there are copies and ties.
    numbers = np.concatenate([near.numbers, rows.numbers[: n_queries // 2]])
    codes = np.concatenate([near.codes, rows.codes[: n_queries // 2]])
    return rows, MixedRows(numbers, codes, rows.levels)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=40)
@given(seed=seeds, shape=shapes, k=st.sampled_from([1, 2, 7]))
def test_the_nearest_rows_are_those_of_brute_force(engine, seed, shape, k):
    rows, queries = drawn(seed, shape)
    k = min(k, len(rows))
    squared, positions = brute(queries, rows, k)
    everywhere = np.full(len(queries), np.inf)
    found = ENGINES[engine](rows).nearest(queries, k, everywhere)
    solved = found[2] if len(found) == 3 else slice(None)
    np.testing.assert_array_equal(found[0][solved], squared[solved])
    np.testing.assert_array_equal(found[1][solved], positions[solved])
    # What an engine leaves to the next is bounded by what it found.
    assert np.all(found[0][:, -1] >= squared[:, -1])


@pytest.mark.parametrize("engine", ["screen", "product", "buckets", "tree"])
@settings(max_examples=40)
@given(seed=seeds, shape=shapes, k=st.sampled_from([1, 3]), share=st.floats(0.2, 1.0))
def test_beyond_the_bound_nothing_need_be_found(engine, seed, shape, k, share):
    rows, queries = drawn(seed, shape)
    k = min(k, len(rows))
    squared, positions = brute(queries, rows, k)
    # For some queries below, for others exactly at the distance of the kth.
    bounds = squared[:, -1] * np.where(np.arange(len(queries)) % 2, 1.0, share)
    found = ENGINES[engine](rows).nearest(queries, k, bounds)
    solved = found[2] if len(found) == 3 else np.ones(len(queries), dtype=bool)
    inside = (squared <= bounds[:, None]) & solved[:, None]
    np.testing.assert_array_equal(found[0][inside], squared[inside])
    np.testing.assert_array_equal(found[1][inside], positions[inside])


@settings(max_examples=60)
@given(seed=seeds, shape=shapes, k=st.sampled_from([1, 7]))
def test_the_gap_is_no_larger_than_any_distance_to_other_codes(seed, shape, k):
    rows, queries = drawn(seed, shape)
    gaps = Signatures(rows).gaps(queries.codes)
    squared = all_squared(queries, rows)
    other = (queries.codes[:, None, :] != rows.codes[None, :, :]).any(axis=2)
    nearest = np.where(other, squared, np.inf).min(axis=1)
    assert np.all(gaps <= nearest)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("n_rows", [1, 2, 40, 2500])
def test_the_search_is_exact_whatever_it_chooses(shape, n_rows):
    rows, queries = drawn(n_rows, shape, n_rows=n_rows)
    k = min(5, len(rows))
    squared, positions = brute(queries, rows, k)
    found = Search(rows).nearest(queries, k)
    np.testing.assert_array_equal(found[0], squared)
    np.testing.assert_array_equal(found[1], positions)


def test_bounds_hold_next_to_zero_and_far_from_the_middle():
    """Two far clusters of rows that differ in the eighth digit."""
    everywhere = np.full(600, np.inf)
    rng = np.random.default_rng(0)
    numbers = rng.normal(scale=1e-8, size=(600, 20)) + np.where(
        np.arange(600)[:, None] % 2, 30.0, -30.0
    )
    rows = MixedRows.of(numbers)
    squared, positions = brute(rows, rows, 4)
    for engine in (Screen, Product):
        found = engine(rows).nearest(rows, 4, everywhere)
        np.testing.assert_array_equal(found[0], squared)
        np.testing.assert_array_equal(found[1], positions)


@pytest.mark.parametrize("engine", [Screen, Product])
@pytest.mark.parametrize("size", [1e25, 1e200])
def test_numbers_too_large_for_float32_are_compared_all_the_same(engine, size):
    rng = np.random.default_rng(0)
    rows = MixedRows.of(rng.normal(size=(100, 3)))
    queries = MixedRows.of(rng.normal(size=(10, 3)) * [1.0, 1.0, size])
    with np.errstate(over="ignore"):
        squared, _ = brute(queries, rows, 1)
        found, _ = engine(rows).nearest(queries, 1, np.full(10, np.inf))
    np.testing.assert_array_equal(found, squared)


@pytest.mark.parametrize("within", [100.0, np.inf])
@pytest.mark.parametrize("fast", [False, True])
def test_a_query_far_outside_the_table_has_a_nearest_row(monkeypatch, fast, within):
    """Beyond the reach of a bucket, but not beyond the bound."""
    if fast:
        pytest.importorskip("numba")
    monkeypatch.setattr(search_module, "is_fast", lambda *_, **__: fast)
    rows = MixedRows.of(np.random.default_rng(0).normal(size=(5000, 2)))
    queries = MixedRows.of(np.array([[60.0, 0.0]] * 30 + [[0.0, -50.0]] * 30))
    squared, positions = brute(queries, rows, 1)
    parents = np.arange(120).reshape(60, 2)
    for near in (None, parents):
        distances, nearest = NearestRow(rows).query(queries, near=near, within=within)
        np.testing.assert_array_equal(distances, np.sqrt(squared[:, 0]))
        np.testing.assert_array_equal(nearest, positions[:, 0])


def test_a_bucket_does_not_solve_what_is_beyond_its_reach():
    rows = MixedRows.of(np.random.default_rng(0).normal(size=(100, 2)))
    queries = MixedRows.of(np.array([[60.0, 0.0]]))
    buckets = Buckets(rows, Signatures(rows))
    for bound, is_solved in ((1e4, False), (np.inf, False), (1.0, True)):
        _, positions, solved = buckets.nearest(queries, 1, np.array([bound]))
        assert positions[0, 0] == -1
        assert solved[0] == is_solved


@pytest.mark.parametrize("engine", ["screen", "tree"])
def test_rows_that_differ_by_float_noise_can_be_cut(engine):
    """Between two adjacent floats there is no middle: it is one of them."""
    low = np.nextafter(1.0, 2.0)
    high = np.nextafter(low, 2.0)
    assert (low + high) / 2 == high
    rows = MixedRows.of(np.array(list(product([low, high], repeat=7))))
    squared, positions = brute(rows, rows, 3)
    nearest = ENGINES[engine](rows).nearest(rows, 3, np.full(len(rows), np.inf))
    np.testing.assert_array_equal(nearest[0], squared)
    np.testing.assert_array_equal(nearest[1], positions)
