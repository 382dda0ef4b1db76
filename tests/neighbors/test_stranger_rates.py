"""How often strangers are alike, by hand."""

import numpy as np
import pytest

from skl_synth.neighbors.near_rows import NearOthers, NumberedRows
from skl_synth.neighbors.stranger_rates import (
    any_row,
    by_person,
    free_positions,
    rates_of,
)


def found(equal, but_one, but_two):
    return NearOthers(*(np.array(one, dtype=bool) for one in (equal, but_one, but_two)))


class TestRates:
    """What chance would do again is believed; what it would not is a mistake."""

    def test_shares_of_people(self):
        rates = rates_of(found([1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 1]))
        assert rates == (0.25, 0.5)

    def test_people_who_stand_twice_are_no_strangers(self):
        assert rates_of(found([1, 1, 0, 0], [0] * 4, [0] * 4)) == (0, 0)
        assert rates_of(found([1, 1, 0, 0], [0, 0, 1, 0], [0] * 4)).equal == 0.25

    def test_people_who_nearly_stand_twice_are_no_strangers(self):
        assert rates_of(found([0] * 4, [1, 1, 0, 0], [0, 0, 0, 1])).near == 0.25

    def test_pairs_of_columns_that_were_not_looked_at(self):
        rates = rates_of(found([0, 0], [1, 1], [1, 0]), pairs_seen=0.5)
        assert rates.near == pytest.approx(0.75)


def test_what_is_so_of_one_row_is_so_of_the_person():
    persons = np.array([0, 0, 1])
    assert any_row(np.array([True, False, False]), persons).tolist() == [True, False]
    rows = found([1, 0, 0], [0, 0, 1], [0, 0, 0])
    assert [one.tolist() for one in by_person(rows, persons)] == [
        [True, False],
        [False, True],
        [False, False],
    ]


def test_columns_that_another_one_determines_may_not_differ_alone():
    code = np.tile([0.0, 1, 2], 20)
    rows = NumberedRows.of(np.column_stack([code, np.repeat([0.0, 1], 30), 9 - code]))
    assert free_positions(rows) == [0, 1]
