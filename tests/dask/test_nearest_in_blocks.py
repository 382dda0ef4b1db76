"""Nearest rows over blocks are those of one machine, however the rows are cut."""

from __future__ import annotations

import dask
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neighbors import NearestNeighbors

from skl_synth.dask import asked_parts, nearest_in_blocks
from skl_synth.dask.arrangement import ArrangedRows, arranged
from skl_synth.dask.nearest_in_blocks import NearestInBlocks, NeighborsInBlocks
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.running import Runner
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.neighbors import NearestRow, NeighborLists
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows


def in_blocks(rows: EncodedRows, cuts: list[int]) -> RowBlocks:
    """Rows as they come from partitions, of which some are empty."""
    stops = [*sorted(cut % (len(rows) + 1) for cut in cuts), len(rows)]
    runner, blocks, start = Runner(), [], 0
    for stop in stops:
        blocks.append(runner.put(rows.take(np.arange(start, stop))))
        start = stop
    return RowBlocks(tuple(blocks), np.diff([0, *stops]), runner)


def odd_table(seed: int, n_rows: int = 60) -> RealTable:
    """Missing numbers, dates, categories, truth values, and rows that are repeated."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "whole": rng.integers(0, 4, n_rows).astype(float),
            "real": rng.normal(size=n_rows).round(1),
            "kind": rng.choice(["a", "b", "c", "d"], n_rows),
            "flag": rng.random(n_rows) < 0.3,
            "day": pd.Timestamp("2021-01-01")
            + pd.to_timedelta(rng.integers(0, 30, n_rows), unit="D"),
        }
    )
    table.loc[rng.random(n_rows) < 0.2, "whole"] = np.nan
    table = table.iloc[np.r_[:n_rows, rng.integers(0, n_rows, n_rows // 3)]]
    classes = rng.choice([0, 1], len(table), p=[0.7, 0.3])
    classes[:4] = [0, 0, 1, 1]
    return RealTable.read(table.reset_index(drop=True), classes)


@pytest.fixture(scope="module")
def patients() -> RealTable:
    return RealTable.read(make_patients(600, random_state=0).drop(columns="patient_id"))


@settings(max_examples=10)
@given(
    seed=st.integers(0, 2**32 - 1),
    cuts=st.lists(st.integers(0, 1000), max_size=3),
    most=st.sampled_from([12, 40, 1000]),
    k=st.sampled_from([1, 5, 200]),
    by_class=st.booleans(),
)
def test_neighbours_of_a_class_are_those_of_one_machine(seed, cuts, most, k, by_class):
    real = odd_table(seed)
    rng = np.random.default_rng(seed)
    groups = real.target.groups if by_class else None
    rows = arranged(in_blocks(real.rows, cuts), real.layout, groups, most)
    for group in range(real.n_groups):
        members = np.flatnonzero(real.target.groups == group)
        expected = NeighborLists(real.mixed(real.rows.take(members)), k)
        found = NeighborsInBlocks(rows.take(members), real.layout, k)
        assert len(found) == len(members)
        for wanted in (rng.integers(0, len(members), 5), np.arange(len(members))):
            np.testing.assert_array_equal(found.of(wanted), expected.of(wanted))
        assert found.asked_["queries"] == len(members), "nothing is asked twice"


@settings(max_examples=10)
@given(
    seed=st.integers(0, 2**32 - 1),
    cuts=st.lists(st.integers(0, 1000), max_size=3),
    of_queries=st.lists(st.integers(0, 1000), max_size=2),
    most=st.sampled_from([12, 40, 1000]),
    hinted=st.booleans(),
)
def test_the_nearest_row_is_that_of_one_machine(seed, cuts, of_queries, most, hinted):
    real = odd_table(seed)
    rng = np.random.default_rng(seed)
    queries = real.rows.take(rng.integers(0, len(real), 50))
    queries.numbers[:25] += rng.normal(size=queries.numbers[:25].shape)
    near = rng.integers(0, len(real), (50, 2)) if hinted else None
    rows = arranged(in_blocks(real.rows, cuts), real.layout, real.target.groups, most)
    one_machine = NearestRow(real.mixed())
    search = NearestInBlocks(rows, real.layout)
    for within in (np.inf, 0.5):
        found = search.query(in_blocks(queries, of_queries), near, within)
        expected = one_machine.query(real.mixed(queries), near=near, within=within)
        np.testing.assert_array_equal(found[0], expected[0])
        np.testing.assert_array_equal(found[1], expected[1])


def test_parts_may_be_single_rows():
    real = odd_table(0, n_rows=12)
    rows = arranged(in_blocks(real.rows, [5]), real.layout, most=1)
    found = NeighborsInBlocks(rows, real.layout, 3)
    expected = NeighborLists(real.mixed(), 3)
    everyone = np.arange(len(real))
    np.testing.assert_array_equal(found.of(everyone), expected.of(everyone))


def test_rows_need_not_be_arranged_before(patients):
    rows = in_blocks(patients.rows, [100, 101, 350])
    search = NearestInBlocks(rows, patients.layout)
    distances, nearest = search.query(rows)
    expected = NearestRow(patients.mixed()).query(patients.mixed())
    np.testing.assert_array_equal(distances, expected[0])
    np.testing.assert_array_equal(nearest, expected[1])
    assert isinstance(search.rows, ArrangedRows)
    np.testing.assert_array_equal(
        search.rows.fetched().numbers, patients.rows.numbers, strict=True
    )


@pytest.mark.parametrize("is_arranged", [False, True])
def test_rows_may_be_taken_twice_and_in_any_order(patients, is_arranged):
    rows = in_blocks(patients.rows, [250])
    if is_arranged:
        rows = arranged(rows, patients.layout, most=50)
    rng = np.random.default_rng(0)
    for some in (rng.permutation(600)[:300], rng.integers(0, 600, 300)):
        expected = NeighborLists(patients.mixed(patients.rows.take(some)), 3)
        found = NeighborsInBlocks(rows.take(some), patients.layout, 3)
        everyone = np.arange(300)
        np.testing.assert_array_equal(found.of(everyone), expected.of(everyone))


def test_the_target_of_a_regression_is_one_more_number(patients):
    target = np.random.default_rng(0).normal(size=600).round(1)
    rows = arranged(in_blocks(patients.rows, [77]), patients.layout, most=80)
    expected = NeighborLists(patients.mixed().with_number(target), 4)
    found = NeighborsInBlocks(rows, patients.layout, 4, target)
    np.testing.assert_array_equal(found.of(np.arange(600)), expected.of(np.arange(600)))
    assert found.asked_["parts"] > 6


def test_batches_and_indexes_that_are_not_kept_change_nothing(patients, monkeypatch):
    monkeypatch.setattr(nearest_in_blocks, "BATCH", 150)
    monkeypatch.setattr(asked_parts, "KEPT_ROWS", 10)
    monkeypatch.setattr(asked_parts, "BLOCK_ROWS", 60)
    rows = arranged(in_blocks(patients.rows, []), patients.layout, most=100)
    found = NeighborsInBlocks(rows, patients.layout, 6)
    expected = NeighborLists(patients.mixed(), 6)
    np.testing.assert_array_equal(found.of(np.arange(600)), expected.of(np.arange(600)))


@pytest.mark.parametrize("workers", [1, 4])
def test_threads_change_nothing(patients, workers):
    with dask.config.set(num_workers=workers):
        rows = arranged(in_blocks(patients.rows, [9]), patients.layout, most=90)
        found = NearestInBlocks(rows, patients.layout).query(rows.take(np.arange(99)))
    expected = NearestRow(patients.mixed()).query(
        patients.mixed(patients.rows.take(np.arange(99)))
    )
    np.testing.assert_array_equal(found[1], expected[1])


def test_few_parts_are_asked_of_rows_that_lie_together():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"place": rng.normal(size=4000), "kind": rng.choice(list("abcdefgh"), 4000)}
    )
    real = RealTable.read(frame)
    rows = arranged(in_blocks(real.rows, []), real.layout, most=250)
    found = NeighborsInBlocks(rows, real.layout, 5)
    found.of(np.arange(4000))
    asked = found.asked_
    assert asked["parts"] >= 16
    assert asked["questions"] < 1.1 * asked["queries"]
    assert asked["tasks"] <= 3 * asked["parts"]
    # A question that was answered is not asked again.
    found.of(np.arange(10))
    assert found.asked_ == asked


def test_no_rows_to_ask_about(patients):
    rows = in_blocks(patients.rows, [])
    search = NearestInBlocks(rows, patients.layout)
    nothing = np.empty(0, dtype=np.intp)
    distances, nearest = search.query(rows.take(nothing), np.empty((0, 2), int))
    assert distances.shape == nearest.shape == (0,)
    near = np.empty((5, 0), dtype=np.intp)
    assert len(search.query(rows.take(np.arange(5)), near)[0]) == 5


def test_a_class_of_one_row_has_no_neighbours(patients):
    rows = in_blocks(patients.rows, [3]).take(np.array([7]))
    found = NeighborsInBlocks(rows, patients.layout, 5)
    assert found.of(np.zeros(3, dtype=np.intp)).shape == (3, 0)


def test_a_search_object_is_refused(patients):
    search = NearestNeighbors(n_neighbors=6)
    with pytest.raises(InputError, match="k_neighbors=5") as raised:
        NeighborsInBlocks(in_blocks(patients.rows, []), patients.layout, search)
    assert (raised.value.parameter, raised.value.value) == ("k_neighbors", search)
