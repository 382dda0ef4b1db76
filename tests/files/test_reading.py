"""Which columns of a file are numbers, and how files that are no table are refused."""

import gzip

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.errors import InputError
from skl_synth.files import read_table
from skl_synth.files.delimited import columns_of
from tests.files import fuzz_reading


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


@pytest.mark.parametrize("odd", ["unknown", "12,5", "5 %", "1.000,5", "0x1f"])
def test_a_column_that_was_meant_to_hold_numbers_is_reported(read, odd):
    with pytest.warns(UserWarning, match=f"column 'a': 1 of 4 values are no .*{odd!r}"):
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
        ("a,b\n1,2\n3\n", "line 3: the header names 2 columns, but there are 1"),
        ("a,b\n1,2,3\n", "line 2: the header names 2 columns, but there are 3"),
        ('a,b\n1,"2\n3,4\n', "line 2: a double quote is opened here and never closed"),
        ('a,b\n1,"2" 3\n', "line 2: text follows a closing double quote"),
        (f'a,b\n1,"{"x" * 200_000}"\n', "line 2: a value is longer than 131072"),
        (f'"{"x" * 200_000}",b\n1,2\n', "line 1: a value is longer than"),
        (b"a,b\n1,\xe9\x01\n", r"no text in UTF-8 \(line 2"),
        (b"\x1f\x8b\x08\x00", "packed by gzip, but damaged"),
        (
            gzip.compress(b"a,b\n1,2\n" * 99, mtime=0)[:-10],
            "packed by gzip, but damaged",
        ),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"a,b\n1,\x00\n", "holds characters that are no text"),
        (b"\xff\xfea\x00,\x00b", "no text in utf-16-le"),
        (b"\x89PNG\r\n\x1a\n\x00", r"no table that can be read but a picture \(PNG\)"),
        (b"PK\x03\x04", "is damaged or cut off"),
        (b"\xd0\xcf\x11\xe0", "is a workbook that cannot be read"),
        (b"%PDF-1.7", "no table that can be read but a PDF document"),
    ],
)
def test_what_is_no_table_is_reported(read, content, words):
    with pytest.raises(ValueError, match=rf"table\.csv.* {words}|table\.csv, {words}"):
        read(content)


