"""The outermost values of a number, which few people have, are coded together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.table.tails import LEFT_OUT, NO_TAILS, Tails, tails_of


def same(values):
    return values


def test_ten_people_are_coded_as_a_round_number_among_them():
    values = np.arange(100.0)
    tails = tails_of(values, None, 10, same)
    assert tails == Tails(9.0, 6.0, 90.0, 94.0)
    coded = tails.code(values)
    assert (coded == 6).sum() == (coded == 94).sum() == 10
    assert (coded[10:90] == values[10:90]).all()


def test_one_person_far_out_does_not_move_what_stands_for_the_tail():
    values = np.arange(100.0)
    far = np.where(values == 99, 1e6, values)
    assert tails_of(far, None, 10, same).high == tails_of(values, None, 10, same).high


def test_an_end_on_which_people_heap_stays():
    values = np.r_[np.zeros(12), np.arange(1.0, 50.0)]
    tails = tails_of(values, None, 10, same)
    assert np.isinf(tails.low_end)
    assert tails.high_end == 40


def test_who_is_beyond_a_heap_is_coded_onto_it():
    children = np.repeat([0.0, 1, 2, 3, 4, 7, 11], [30, 30, 20, 15, 3, 1, 1])
    assert tails_of(children, None, 10, same) == Tails(high_end=3.0, high=3.0)


def test_rows_of_one_person_count_once():
    values = np.r_[np.arange(40.0), np.full(30, 100.0)]
    persons = np.r_[np.arange(40), np.full(30, 40)]
    tails = tails_of(values, persons, 10, same)
    # The person with thirty rows at 100, and nine others.
    assert tails.high_end == 31
    assert tails.high < 39
    assert tails_of(values, None, 10, same).high_end == np.inf


def test_fewer_than_two_tails_become_one():
    values = np.r_[np.arange(15.0), np.full(85, np.nan)]
    coded = tails_of(values, None, 10, same).code(values)
    assert len(np.unique(coded[:15])) == 1
    assert 4 <= coded[0] <= 10
    assert np.isnan(coded[15:]).all()


def test_what_fewer_people_have_than_are_enough_is_left_out():
    values = np.r_[np.arange(9.0), np.full(91, np.nan)]
    assert tails_of(values, None, 10, same) is LEFT_OUT
    assert np.isnan(LEFT_OUT.code(values)).all()


@pytest.mark.parametrize("values", [[], [np.nan, np.nan], [1.0, 2.0, 3.0]])
def test_tables_that_are_too_small_have_no_tails(values):
    assert tails_of(np.array(values), None, 10, same) is NO_TAILS


def test_no_tail_is_asked_for():
    assert tails_of(np.arange(100.0), None, 1, same) is NO_TAILS


TABLES = st.lists(
    st.tuples(st.integers(-30, 30), st.integers(0, 40)), min_size=1, max_size=200
)


@settings(max_examples=60, deadline=None)
@given(TABLES, st.integers(2, 12))
def test_at_every_end_enough_people_are_alike(cells, least):
    values, persons = np.array(cells, dtype=float).T
    tails = tails_of(values, persons.astype(int), least, np.rint)
    coded = tails.code(values)
    assert np.array_equal(tails.code(coded), coded)
    if len(np.unique(persons)) < least:
        assert tails is NO_TAILS
        return
    for end in (coded.min(), coded.max()):
        assert len(np.unique(persons[coded == end])) >= least
    assert values.min() <= coded.min() <= coded.max() <= values.max()
