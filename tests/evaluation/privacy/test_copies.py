"""Replicated records, combinations and keys, counted by hand."""

import numpy as np
import pytest

from skl_synth.errors import InputError
from skl_synth.evaluation.intervals import excess, wilson
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.copies import (
    find_copies,
    quasi_identifiers_of,
)
from skl_synth.evaluation.privacy.strangers import above_strangers
from tests.audit_tables import attacked, audit_tables, rows, value_of

REAL = [[1.0, 1], [2, 2], [3, 3], [4, 4], [5, 5], [6, 6]]
OTHERS = [[7.0, 7], [8, 8], [9, 9], [10, 10], [11, 11], [1, 1]]
RELEASED = [[1.0, 1], [1, 1], [2, 2], [7, 7], [0, 0], [3, 0], [0, 4], [5, 6]]


def find(*parts, options=None, **parameters):
    context = attacked(*parts, **parameters)
    options = AttackOptions() if options is None else options
    return find_copies(context, options, np.random.RandomState(0))


@pytest.fixture(scope="module")
def found():
    return find(rows(REAL), rows(RELEASED), rows(OTHERS))


def test_synthetic_rows_that_equal_real_ones(found):
    assert tuple(value_of(found, "identical_to_training")) == wilson(3, 8)
    assert tuple(value_of(found, "identical_to_test")) == wilson(3, 8)
    ceilings = found.figures.frame().set_index("metric")["ceiling"]
    assert ceilings["identical_to_training"] == 1 / 6
    assert np.isnan(ceilings["identical_to_test"])


def test_copies_where_no_two_people_are_the_same(found):
    """One would be too many, so that the interval ends at the figure."""
    value, low, high = value_of(found, "copies_above_strangers")
    assert value == low == 2 / 6
    assert high < 1


def test_copies_where_people_are_the_same():
    """Four of six are like another one, and as many differ from one in one column."""
    real = rows([[1.0, 1], [1, 1], [2, 1], [2, 1], [3, 5], [4, 6]])
    found = find(real, rows([[1.0, 1]] * 4 + [[9, 9]] * 2), rows(OTHERS))
    expected = above_strangers(2 / 6, 4 / 6, 6, 6)
    assert tuple(value_of(found, "copies_above_strangers")) == expected
    assert expected.value < 0


def test_a_larger_release_meets_nobody_more_often():
    real = rows(np.repeat([[1.0, 1], [1, 2], [2, 1], [2, 2]], 5, axis=0))
    released = rows(np.repeat([[1.0, 1], [7, 7]], [20, 180], axis=0))
    values = [
        value_of(find(real, rows(one), rows(OTHERS * 4)), "copies_above_strangers")[0]
        for one in (released.numbers, released.numbers[:20])
    ]
    assert values == [0.25 - 1, 0.25 - 1]


def test_rows_of_one_person_are_no_strangers():
    real = rows([[1.0, 1], [1, 1], [2, 1], [2, 1]], persons=[0, 0, 1, 1])
    released, others = rows([[1.0, 1], [2, 1]]), rows([[7.0, 7]] * 2, persons=[0, 0])
    value, low, _ = value_of(find(real, released, others), "copies_above_strangers")
    assert value == low == 1


def test_without_a_column_that_varies_there_are_no_copies():
    data = rows(np.ones(4))
    found = find(data, data, data, constant=["n0"])
    reasons = found.figures.not_applicable().set_index("metric")["reason"]
    assert reasons["copies_above_strangers"] == "no column varies"


def test_people_who_are_copied(found):
    assert tuple(value_of(found, "copied_above_control")) == excess(2, 6, 2, 6)


def test_unique_combinations_that_are_shown():
    """The person who stands in both tables is not alone."""
    options = AttackOptions(quasi_identifiers=["n0"])
    found = find(rows(REAL), rows(RELEASED), rows(OTHERS), options=options)
    expected = excess(3, 5, 1, 5)
    assert tuple(value_of(found, "rare_combination_above_control")) == expected
    assert found.notes == ()


def test_what_was_chosen_is_noted(found):
    [note] = found.notes
    assert note.endswith("how many people they single out: n0, n1.")


