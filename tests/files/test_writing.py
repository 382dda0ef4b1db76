"""What was read is written as it stood in the file."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.files import ColumnStyle, TableStyle, read_table, write_table

SAME_BYTES = {
    "whole numbers": "a,b\n1,x\n-20,y\n",
    "whole numbers and decimals": "a,b\n67,x\n0.08,y\n1.32,x\n",
    "every number with a point": "a,b\n3.0,x\n4.0,y\n",
    "points and decimals": "a,b\n22.0,x\n7.25,y\n71.2833,y\n",
    "fixed decimals": "a,b\n1.50,x\n2.00,y\n",
    "small numbers": "a,b\n0.00001,x\n0.5,y\n",
    "exponents": "a,b\n1e-07,x\n0.5,y\n",
    "missing as N/A": "a,b\n1,x\nN/A,y\n2,\n",
    "missing as nothing": "a,b\n1.5,x\n,y\n",
    "text like missing": "a,b\n1,Unknown\n2,None\n3,NA\n4,N/A\n",
    "leading zeros": "a,b\n01234,x\n99999,y\n",
    "long keys": "a,b\n12345678901234567890,x\n2,y\n",
    "semicolons": "a;b\n1;x,y\n2;z\n",
    "tabs": "a\tb\n1\tx\n",
    "Windows": "a,b\r\n1,x\r\n",
    "byte order mark": "\ufeffa,b\n1,é\n",
    "quotes": '"a,1",b\n1,"he said ""no"""\n2,"two\nlines"\n3,"re\rturn"\n',
    "one column": 'a\n""\nx\n',
    "a name of spaces": "a, b\n1,x\n",
    "no name": ",b\n1,x\n",
}


def _copied(tmp_path, content):
    source, copy = tmp_path / "source.csv", tmp_path / "copy.csv"
    source.write_bytes(content)
    frame, style = read_table(source)
    write_table(frame, copy, style)
    return copy.read_bytes()


@pytest.mark.parametrize("text", SAME_BYTES.values(), ids=SAME_BYTES)
def test_a_table_comes_back_byte_for_byte(tmp_path, text):
    assert _copied(tmp_path, text.encode()) == text.encode()


@pytest.mark.parametrize(
    "name", ["stroke_raw.csv", "stroke_processed.csv", "titanic_processed.csv"]
)
def test_real_tables_come_back_byte_for_byte(tmp_path, real_data, name):
    content = (real_data / name).read_bytes()
    assert _copied(tmp_path, content) == content.rstrip(b"\n") + b"\n"


TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_any_text_comes_back(tmp_path_factory, cells, delimiter):
    path = tmp_path_factory.mktemp("texts") / "table.csv"
    named = [f"x{cell}" for cell in cells]
    style = TableStyle(delimiter=delimiter)
    write_table(pd.DataFrame({"a": named, "b": range(len(named))}), path, style)
    frame, read_style = read_table(path)
    assert frame["a"].tolist() == named
    assert read_style.delimiter == delimiter


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=False), min_size=1))
def test_any_number_comes_back(values):
    for style in (ColumnStyle(), ColumnStyle(point=False), ColumnStyle(exponent=True)):
        texts = style.write(pd.Series(values, dtype=float))
        back = [float(text) if text else np.nan for text in texts]
        np.testing.assert_array_equal(back, values)


@pytest.mark.parametrize(
    ("values", "style", "texts"),
    [
        ([1.0, np.nan], ColumnStyle(missing="NA"), ["1.0", "NA"]),
        ([1.0, 2.5], ColumnStyle(point=False), ["1", "2.5"]),
        ([1.0, 2.5], ColumnStyle(decimals=2), ["1.00", "2.50"]),
        ([1e-7, 1.0], ColumnStyle(), ["0.0000001", "1.0"]),
        ([1e-7, 1.0], ColumnStyle(exponent=True), ["1e-07", "1.0"]),
        ([1, 2], ColumnStyle(), ["1", "2"]),
        ([True, False], ColumnStyle(), ["True", "False"]),
        (["a", None], ColumnStyle(), ["a", ""]),
        (pd.array([1, None], dtype="Int64"), ColumnStyle(), ["1", ""]),
        (pd.Categorical(["b", "a"]), ColumnStyle(), ["b", "a"]),
        ([], ColumnStyle(), []),
    ],
)
def test_values_are_written_in_the_style_of_the_column(values, style, texts):
    assert style.write(pd.Series(values)) == texts


def test_whole_numbers_follow_the_majority(tmp_path):
    content = _copied(tmp_path, b"a,b\n1,x\n1,x\n1,x\n3.0,x\n4.0,x\n0.5,x\n")
    assert content == b"a,b\n1,x\n1,x\n1,x\n3,x\n4,x\n0.5,x\n"


def test_an_exponent_is_no_decimal(tmp_path):
    content = _copied(tmp_path, b"a,b\n1.5e+05,x\n2.5e-07,x\n")
    assert content == b"a,b\n150000.0,x\n2.5e-07,x\n"


def test_a_frame_without_a_style(tmp_path):
    path = tmp_path / "table.csv"
    write_table(pd.DataFrame({"a": [1, 2], "b": [0.5, None], "c": ["x", "y"]}), path)
    assert path.read_bytes() == b"a,b,c\n1,0.5,x\n2,,y\n"
