"""Values between blanks, blanks about values, and what a file says of itself."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.errors import InputError
from skl_synth.files import read_table, write_table

TABLE = pd.DataFrame(
    {
        "ward": ["A", "Bee", "Cee"] * 5,
        "age": np.arange(15) * 3 + 7,
        "bmi": np.arange(15) * 0.5 + 20,
    }
)


@pytest.fixture
def copied(tmp_path):
    def copy(text, **options):
        path, again = tmp_path / "table.txt", tmp_path / "copy.txt"
        path.write_text(text)
        frame, style = read_table(path, **options)
        write_table(frame, again, style)
        return frame, again.read_text(), read_table(again, **options)[0]

    return copy


@pytest.mark.parametrize(
    "text",
    [
        TABLE.to_string(index=False),
        TABLE.to_string(index=False, justify="left"),
        TABLE.to_csv(index=False, sep="\t").replace("\t", " \t  "),
        "\n".join(
            f"   {line}  " for line in TABLE.to_csv(sep=" ", index=False).split("\n")
        ),
    ],
)
def test_columns_between_blanks(copied, text):
    frame, copy, again = copied(text)
    pd.testing.assert_frame_equal(frame, TABLE, check_dtype=False)
    pd.testing.assert_frame_equal(again, frame)
    assert copy.splitlines()[1].split() == ["A", "7", "20.0"]


def test_titles_above_columns_between_blanks(copied):
    text = f"All wards, year 2023\n\n{TABLE.to_string(index=False)}\n"
    with pytest.raises(InputError, match="header_row=3"):
        copied(text)
    frame, _, _ = copied(text, header_row=3)
    pd.testing.assert_frame_equal(frame, TABLE, check_dtype=False)


def test_lines_of_blanks_are_blank_lines(copied):
    frame, _, _ = copied("a,b\n1,x\n   \n2,y\n  \n")
    assert frame["a"].tolist() == [1, 2]


def test_aligned_columns_whose_values_hold_blanks(copied):
    table = TABLE.assign(ward=["Ward one", "Bee", "Cee of old"] * 5)
    frame, copy, again = copied(table.to_string(index=False, justify="left"))
    pd.testing.assert_frame_equal(frame, table, check_dtype=False)
    assert copy.splitlines()[1] == '"Ward one" 7 20.0'
    pd.testing.assert_frame_equal(again, frame)


def test_words_are_not_split(copied):
    text = "full name\n" + "Ann Lee\nBob Ray\n" * 5
    frame, copy, _ = copied(text)
    assert list(frame.columns) == ["full name"]
    assert copy == text


def test_a_blank_that_is_given_is_any_number_of_blanks(copied):
    frame, copy, again = copied('a  b\nx   "y  z"\n\tu v\n', delimiter=" ")
    assert frame.to_numpy().tolist() == [["x", "y  z"], ["u", "v"]]
    assert copy == 'a b\nx "y  z"\nu v\n'
    pd.testing.assert_frame_equal(again, frame)


def test_what_is_missing_between_blanks_is_written_with_quotes(copied):
    frame, copy, again = copied('a b\n1 ""\n2 x\n"" y\n', delimiter=" ")
    assert frame["b"].isna().tolist() == [True, False, False]
    assert copy == 'a b\n1.0 ""\n2.0 x\n"" y\n' or copy == 'a b\n1 ""\n2 x\n"" y\n'
    pd.testing.assert_frame_equal(again, frame)


def test_blanks_about_every_value_are_no_part_of_it(copied):
    text = "ward, age , sex\n" + "A, 31 , m\nB, 45 , f\n" * 5
    frame, copy, _ = copied(text)
    assert list(frame.columns) == ["ward", "age", "sex"]
    assert set(frame["sex"]) == {"m", "f"}
    assert copy == text


@given(st.lists(st.sampled_from([" x", " y ", "  z", " ", ""]), min_size=3, max_size=8))
def test_blanks_that_differ_stay(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("blanks") / "table.csv"
    text = "a,b\n" + "".join(f"{cell},w\n" for cell in cells)
    path.write_text(text)
    write_table(*_swapped(path))
    assert path.read_text() == text


def _swapped(path):
    frame, style = read_table(path)
    return frame, path, style


def test_quotes_behind_a_blank(copied):
    frame, _, _ = copied('a, b, c\n1, "x, y", 2\n3, "he said, ", 4\n5, z, 6\n')
    assert frame["b"].str.strip().tolist() == ["x, y", "he said,", "z"]


@pytest.mark.parametrize("as_text", [False, True])
def test_what_a_file_says_of_its_delimiter(copied, as_text):
    frame, copy, _ = copied("sep=;\nname;n\nx,y;1\ny,z;2\n", as_text=as_text)
    assert list(frame.columns) == ["name", "n"]
    assert copy == "name;n\nx,y;1\ny,z;2\n"
