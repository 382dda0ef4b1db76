"""Months, quarters and weeks that are kept as numbers."""

import datetime as dt

import pandas as pd
import pytest

from skl_synth.files import read_table
from skl_synth.files.period_dates import date_reader

pyreadstat = pytest.importorskip("pyreadstat")


@pytest.mark.parametrize("unit", ["tm", "tq", "th", "tw"])
def test_periods_of_stata(tmp_path, unit):
    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"when": pd.to_datetime(["1955-07-01", "2021-01-01", None])})
    frame.to_stata(path, convert_dates={"when": unit}, write_index=False)
    read, _ = read_table(path)
    assert read["when"].tolist()[1] == pd.Timestamp("2021-01-01")
    expected = pd.read_stata(path)["when"].tolist()
    assert read["when"].tolist()[:2] == expected[:2]
    assert read["when"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize("written", ["MOYR8", "QYR6", "WKYR10"])
def test_periods_of_spss(tmp_path, written):
    path = tmp_path / "a.sav"
    seconds = (dt.datetime(2024, 3, 1) - dt.datetime(1582, 10, 14)).total_seconds()
    frame = pd.DataFrame({"when": [seconds]})
    pyreadstat.write_sav(frame, str(path), variable_format={"when": written})
    assert read_table(path)[0]["when"].tolist() == [pd.Timestamp("2024-03-01")]


@pytest.mark.parametrize("written", ["MONYY7", "YYMMD7", "YYQ6", "WORDDATE"])
def test_periods_of_sas(tmp_path, written):
    path = tmp_path / "a.xpt"
    days = (dt.date(2024, 3, 1) - dt.date(1960, 1, 1)).days
    frame = pd.DataFrame({"when": [float(days)]})
    pyreadstat.write_xport(frame, str(path), variable_format={"when": written})
    assert read_table(path)[0]["when"].tolist() == [pd.Timestamp("2024-03-01")]


@pytest.mark.parametrize(
    "written", [None, "F8.2", "%10.0g", "%ty", "DATE9", "YYMMDD10"]
)
def test_other_formats_are_left_alone(written):
    assert date_reader(written) is None