def test_nobody_is_unique():
    real, others = rows([1.0] * 4), rows([1.0] * 4)
    options = AttackOptions(quasi_identifiers=["n0"])
    found = find(real, rows([1.0]), others, options=options)
    assert "rare_combination_above_control" not in set(found.figures.frame()["metric"])


def test_a_column_of_one_value_makes_no_copy():
    real, synthetic = rows([[1.0, 5], [2, 5]]), rows([[1.0, 6], [9, 5]])
    found = find(real, synthetic, rows([[3.0, 5], [4, 5]]), constant=["n1"])
    assert value_of(found, "identical_to_training")[0] == 0.5


def test_missing_values_are_equal_and_float_noise_is_none():
    real = rows([[np.nan, 1.0], [2, 0.1 + 0.2]])
    synthetic = rows([[np.nan, 1.0], [2, 0.3], [np.nan, 2], [0, 1]])
    found = find(real, synthetic, rows([[5.0, 5], [6, 6]]))
    assert value_of(found, "identical_to_training")[0] == 0.5


class TestKeys:
    """Identifiers of real people."""

    def parts(self, *released):
        n = len(released[0])
        real = rows([1.0, 2, 3], keys=[["a", "b", None], ["x", "y", "z"]])
        return real, rows(np.zeros(n), keys=released), rows([4.0], keys=[["c"], ["w"]])

    def test_a_key_of_either_column_is_seen(self):
        released = [["a", "q", "q", "q"], ["q", "q", "y", "q"]]
        found = find(*self.parts(*released))
        assert tuple(value_of(found, "real_keys")) == wilson(2, 4)

    def test_both_keys_of_one_row_are_one_row(self):
        found = find(*self.parts(["a", "q"], ["x", "q"]))
        assert value_of(found, "real_keys")[0] == 0.5

    def test_an_empty_key_is_nobodys_and_columns_are_not_mixed_up(self):
        found = find(*self.parts([None, "x"], [None, "a"]))
        assert value_of(found, "real_keys")[0] == 0
        assert not len(found.figures.not_applicable())

    @pytest.mark.parametrize("token", ["NA", " ", "-"])
    def test_a_token_for_an_empty_key_is_nobodys(self, token):
        real, synthetic, holdout = self.parts([token, "q"], ["q", "q"])
        real = rows([1.0, 2, 3], keys=[["a", token, token], ["x", "y", "z"]])
        assert value_of(find(real, synthetic, holdout), "real_keys")[0] == 0

    def test_without_identifiers_it_is_said_why_there_is_no_figure(self, found):
        [reason] = found.figures.not_applicable().to_dict("records")
        assert (reason["metric"], reason["reason"]) == (
            "real_keys",
            "no identifier is released",
        )
        assert "real_keys" not in set(found.figures.frame()["metric"])


class TestQuasiIdentifiers:
    """What an outsider may know."""

    @pytest.fixture
    def tables(self):
        coarse, fine, few = np.arange(12) % 2, np.arange(12), np.arange(12) % 4
        numbers = np.column_stack([coarse, few, fine, coarse, np.ones(12)])
        return audit_tables(rows(numbers), rows(numbers), constant=["n4"])

    def test_those_that_single_out_most_people_come_first(self, tables):
        names = [one.name for one in quasi_identifiers_of(tables, None)]
        assert names == ["n2", "n0", "n1"]

    def test_one_that_is_named(self, tables):
        assert [one.name for one in quasi_identifiers_of(tables, ["n1"])] == ["n1"]
        assert quasi_identifiers_of(tables, []) == []

    def test_fewer_columns_than_would_be_chosen(self):
        tables = audit_tables(rows([1.0, 2]), rows([1.0]))
        assert [one.name for one in quasi_identifiers_of(tables, None)] == ["n0"]

    def test_a_name_that_there_is_not(self, tables):
        with pytest.raises(InputError, match="secrets names 'age'") as caught:
            tables.named(["n0", "age"], "secrets")
        assert (caught.value.parameter, caught.value.value) == ("secrets", "age")
