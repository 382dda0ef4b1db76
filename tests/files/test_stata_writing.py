"""Files of Stata that are written: names, labels, dates and missing values."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.errors import InputError, InputWarning
from skl_synth.files import (
    ColumnStyle,
    TableStyle,
    check_writable,
    read_table,
    write_table,
)
from skl_synth.files.stata_writing import names_for_stata

pyreadstat = pytest.importorskip("pyreadstat")


def test_types_and_gaps_are_kept(tmp_path):
    path = tmp_path / "a.dta"
    frame = pd.DataFrame(
        {
            "n": [1, 200, 40_000],
            "gap": [1.5, np.nan, -2],
            "code": ["007", None, "é"],
            "day": pd.to_datetime(["2024-01-31", None, "1850-01-01"]),
            "time": pd.to_datetime(["2024-01-31 09:30", None, "2024-01-31 00:00"]),
            "ill": [True, False, True],
        }
    )
    write_table(frame, path)
    read, _ = read_table(path)
    dates = dict.fromkeys(("day", "time"), "datetime64[us]")
    expected = frame.assign(ill=[1, 0, 1]).astype(dates)
    pd.testing.assert_frame_equal(read, expected, check_dtype=False)
    write_table(frame, tmp_path / "b.dta")
    assert path.read_bytes() == (tmp_path / "b.dta").read_bytes()


def test_levels_have_the_codes_of_the_source(tmp_path):
    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"sex": ["female", "male", "(rare)", None]})
    codes = {"male": 1.0, "female": 2.0, "intersex, of one patient": 3.0}
    write_table(frame, path, TableStyle(columns={"sex": ColumnStyle(codes=codes)}))
    raw, said = pyreadstat.read_dta(str(path))
    assert raw["sex"].tolist()[:3] == [2, 1, 4]
    # A label that no written row has says something of the real ones.
    assert said.variable_value_labels["sex"] == {1: "male", 2: "female", 4: "(rare)"}
    assert read_table(path)[0]["sex"].tolist()[:3] == ["female", "male", "(rare)"]


def test_names_that_stata_does_not_allow(tmp_path):
    frame = pd.DataFrame({"blood pressure": [1, 2], "age": [3, 4]})
    with pytest.warns(InputWarning, match="1 columns have names.*blood_pressure for"):
        write_table(frame, tmp_path / "a.dta")
    read, said = pyreadstat.read_dta(str(tmp_path / "a.dta"))
    assert list(read) == ["blood_pressure", "age"]
    assert said.column_names_to_labels["blood_pressure"] == "blood pressure"


def test_names_stay_different():
    long = "x" * 40
    names = [long, long + "y", "a b", "a_b", "a-b", "if", "str12", "", "2nd"]
    found = names_for_stata(names)
    assert len(set(found.values())) == len(names)
    assert found["a_b"] == "a_b"
    assert all(0 < len(one) <= 32 for one in found.values())


@pytest.mark.parametrize("value", [2**60, np.inf])
def test_numbers_that_stata_does_not_have(tmp_path, value):
    frame = pd.DataFrame({"a": [1, value]})
    with pytest.raises(InputError, match=r"'a' holds .* a number that Stata"):
        check_writable(frame, tmp_path / "a.dta")


def test_nothing_but_titles_comes_from_the_file_that_was_read(tmp_path):
    source, output = tmp_path / "in.sav", tmp_path / "out.dta"
    pyreadstat.write_sav(
        pd.DataFrame({"stage": [1.0, 2.0, 1.0], "age": [67.0, 71.0, 80.0]}),
        str(source),
        file_label="trial of Dr Smith",
        note="Mrs Smith left",
        variable_value_labels={"stage": {1.0: "early", 2.0: "late", 3.0: "Jane Roe"}},
    )
    frame, style = read_table(source)
    write_table(frame.head(1), output, style)
    written = output.read_bytes()
    assert b"Smith" not in written
    with pd.io.stata.StataReader(output) as file:
        assert list(file.value_labels().values()) == [{1: "early"}]
        assert file.time_stamp == "01 Jan 2000 00:00"
