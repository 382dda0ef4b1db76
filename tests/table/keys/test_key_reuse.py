"""Which rows have a key, and how many share one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.keys.key_reuse import EMPTY, PERSONS, ROWS, WITHIN, KeyReuse

codes_lists = st.lists(st.integers(-1, 8), min_size=1, max_size=60)


def slots_of(codes, n_rows, persons=None, new_persons=None, seed=0):
    reuse = KeyReuse.of(np.array(codes), persons)
    return reuse.slots(n_rows, new_persons, np.random.RandomState(seed))


@given(codes_lists, st.integers(0, 200), st.integers(0, 99))
def test_the_rate_of_empty_rows_is_kept(codes, n_rows, seed):
    slots = slots_of(codes, n_rows, seed=seed)
    expected = np.mean(np.array(codes) == EMPTY) * n_rows
    assert abs((slots == EMPTY).sum() - expected) < 1
    used = np.unique(slots[slots != EMPTY])
    assert used.tolist() == list(range(len(used)))


@given(codes_lists, st.integers(1, 200))
def test_no_key_is_shared_by_more_rows_than_real_ones(codes, n_rows):
    slots = slots_of(codes, n_rows)
    largest = max((codes.count(one) for one in codes if one >= 0), default=0)
    assert np.bincount(slots[slots != EMPTY], minlength=1).max() <= largest


def test_sizes_are_those_of_real_keys():
    codes = np.r_[np.arange(300), np.repeat(np.arange(300, 400), 4)]
    sizes = np.bincount(slots_of(codes, 7000))
    assert set(sizes[:-1]) <= {1, 4}
    assert np.mean(sizes == 1) == pytest.approx(0.75, abs=0.05)


def test_rows_that_share_a_key_are_not_neighbours():
    slots = slots_of(np.repeat(np.arange(50), 4), 200)
    assert np.mean(slots[1:] == slots[:-1]) < 0.1


def visits(n_persons, n_visits):
    return np.repeat(np.arange(n_persons), n_visits)


def test_a_key_of_persons():
    persons = visits(50, 4)
    assert KeyReuse.of(persons * 3, persons).unit == PERSONS
    new = np.random.default_rng(0).permutation(visits(30, 5)) + 100
    slots = slots_of(persons, 150, persons, new)
    assert len(set(zip(slots, new, strict=True))) == len(set(slots)) == 30


def test_persons_that_share_a_key_and_persons_without():
    """Addresses: couples share one, a fifth of the persons have none."""
    persons = visits(100, 3)
    homes = np.where(persons < 80, persons // 2, EMPTY)
    reuse = KeyReuse.of(homes, persons)
    assert (reuse.unit, reuse.empty_units) == (PERSONS, 0.2)
    new = visits(200, 2)
    slots = slots_of(homes, 400, persons, new)
    of_person = slots[::2]
    assert (of_person == slots[1::2]).all()
    assert (of_person == EMPTY).sum() == 40
    assert set(np.bincount(of_person[of_person != EMPTY])) == {2}


def test_single_empty_rows_of_persons_with_a_key():
    persons = visits(100, 4)
    codes = np.where(np.arange(400) % 4 == 0, EMPTY, persons)
    slots = slots_of(codes, 400, persons, persons)
    assert (slots == EMPTY).sum() == 100
    filled = slots != EMPTY
    assert len(set(zip(slots[filled], persons[filled], strict=True))) <= 100


def test_a_key_within_persons():
    """A stay of several episodes belongs to one person."""
    persons = visits(60, 6)
    stays = np.arange(360) // 2
    assert KeyReuse.of(stays, persons).unit == WITHIN
    new = np.random.default_rng(0).permutation(persons)
    slots = slots_of(stays, 360, persons, new)
    assert len(set(zip(slots, new, strict=True))) == len(set(slots))
    assert np.bincount(slots).mean() == pytest.approx(2, abs=0.1)


def test_a_key_of_neither():
    persons = visits(50, 4)
    codes = np.random.default_rng(0).integers(0, 100, 200)
    assert KeyReuse.of(codes, persons).unit == ROWS


def test_one_filled_row_a_person_says_nothing_of_persons():
    """A remark at one of several visits is not the remark of all of them."""
    persons = visits(50, 4)
    codes = np.where(np.arange(200) % 4 == 1, np.arange(200), EMPTY)
    slots = slots_of(codes, 200, persons, persons)
    filled = slots[slots != EMPTY]
    assert len(filled) == len(set(filled)) == 50


def test_rows_are_persons_where_none_are_given():
    persons = visits(50, 1)
    assert len(set(slots_of(persons, 80, persons))) == 80
