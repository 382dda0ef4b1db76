"""What a Parquet or Feather file says of itself is in no file that is written."""

import json

import pandas as pd
import pytest

from skl_synth.files import read_table, write_table

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

NOTE = "Mrs Smith, bed 4"


def _noted_schema(table):
    fields = [
        one.with_metadata({"comment": NOTE, "PARQUET:field_id": "7"})
        for one in table.schema
    ]
    return pa.schema(fields, metadata={**(table.schema.metadata or {}), "by": NOTE})


@pytest.fixture
def real():
    frame = pd.DataFrame(
        {
            "age": pd.array([67, 71, None, 80], dtype="Int16"),
            "ward": pd.Categorical(["a", "b", "a", "b"], categories=["a", "b", NOTE]),
            "at": pd.date_range("2024-01-01", periods=4, tz="Europe/London"),
            "word": ["u", "v", "w", "x"],
        },
        index=pd.RangeIndex(7, 11, name=NOTE),
    )
    frame.attrs["note"] = NOTE
    frame.columns.name = NOTE
    table = pa.Table.from_pandas(frame)
    return table.cast(_noted_schema(table))


@pytest.fixture(params=["in.parquet", "in.feather"])
def source(request, real, tmp_path):
    path = tmp_path / request.param
    if path.suffix == ".parquet":
        parquet.write_table(real, path)
    else:
        with pa.ipc.new_file(path, real.schema) as file:
            file.write_table(real)
    assert NOTE.encode() in path.read_bytes()
    return path


def _again(source):
    output = source.with_name("out.parquet")
    frame, style = read_table(source)
    write_table(frame, output, style)
    return output


def test_no_note_is_written(source):
    output = _again(source)
    assert NOTE.encode() not in output.read_bytes()
    schema = parquet.read_schema(output)
    assert set(schema.metadata) == {b"pandas"}
    assert all(not set(one.metadata or {}) - {b"PARQUET:field_id"} for one in schema)
    assert parquet.ParquetFile(output).metadata.created_by.startswith("parquet-cpp")


def test_pandas_reads_the_same_types(source, real):
    again = pd.read_parquet(_again(source))
    expected = real.to_pandas()
    assert again.index.equals(pd.RangeIndex(4))
    assert again.columns.name is None
    assert again.attrs == {}
    for name in ("age", "at", "word"):
        assert again[name].dtype == expected[name].dtype
        assert again[name].tolist()[0] == expected[name].tolist()[0]
    assert again["ward"].cat.categories.tolist() == ["a", "b"]


def test_no_count_of_real_rows_is_noted(source):
    (notes,) = parquet.read_schema(_again(source)).metadata.values()
    assert json.loads(notes)["index_columns"] == []


ODD = {
    "nothing": b"",
    "a list": b"[]",
    "no JSON": b"{",
    "a deep list": b"[" * 100_000,
    "numbers": b'{"columns": [3], "index_columns": []}',
    "no type": b'{"columns": [{"field_name": "n", "name": "n", '
    b'"numpy_type": "Dr Smith"}], "index_columns": []}',
    "no names": b'{"columns": [{"field_name": ["n"]}], "index_columns": [["n"]]}',
}


@pytest.mark.parametrize("notes", ODD.values(), ids=ODD)
def test_notes_that_are_none_are_forgotten(tmp_path, notes):
    table = pa.table({"n": [1, 2]}).replace_schema_metadata({"pandas": notes})
    path = tmp_path / "in.parquet"
    parquet.write_table(table, path)
    assert parquet.read_schema(_again(path)).metadata is None


def test_the_name_of_a_type_is_no_place_for_notes(tmp_path):
    opaque = getattr(pa, "opaque", None)
    if opaque is None:
        pytest.skip("this version has no such types")
    stored = pa.array(["a", "b"])
    kind = opaque(pa.string(), "note", NOTE)
    table = pa.table({"x": pa.ExtensionArray.from_storage(kind, stored)})
    path = tmp_path / "in.parquet"
    parquet.write_table(table, path)
    output = _again(path)
    assert NOTE.encode() not in output.read_bytes()
    assert parquet.read_table(output)["x"].to_pylist() == ["a", "b"]
