"""What was read is written as it stood in the file."""

import gzip

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
    "line ends in the header": '"a\rb"\n"c\rd"\n',
    "pipes": "a|b\n1|x\n",
    "no line end at the end": "a,b\n1,x",
    "old line ends": "a,b\r1,x\r",
    "Windows with quotes": 'a,b\r\n1,"x, y"\r\n',
    "decimal comma": "a;b\n12,5;x\n3,0;y\n",
    "decimal comma and points": "a;b\n1.234,50;x\n-0,75;y\n",
    "decimal comma with gaps": "a;b\n12,5;x\n;y\n",
    "thousands": 'a,b\n"1,234",x\n-12,y\n"1,234,567",z\n',
    "thousands and decimals": 'a,b\n"1,234.50",x\n0.25,y\n',
    "spaces in thousands": "a;b\n1 234;x\n12;y\n",
    "percent": "a,b\n12.5%,x\n3.0%,y\n",
    "whole percent": "a,b\n12 %,x\n3 %,\n",
    "pounds": 'a,b\n"£1,234.50",x\n£0.25,y\n',
    "a question mark": "a,b\n1,x\n?,y\n2,z\n",
    "padded": "a,b\n 1, x\n 2, y\n",
    "everything quoted": '"a","b"\n"1","x"\n"","y"\n"2",""\n',
    "everything quoted but gaps": '"a","b"\n"1","x"\n,"y"\n"2",\n',
    "text quoted, as by R": '"a","b"\n1,"x"\nNA,"y"\n2,NA\n',
    "one column of text quoted": 'a,b,c\n1,"x",u\n2,"y",v\n',
    "booleans": "a,b,c\nTrue,TRUE,yes\nFalse,FALSE,no\n",
    "dates": "a,b\n2024-01-31,x\n,y\n31.1.2024,z\n",
    "a name of spaces": "a, b\n1,x\n",
    "no name": ",b\n1,x\n",
}


def _copied(tmp_path, content):
    source, copy = tmp_path / "source.csv", tmp_path / "copy.csv"
    source.write_bytes(content)
    frame, style = read_table(source)
    write_table(frame, copy, style)
    return copy.read_bytes()


@pytest.mark.filterwarnings("ignore:.* has columns without a name")
@pytest.mark.parametrize("text", SAME_BYTES.values(), ids=SAME_BYTES)
def test_a_table_comes_back_byte_for_byte(tmp_path, text):
    assert _copied(tmp_path, text.encode()) == text.encode()


@pytest.mark.parametrize(
    "name", ["stroke_raw.csv", "stroke_processed.csv", "titanic_processed.csv"]
)
def test_real_tables_come_back_byte_for_byte(tmp_path, real_data, name):
    content = (real_data / name).read_bytes()
    assert _copied(tmp_path, content) == content


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


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_marked_encodings_come_back_byte_for_byte(tmp_path, encoding):
    content = "\ufeffa,b\r\n1,é€\r\n".encode(encoding)
    assert _copied(tmp_path, content) == content


@pytest.mark.filterwarnings("ignore:.* is no UTF-8")
@given(st.binary(max_size=30))
def test_no_guess_of_an_encoding_loses_a_byte(tmp_path_factory, odd):
    odd = bytes(byte for byte in odd if byte >= 0xA0 or byte in range(0x61, 0x7B))
    content = b"a,b\n1,x" + odd + b"\n2,y\n"
    assert _copied(tmp_path_factory.mktemp("bytes"), content) == content


def test_the_quotes_of_late_rows_are_seen_too(tmp_path):
    # In the first rows NA stands without quotes; much later a country has them.
    lines = ['"a","b"', "1,NA", *(f'{i},"x"' for i in range(2500)), '3,"NA"', ""]
    content = "\n".join(lines).encode()
    path = tmp_path / "r.csv"
    path.write_bytes(content)
    frame, _ = read_table(path)
    assert frame["b"].iloc[-1] == "NA"
    assert not frame["b"].isna().any()