def test_a_broken_parquet_file(read):
    pytest.importorskip("pyarrow")
    with pytest.raises(ValueError, match=r"csv is a Parquet file that cannot be"):
        read(b"PAR1 and so on PAR1")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no file .*nothing\.csv"):
        read_table(tmp_path / "nothing.csv")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(IsADirectoryError, match="is a folder"):
        read_table(tmp_path)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(path, *_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(OSError, match=r"cannot read .*a\.csv \(Permission denied\)"):
        read_table(tmp_path / "a.csv")


READ = {
    "decimal comma": (["12,5", "3,25"], [12.5, 3.25]),
    "decimal comma and points": (["1.234,50", "0,75"], [1234.5, 0.75]),
    "commas": (["1,234.50", "12.00"], [1234.5, 12]),
    "many commas": (["1,234,567", "12"], [1_234_567, 12]),
    "spaces": (["1 234", "12"], [1234, 12]),
    "no-break spaces": (["1\u00a0234,5", "12,0"], [1234.5, 12]),
    "narrow spaces": (["1\u202f234", "12"], [1234, 12]),
    "apostrophes": (["1'234.5", "12"], [1234.5, 12]),
    "percent": (["12.5%", "3%"], [12.5, 3]),
    "percent behind a space": (["12,5 %", "-3,1 %"], [12.5, -3.1]),
    "pounds": (["£5", "£1,200.50"], [5, 1200.5]),
    "euros": (["5,00 €", "1.200,50 €"], [5, 1200.5]),
    "an old marker": (["1", "?"], [1, np.nan]),
    "more markers": (["1", "-", ".", "#N/A", "None", "<NA>"], [1, *[np.nan] * 5]),
}
KEPT = {
    "amounts of several currencies": ["£5", "€5"],
    "amounts with and without a sign": ["£5", "5"],
    "groups of two": ["12,34,567", "1"],
    "grouped and not": ["1,234,567", "12345"],
    "two kinds of marks": ["1.234,5", "1,234.5"],
    "a leading zero in a group": ["0,123,456", "1"],
    "dates": ["2024-01-31", "2024-02-01"],
    "German dates": ["31.01.2024", "01.02.2024"],
    "times": ["12:30", "13:45"],
    "versions": ["1.2.3", "1.2.4"],
    "digits of another script": ["１２", "３"],
}


@pytest.mark.parametrize(("cells", "values"), READ.values(), ids=READ)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_numbers_in_every_notation(read, delimiter, cells, values):
    lines = (f'"{cell}"{delimiter}x' for cell in cells)
    frame, _ = read("\n".join([f"a{delimiter}b", *lines, ""]))
    np.testing.assert_array_equal(frame["a"].to_numpy(dtype=float), values)


def test_dates_with_points_are_not_taken_for_broken_numbers(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a;b\n" + "".join(f"{i}.03.2021;x\n" for i in range(10, 30)))
    frame, _ = read_table(path)
    assert frame["a"].iloc[0] == "10.03.2021"


@pytest.mark.filterwarnings("ignore:column 'a'. . of . values are no plain numbers")
@pytest.mark.parametrize("cells", KEPT.values(), ids=KEPT)
def test_what_cannot_be_written_back_as_it_is_stays_text(read, cells):
    column, _ = _column(read, *(f'"{cell}"' for cell in cells))
    assert column.tolist() == cells


class TestDoubt:
    """1,234 may be a thousand or a little more than one."""

    def test_another_column_decides(self, read):
        frame, _ = read("a;b\n1,234;1,5\n5,678;2,5\n")
        assert frame["a"].tolist() == [1.234, 5.678]

    def test_another_column_decides_for_points(self, read):
        frame, _ = read("a;b\n1.234;1,5\n5.678;2,5\n")
        assert frame["a"].tolist() == [1234, 5678]

    def test_points_are_decimal_otherwise(self, read):
        frame, _ = read("a;b\n1.234;x\n5.678;y\n")
        assert frame["a"].tolist() == [1.234, 5.678]

    @pytest.mark.parametrize(
        ("delimiter", "value", "other"), [(",", 1234, ","), (";", 1.234, r"\.")]
    )
    def test_the_delimiter_decides_with_a_warning(self, read, delimiter, value, other):
        with pytest.warns(UserWarning, match=rf"'1,234' was read .*decimal='{other}'"):
            frame, _ = read(f'a{delimiter}b\n"1,234"{delimiter}x\n')
        assert frame["a"].tolist() == [value]

    @pytest.mark.parametrize(("decimal", "value"), [(".", 1234), (",", 1.234)])
    def test_who_says_so_is_believed(self, tmp_path, decimal, value):
        (tmp_path / "a.csv").write_text('a,b\n"1,234",x\n')
        frame, _ = read_table(tmp_path / "a.csv", decimal=decimal)
        assert frame["a"].tolist() == [value]


class TestEncodings:
    """A wrong guess is reported, and corrupts nothing."""

    def test_a_guess_is_reported(self, read):
        words = r"no UTF-8 and was read as windows-1252, .*'Müller' stands in line 2"
        with pytest.warns(UserWarning, match=words):
            frame, style = read("a,b\n1,Müller\n".encode("windows-1252"))
        assert frame["b"].tolist() == ["Müller"]
        assert style.encoding == "windows-1252"

    def test_who_says_so_is_believed(self, tmp_path):
        (tmp_path / "a.csv").write_bytes("a,b\n1,Müller\n".encode("mac-roman"))
        frame, style = read_table(tmp_path / "a.csv", encoding="mac-roman")
        assert frame["b"].tolist() == ["Müller"]
        assert style.encoding == "mac-roman"

    @pytest.mark.parametrize(
        ("encoding", "words"),
        [
            ("ascii", "no text in ascii: line 2"),
            ("rot13", "no encoding of text"),
            ("klingon", "no encoding of text"),
            ("utf-7", "would not be written back|no text in utf-7"),
        ],
    )
    def test_what_was_said_must_be_true(self, tmp_path, encoding, words):
        (tmp_path / "a.csv").write_bytes("a,b\n1,Müller\n".encode("windows-1252"))
        with pytest.raises(ValueError, match=words):
            read_table(tmp_path / "a.csv", encoding=encoding)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name, first;age\nx;1\ny;2\n", ";"),
        ("a|b,c\nx|1\ny|2\n", "|"),
        ("a;b,c,d\nx;1\n", ";"),
        ("a\nx\n", ","),
    ],
)
def test_the_delimiter_is_what_splits_the_lines_evenly(read, text, delimiter):
    assert read(text)[1].delimiter == delimiter


def test_a_delimiter_that_is_given(tmp_path):
    (tmp_path / "a.csv").write_text("a,b;c,d\n1,2;3,4\n")
    frame, _ = read_table(tmp_path / "a.csv", delimiter=";")
    assert frame.columns.tolist() == ["a,b", "c,d"]


