"""Tables read as plain floats and plain text."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from skl_synth import TableEncoder
from skl_synth.evaluation.model_columns import (
    ColumnReader,
    EmptyColumns,
    ModelColumns,
)
from skl_synth.evaluation.read_columns import (
    ReadColumns,
    codecs_of,
    floats_of,
    text_of,
)
from skl_synth.evaluation.tables import read_real
from skl_synth.table.codecs import find_codec


def test_columns_are_sorted_by_what_they_are():
    n = 40
    table = pd.DataFrame(
        {
            "key": [f"P{i}" for i in range(n)],
            "age": np.arange(n) % 31,
            "flag": np.arange(n) % 2,
            "sex": ["f", "m"] * (n // 2),
            "site": "north",
            "ward_a": (np.arange(n) % 3 == 0).astype(int),
            "ward_b": (np.arange(n) % 3 != 0).astype(int),
            "consent": np.arange(n) % 4 == 0,
        }
    )
    columns = ModelColumns.of(read_real(table, None).schema)
    assert columns == ModelColumns(numbers=(1,), flags=(2, 5, 6, 7), levels=(3,))


def test_what_the_user_says_of_a_column_holds():
    table = pd.DataFrame({"code": [1, 2, 3, 1, 2, 3]})
    told = TableEncoder(column_kinds={"code": "category"}).fit(table)
    assert ModelColumns.of(told.schema_) == ModelColumns(levels=(0,))


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (pd.Series(["a", None, "b"]), ["a", None, "b"]),
        (pd.Series([1.0, np.nan, 2.5]), ["1", None, "2.5"]),
        (pd.Series([0, 1, 0], dtype=np.float32), ["0", "1", "0"]),
        (pd.Series([True, None, False], dtype="boolean"), ["True", None, "False"]),
        (pd.Categorical(["x", None, "x"], categories=["x", "y"]), ["x", None, "x"]),
        (pd.array([3, None, 4], dtype="Int64"), ["3", None, "4"]),
        (pd.arrays.SparseArray([0, 0, 5]), ["0", "0", "5"]),
    ],
    ids=["text", "float", "float32", "boolean", "category", "Int64", "sparse"],
)
def test_text_of_any_dtype(column, text):
    read = text_of(pd.Series(column))
    assert read.dtype == object
    assert read.tolist() == text


@pytest.mark.parametrize("convert", [np.asarray, sparse.csr_matrix, list])
def test_arrays_are_read_by_position(convert):
    X = np.array([[1.0, 0.0], [2.0, 5.0]])
    read = ColumnReader(numbers=[0], levels=[1]).fit_transform(convert(X))
    assert read["x0"].tolist() == [1.0, 2.0]
    assert read["x1"].tolist() == ["0", "5"]


def test_a_column_without_a_value_is_zero():
    table = pd.DataFrame({"never": [np.nan, np.nan], "age": [1.0, np.nan]})
    reader = ColumnReader(numbers=[0, 1]).fit(table)
    assert reader.empty_ == ["x0"]
    later = reader.transform(pd.DataFrame({"never": [7.0], "age": [np.nan]}))
    assert later["x0"].tolist() == [0.0]
    assert later["x1"].isna().all()


def test_tables_that_were_read_are_filled_in_the_same_way():
    table = pd.DataFrame({"never": [np.nan, np.nan], "age": [1.0, np.nan]})
    read = ReadColumns(table, {}).frame([0, 1], [])
    expected = ColumnReader(numbers=[0, 1]).fit_transform(table)
    pd.testing.assert_frame_equal(EmptyColumns([0, 1]).fit_transform(read), expected)


def test_a_column_is_read_as_the_real_one_is():
    """Days up to twelve could be months, and are not, where the real ones are not."""
    real = pd.DataFrame({"seen": ["25/03/2023", "03/04/2023", "14/02/2023"] * 10})
    codecs = codecs_of(read_real(real, None).schema)
    early = ReadColumns(pd.DataFrame({"seen": ["03/04/2023", "05/01/2023"]}), codecs)
    days = np.array(["2023-04-03", "2023-01-05"], dtype="M8[D]").astype(float)
    np.testing.assert_array_equal(early.floats(0), days)
    assert early.floats(0) is early.floats(0)


def test_what_somebody_wrote_as_text_is_read_all_the_same():
    real = pd.DataFrame(
        {"seen": pd.date_range("2023-01-01", periods=30), "n": range(30)}
    )
    codecs = codecs_of(read_real(real, None).schema)
    other = real.astype(str)
    columns, expected = ReadColumns(other, codecs), ReadColumns(real, codecs)
    for place in (0, 1):
        np.testing.assert_array_equal(columns.floats(place), expected.floats(place))


@pytest.mark.parametrize(
    ("column", "numbers"),
    [
        (["01/02/1970", "02/02/1970", None, "13/02/1970"], [31, 32, np.nan, 43]),
        (pd.to_datetime(["1970-01-02T12:00", None]), [1.5, np.nan]),
        (pd.to_datetime(["1970-01-02T01:00"]).tz_localize("Etc/GMT-1"), [1]),
        (pd.to_timedelta(["1 day", "36 hours"]), [1, 1.5]),
        (pd.Categorical(["b", "a"], ["c", "b", "a"], ordered=True), [1, 2]),
        (["1.50", "2.25", None], [1.5, 2.25, np.nan]),
        ([None, None], [np.nan, np.nan]),
        ([True, False], [1, 0]),
    ],
)
def test_whatever_is_a_number_is_read_as_one(column, numbers):
    series = pd.Series(column)
    codec = (find_codec(series) or (None,))[0] if series.notna().any() else None
    np.testing.assert_array_equal(floats_of(series, codec), numbers)


def test_ordered_levels_are_numbers_where_the_column_says_so():
    stage = pd.Categorical(list("abcabc"), ordered=True)
    table = pd.DataFrame({"stage": stage, "grade": ["I", "II", "III"] * 2})
    table["day"] = pd.date_range("2020-01-01", periods=6)
    told = TableEncoder(column_kinds={"grade": ["I", "II", "III"]}).fit(table)
    assert ModelColumns.of(told.schema_) == ModelColumns(numbers=(0, 2), levels=(1,))
