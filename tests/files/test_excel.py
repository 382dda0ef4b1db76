"""Workbooks of Excel: what each cell becomes, and which cells are the table."""

import datetime as dt
import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from skl_synth.errors import InputError, InputWarning
from skl_synth.files import read_table, write_table


@pytest.fixture
def book(tmp_path):
    """Write the rows of one or several sheets as a workbook."""

    def write(*sheets, merged=(), name="table.xlsx", **named):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in {
            **{f"S{at}": one for at, one in enumerate(sheets)},
            **named,
        }.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
            for cells in merged:
                sheet.merge_cells(cells)
        path = tmp_path / name
        workbook.save(path)
        return path

    return write


def _answer(error):
    """The settings that the first remedy types."""
    fields = error.value.message.fields
    return {
        one.parameter: one.value
        for name, one in fields.items()
        if name.startswith("answer_")
    }


def test_cells_keep_their_types(book):
    rows = [
        ["age", "code", "seen", "at", "bmi", "ill"],
        [67, "007", dt.date(2024, 1, 31), dt.datetime(2024, 1, 31, 9, 30), 36.6, True],
        [8, "012", dt.date(2024, 2, 1), dt.datetime(2024, 2, 1), 0.1 + 0.2, False],
    ]
    frame, style = read_table(book(rows))
    assert frame["age"].dtype == "int64"
    assert frame["code"].tolist() == ["007", "012"]
    assert frame["seen"].tolist() == [
        pd.Timestamp(2024, 1, 31),
        pd.Timestamp(2024, 2, 1),
    ]
    assert frame["at"][0] == pd.Timestamp("2024-01-31 09:30")
    # What Excel shows, not the noise of its sums.
    assert frame["bmi"].tolist() == [36.6, 0.3]
    assert frame["ill"].dtype == bool
    assert style.sheet == "S0"


def test_gaps_and_mixed_cells(book):
    rows = [
        ["n", "dose", "note", "when"],
        [1, "0.5", "a", dt.date(2024, 1, 1)],
        [None, 2, None, "unknown"],
        [3, "NA", "c", None],
    ]
    frame, style = read_table(book(rows))
    assert frame["n"].tolist()[::2] == [1, 3]
    assert style.of("n").write(frame["n"]) == ["1", "", "3"]
    # Numbers that are stored as text are numbers, and NA is missing among numbers.
    assert frame["dose"].tolist()[:2] == [0.5, 2]
    assert frame["dose"].isna().tolist() == [False, False, True]
    assert frame["when"].tolist()[:2] == ["2024-01-01", "unknown"]


PEOPLE = [[60 + at, "fm"[at % 2], at / 10] for at in range(30)]
NAMES = ["age", "sex", "bmi"]


@pytest.mark.parametrize(
    ("above", "below", "answer"),
    [
        ([["Ward report 2024"], []], [], {"header_row": 3}),
        ([["Ward report 2024"], ["Dr Who"]], [], {"header_row": 3}),
        ([], [["Total", None, 63.2]], {"drop_last": 1}),
        ([], [["Total", 12, 63.2]], {"drop_last": 1}),
        ([], [[None], ["Source: hospital"]], {"drop_last": 1}),
        (
            [["Report"]],
            [["Total", None, 1], ["Note: a"], ["Note: b"]],
            {"header_row": 2, "drop_last": 3},
        ),
    ],
)
def test_what_stands_about_the_table_is_named(book, above, below, answer):
    path = book([*above, NAMES, *PEOPLE, *below])
    with pytest.raises(InputError, match="table") as error:
        read_table(path)
    assert _answer(error) == answer
    frame, _ = read_table(path, **answer)
    assert frame.values.tolist() == PEOPLE
    assert list(frame) == NAMES


def test_units_below_the_names(book):
    path = book([NAMES, ["years", None, "kg/m²"], *PEOPLE])
    with pytest.raises(InputError, match="line 2 holds units") as error:
        read_table(path)
    frame, _ = read_table(path, **_answer(error))
    assert frame["age"].dtype == "int64"


@pytest.mark.parametrize("n", [12, 900])
def test_names_that_are_repeated(book, n):
    rows = [NAMES, *(PEOPLE * n)[:n], NAMES, *PEOPLE]
    with pytest.warns(InputWarning, match="repeats the column names"):
        frame, _ = read_table(book(rows))
    assert len(frame) == n + len(PEOPLE)
    assert frame["age"].dtype == "int64"


def test_a_level_called_all_is_no_total(book):
    rows = [["ward", "n"], *[["A", at] for at in range(9)], ["All", 2]]
    assert read_table(book(rows))[0]["ward"].tolist()[-1] == "All"


def test_a_first_line_that_is_data_is_no_header(book):
    path = book(PEOPLE)
    with pytest.raises(InputError, match="line 1 looks like data") as error:
        read_table(path)
    assert _answer(error) == {"header_row": 0}
    frame, style = read_table(path, header_row=0)
    assert frame.values.tolist() == PEOPLE
    assert list(frame) == ["column_1", "column_2", "column_3"]
    write_table(frame, path, style)
    pd.testing.assert_frame_equal(read_table(path, header_row=0)[0], frame)


def test_years_are_names(book):
    rows = [["country", 2019, 2020, 2021], ["A", 150, 160, 170], ["B", 1, 2, 3]]
    assert list(read_table(book(rows))[0]) == ["country", "2019", "2020", "2021"]


def test_columns_without_names(book):
    rows = [["age", None, "sex", None], [1, None, "f", "x"], [2, None, "m", "y"]]
    path = book(rows)
    with pytest.warns(InputWarning, match="without a name.* column_3"):
        frame, style = read_table(path)
    # Empty columns that have no name are no columns.
    assert list(frame) == ["age", "sex", "column_3"]
    write_table(frame, path, style)
    assert openpyxl.load_workbook(path).active["C1"].value is None


