"""The shape of a text says what it is."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.table.detectors.shapes import find_shape, is_phone
from tests.table.detectors.makers import (
    address,
    card,
    different,
    email,
    insurance_number,
    landline,
    nhs_number,
    phone,
    postcode,
    spaced,
    titled,
    uuid,
)


def levels_of(make, n=60):
    return pd.Series(different(np.random.default_rng(1), make, n))


MAKERS = {
    "NHS": nhs_number,
    "e-mail": email,
    "telephone": phone,
    "full postcodes": postcode,
    "National Insurance": insurance_number,
    "payment cards": card,
    "UUID": uuid,
    "postal addresses": address,
    "names of people with their titles": titled,
}


@pytest.mark.parametrize("what", MAKERS)
def test_each_shape_is_told(what):
    assert what in find_shape(levels_of(MAKERS[what])).what


@pytest.mark.parametrize("make", [lambda rng: spaced(nhs_number(rng)), landline])
def test_other_ways_of_writing(make):
    assert find_shape(levels_of(make))


@pytest.mark.parametrize(
    "levels",
    [
        ["LS1", "LS2", "SW1A", "M25"],
        ["I21.0", "J45.9", "K35.8"],
        ["A81001", "B82005", "C83010"],
        ["2023-01-05", "2023-01-06"],
        ["low", "mid", "high"],
        ["2 tablets twice a day", "1 tablet at night"],
        ["120/80", "130/85"],
        ["1234567890", "2345678901", "3456789012", "4567890123", "5678901234"],
        ["St. Mary", "General", "North Park"],
        ["Dr Smith's round", "Mr or Mrs?"][:1],
        ["5 minute walk", "10 minute walk", "3 bed terrace", "4 times in a row"],
        ["4865 4010 37", "943 476 5919"],
    ],
)
def test_levels_have_none(levels):
    assert find_shape(pd.Series(levels)) is None


def test_a_few_slips_do_not_hide_a_shape():
    levels = levels_of(email)
    levels.iloc[[20, 41]] = ["none given", "see notes"]
    assert find_shape(levels)
    levels.iloc[:12] = [f"text {i}" for i in range(12)]
    assert not find_shape(levels)


def test_all_values_are_looked_at_where_the_first_match():
    levels = pd.concat(
        [levels_of(email, 50), pd.Series([f"text {i}" for i in range(50)])]
    )
    assert not find_shape(levels)


@pytest.mark.parametrize(
    "text",
    [
        *("07700 900123", "+44 7700 900123", "+44 (0)113 496 0000", "0113 496 0000"),
        *("0044 113 496 0000", "(0113) 496 0000", "+1 202-555-0143", "202-555-0143"),
        "0113 496 0000 ext 12",
    ],
)
def test_telephone_numbers(text):
    assert is_phone(text)


@pytest.mark.parametrize(
    "text",
    ["01-02-2020", "12.5", "7700900123", "1990", "000123", "0.5", "", "555"]
    + ["0.123456789", "(0.85-0.990012)", "01-02-2020 10", "01.02.2020 1230"],
)
def test_numbers_that_are_no_telephone(text):
    assert not is_phone(text)
