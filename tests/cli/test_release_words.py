"""How much a release is to hold, as it is typed."""

import pandas as pd
import pytest

from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.cli.release_words import check_reading, fidelity_of
from skl_synth.errors import InputError, Setting

READING = {
    "kinds": None,
    "one_hot": (),
    "baseline": (),
    "identifiers": "surrogate",
    "min_category_count": None,
    "min_tail_count": None,
    "constraints": None,
}


class Told:
    """A table of which only the columns are known."""

    path = "patients.csv"
    frame = pd.DataFrame(columns=["age", "stroke", "a,b"])


def test_nothing_was_said_of_the_columns():
    check_reading(READING)


@pytest.mark.parametrize(
    ("name", "value", "option"),
    [
        ("kinds", "kinds.json", "--kinds"),
        ("one_hot", ("ward_",), "--one-hot"),
        ("baseline", ("ward_",), "--baseline"),
        ("identifiers", "drop", "--identifiers"),
        ("min_category_count", 10, "--min-category-count"),
        ("min_tail_count", 10, "--min-tail-count"),
        ("constraints", "rules.json", "--constraints"),
    ],
)
def test_what_the_dictionary_says(name, value, option):
    with pytest.raises(InputError, match=f"^{option} cannot be used with --epsilon"):
        check_reading({**READING, name: value})


def test_margins():
    assert fidelity_of(None, (), Told) is None
    assert fidelity_of("columns", (), Told) == "columns"
    assert fidelity_of(None, ("age,stroke", 'age,"a,b"'), Told) == [
        ("age", "stroke"),
        ("age", "a,b"),
    ]


def test_margins_of_columns_that_there_are_not():
    with pytest.raises(InputError, match=r"--margin: there is no column 'strok'; did"):
        fidelity_of(None, ("age,strok",), Told)


def test_two_ways_of_saying_it():
    with pytest.raises(InputError, match="leave out one of them"):
        fidelity_of("columns", ("age,stroke",), Told)


@pytest.mark.parametrize(
    ("parameter", "value", "typed"),
    [
        ("epsilon", 1.0, "--epsilon 1.0"),
        ("delta", 1e-6, "--delta 1e-06"),
        ("dictionary", "patients.json", "--dictionary patients.json"),
        ("fidelity", "columns", "--fidelity columns"),
        ("fidelity", [("a", "b c")], "--margin 'a,b c'"),
        ("class_counts", "public", "--public-class-counts"),
        ("class_counts", "noisy", None),
        ("rows_per_person", 3, "--rows-per-person 3"),
        ("weak_guarantee", True, "--weak-guarantee"),
        ("weak_guarantee", False, None),
        ("ladder", False, "--no-ladder"),
        ("ladder", True, None),
    ],
)
def test_what_is_to_be_typed(parameter, value, typed):
    assert COMMAND_LINE.setting(Setting(parameter, value)) == typed