def test_two_columns_of_one_name(book):
    with pytest.warns(InputWarning, match="two columns called 'a'"):
        assert list(read_table(book([["a", "a"], [1, 2]]))[0]) == ["a", "a_2"]


def test_nothing_but_names(book):
    with pytest.raises(InputError, match="no sheet that holds column names and rows"):
        read_table(book([["a", "b"]]))


def test_the_first_sheet_with_a_table_is_read(book):
    sheets = {"About": [["made by"]], "A": [["a"], [1], [2]], "B": [["b"], [3], [4]]}
    path = book(**sheets)
    with pytest.warns(InputWarning, match="2 sheets with rows.*'A'") as caught:
        frame, _ = read_table(path)
    assert list(frame) == ["a"]
    assert caught[0].message.remedies[0].setting.value == "B"
    assert list(read_table(path, sheet="B")[0]) == ["b"]
    with pytest.raises(InputError, match="no sheet 'C'; its sheets are 'About', 'A'"):
        read_table(path, sheet="C")


def test_merged_cells_are_filled(book):
    rows = [["ward", "n"], ["A", 1], [None, 2], ["B", 3], [None, 4]]
    with pytest.warns(InputWarning, match="2 merged cells were filled"):
        frame, _ = read_table(book(rows, merged=["A2:A3", "A4:A5"]))
    assert frame["ward"].tolist() == ["A", "A", "B", "B"]


def test_errors_and_formulas_are_mentioned(book):
    path = book([["a", "b"], [1, "#N/A"], [2, "=A2+1"]])
    with pytest.warns(InputWarning) as caught:
        frame, _ = read_table(path)
    assert frame["b"].isna().all()
    texts = [str(one.message) for one in caught]
    assert any("hold an error of Excel (such as #N/A in B2)" in one for one in texts)
    assert any("never computed (the first is B3)" in one for one in texts)


def test_named_tokens_are_missing_in_all_columns(book):
    rows = [["n", "t", "d"], [-1, "x", dt.date(2024, 1, 1)], [2, "-1", "?"]]
    frame, _ = read_table(book(rows), missing=("-1", "?"))
    assert frame.isna().sum().tolist() == [1, 1, 1]
    assert frame["d"].dtype.kind == "M"


def test_with_a_guarantee_each_cell_is_read_by_itself(book):
    rows = [["n", "d"], [1, dt.date(2024, 1, 1)], ["x", None]]
    frame, _ = read_table(book(rows), as_text=True)
    assert frame.values.tolist() == [["1", "2024-01-01"], ["x", None]]


def test_a_lost_cell_far_away_is_refused_before_it_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.active["A2"] = 1
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(InputError, match="1048576 rows and 16384 columns"):
        read_table(tmp_path / "far.xlsx")


def test_an_empty_cell_with_a_format_is_no_cell(tmp_path):
    book = openpyxl.Workbook()
    for row in (["a"], [1], [2]):
        book.active.append(row)
    book.active["XFD1048576"].number_format = "0.00"
    book.save(tmp_path / "styled.xlsx")
    assert read_table(tmp_path / "styled.xlsx")[0]["a"].tolist() == [1, 2]


def test_a_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("skl_synth.files.bounds.TRUSTED_BYTES", 10**6)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 10**7)
    assert path.stat().st_size < 10**5
    with pytest.raises(InputError, match="more than 1MB when it is unpacked"):
        read_table(path)


def test_a_damaged_workbook(book):
    path = book([["a"], [1]])
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError, match="damaged"):
        read_table(path)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("xl/workbook.xml", "<x/>")
    path.write_bytes(packed.getvalue())
    with pytest.raises(InputError, match="workbook that cannot be read"):
        read_table(path)


def test_a_password_is_named(tmp_path):
    path = tmp_path / "secret.xlsx"
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600 + stream)
    with pytest.raises(InputError, match="protected by a password"):
        read_table(path)


def test_a_sheet_is_for_workbooks(tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    with pytest.raises(InputError, match="is no workbook"):
        read_table(tmp_path / "a.csv", sheet="A")


def test_without_the_extra_it_says_what_to_install(book, monkeypatch):
    path = book([["a"], [1]])
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    with pytest.raises(ImportError, match=r"skl_synth\[files\]"):
        read_table(path)


_ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def _ods(path, rows):
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", kind)
        packed.writestr("content.xml", _ODS.format(rows=rows).replace("\n", " "))
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
            f'manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{kind}"/></manifest:manifest>',
        )


def _row(*cells, often=""):
    written = "".join(
        f'<table:table-cell office:value-type="float" office:value="{one}"/>'
        if isinstance(one, int)
        else f'<table:table-cell office:value-type="string"{often}><text:p>{one}'
        "</text:p></table:table-cell>"
        for one in cells
    )
    return f"<table:table-row>{written}</table:table-row>"


def test_a_sheet_of_libreoffice(tmp_path):
    path = tmp_path / "a.ods"
    # LibreOffice says in one line that the rest of a sheet is empty.
    rest = (
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    _ods(path, _row("age", "sex") + _row(67, "f") + _row(68, "m") + rest)
    assert read_table(path)[0].to_dict("list") == {"age": [67, 68], "sex": ["f", "m"]}


def test_a_cell_that_is_repeated_without_end(tmp_path):
    path = tmp_path / "a.ods"
    often = ' table:number-columns-repeated="1000000"'
    _ods(path, _row("a", often=often) + _row("b", often=often))
    with pytest.raises(InputError, match="1000000 columns, more than is read"):
        read_table(path)