@pytest.mark.parametrize(
    "options",
    [{"delimiter": ""}, {"delimiter": ";;"}, {"delimiter": '"'}, {"decimal": "'"}],
)
def test_what_is_given_is_checked(tmp_path, options):
    (tmp_path / "a.csv").write_text("a;b\n1;2\n")
    with pytest.raises(ValueError, match=f"{next(iter(options))}="):
        read_table(tmp_path / "a.csv", **options)


@given(
    st.lists(st.lists(st.text("ab1.é \t'", max_size=3), min_size=3, max_size=3)),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_compiled_and_plain_splitting_agree(rows, end):
    pytest.importorskip("pyarrow")
    text = end.join(["x;y;z", *(";".join(row) for row in rows), ";;", ""])
    plain = columns_of(text, ";", "table.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("skl_synth.files.delimited.LARGE", 0)
        fast = columns_of(text, ";", "table.csv")
    assert list(plain) == list(fast)
    for one, other in zip(plain.values(), fast.values(), strict=True):
        assert one.texts == other.texts
        np.testing.assert_array_equal(one.codes, other.codes)


def test_large_files_are_refused_with_their_uneven_lines(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text("a,b\n" + "1,2\n" * 400_000 + "3\n")
    with pytest.raises(
        ValueError, match="up to line 400002, is a row of 1 values"
    ) as caught:
        read_table(path)
    assert "drop_last=1" in str(caught.value)
    path.write_text("a,b\n" + "1,2\n" * 200_000 + "3\n" + "1,2\n" * 200_000)
    with pytest.raises(ValueError, match="line 200002: the header names 2 columns"):
        read_table(path)


@settings(max_examples=150)
@given(fuzz_reading.contents(), fuzz_reading.OPTIONS)
def test_nothing_but_the_stated_errors_comes(tmp_path_factory, content, options):
    fuzz_reading.check(content, options, tmp_path_factory.mktemp("fuzz"))


def test_as_text_no_cell_decides_how_another_is_read(tmp_path):
    cells = ["36,6", "-9", "01", "1.234,5", "NA", "12"]
    path = tmp_path / "table.csv"

    def read_with(odd):
        path.write_text("a;b\n" + "".join(f"{cell};x\n" for cell in [*cells, odd]))
        frame, _ = read_table(path, as_text=True)
        assert frame["b"].tolist() == ["x"] * 7
        return frame["a"].tolist()[:-1]

    expected = ["36.6", "-9", "01", "1234.5", "NA", "12"]
    for odd in ("1", "odd", "26.5", "007", "12 %", ""):
        assert read_with(odd) == expected


@pytest.mark.parametrize(
    ("header", "mark"),
    [("a,b", ","), ("a;b", ";"), ('"a, of old";b', ";"), ("a\tb", "\t"), ("a", ",")],
)
def test_as_text_the_first_line_alone_says_what_the_delimiter_is(
    tmp_path, header, mark
):
    # Three times as many of another mark in each row: the rows would say otherwise.
    other = ";" if mark == "," else ","
    cells = mark.join([f"1{other}2{other}3"] * (header.count(mark) + 1))
    path = tmp_path / "table.csv"
    path.write_text(f"\n{header}\n{cells}\n{cells}\n")
    frame, style = read_table(path, as_text=True)
    assert style.delimiter == mark
    assert frame.shape == (2, header.count(mark) + 1)


@pytest.mark.parametrize("header", ["a,b;c;d", '"a;b', "a|b\tc"])
def test_as_text_a_first_line_that_leaves_it_open_is_refused(tmp_path, header):
    path = tmp_path / "table.csv"
    path.write_text(f"{header}\n1;2;3\n")
    with pytest.raises(InputError, match="no row of a person may decide") as caught:
        read_table(path, as_text=True)
    (remedy,) = caught.value.remedies
    assert remedy.setting.parameter == "delimiter"
    if '"' not in header:
        mark = remedy.setting.value
        path.write_text(f"{header}\n" + mark.join("1" * (header.count(mark) + 1)))
        assert len(read_table(path, as_text=True, delimiter=mark)[0]) == 1


def test_as_text_the_encoding_is_not_guessed(tmp_path):
    path = tmp_path / "table.csv"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path.write_bytes("a,b\nMüller,1\n".encode(encoding))
        assert read_table(path, as_text=True)[0]["a"].tolist() == ["Müller"]
    path.write_bytes("a,b\nMüller,1\n".encode("windows-1252"))
    with pytest.raises(InputError, match="encoding='windows-1252'"):
        read_table(path, as_text=True)
    frame, _ = read_table(path, as_text=True, encoding="windows-1252")
    assert frame["a"].tolist() == ["Müller"]
