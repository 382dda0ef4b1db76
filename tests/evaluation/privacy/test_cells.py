"""Counts by class and columns, against a plain loop over rows and cells."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from skl_synth.evaluation.privacy.membership import cells
from skl_synth.evaluation.privacy.membership.cells import pool_of
from tests.audit_tables import attacked, rows

RNG = np.random.RandomState(0)


def small(seed, n=30, persons=None):
    rng = np.random.default_rng(seed)
    codes = rng.integers(3, size=(n, 3))
    return rows(np.zeros((n, 0)), codes, rng.integers(2, size=n), persons=persons)


def counted(data, columns):
    """Rows by class and values, cell by cell."""
    pairs = zip(data.labels.tolist(), data.codes[:, columns].tolist(), strict=True)
    return Counter((label, *row) for label, row in pairs)


def test_every_row_stands_once_in_each_table_of_counts():
    pool = pool_of(attacked(*map(small, range(3))), (1, 2), RNG)
    assert pool.n_tables == 3 + 3
    np.testing.assert_array_equal(np.asarray(pool.counts.sum(axis=1)).ravel(), 6)
    assert pool.released.sum() == 6 * pool.n_released


def test_the_counts_are_those_of_a_loop():
    parts = [small(seed) for seed in range(3)]
    pool = pool_of(attacked(*parts), (1, 2, 3), RNG)
    tables = [c for size in (1, 2, 3) for c in combinations(range(3), size)]
    released, of_people = Counter(), Counter()
    for columns in tables:
        cell = list(columns)
        released.update({(columns, *k): v for k, v in counted(parts[1], cell).items()})
        for data in (parts[0], parts[2]):
            known = counted(data, cell)
            of_people.update({(columns, *key): n for key, n in known.items()})
    total = np.asarray(pool.counts.sum(axis=0)).ravel()
    every = sorted(set(released) | set(of_people))
    expected = sorted((of_people[one], released[one]) for one in every)
    found = sorted(zip(total.astype(int), pool.released.astype(int), strict=True))
    assert found == expected


def test_those_attacked_are_found_among_the_candidates():
    parts = [small(0, 40), small(1, 40), small(2, 25)]
    context = attacked(*parts)
    pool = pool_of(context, (1,), RNG)
    np.testing.assert_array_equal(pool.is_member[pool.attacked], context.is_member)
    members = context.is_member
    assert (pool.attacked[members] == context.members).all()
    assert (pool.attacked[~members] == 40 + context.controls).all()


def test_rows_of_a_person_are_counted_together():
    persons = np.repeat(np.arange(15), 2)
    parts = [small(seed, persons=persons) for seed in range(3)]
    context = attacked(*parts)
    pool = pool_of(context, (1, 2), RNG)
    assert pool.counts.shape[0] == 30
    np.testing.assert_array_equal(np.asarray(pool.counts.sum(axis=1)).ravel(), 12)
    np.testing.assert_array_equal(pool.is_member[pool.attacked], context.is_member)


def test_of_many_people_those_attacked_are_kept(monkeypatch):
    monkeypatch.setattr(cells, "MOST_POOL", 50)
    half = attacked(small(0, 60), small(1, 60), small(2, 20))
    pool = pool_of(half, (1,), RNG)
    assert pool.counts.shape[0] == 50 + 20
    np.testing.assert_array_equal(pool.is_member[pool.attacked], half.is_member)


def test_missing_numbers_have_a_cell_of_their_own():
    numbers = np.r_[np.full(10, np.nan), np.arange(20.0)]
    other = np.r_[np.full(3, np.nan), np.arange(27.0)]
    pool = pool_of(attacked(rows(numbers), rows(other), rows(numbers)), (1,), RNG)
    total = np.asarray(pool.counts.sum(axis=0)).ravel()
    assert (total == 20).any()
    assert pool.released[total == 20].tolist() == [3]


@pytest.mark.parametrize("sizes", [(1, 2), (1, 2, 3)])
def test_of_many_tables_of_counts_some_are_taken_by_lot(sizes, monkeypatch):
    monkeypatch.setattr(cells, "MOST_TABLES", 2)
    pool = pool_of(attacked(*map(small, range(3))), sizes, RNG)
    assert pool.n_tables == 3 + 2 + (1 if len(sizes) == 3 else 0)


def test_a_measured_target_is_one_more_column():
    numbers = [np.random.default_rng(seed).normal(size=(30, 2)) for seed in range(3)]
    target = np.linspace(0.5, 3, 30)
    parts = [rows(one, labels=target) for one in numbers]
    assert pool_of(attacked(*parts), (1,), RNG).n_tables == 3
