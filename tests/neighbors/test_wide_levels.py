"""Attributes of thousands of levels: compared by their codes, with the same answers."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import ProximityFilter, TableEncoder, TypeAwareSMOTE
from skl_synth.errors import InputError
from skl_synth.neighbors import mixed_rows
from skl_synth.neighbors.mixed_rows import Levels, MixedRows, squared_distances
from skl_synth.neighbors.product import Product
from tests.shapes import levels_of


def rows_of(rng, n_rows, sizes, levels=None):
    draws = [np.minimum(rng.geometric(0.1, n_rows), size) - 1 for size in sizes]
    codes = np.column_stack(draws).astype(np.int32)
    numbers = rng.normal(size=(n_rows, 2)).round(1)
    return MixedRows(numbers, codes, levels or levels_of(codes, sizes))


def brute_force(queries, rows, k):
    query, row = np.divmod(np.arange(len(queries) * len(rows)), len(rows))
    squared = squared_distances(queries, query, rows, row).reshape(len(queries), -1)
    nearest = np.argsort(squared, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(squared, nearest, axis=1), nearest


@pytest.mark.parametrize("heavy", [0.01, 0.2, 1.0])
@pytest.mark.parametrize("unknown", [False, True])
def test_the_nearest_rows_are_those_of_brute_force(heavy, unknown, monkeypatch):
    monkeypatch.setattr(mixed_rows, "WIDE", 5)
    monkeypatch.setattr(mixed_rows, "HEAVY", heavy)
    rng = np.random.default_rng(0)
    rows = rows_of(rng, 300, [60, 4, 30])
    queries = rows_of(rng, 100, [60, 4, 30], rows.levels)
    if unknown:
        queries.codes[::3, 0] = -1
    squared, nearest = Product(rows).nearest(queries, 5, np.full(100, np.inf))
    expected = brute_force(queries, rows, 5)
    np.testing.assert_array_equal(squared, expected[0])
    np.testing.assert_array_equal(nearest, expected[1])


def test_distances_are_those_of_the_columns():
    rng = np.random.default_rng(1)
    rows = rows_of(rng, 80, [12, 3, 2])
    matrix = rows.matrix()
    i, j = rng.integers(0, 80, (2, 200))
    expected = np.square(matrix[i] - matrix[j]).sum(axis=1)
    np.testing.assert_allclose(squared_distances(rows, i, rows, j), expected)


def test_a_first_level_without_a_column_adds_nothing():
    share = np.array([0.1, 0.05])
    levels = Levels(share, np.sqrt(share * (1 - share)), 3)
    one, other = np.divmod(np.arange(9), 3)
    expected = np.square(levels.columns[one] - levels.columns[other]).sum(axis=1)
    np.testing.assert_allclose(levels.squared(one, other), expected)


def test_unknown_levels_are_as_far_from_thousands(monkeypatch):
    share = np.random.default_rng(0).dirichlet(np.ones(20))
    scale = np.sqrt(share * (1 - share))
    narrow = Levels(share, scale, 20).to_unknown
    monkeypatch.setattr(mixed_rows, "WIDE", 5)
    np.testing.assert_allclose(Levels(share, scale, 20).to_unknown, narrow)


@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
def test_a_table_of_thousands_of_levels_goes_through(monkeypatch):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(
        {
            "icd": [f"I{i:04d}" for i in rng.integers(0, 2000, 3000)],
            "age": rng.integers(18, 90, 3000),
        }
    )
    y = (rng.random(3000) < 0.4).astype(int)
    encoder = TableEncoder(column_kinds={"icd": "category"})
    inner = TypeAwareSMOTE(encoder=encoder, mode="replace", random_state=0)
    made, _ = ProximityFilter(inner, random_state=0).fit_resample(X, y)
    assert set(made["icd"]) <= set(X["icd"])
    fitted = encoder.fit(X)
    monkeypatch.setattr(mixed_rows, "MOST_BYTES", 2**20)
    with pytest.raises(InputError, match=r"0/1 columns.*min_category_count=10"):
        fitted.transform(X)
    merged = TableEncoder(column_kinds={"icd": "category"}, min_category_count=10)
    assert merged.fit(X).transform(X).shape[1] < 100