class TestPacked:
    """Files that are packed by gzip."""

    CONTENT = "a;b\n1,5;é\n2,5;y\n".encode()

    @pytest.fixture
    def source(self, tmp_path):
        # By its content, whatever its name.
        path = tmp_path / "source.csv"
        path.write_bytes(gzip.compress(self.CONTENT))
        return read_table(path)

    def test_it_is_packed_where_its_name_says_so(self, source, tmp_path):
        write_table(source[0], tmp_path / "copy.csv.gz", source[1])
        packed = (tmp_path / "copy.csv.gz").read_bytes()
        assert gzip.decompress(packed) == self.CONTENT
        write_table(source[0], tmp_path / "again.csv.GZ", source[1])
        assert (tmp_path / "again.csv.GZ").read_bytes() == packed

    def test_it_is_plain_otherwise(self, source, tmp_path):
        write_table(source[0], tmp_path / "copy.csv", source[1])
        assert (tmp_path / "copy.csv").read_bytes() == self.CONTENT


def _mostly(draw, values, marker):
    gaps = draw(st.lists(st.integers(0, 4), min_size=len(values), max_size=len(values)))
    return [
        marker if gap == 0 else value for gap, value in zip(gaps, values, strict=True)
    ]


@st.composite
def _columns(draw, n_rows, comma):
    """One column in one style, as a program writes it."""

    def some(values):
        return draw(st.lists(values, min_size=n_rows, max_size=n_rows))

    kind = draw(st.sampled_from(["int", "fixed", "money", "percent", "word", "date"]))
    if kind == "word":
        return some(st.sampled_from(["yes", "no", "N/A", "", "a b", "0123", "x,y;z|"]))
    if kind == "date":
        return some(st.dates().map(lambda day: f"{day:%Y-%m-%d}"))
    if kind == "int":
        values = some(st.integers(-(10**12), 10**12).map(str))
        return _mostly(draw, values, draw(st.sampled_from(["", "NA", "-"])))
    places = draw(st.integers(1, 3 if kind == "fixed" else 2))
    units = some(
        st.integers(-(10**9), 10**9).filter(lambda unit: abs(unit) >= 10**places)
    )
    group = "" if kind == "fixed" else ","
    texts = [f"{unit / 10**places:{group}.{places}f}" for unit in units]
    if comma:
        texts = [text.translate(str.maketrans(".,", ",.")) for text in texts]
    texts = [text + (" %" if kind == "percent" else "") for text in texts]
    return _mostly(draw, texts, draw(st.sampled_from(["", "NA", "."])))


@st.composite
def _files(draw):
    """A file in one dialect."""
    delimiter = draw(st.sampled_from(",;\t|"))
    n_rows = draw(st.integers(1, 8))
    comma = draw(st.booleans())
    n_columns = draw(st.integers(2, 4))
    columns = [draw(_columns(n_rows, comma)) for _ in range(n_columns)]
    quote_all = draw(st.booleans())

    def line(cells):
        odd = (delimiter, '"')
        return delimiter.join(
            f'"{cell}"' if quote_all or any(mark in cell for mark in odd) else cell
            for cell in cells
        )

    header = [f"column {place}" for place in range(n_columns)]
    rows = [line(cells) for cells in (header, *zip(*columns, strict=True))]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(rows) + draw(st.sampled_from([end, ""]))


@pytest.mark.filterwarnings("ignore:column .*:UserWarning")
@settings(max_examples=300)
@given(_files(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_consistent_files_come_back_byte_for_byte(tmp_path_factory, text, encoding):
    content = text.encode(encoding)
    assert _copied(tmp_path_factory.mktemp("file"), content) == content


def test_a_column_that_a_parquet_file_lacked_is_written_behind_it(tmp_path):
    path = tmp_path / "real.parquet"
    real = pd.DataFrame({"age": [31, 54], "ward": ["A", "B"]})
    real.astype({"age": "int16"}).to_parquet(path, index=False)
    frame, style = read_table(path)
    write_table(frame.assign(flag=[0, 1]), tmp_path / "all.parquet", style)
    written = pd.read_parquet(tmp_path / "all.parquet")
    assert written.dtypes["age"] == "int16"
    pd.testing.assert_series_equal(written["flag"], pd.Series([0, 1], name="flag"))
