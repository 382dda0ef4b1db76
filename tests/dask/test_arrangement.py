"""Rows are brought together by class and place, and stand in their order."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.dask import arrangement
from skl_synth.dask.arrangement import ArrangedRows, arranged, arranged_table
from skl_synth.dask.distributed_table import DistributedTable
from skl_synth.dask.nearest_in_blocks import NearestInBlocks
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.running import Runner
from skl_synth.neighbors.boxes import Box
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows, stack_rows


def read(n_rows: int, seed: int = 0, **columns: object) -> RealTable:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "number": rng.normal(size=n_rows).round(2),
            "kind": rng.choice(["a", "b", "c"], n_rows),
            **columns,
        }
    )
    return RealTable.read(frame, rng.choice([0, 1, 2], n_rows, p=[0.5, 0.4, 0.1]))


def in_blocks(rows: EncodedRows, sizes: list[int]) -> RowBlocks:
    runner, stops = Runner(), np.cumsum(sizes)
    blocks = [
        runner.put(rows.take(np.arange(stop - size, stop)))
        for stop, size in zip(stops, sizes, strict=True)
    ]
    return RowBlocks(tuple(blocks), np.array(sizes), runner)


def parts_of(rows: RowBlocks) -> list[EncodedRows]:
    return rows.runner.results(rows.blocks)


def assert_equal(one: EncodedRows, other: EncodedRows) -> None:
    np.testing.assert_array_equal(one.numbers, other.numbers)
    np.testing.assert_array_equal(one.decimals, other.decimals)
    np.testing.assert_array_equal(one.codes, other.codes)


@settings(max_examples=10)
@given(
    seed=st.integers(0, 2**32 - 1),
    cut=st.integers(0, 120),
    most=st.sampled_from([8, 50, 500]),
)
def test_the_rows_stand_where_they_stood_in_blocks_of_a_class(seed, cut, most):
    real = read(120, seed)
    groups = real.target.groups
    rows = in_blocks(real.rows, [cut, 0, 120 - cut])
    found = arranged(rows, real.layout, groups, most)
    assert len(found) == 120
    assert_equal(found.fetched(), real.rows)
    block = np.searchsorted(found.starts, found.places, side="right") - 1
    for one in range(len(found.blocks)):
        assert len(set(groups[block == one].tolist())) == 1
    assert found.sizes.min() > 0
    assert found.sizes.max() <= max(most * arrangement.SLACK, 1)
    parts = parts_of(found)
    for part, box in zip(parts, found.boxes, strict=True):
        mixed = real.layout.mixed(part)
        expected = Box.of(mixed)
        np.testing.assert_array_equal(box.low, expected.low)
        np.testing.assert_array_equal(box.high, expected.high)
    # Within a block rows keep their order, so that ties need no further thought.
    order = np.argsort(found.places)
    for start, size in zip(found.starts, found.sizes, strict=True):
        assert np.all(np.diff(order[start : start + size]) > 0)


def test_the_same_blocks_from_any_partitions(monkeypatch):
    monkeypatch.setattr(arrangement, "SAMPLE", 64)
    monkeypatch.setattr(arrangement, "SAMPLE_OF_BLOCK", 16)
    real = read(400)
    groups = real.target.groups
    whole, *others = (
        arranged(in_blocks(real.rows, sizes), real.layout, groups, 40)
        for sizes in ([400], [1, 399], [150, 0, 250])
    )
    for other in others:
        np.testing.assert_array_equal(whole.places, other.places)
        np.testing.assert_array_equal(whole.sizes, other.sizes)
        for one, two in zip(parts_of(whole), parts_of(other), strict=True):
            assert_equal(one, two)


def test_some_of_the_rows_are_arranged_without_the_others():
    real = read(300)
    some = np.random.default_rng(1).permutation(300)[:120]
    found = arranged(in_blocks(real.rows, [200, 100]).take(some), real.layout, most=30)
    assert found.sizes.sum() == 120
    assert_equal(found.fetched(), real.rows.take(some))


def test_equal_rows_and_tables_of_constants_are_cut_by_position():
    real = RealTable.read(pd.DataFrame({"a": [1.0] * 100, "b": ["x"] * 100}))
    found = arranged(in_blocks(real.rows, [60, 40]), real.layout, most=30)
    assert found.sizes.tolist() == [25, 25, 25, 25]


def test_a_table_keeps_all_but_the_blocks_of_its_rows():
    real = read(200)
    table = DistributedTable.of(real, in_blocks(real.rows, [120, 80]))
    found = arranged_table(table)
    assert type(found) is DistributedTable
    assert isinstance(found.rows, ArrangedRows)
    assert len(found.rows.sizes) == 1, "of all classes"
    assert_equal(found.rows.fetched(), real.rows)
    assert (found.layout, found.target) == (real.layout, real.target)


def test_no_rows_at_all():
    real = read(50)
    nothing = in_blocks(real.rows, [50]).take(np.empty(0, dtype=np.intp))
    found = arranged(nothing, real.layout)
    nearest = NearestInBlocks(found, real.layout)
    assert nearest.query(in_blocks(real.rows, [50]))[1].tolist() == [-1] * 50
    assert len(found) == 0
    assert found.sizes.tolist() == [0]


def test_what_is_taken_of_them_is_arranged_and_what_is_stacked_is_not():
    real = read(100)
    found = arranged(in_blocks(real.rows, [100]), real.layout, most=20)
    some = found.take(np.arange(10))
    assert isinstance(some, ArrangedRows)
    assert some.boxes == found.boxes
    both = stack_rows([found, some])
    assert type(both) is RowBlocks
    assert_equal(both.fetched(), real.rows.take(np.r_[:100, :10]))


@pytest.mark.parametrize("seed", [0, 1])
def test_boxes_are_those_of_one_layout(seed):
    real, same, other = read(100), read(100), read(100, seed=5)
    found = arranged(in_blocks(real.rows, [100]), real.layout)
    assert found.is_of(same.layout)
    assert not found.is_of(other.layout)
    assert not found.is_of(RealTable.read(pd.DataFrame({"a": [1.0, 2.0]})).layout)
