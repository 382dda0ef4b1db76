"""Files of SPSS, Stata and SAS: labels, missing codes, dates, and what stays behind."""

import gzip

import numpy as np
import pandas as pd
import pytest

from skl_synth.errors import InputError, InputWarning
from skl_synth.files import read_table, write_table

pyreadstat = pytest.importorskip("pyreadstat")

FRAME = pd.DataFrame(
    {
        "sex": [1.0, 2, 2, np.nan],
        "age": [30.0, -1, 99, 45],
        "seen": pd.to_datetime(["2024-01-01", "2021-05-06", None, "2022-01-01"]),
        "name": ["a", "", "é", "d"],
        "n": [1, 2, 3, 4],
    }
)


@pytest.fixture
def spss(tmp_path):
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(
        FRAME,
        str(path),
        file_label="trial of Dr Grey",
        note="lives in Seattle",
        column_labels={"sex": "Sex of the person", "age": "Age in years"},
        variable_value_labels={
            "sex": {1: "male", 2: "female", 3: "other"},
            "age": {-1: "refused", 99: "unknown", 98: "dead"},
        },
        missing_ranges={"age": [{"lo": -9, "hi": -1}, 99]},
        variable_measure={"sex": "nominal"},
    )
    return path


def test_labels_are_levels_and_missing_codes_are_special(spss):
    with pytest.warns(InputWarning, match=r"1 columns \(such as -1, 99 in 'age'\)"):
        frame, style = read_table(spss)
    assert frame["sex"].tolist()[:3] == ["male", "female", "female"]
    assert frame["age"].tolist() == [30, -1, 99, 45]
    assert style.special_values(frame.columns) == {"age": [-1, 99]}
    assert style.special_values(["sex"]) == {}
    assert frame["seen"].dtype.kind == "M"
    assert frame["name"].isna().tolist() == [False, True, False, False]
    assert frame["n"].dtype == "int64"


def test_nothing_of_the_file_travels_but_titles_of_columns(spss, tmp_path):
    with pytest.warns(InputWarning):
        frame, style = read_table(spss)
    said = str(style)
    assert "Sex of the person" in said
    for hidden in ("Grey", "Seattle", "other", "dead"):
        assert hidden not in said
    for name in ("o.dta", "o.xlsx", "o.csv", "o.jsonl"):
        write_table(frame, tmp_path / name, style)
        content = (tmp_path / name).read_bytes()
        assert b"Grey" not in content
        assert b"Seattle" not in content


@pytest.mark.parametrize(
    ("labels", "values", "special"),
    [
        ({1: "low", 5: "high"}, [1, 2, 3, 4, 5], None),
        ({0: "none"}, [0, 3, 8, 20, 50], [0]),
        ({90: "90 or older"}, [20, 40.5, 90], [90]),
        ({}, [1, 2, 3], None),
    ],
)
def test_labels_of_some_values(tmp_path, labels, values, special):
    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"x": [float(one) for one in values]})
    pyreadstat.write_dta(frame, str(path), variable_value_labels={"x": labels})
    if special:
        with pytest.warns(InputWarning, match="kept apart"):
            read, style = read_table(path)
        assert style.special_values(["x"]) == {"x": special}
    else:
        read, style = read_table(path)
        assert style.special_values(["x"]) == {}
    assert read["x"].tolist() == values


def test_an_ordinal_scale_keeps_its_order(tmp_path):
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"x": [3.0, 1, 2]}),
        str(path),
        variable_value_labels={"x": {1: "low", 2: "middle", 3: "high"}},
        variable_measure={"x": "ordinal"},
    )
    frame, _ = read_table(path)
    assert frame["x"].cat.ordered
    assert frame["x"].cat.categories.tolist() == ["low", "middle", "high"]


def test_two_codes_of_one_label_stay_two_levels(tmp_path):
    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"x": [1.0, 2, 1]})
    pyreadstat.write_dta(
        frame, str(path), variable_value_labels={"x": {1: "a", 2: "a"}}
    )
    assert read_table(path)[0]["x"].nunique() == 2


def test_letters_of_stata_are_kept_apart(tmp_path):
    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"x": pd.Series([30.0, "a", 99.0, "b"], dtype=object)})
    pyreadstat.write_dta(frame, str(path), missing_user_values={"x": ["a", "b"]})
    with pytest.warns(InputWarning, match=r"\.a"):
        read, style = read_table(path)
    assert read["x"].tolist() == ["30", ".a", "99", ".b"]
    assert style.special_values(["x"]) == {"x": [".a", ".b"]}
    gaps, _ = read_table(path, missing=(".a", ".b"))
    assert gaps["x"].isna().tolist() == [False, True, False, True]
    assert gaps["x"].dtype.kind == "f"


def test_single_precision_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "a.dta"
    pd.DataFrame({"x": np.array([36.6, 0.1], "f4")}).to_stata(path, write_index=False)
    assert read_table(path)[0]["x"].tolist() == [36.6, 0.1]


@pytest.mark.parametrize(
    ("write", "name", "names"),
    [
        ("write_sav", "a.zsav", ["age", "n"]),
        ("write_por", "a.por", ["AGE", "N"]),
        ("write_xport", "a.xpt", ["age", "n"]),
    ],
)
def test_other_systems(tmp_path, write, name, names):
    path = tmp_path / name
    frame = FRAME[["age", "n"]].rename(
        columns=dict(zip(("age", "n"), names, strict=True))
    )
    getattr(pyreadstat, write)(frame, str(path))
    read, _ = read_table(path)
    pd.testing.assert_frame_equal(read, frame, check_dtype=False)


def test_a_packed_file_and_one_of_another_name(spss, tmp_path):
    packed, other = tmp_path / "a.sav.gz", tmp_path / "b.csv"
    packed.write_bytes(gzip.compress(spss.read_bytes()))
    other.write_bytes(spss.read_bytes())
    for path in (packed, other):
        with pytest.warns(InputWarning, match="kept apart"):
            assert len(read_table(path)[0]) == 4


def test_with_a_guarantee_each_cell_is_text(spss):
    frame, style = read_table(spss, as_text=True)
    assert frame["age"].tolist() == ["30", "-1", "99", "45"]
    assert style.described is None


@pytest.mark.parametrize("name", ["a.sav", "a.dta", "a.sas7bdat", "a.xpt", "a.por"])
def test_a_damaged_file(tmp_path, name):
    starts = {
        "a.sav": b"$FL2",
        "a.dta": b"<stata_dta>",
        "a.sas7bdat": b"\0" * 12 + b"\xc2\xea\x81\x60",
        "a.xpt": b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!",
        "a.por": b"ASCII SPSS PORT FILE",
    }
    path = tmp_path / name
    path.write_bytes(starts[name] + b"nonsense" * 99)
    with pytest.raises(InputError, match="cannot be read"):
        read_table(path)


@pytest.mark.parametrize("name", ["a.sav", "a.dta", "a.sas7bdat", "a.xlsx"])
def test_text_under_another_name(tmp_path, name):
    path = tmp_path / name
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="though its name says so"):
        read_table(path)


def test_too_large_a_file_is_refused_by_its_header(spss, monkeypatch):
    monkeypatch.setattr("skl_synth.files.bounds.MOST_CELLS", 10)
    with pytest.raises(InputError, match="4 rows and 5 columns, and no more than"):
        read_table(spss)


def test_without_the_extra_it_says_what_to_install(spss, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyreadstat", None)
    with pytest.raises(ImportError, match=r"skl_synth\[files\]"):
        read_table(spss)
