"""Check digits: what passes, and that one digit changed does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.detectors.checked_numbers import (
    is_card_number,
    is_iban,
    is_nhs_number,
)
from tests.table.detectors.makers import card, nhs_number, spaced


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (is_nhs_number, "9434765919"),
        (is_nhs_number, "943 476 5919"),
        (is_nhs_number, "943-476-5919"),
        (is_card_number, "4111 1111 1111 1111"),
        (is_card_number, "378282246310005"),
        (is_iban, "GB82 WEST 1234 5698 7654 32"),
        (is_iban, "DE89370400440532013000"),
    ],
)
def test_known_numbers_pass(check, text):
    assert check(text)


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (is_nhs_number, "9434765918"),
        (is_nhs_number, "943476591"),
        (is_nhs_number, "94347659190"),
        (is_nhs_number, "1111111111"),
        (is_nhs_number, "943476591X"),
        (is_nhs_number, ""),
        (is_card_number, "4111 1111 1111 1112"),
        (is_card_number, "0000000000000000"),
        (is_card_number, "411111"),
        (is_iban, "GB83 WEST 1234 5698 7654 32"),
        (is_iban, "WEST"),
    ],
)
def test_others_do_not(check, text):
    assert not check(text)


@given(st.integers(0, 10**6), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_of_an_nhs_number_is_seen(seed, place, step):
    number = nhs_number(np.random.default_rng(seed))
    assert is_nhs_number(number)
    assert is_nhs_number(spaced(number))
    digit = str((int(number[place]) + step) % 10)
    assert not is_nhs_number(number[:place] + digit + number[place + 1 :])


@given(st.integers(0, 10**6), st.integers(1, 15), st.integers(1, 9))
def test_one_wrong_digit_of_a_card_is_seen(seed, place, step):
    number = card(np.random.default_rng(seed))
    assert is_card_number(number)
    digit = str((int(number[place]) + step) % 10)
    assert not is_card_number(number[:place] + digit + number[place + 1 :])


def test_of_random_numbers_one_in_eleven_passes():
    rng = np.random.default_rng(0)
    numbers = map(str, rng.integers(10**9, 10**10, 20_000))
    share = np.mean([is_nhs_number(one) for one in numbers])
    assert share == pytest.approx(1 / 11, abs=0.01)
