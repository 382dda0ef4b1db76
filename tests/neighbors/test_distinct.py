"""Equal rows, found by hashing and confirmed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.neighbors import distinct
from skl_synth.neighbors.distinct import distinct_rows


@given(st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_the_first_of_equal_rows_stands_for_all(seed, n_rows):
    rng = np.random.default_rng(seed)
    numbers = rng.integers(0, 3, (n_rows, 2)).astype(float)
    codes = rng.integers(-1, 2, (n_rows, 1)).astype(np.int32)
    found = distinct_rows(numbers, codes)
    whole = np.column_stack([numbers, codes])
    assert np.all(np.diff(found.first) > 0)
    np.testing.assert_array_equal(whole[found.first][found.inverse], whole)
    first = np.sort(np.unique(whole, axis=0, return_index=True)[1])
    np.testing.assert_array_equal(found.first, first)


def test_no_rows_and_no_columns():
    assert len(distinct_rows(np.empty((0, 2))).first) == 0
    found = distinct_rows(np.empty((4, 0)))
    np.testing.assert_array_equal(found.first, [0])
    np.testing.assert_array_equal(found.inverse, 0)


def test_rows_of_one_hash_are_told_apart(monkeypatch):
    """A hash that is too small is tried again with another seed."""
    real = distinct.hash_rows

    def weak(*parts, seed=0):
        hashes = real(*parts, seed=seed)
        return hashes % np.uint64(3) if seed < 2 else hashes

    monkeypatch.setattr(distinct, "hash_rows", weak)
    values = np.arange(50.0)[::-1, None].repeat(2, axis=0)
    np.testing.assert_array_equal(distinct_rows(values).first, np.arange(0, 100, 2))


@pytest.mark.parametrize("dtype", [np.float64, np.int32, np.float32, np.int64])
def test_columns_in_any_order_of_memory(dtype):
    values = np.asfortranarray(np.array([[1, 2], [2, 1], [1, 2]], dtype=dtype))
    np.testing.assert_array_equal(distinct_rows(values).first, [0, 1])
