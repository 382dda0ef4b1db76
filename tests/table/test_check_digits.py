"""Check digits of NHS numbers and cards, by numbers that are published as examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.check_digits import check_rule_of, luhn_check, nhs_check
from tests.keys_of_people import nhs_numbers


def digits(text):
    return np.array([[int(one) for one in text]])


@pytest.mark.parametrize("number", ["9434765919", "4010232137", "9990000018"])
def test_nhs_numbers(number):
    assert nhs_check(digits(number[:-1])).tolist() == [int(number[-1])]


def test_there_is_no_nhs_number_with_these_digits():
    assert nhs_check(digits("400000008")).tolist() == [10]


@pytest.mark.parametrize("number", ["4111111111111111", "378282246310005"])
def test_cards(number):
    assert luhn_check(digits(number[:-1])).tolist() == [int(number[-1])]


@given(st.text("0123456789", min_size=12, max_size=18), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(start, step):
    right = int(luhn_check(digits(start))[0])
    first = str((int(start[0]) + step) % 10)
    assert int(luhn_check(digits(first + start[1:]))[0]) != right


def test_the_rule_of_a_column():
    numbers = nhs_numbers(50)
    assert check_rule_of(numbers) == "nhs"
    broken = np.array([one[:-1] + str((int(one[-1]) + 1) % 10) for one in numbers])
    assert check_rule_of(broken) == ""
    assert check_rule_of(np.r_[numbers[:40], broken[:10]]) == ""
    assert check_rule_of(np.array(["P1", "word"], dtype=object)) == ""
    assert check_rule_of(np.array(["4111111111111111"] * 6)) == "luhn"
