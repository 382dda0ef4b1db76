"""Columns of keys that refer to one another, or name the same things."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.table.keys.key_links import KeyValues, find_leaders, find_references


def column(name, values, *, are_numbers=False):
    codes, texts = pd.factorize(np.array(values, dtype=object))
    return KeyValues(
        name, codes, np.array([str(t) for t in texts], object), are_numbers
    )


def test_who_infected_whom():
    cases = column("case", range(100))
    infectors = column("by", [None, None, *range(49), *range(49)])
    other = column("mrn", range(1000, 1100))
    found = find_references([infectors, cases, other])
    assert list(found) == ["by"]
    assert (found["by"].column, found["by"].inside, found["by"].own) == ("case", 1, 0)


def test_part_of_the_keys_may_be_of_other_tables():
    cases = column("case", range(100))
    infectors = column("by", [*range(30, 60), *range(500, 520), *[None] * 50])
    assert find_references([cases, infectors])["by"].inside == pytest.approx(0.6)
    few = column("by", [*range(30), *range(500, 570)])
    assert not find_references([cases, few])


def test_rows_that_refer_to_themselves():
    people = column("person", range(100))
    heads = column("head", [i - i % 4 for i in range(100)])
    assert find_references([people, heads])["head"].own == 0.25


def test_two_columns_may_refer_to_a_third_one():
    people = column("person", [f"P-{i}" for i in range(100)])
    mothers = column("mother", [f"p{i % 40}" for i in range(100)])
    fathers = column("father", [f"P {40 + i % 40}" for i in range(100)])
    found = find_references([mothers, people, fathers])
    assert {name: one.column for name, one in found.items()} == {
        "mother": "person",
        "father": "person",
    }


def test_numbers_are_no_place_for_text():
    text = column("a", range(60))
    numbers = column("b", [i % 40 for i in range(60)], are_numbers=True)
    assert not find_references([text, numbers])
    assert find_references([column("c", range(60), are_numbers=True), text])


def test_what_is_repeated_together():
    person = np.repeat(np.arange(50), 3)
    number, name = column("number", person), column("name", [f"N{i}" for i in person])
    house = column("house", [f"H{i // 2}" for i in person])
    row = column("row", [f"R{i}" for i in range(150)])
    assert find_leaders([number, house, row, name]) == {"name": "number"}


def test_what_is_repeated_nowhere_together_leads_nothing():
    first = column("a", [1, 1, 2, None, None])
    second = column("b", [None, "x", "y", "z", "z"])
    assert not find_leaders([first, second])
