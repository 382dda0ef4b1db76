"""Which columns of a file are numbers, and what is told of files that are no table."""

import numpy as np
import pytest

from skl_synth.files import read_table


@pytest.fixture
def read(tmp_path):
    def read_text(content):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path)

    return read_text


def _column(read, *cells):
    frame, style = read("\n".join(["a,b", *(f"{cell},x" for cell in cells), ""]))
    return frame["a"], style.of("a")


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1", "-2", "+3"], [1, -2, 3]),
        (["123456789012345", "0"], [123456789012345, 0]),
        ([" 1", "2 "], [1, 2]),
    ],
)
def test_whole_numbers_are_integers(read, cells, values):
    column, _ = _column(read, *cells)
    assert column.dtype == np.int64
    assert column.tolist() == values


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["67", "0.08"], [67, 0.08]),
        (["3.0", "4.0"], [3, 4]),
        ([".5", "1."], [0.5, 1]),
        (["1e-7", "2E3"], [1e-7, 2000]),
        (["0.5", "0"], [0.5, 0]),
        (["inf", "1"], [np.inf, 1]),
        (["1", "", "NA", "N/A", "NaN", "null", "nan", "n/a"], [1, *[np.nan] * 7]),
    ],
)
def test_numbers_are_floats(read, cells, values):
    column, _ = _column(read, *cells)
    assert column.dtype == np.float64
    np.testing.assert_array_equal(column, values)


@pytest.mark.parametrize(
    "cells",
    [
        ["01234", "99999"],
        ["1234567890123456", "2"],
        ["Unknown", "None"],
        ["NA", "DE"],
        ["N/A", "N/A"],
        ["1-5", "6-9"],
        ["2020/2021", "2021/2022"],
        ["1st", "2nd"],
        ["True", "False"],
        ["٣", "٤"],
        ["1_000", "x"],
        ["x ", " y"],
    ],
)
def test_everything_else_is_text_to_the_letter(read, cells):
    column, _ = _column(read, *cells)
    assert column.tolist() == cells


def test_only_an_empty_text_is_missing(read):
    column, _ = _column(read, "DE", "", "NA")
    assert column.isna().tolist() == [False, True, False]


def test_a_column_without_a_value_is_missing(read):
    column, _ = _column(read, "", "")
    assert column.isna().all()


@pytest.mark.parametrize("odd", ["?", "unknown", "12,5", "1 000"])
def test_a_column_that_was_meant_to_hold_numbers_is_told(read, odd):
    with pytest.warns(UserWarning, match=f"column 'a' is read as text, .*{odd!r}"[:-1]):
        _column(read, "1", "2", "3.5", f'"{odd}"')


def test_the_commonest_marker_is_remembered(read):
    _, style = _column(read, "1", "NA", "N/A", "N/A")
    assert style.missing == "N/A"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(read, delimiter):
    text = 'a,"b,c;\td",e\n1,"x,;\ty",2\n'
    frame, style = read('"a"@"b,c;\td"@"e"\n1@"x,;\ty"@2\n'.replace("@", delimiter))
    assert style.delimiter == delimiter
    assert frame.columns.tolist() == ["a", "b,c;\td", "e"]
    assert frame.iloc[0].tolist() == [1, "x,;\ty", 2], text


def test_quoted_line_ends_belong_to_the_value(read):
    frame, _ = read('a,b\n1,"two\r\nlines"\n')
    assert frame["b"].tolist() == ["two\r\nlines"]


def test_blank_lines_are_no_rows(read):
    frame, _ = read("\n\na;b\n\n1;x\n2;y\n\n\n")
    assert frame["a"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("a,b\n", "has column names but no rows"),
        ("a,b,a\n1,2,3\n", "two columns called 'a'"),
        ("a,b\n1,2\n3\n", "line 3: the header names 2 columns, but there are 1"),
        ("a,b\n1,2,3\n", "line 2: the header names 2 columns, but there are 3"),
        ('a,b\n1,"2\n3,4\n', "line 3: unexpected end of data"),
        ('a,b\n1,"2" 3\n', "line 2: ',' expected after"),
        (f"a,b\n1,{'x' * 200_000}\n", "line 2: field larger than"),
        (f"{'x' * 200_000},b\n1,2\n", "field larger than"),
        (b"a,b\n1,\xe9\n", r"no text in UTF-8 \(byte 6"),
        (b"\x1f\x8b\x08\x00", "no text in UTF-8"),
        (b"a,b\n1,\x00\n", "holds zero bytes"),
    ],
)
def test_what_is_no_table_is_told(read, content, words):
    with pytest.raises(ValueError, match=rf"table\.csv.* {words}|table\.csv, {words}"):
        read(content)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no file .*nothing\.csv"):
        read_table(tmp_path / "nothing.csv")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(IsADirectoryError, match="is a folder"):
        read_table(tmp_path)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(OSError, match=r"cannot read .*a\.csv \(Permission denied\)"):
        read_table(tmp_path / "a.csv")
