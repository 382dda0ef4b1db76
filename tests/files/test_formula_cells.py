"""Text that a spreadsheet would run is mentioned, and escaped where that is asked."""

import csv

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings

from skl_synth.errors import InputWarning
from skl_synth.files import TableStyle, read_table, write_table
from skl_synth.files.formula_cells import is_formula

RUN = [
    *("=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+A1", "-A1", "-1+2", "\t=1", "\r=1"),
    *(
        "＝1+1",
        "＋A1",
        "－A1",
        "＠x",
        "=",
        "=5",
        "\n=1",
        "-unknown-",
        '=HYPERLINK("x")',
    ),
]
HARMLESS = [
    *("-5", "+5", "-", "--", "+49 30 123", "-5,3", "-1.234,50", "-5 %", "-1e-05"),
    *("", "a=1", "'=1", " ", "5", "–", "1-2", None, 5, -5.5, True),
]


@pytest.mark.parametrize("value", RUN)
def test_formulas(value):
    assert is_formula(value)


@pytest.mark.parametrize("value", HARMLESS)
def test_no_formulas(value):
    assert not is_formula(value)


@pytest.fixture
def table():
    return pd.DataFrame(
        {
            "n": [-1, 2, -3],
            "=x": ["a", "=1+1", "=1+1"],
            "c": pd.Categorical(["-A1", None, "b"]),
            "at": pd.date_range("2024-01-01", periods=3),
        }
    )


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.csv.gz", "a"])
def test_they_are_mentioned(table, tmp_path, name):
    with pytest.warns(InputWarning) as caught:
        write_table(table, tmp_path / name)
    cells, names = [str(one.message) for one in caught]
    assert cells.startswith(
        "3 cells of text in 2 columns begin like a formula (2 in column '=x')"
    )
    assert "the names of 1 columns begin like a formula (such as '=x')" in names
    assert "escape_formulas=True" in cells


def test_they_are_escaped(table, tmp_path):
    write_table(table, tmp_path / "a.csv", TableStyle(escape_formulas=True))
    assert (tmp_path / "a.csv").read_text() == (
        "n,'=x,c,at\n-1,a,'-A1,2024-01-01\n2,'=1+1,,2024-01-02\n-3,'=1+1,b,2024-01-03\n"
    )


def test_the_name_that_stands_in_the_file_is_escaped(tmp_path):
    style = TableStyle(names={"a": "@a", "b": None}, escape_formulas=True)
    write_table(pd.DataFrame({"a": [1], "b": [2]}), tmp_path / "a.csv", style)
    assert (tmp_path / "a.csv").read_text() == "'@a\n1,2\n"


@pytest.mark.parametrize("name", ["a.xlsx", "a.jsonl", "a.parquet", "a.dta"])
def test_files_with_types_run_no_text(table, tmp_path, name):
    table = table.rename(columns={"=x": "x"})
    write_table(table, tmp_path / name)
    frame, _ = read_table(tmp_path / name)
    assert frame["x"].tolist() == ["a", "=1+1", "=1+1"]


def test_no_cell_of_a_workbook_is_a_formula(table, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    write_table(table, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert "f" not in kinds
    properties = book.properties
    assert (properties.creator, properties.lastModifiedBy) == ("skl_synth", None)


@given(st.lists(st.sampled_from([*filter(None, map(str, RUN + HARMLESS))]), min_size=2))
@settings(max_examples=40, deadline=None)
def test_nothing_runs_and_all_else_comes_back(tmp_path_factory, texts):
    path = tmp_path_factory.getbasetemp() / "escaped.csv"
    frame = pd.DataFrame({"t": ["word", *texts], "u": "x"})
    write_table(frame, path, TableStyle(escape_formulas=True))
    with path.open(encoding="utf-8", newline="") as file:
        read = [row[0] for row in csv.reader(file)]
    wanted = [f"'{one}" if is_formula(one) else one for one in frame["t"]]
    assert read == ["t", *wanted]
