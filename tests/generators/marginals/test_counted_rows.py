"""Rows as cells: tables of counts, by class."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.marginals.attribute import attributes_of
from skl_synth.generators.marginals.counted_rows import CountedRows
from tests.generators.marginals.described_people import people, read


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.integers(1, 3), st.booleans(), st.integers(0, 999))
def test_tables_hold_each_row_once_in_its_cell(n_rows, n_classes, weighted, seed):
    rng = np.random.default_rng(seed)
    sizes = [3, 4, 2]
    cells = np.column_stack([rng.integers(0, size, n_rows) for size in sizes])
    groups = rng.integers(0, n_classes, n_rows)
    weights = rng.uniform(0, 3, n_rows) if weighted else np.ones(n_rows)
    rows = CountedRows(groups, cells, n_classes)
    table = rows.table((2, 0), sizes, weights if weighted else None)
    wanted = np.zeros((n_classes, 2, 3))
    for group, row, weight in zip(groups, cells, weights, strict=True):
        wanted[group, row[2], row[0]] += weight
    np.testing.assert_allclose(table, wanted)
    key = rows.key((2, 0), sizes)
    np.testing.assert_allclose(
        np.bincount(key, weights, minlength=wanted.size), wanted.ravel()
    )
    assert rows.classes().tolist() == np.bincount(groups, minlength=n_classes).tolist()


@pytest.mark.parametrize("target", ["died", "cost", None])
def test_a_table_is_read_into_classes_and_cells(target):
    frame = people(300)
    real = read(frame, "age", "smoker", target=target)
    attributes = attributes_of(real)
    rows = CountedRows.of(real, attributes)
    assert rows.cells.shape == (300, len(attributes))
    age = frame["age"].fillna(111).to_numpy()
    np.testing.assert_array_equal(rows.cells[:, 0], age)
    np.testing.assert_array_equal(rows.cells[:, 1] == 1, frame["smoker"] == "yes")
    if target == "died":
        counts = frame["died"].value_counts().sort_index()
        assert rows.classes().tolist() == counts.tolist()
    else:
        assert rows.classes().tolist() == [300]
    if target == "cost":
        np.testing.assert_array_equal(rows.cells[:, 2], np.rint(frame["cost"] * 100))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(1, 3), st.integers(0, 999))
def test_rows_may_stand_for_several(n_rows, n_classes, seed):
    rng = np.random.default_rng(seed)
    sizes = [3, 4]
    cells = np.column_stack([rng.integers(0, size, n_rows) for size in sizes])
    groups = rng.integers(0, n_classes, n_rows)
    times = rng.integers(0, 5, n_rows)
    once = CountedRows(groups, cells, n_classes, times)
    many = CountedRows(
        np.repeat(groups, times), np.repeat(cells, times, axis=0), n_classes
    )
    assert once.classes().tolist() == many.classes().tolist()
    margins = [(0,), (1, 0)]
    for places, table in once.tables(margins, sizes).items():
        np.testing.assert_array_equal(table, many.table(places, sizes))
        assert table.dtype.kind == "i"
    column = once.of_column(1)
    np.testing.assert_array_equal(column.table((0,), [4]), many.table((1,), sizes))
    halved = once.in_bins(_halved)
    np.testing.assert_array_equal(
        halved.table((0, 1), [2, 2]), many.in_bins(_halved).table((0, 1), [2, 2])
    )


def _halved(place, cells):
    return cells // 2
