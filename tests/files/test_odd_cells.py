"""Odd cells are shown with how many there are, where, and both ways out."""

import pytest

from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.files import read_table


@pytest.fixture
def said(tmp_path):
    def read(*cells):
        path = tmp_path / "table.csv"
        path.write_text("a,b\n" + "".join(f'"{cell}",x\n' for cell in cells))
        with pytest.warns(UserWarning, match="column 'a'") as caught:
            frame, _ = read_table(path)
        assert frame["a"].tolist() == [cell or None for cell in cells]
        (warning,) = caught
        return warning.message.words(COMMAND_LINE)

    return read


NUMBERS = [str(number) for number in range(20, 40)]
DAYS = [f"2023-01-{day:02d}" for day in range(1, 29)]


def test_a_word_among_numbers(said):
    words = said(*NUMBERS, "Unknown", "41", "Unknown")
    assert "2 of 23 values are no plain numbers, such as 'Unknown' in row 21" in words
    assert "give --missing Unknown" in words
    assert "special_values in the dictionary" in words


def test_what_says_something_is_a_special_value_first(said):
    words = said("<0.5", *NUMBERS, "<0.5")
    assert "2 of 22 values are no plain numbers, such as '<0.5' in row 1" in words
    assert words.index("special_values") < words.index("--missing '<0.5'")


def test_only_words_are_offered_as_missing(said):
    words = said(*NUMBERS, "90+", "Not known")
    assert "--missing 'Not known'," in words
    assert "90+'" not in words.split("give", 1)[1]


def test_many_odd_cells_are_no_tokens(said):
    words = said(*NUMBERS, *(f"x{number}" for number in range(9)))
    assert "correct the others" in words
    assert "--missing" not in words


@pytest.mark.parametrize("odd", ["31/02", "unknown", "see notes"])
def test_one_odd_cell_among_dates(said, odd):
    words = said(*DAYS, odd)
    assert f"1 of 29 values are no dates, such as {odd!r} in row 29" in words


def test_times_over_a_day(said):
    words = said(*(f"{hour:02d}:20" for hour in range(24)), "late")
    assert "1 of 25 values are no dates, such as 'late'" in words


@pytest.mark.parametrize(
    "cells",
    [
        ["765 972 7564", "646 514 9973", "556 337 3044"],
        ["A1", "B2", "31"],
        [*DAYS, *(f"remark {number}" for number in range(20))],
        ["12:30", "NA", "13:45"],
        ["24:20", "23:59", "36:10"],
        ["2020/2021", "2021/2022"],
    ],
)
def test_nothing_is_said_of_what_is_as_it_should_be(tmp_path, cells):
    path = tmp_path / "table.csv"
    path.write_text("a,b\n" + "".join(f"{cell},x\n" for cell in cells))
    read_table(path)
