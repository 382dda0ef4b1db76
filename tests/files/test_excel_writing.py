"""Workbooks that are written: types are kept, and nothing becomes a formula."""

import datetime as dt
import zipfile

import hypothesis.strategies as st
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings

from skl_synth.errors import InputError
from skl_synth.files import TableStyle, check_writable, read_table, write_table

FORMULAS = ["=1+1", "+1", "-x", "@SUM(A1)", "#N/A", "=cmd|' /C calc'!A0", "\t=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_stays_text(tmp_path, text):
    path = tmp_path / "a.xlsx"
    write_table(pd.DataFrame({text: [text, "x"]}), path)
    sheet = openpyxl.load_workbook(path).active
    assert [cell.data_type for (cell,) in sheet.iter_rows()] == ["s", "s", "s"]
    assert sheet["A2"].value == text


def test_types_are_kept(tmp_path):
    path = tmp_path / "a.xlsx"
    frame = pd.DataFrame(
        {
            "n": [1, 2],
            "gap": [1.0, np.nan],
            "code": ["007", "012"],
            "day": pd.to_datetime(["2024-01-31", None]),
            "time": pd.to_datetime(["2024-01-31 09:30", "2024-01-31 00:00"]),
            "stay": pd.to_timedelta(["1 days 06:00:00", "0 days 01:00:00"]),
            "ill": [True, False],
            "old": pd.to_datetime(["1850-01-01", "2024-01-01"]),
            "key": [12345678901234567, 1],
        }
    )
    write_table(frame, path, TableStyle(sheet="Patients"))
    sheet = openpyxl.load_workbook(path).active
    assert sheet.title == "Patients"
    cells = {column[0].value: column[1:] for column in sheet.iter_cols()}
    assert [cell.value for cell in cells["code"]] == ["007", "012"]
    assert cells["day"][0].is_date
    assert cells["day"][0].number_format == "yyyy-mm-dd"
    assert cells["time"][0].value == dt.datetime(2024, 1, 31, 9, 30)
    assert cells["stay"][0].value == dt.timedelta(hours=30)
    # Excel has no such days, and no such numbers.
    assert cells["old"][0].value == "1850-01-01"
    assert cells["key"][0].value == "12345678901234567"
    read, _ = read_table(path)
    assert read["gap"].isna().tolist() == [False, True]
    assert read["day"].tolist()[0] == pd.Timestamp("2024-01-31")


def test_the_same_table_gives_the_same_bytes_and_no_author(tmp_path):
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None]})
    for name in ("a.xlsx", "b.xlsx"):
        write_table(frame, tmp_path / name)
    content = (tmp_path / "a.xlsx").read_bytes()
    assert content == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        assert {one.date_time[0] for one in packed.infolist()} == {2000}
        assert b"2000-01-01" in packed.read("docProps/core.xml")


_CELLS = {
    "whole": st.integers(-(10**14), 10**14),
    "number": st.floats(-1e9, 1e9, width=32).map(lambda x: float(f"{x:.15g}") or 0.5),
    "text": st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1
    ).map(lambda text: f"t{text}"),
    "day": st.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1)),
    "flag": st.booleans(),
}


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_again(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "round.xlsx"
    n = data.draw(st.integers(1, 6))
    cells = {
        name: data.draw(st.lists(kind, min_size=n, max_size=n))
        for name, kind in _CELLS.items()
    }
    cells["number"][0] += 0.5
    frame = pd.DataFrame({"key": [f"k{at}" for at in range(n)], **cells})
    write_table(frame, path)
    read, style = read_table(path, header_row=1, drop_last=0)
    expected = frame.assign(day=pd.to_datetime(frame["day"]))
    pd.testing.assert_frame_equal(
        read, expected, check_dtype=False, check_index_type=False
    )
    write_table(read, path, style)
    again, _ = read_table(path, header_row=1, drop_last=0)
    pd.testing.assert_frame_equal(read, again)


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pd.DataFrame(np.zeros((1, 16_385))), "16384 columns"),
        (pd.DataFrame({"a": np.zeros(1_048_576, np.int8)}), "1048575 rows"),
        (pd.DataFrame({"a": ["x" * 40_000]}), "'a'.*more than 32767 characters"),
        (pd.DataFrame({"a": ["x\x00"]}), "'a'.*cannot be printed"),
    ],
)
def test_what_a_sheet_cannot_hold_is_refused_before(tmp_path, frame, words):
    with pytest.raises(InputError, match=words):
        check_writable(frame, tmp_path / "a.xlsx")
    check_writable(frame, tmp_path / "a.csv")
