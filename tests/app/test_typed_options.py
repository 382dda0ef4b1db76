"""Options as they would be typed."""

from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.app.looking import said_of
from skl_synth.app.typed_options import (
    named_file,
    option_kinds,
    options_in,
    reading_of,
    ways_out,
    words_of,
)
from skl_synth.errors import InputError, Remedy, Setting


def test_they_are_read_as_the_command_line_reads_them():
    reading = reading_of(
        {"--header-row": "3", "--missing": "NA\nNot known", "--max-size": "8GB"}
    )
    assert reading["header_row"] == 3
    assert reading["missing"] == ("NA", "Not known")
    assert reading["max_size"] == 8 * 10**9
    assert reading["target"] is None
    assert "table" not in reading


def test_a_value_that_is_none_is_refused_by_name():
    with pytest.raises(click.UsageError) as caught:
        reading_of({"--header-row": "three"})
    assert "--header-row" in said_of(caught.value)


@pytest.mark.parametrize(
    ("sentence", "options"),
    [
        ("give it, such as --delimiter ','", {"--delimiter": ","}),
        ("it isn't so: --sheet 'Data 2'.", {"--sheet": "Data 2"}),
        ("use --drop 'ICD-10 codes': without it", {"--drop": "ICD-10 codes"}),
        (
            "type --one-row-per-person, or --person id.",
            {
                "--one-row-per-person": "yes",
                "--person": "id",
            },
        ),
        ("name it by --missing.", {}),
        ("use --method cart", {}),
        ("nothing to type", {}),
    ],
)
def test_what_a_sentence_tells_to_type_is_found(sentence, options):
    assert options_in(sentence) == options


def test_each_remedy_is_a_way_of_its_own():
    error = InputError(
        "two ways",
        remedies=[
            Remedy("skip them, {setting}", Setting("skip_rows", 2)),
            Remedy("or {setting}", Setting("encoding", "mac-roman")),
            "call somebody",
        ],
    )
    assert ways_out(error) == {
        "--skip-rows 2": {"--skip-rows": "2"},
        "--encoding mac-roman": {"--encoding": "mac-roman"},
    }
    assert ways_out(OSError("no such file")) == {}


def test_options_are_those_of_the_command_line():
    assert {"--target", "--person", "--drop-lines", "--max-size"} <= set(option_kinds())
    assert not {"--write", "--dictionary", "--kinds"} & set(option_kinds())


@given(st.text(st.characters(exclude_characters="\n\r"), min_size=1))
def test_a_column_of_any_name_comes_through(name):
    assert reading_of({"--target": name})["target"] == name
    assert words_of({"--target": name}) == ["--target", name]


def test_a_file_is_never_taken_for_an_option():
    assert named_file(Path("/x/-rf.csv")) == "./-rf.csv"
    assert named_file(Path("/x/a.csv")) == "a.csv"
