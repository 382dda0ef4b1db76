"""Bags: whole persons, every class, everybody in one as long as there is room."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.dask.bags import bags_of
from skl_synth.dask.drawn_in_blocks import shares_of_blocks
from skl_synth.table import RealTable


def table_of(classes: list[int], persons: list[int] | None = None) -> RealTable:
    frame = pd.DataFrame({"number": np.arange(len(classes)) % 7})
    return RealTable.read(frame, classes, groups=persons)


@st.composite
def tables(draw: st.DrawFn) -> RealTable:
    n_rows = draw(st.integers(10, 80))
    classes = draw(st.lists(st.integers(0, 3), min_size=n_rows, max_size=n_rows))
    persons = draw(st.lists(st.integers(0, 30), min_size=n_rows, max_size=n_rows))
    return table_of(classes, persons if draw(st.booleans()) else None)


@given(tables(), st.integers(5, 40), st.integers(1, 5), st.integers(1, 6))
def test_whole_persons_and_every_class(
    table: RealTable, bag_rows: int, n_bags: int, least: int
) -> None:
    bags = bags_of(
        table,
        np.random.RandomState(0),
        bag_rows=bag_rows,
        n_bags=n_bags,
        least_of_class=least,
    )
    assert 1 <= len(bags) <= n_bags
    persons = np.arange(len(table)) if table.persons is None else table.persons
    for bag in bags:
        assert (np.diff(bag) > 0).all()
        inside = np.isin(persons, persons[bag])
        np.testing.assert_array_equal(np.flatnonzero(inside), bag)
        np.testing.assert_array_equal(
            np.unique(table.target.groups[bag]), np.flatnonzero(table.counts)
        )
    if len(table) <= bag_rows * n_bags:
        assert len(np.unique(np.concatenate(bags))) == len(table)


def test_one_bag_takes_no_randomness() -> None:
    rng = np.random.RandomState(5)
    (bag,) = bags_of(table_of([0, 1] * 10), rng, bag_rows=20)
    np.testing.assert_array_equal(bag, np.arange(20))
    assert rng.randint(1000) == np.random.RandomState(5).randint(1000)


def test_classes_have_the_same_share_of_each_bag() -> None:
    table = table_of([0] * 800 + [1] * 200)
    bags = bags_of(table, np.random.RandomState(0), bag_rows=250)
    counts = [np.bincount(table.target.groups[bag]).tolist() for bag in bags]
    assert counts == [[200, 50]] * 4
    # Of more rows than bags can hold some are left out, by lot.
    bags = bags_of(
        table, np.random.RandomState(0), bag_rows=100, n_bags=2, least_of_class=1
    )
    counts = [np.bincount(table.target.groups[bag]).tolist() for bag in bags]
    assert counts == [[80, 20]] * 2
    assert not np.intersect1d(*bags).size


def test_a_rare_class_is_in_several_bags() -> None:
    table = table_of([0] * 900 + [1] * 30)
    bags = bags_of(table, np.random.RandomState(0), bag_rows=300, least_of_class=25)
    counts = [np.bincount(table.target.groups[bag]).tolist() for bag in bags]
    assert counts == [[225, 25]] * 4
    held = [set(bag[bag >= 900].tolist()) for bag in bags]
    assert set.union(*held) == set(range(900, 930))
    bags = bags_of(table, np.random.RandomState(0), bag_rows=300, least_of_class=50)
    assert [len(bag) for bag in bags] == [255] * 4


@pytest.mark.parametrize("n_bags", [1, 2, 8])
def test_shares_of_blocks_sum_to_the_counts(n_bags: int) -> None:
    for counts in ([0], [1, 0, 7], [600_001, 3, 262_144]):
        shares = shares_of_blocks(np.array(counts), n_bags)
        assert len(shares) % n_bags == 0
        np.testing.assert_array_equal(np.sum(shares, axis=0), counts)
        assert max(one.sum() for one in shares) <= 131_072 + len(counts)
