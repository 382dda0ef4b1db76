"""Rows are brought into new blocks, whichever way they go."""

import dask
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import skl_synth.dask.exchange
from skl_synth.dask.row_blocks import RowBlocks, even_sizes
from skl_synth.dask.running import Runner
from skl_synth.table.rows import EncodedRows, stack_rows

SIZES = st.lists(st.integers(0, 7), min_size=1, max_size=12)


@pytest.fixture(autouse=True)
def in_this_thread():
    with dask.config.set(scheduler="synchronous"):
        yield


def rows_of(start, size):
    numbers = np.arange(start, start + size, dtype=float)[:, None]
    return EncodedRows(
        numbers, numbers.astype(np.int8), -numbers.astype(np.int32).repeat(2, axis=1)
    )


def blocks_of(sizes):
    runner = Runner()
    starts = np.cumsum([0, *sizes[:-1]]).tolist()
    blocks = [runner.task(rows_of, *one) for one in zip(starts, sizes, strict=True)]
    return RowBlocks(tuple(blocks), np.array(sizes), runner)


def numbers_of(blocks):
    each = blocks.runner.results(blocks.blocks)
    assert [len(one) for one in each] == blocks.sizes.tolist()
    rows = stack_rows(each)
    assert np.array_equal(rows.codes[:, 1], -rows.numbers[:, 0])
    return rows.numbers[:, 0].astype(int).tolist()


@pytest.mark.parametrize("most", [10_000, 1])
@given(st.data())
def test_rows_come_in_the_order_of_their_places(most, data):
    rows = blocks_of(data.draw(SIZES))
    places = data.draw(st.lists(st.integers(0, max(len(rows) - 1, 0)), max_size=40))
    places = np.array(places if len(rows) else [], dtype=np.intp)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(places)), max_size=9)))
    sizes = np.diff([0, *cuts, len(places)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(skl_synth.dask.exchange, "MOST_PIECES", most)
        made = rows.take(places).in_blocks(sizes)
    assert made.sizes.tolist() == sizes.tolist()
    assert numbers_of(made) == places.tolist()


@given(SIZES, SIZES)
def test_blocks_of_other_sizes_hold_the_same_rows(sizes, others):
    rows = blocks_of(sizes)
    missing = len(rows) - sum(others)
    others = [*others, missing] if missing > 0 else [len(rows)]
    assert numbers_of(rows.in_blocks(np.array(others))) == list(range(len(rows)))


def test_rows_that_lie_as_they_are_wanted_are_not_moved():
    rows = blocks_of([3, 4])
    assert rows.in_blocks() is rows
    assert rows.in_blocks(np.array([3, 4])) is rows
    assert rows.in_blocks(np.array([4, 3])) is not rows


@given(SIZES, SIZES)
def test_rows_are_put_under_one_another(sizes, others):
    both = RowBlocks.stacked([blocks_of(sizes), blocks_of(others)])
    assert numbers_of(both) == [*range(sum(sizes)), *range(sum(others))]
    some = np.arange(0, sum(sizes), 2)
    taken = RowBlocks.stacked([blocks_of(sizes).take(some), blocks_of(others)])
    assert numbers_of(taken.in_blocks()) == [*some.tolist(), *range(sum(others))]


def test_a_mask_takes_rows_as_their_positions_do():
    rows = blocks_of([2, 0, 3]).take(np.array([4, 0, 2]))
    mask = np.array([True, False, True])
    assert numbers_of(rows.take(mask).in_blocks()) == [4, 2]


def _with(rows, more, twice, shared):
    assert len(rows) == len(more) == len(twice)
    return (rows.numbers[:, 0] + more + twice[:, 0] + shared).tolist()


def test_arrays_are_cut_as_the_rows_are():
    rows = blocks_of([2, 0, 3]).take(np.array([4, 0, 2, 2]))
    more, twice = np.arange(4) * 10, np.arange(8).reshape(4, 2) * 100
    tasks = rows.each(_with, more, twice, shared=(0.5,))
    got = rows.runner.results(tasks)
    assert got == [[4.5, 210.5, 422.5, 632.5]]


@pytest.mark.parametrize(
    ("n_rows", "sizes"), [(0, [0]), (3, [3]), (4, [4]), (9, [4, 4, 1])]
)
def test_blocks_are_as_large_but_for_the_last(n_rows, sizes):
    assert even_sizes(n_rows, 4).tolist() == sizes


def test_two_steps_need_fewer_pieces(monkeypatch):
    rows = blocks_of([30] * 30)
    places = np.random.default_rng(0).permutation(900)
    sizes = np.full(30, 30)

    def n_tasks():
        made = rows.take(places).in_blocks(sizes)
        return len({key for one in made.blocks for key in dict(one.dask)})

    at_once = n_tasks()
    monkeypatch.setattr(skl_synth.dask.exchange, "MOST_PIECES", 100)
    assert n_tasks() < at_once
    assert numbers_of(rows.take(places).in_blocks(sizes)) == places.tolist()
