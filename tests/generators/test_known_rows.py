"""How often strangers meet a real row, against leaving each person out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.known_rows import (
    ALONE,
    ENOUGH_PEOPLE,
    NONE,
    SHARED,
    KnownRows,
)
from skl_synth.neighbors import MixedRows

NO_CODES = np.empty(0, dtype=np.intp)


def known_rows(values, persons=None, own=None):
    values = np.asarray(values, dtype=float)
    own = np.arange(len(values)) if own is None else np.asarray(own)
    persons = np.arange(len(values)) if persons is None else np.asarray(persons)
    return KnownRows.of(
        MixedRows.of(values), np.full(values.shape[1], -1), persons, own
    )


def one_class(known):
    return known.allowed(np.zeros(len(known.own), dtype=int), 1)


def met_by_strangers(values, persons, n_holders=None):
    """Leave every person out: how many have a row that is one of somebody else's."""
    hits = []
    for person in np.unique(persons):
        others = persons != person
        numbers = [
            len(np.unique(persons[others][(values[others] == row).all(axis=1)]))
            for row in values[persons == person]
        ]
        hits.append(any(n == n_holders if n_holders else n > 0 for n in numbers))
    return np.mean(hits)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=2, max_size=30), st.data()
)
def test_rates_are_those_of_leaving_each_person_out(rows, data):
    values, n = np.array(rows), len(rows)
    persons = np.array(data.draw(st.lists(st.integers(0, 9), min_size=n, max_size=n)))
    known = known_rows(values, persons)
    rates = known.allowed_of_persons()
    alike = met_by_strangers(values, persons) * known.believed
    assert rates.alone[0] == pytest.approx(
        met_by_strangers(values, persons, 1) * known.believed
    )
    # Above the rate by no more than chance, and never where there is none.
    assert alike <= rates.all[0] + 1e-12
    assert (rates.all[0] == 0) == (alike == 0)
    n_people = len(np.unique(persons))
    assert rates.all[0] <= alike + 2 * np.sqrt(0.25 / n_people) + 1e-12


def test_where_nobody_is_like_another_nothing_is_allowed():
    rates = one_class(known_rows(np.arange(20).reshape(10, 2)))
    assert rates.alone.tolist() == rates.all.tolist() == [0.0]


def test_people_who_stand_twice_are_no_strangers():
    """Two rows are the same by mistake, where people differ in every column else."""
    values = np.random.default_rng(0).normal(size=(40, 4))
    values[1] = values[0]
    assert one_class(known_rows(values)).all.tolist() == [0.0]


def test_what_one_and_several_people_have():
    values = np.array([[1, 1], [1, 1], [2, 1], [2, 1], [2, 1], [3, 2]])
    known = known_rows(values)
    assert known.holders.tolist() == [2, 2, 3, 3, 3, 1]
    equalled = known.equalled(np.array([5, 0, 5]), np.array([True, True, False]))
    assert equalled.tolist() == [ALONE, SHARED, NONE]
    # Two of six people meet one who would be alone, five meet anybody.
    assert one_class(known).alone[0] == pytest.approx(2 / 6)


def test_rows_of_one_person_are_one_holder():
    known = known_rows([[1, 1], [1, 1], [2, 2]], persons=[0, 0, 1])
    assert known.holders.tolist() == [1, 1, 1]


def test_a_small_class_is_judged_by_others_as_well():
    """Nobody of a few is like another: that is no proof that nobody ever is."""
    values = np.column_stack([np.r_[np.zeros(90), np.arange(1, 11)], np.zeros(100)])
    groups = np.repeat([0, 1], [90, 10])
    rates = known_rows(values).allowed(groups, 2)
    shrunk = ENOUGH_PEOPLE * 0.9 / (10 + ENOUGH_PEOPLE)
    assert shrunk <= rates.all[1] < 0.9 < rates.all[0]


def test_reference_rows_are_known_but_no_strangers():
    """Whoever was learnt is asked whether a row of theirs is anybody's."""
    values = [[1, 1], [2, 1], [1, 1], [1, 2]]
    assert one_class(known_rows(values, own=[0, 1])).alone[0] == 0.5
    assert one_class(known_rows(values[:2])).alone[0] == 0


def test_a_missing_number_is_one_column_with_its_mark():
    numbers = np.array([[0.0], [0.0], [1.0], [2.0]])
    codes = np.array([[1], [1], [0], [0]], dtype=np.int32)
    levels = MixedRows.of(numbers).levels
    rows = MixedRows(numbers, codes, levels)
    known = KnownRows.of(rows, np.array([0]), np.arange(4), np.arange(4))
    assert known.holders.tolist() == [2, 2, 1, 1]


def test_rows_of_categories_alone():
    codes = np.array([[0], [0], [1]], dtype=np.int32)
    rows = MixedRows(np.empty((3, 0)), codes, ())
    known = KnownRows.of(rows, np.array([]), np.arange(3), np.arange(3))
    assert known.holders.tolist() == [2, 2, 1]


def test_a_class_of_people_who_are_all_alike_may_keep_all_copies():
    alone = [[float(number), 1.0] for number in range(80)]
    alike = [[0.5, float(code)] for code in (0, 0, 0, 1, 1, 1) * 5]
    known = known_rows(alone + alike)
    groups = np.repeat([0, 1], [len(alone), len(alike)])
    rates = known.allowed(groups, 2)
    assert rates.all[1] == pytest.approx(known.believed)
    assert rates.all[0] < 0.5
    assert rates.alone[1] < 0.1
