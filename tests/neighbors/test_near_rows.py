"""Rows that are nearly the same, against looking at every pair."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.neighbors.near_rows import (
    MOST_GROUPS,
    MOST_PAIRS,
    NumberedRows,
    are_near,
    count_equal,
    groups_of_columns,
    near_others,
    pairs_of_groups,
)


def numbered(values):
    return NumberedRows.of(np.asarray(values, dtype=float))


@st.composite
def tables(draw, n_tables=2):
    """Small tables of few values, so that many rows are alike."""
    n_columns = draw(st.integers(2, 5))
    row = st.tuples(*[st.integers(0, 2)] * n_columns)
    return [
        np.array(draw(st.lists(row, min_size=1, max_size=9))) for _ in range(n_tables)
    ]


def differing(one, other):
    """In how many columns each row of one table differs from each of another."""
    return (one[:, None, :] != other[None, :, :]).sum(axis=2)


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(0, 2))
def test_near_is_what_every_pair_says(parts, n_but):
    one, other = parts
    masks = list(combinations(range(one.shape[1]), n_but))
    near = are_near(numbered(one), numbered(other), masks)
    assert near.tolist() == (differing(one, other) <= n_but).any(axis=1).tolist()


@settings(max_examples=60, deadline=None)
@given(tables(n_tables=1), st.data())
def test_others_are_near_by_exactly_so_many_columns(parts, data):
    [table] = parts
    n, n_columns = table.shape
    known = data.draw(st.booleans())
    persons = np.arange(n)
    if known:
        drawn = data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
        persons = np.array(drawn)
    groups = groups_of_columns(n_columns)
    pairs = pairs_of_groups(n_columns, np.random.RandomState(0))
    found = near_others(numbered(table), persons if known else None, groups, pairs)
    is_other = persons[:, None] != persons[None, :]
    for n_but, near in enumerate(found):
        expected = ((differing(table, table) == n_but) & is_other).any(axis=1)
        assert near.tolist() == expected.tolist()


@given(st.lists(st.integers(0, 4)), st.lists(st.integers(0, 4)))
def test_equal_numbers_are_counted(wanted, known):
    count = count_equal(np.array(wanted, dtype=int), np.array(known, dtype=int))
    assert count.tolist() == [known.count(one) for one in wanted]


def test_a_column_that_is_left_out_says_nothing():
    one, other = numbered([[1, 2, 3]]), numbered([[1, 7, 3]])
    assert one.without((1,)) == other.without((1,))
    assert one.without((0,)) != other.without((0,))
    assert one.without((0, 1)) == other.without((0, 1))


def test_some_rows():
    table = numbered([[1, 2], [3, 4], [5, 6]])
    assert table.take(np.array([2, 0])).without().tolist() == [
        table.without()[2],
        table.without()[0],
    ]


@pytest.mark.parametrize(("n_groups", "n"), [(16, 120), (17, MOST_PAIRS), (3, 3)])
def test_pairs_of_very_many_groups_are_drawn(n_groups, n):
    pairs = pairs_of_groups(n_groups, np.random.RandomState(0))
    assert len(set(pairs)) == len(pairs) == n
    assert pairs == pairs_of_groups(n_groups, np.random.RandomState(0))
    assert all(one < other < n_groups for one, other in pairs)


@pytest.mark.parametrize("n_columns", [0, 1, 5, MOST_GROUPS, MOST_GROUPS + 1, 500])
def test_every_column_stands_in_one_group(n_columns):
    groups = groups_of_columns(n_columns)
    assert sorted(sum(groups, ())) == list(range(n_columns))
    assert len(groups) == min(n_columns, MOST_GROUPS)


def test_one_column_of_very_many_may_differ():
    rng = np.random.default_rng(0)
    one = rng.integers(0, 5, (20, 300))
    other = one.copy()
    other[np.arange(20), rng.integers(0, 300, 20)] += 9
    groups = groups_of_columns(300)
    assert are_near(numbered(one), numbered(other), groups).all()
    assert not are_near(numbered(one), numbered(one + 7), groups).any()
