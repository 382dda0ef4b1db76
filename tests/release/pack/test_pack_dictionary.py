"""The dictionary and the metadata hold for the file that stands beside them."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skl_synth import DataDictionary
from skl_synth.files import ColumnStyle, TableStyle, write_table
from skl_synth.files.notation import Notation
from skl_synth.release.pack.csv_on_the_web import csvw_of
from skl_synth.release.pack.pack_dictionary import dictionary_of
from skl_synth.release.pack.released_table import LABELS, ReleasedTable, labelled
from skl_synth.release.pack.written_columns import written_columns
from skl_synth.release.released_columns import ReleasedColumn

GERMAN = Notation(",", ".")

STYLES = {
    "plain": TableStyle(),
    "german": TableStyle(
        delimiter=";",
        line_end="\r\n",
        encoding="cp1252",
        columns={
            "count": ColumnStyle(notation=GERMAN, missing="-"),
            "amount": ColumnStyle(notation=GERMAN, missing="k.A."),
        },
    ),
    "without a header": TableStyle(header=False),
    "with a mark": TableStyle(mark=True, encoding="utf-16-le"),
    "NA here and NA there": TableStyle(
        columns={"amount": ColumnStyle(missing="NA"), "word": ColumnStyle()}
    ),
}


def _table(style):
    frame = pd.DataFrame(
        {
            "count": pd.array([1200, None, 3] * 4, dtype="Int64"),
            "amount": [1234.5, np.nan, -2.25] * 4,
            "word": ["NA", "b;c", 'd"e'] * 4,
            "day": pd.date_range("2020-01-30", periods=12),
            "at": pd.date_range("2020-01-30 10:00:01", periods=12, freq="h"),
            "typed": ["31/03/2020", "01/04/2021", None] * 4,
            "flag": [True, False, None] * 4,
            "key, of": [f"key-{i}" for i in range(12)],
            "stage_a": [1, 0, 0] * 4,
            "stage_b": [0, 1, 1] * 4,
            "age": ["90+", 12, 13] * 4,
            "_ä": ["x"] * 12,
            "ill": [0, 1] * 6,
        }
    )
    columns = {
        "count": ReleasedColumn("integer"),
        "amount": ReleasedColumn("continuous"),
        "word": ReleasedColumn("category"),
        "typed": ReleasedColumn("datetime", form="%d/%m/%Y"),
        "flag": ReleasedColumn("binary"),
        "key, of": ReleasedColumn("identifier"),
        "stage_a": ReleasedColumn("one_hot", group="stage"),
        "stage_b": ReleasedColumn("one_hot", group="stage"),
        "age": ReleasedColumn("integer"),
        "_ä": ReleasedColumn("constant"),
        "ill": ReleasedColumn("category"),
    }
    return ReleasedTable(frame, style, "ill", columns)


def _dictionary(table, described=None):
    return dictionary_of(
        written_columns(table),
        label="Synthetic",
        target=table.target,
        described=described,
    )


def _metadata(table):
    columns = written_columns(table)
    return csvw_of(columns, table.style, file="synthetic.csv", label="Synthetic")


def _validated(table, folder, monkeypatch):
    """What Frictionless finds wrong with the file and its dictionary."""
    frictionless = pytest.importorskip("frictionless")
    formats = pytest.importorskip("frictionless.formats")
    write_table(table.frame, folder / "synthetic.csv", table.style)
    # It reads no file outside of the folder in which one works.
    monkeypatch.chdir(folder)
    described = _dictionary(table)
    assert frictionless.Schema.validate_descriptor(described).valid
    control = formats.CsvControl(delimiter=table.style.delimiter)
    resource = frictionless.Resource(
        path="synthetic.csv",
        schema=frictionless.Schema.from_descriptor(described),
        dialect=frictionless.Dialect(header=table.style.header, controls=[control]),
        encoding=_metadata(table)["dialect"]["encoding"],
    )
    return resource.validate().flatten(["type", "message"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("label", [None, *LABELS])
@pytest.mark.parametrize("style", sorted(STYLES))
def test_frictionless_finds_nothing_wrong(style, label, tmp_path, monkeypatch):
    table = labelled(_table(STYLES[style]), label)
    assert _validated(table, tmp_path, monkeypatch) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_frictionless_would_find_what_is_wrong(tmp_path, monkeypatch):
    table = _table(STYLES["plain"])
    wrong = pd.concat([table.frame, table.frame.assign(stage_a=2)])
    write_table(wrong, tmp_path / "synthetic.csv", table.style)
    frictionless = pytest.importorskip("frictionless")
    monkeypatch.chdir(tmp_path)
    schema = frictionless.Schema.from_descriptor(_dictionary(table))
    report = frictionless.Resource(path="synthetic.csv", schema=schema).validate()
    assert "constraint-error" in {one for (one,) in report.flatten(["type"])}


@pytest.mark.parametrize("label", [None, *LABELS])
@pytest.mark.parametrize("style", sorted(STYLES))
def test_this_project_reads_it_as_what_it_is(style, label):
    table = labelled(_table(STYLES[style]), label)
    read = DataDictionary.read(json.loads(json.dumps(_dictionary(table))))
    prefix = "synth_" if label == "prefix" else ""
    kinds = {one.name.removeprefix(prefix): one.kind for one in read.fields}
    assert kinds["key, of"] == "identifier"
    assert (kinds["stage_a"], kinds["count"], kinds["day"]) == (
        "one_hot",
        "integer",
        "datetime",
    )
    assert read.target == f"{prefix}ill"
    # Its bounds are those of rows that were made from real ones.
    assert not read.public


def test_a_target_that_can_be_none_is_not_called_one():
    table = replace(_table(STYLES["plain"]), target="day")
    assert DataDictionary.read(_dictionary(table)).target is None


def test_no_key_and_nothing_beyond_the_rows_stands_there():
    table = _table(STYLES["plain"])
    text = json.dumps([_dictionary(table), _metadata(table)])
    assert "key-" not in text
    ordinal = ReleasedTable(
        pd.DataFrame({"a": ["x", "y"]}),
        columns={"a": ReleasedColumn("ordinal", ("Zzyzx", "y", "x"))},
    )
    described = _dictionary(ordinal)
    assert described["fields"][0]["constraints"]["enum"] == ["y", "x"]


def test_words_of_a_public_dictionary_are_taken_for_released_levels_alone():
    said = DataDictionary.read(
        {
            "fields": [
                {
                    "name": "a",
                    "type": "string",
                    "title": "Ward",
                    "description": "Where they lay.",
                    "constraints": {"enum": ["x", "y", "Zzyzx"]},
                    "skl_synth": {"labels": {"x": "Xylo", "Zzyzx": "of one"}},
                }
            ]
        }
    )
    table = ReleasedTable(
        pd.DataFrame({"a": ["x", "y"]}), columns={"a": ReleasedColumn("binary")}
    )
    for label in (None, "prefix"):
        described = _dictionary(labelled(table, label), said)
        field = described["fields"][0]
        assert (field["title"], field["description"]) == ("Ward", "Where they lay.")
        assert field["skl_synth"]["labels"] == {"x": "Xylo"}
        assert "Zzyzx" not in json.dumps(described)


def test_the_web_is_told_how_the_file_is_written():
    metadata = _metadata(_table(STYLES["german"]))
    assert metadata["dialect"]["delimiter"] == ";"
    assert metadata["dialect"]["encoding"] == "windows-1252"
    columns = {one["titles"]: one for one in metadata["tableSchema"]["columns"]}
    assert columns["amount"]["datatype"] == {
        "base": "decimal",
        "format": {"decimalChar": ",", "groupChar": "."},
        "minimum": -2.25,
        "maximum": 1234.5,
    }
    assert columns["amount"]["null"] == "k.A."
    assert columns["typed"]["datatype"] == {"base": "date", "format": "dd/MM/yyyy"}
    assert (columns["_ä"]["name"], columns["key, of"]["name"]) == (
        "%5F%C3%A4",
        "key%2C%20of",
    )
    assert "licen" not in json.dumps(metadata)
    assert metadata["schema:additionalType"] == "synthetic data"


CELLS = st.one_of(
    st.lists(st.integers(-(2**40), 2**40), min_size=4, max_size=12),
    st.lists(st.floats(-1e9, 1e9, allow_subnormal=False), min_size=4, max_size=12),
    st.lists(
        st.sampled_from(["a", "b c", "NA", "", "01", "é"]), min_size=4, max_size=9
    ),
    st.lists(st.booleans(), min_size=4, max_size=9),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cells=CELLS,
    gaps=st.integers(0, 3),
    kind=st.sampled_from(["", "category", "integer", "continuous", "identifier"]),
    missing=st.sampled_from(["", "NA", "?"]),
)
def test_what_is_said_of_a_column_holds_for_each_of_its_texts(
    cells, gaps, kind, missing, tmp_path
):
    values = pd.Series([*cells, *[None] * gaps], dtype=object).infer_objects()
    style = TableStyle(columns={"a": ColumnStyle(missing=missing)})
    table = ReleasedTable(
        pd.DataFrame({"a": values}), style, columns={"a": ReleasedColumn(kind)}
    )
    described = _dictionary(table)
    assert DataDictionary.read(described).fields[0].name == "a"
    field = described["fields"][0]
    path = tmp_path / "synthetic.csv"
    write_table(table.frame, path, style)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    texts = [one[0] if one else "" for one in rows[1:]]
    tokens = field.get("missingValues", described["missingValues"])
    filled = [one for one in texts if one not in tokens]
    assert len(filled) == len(texts) or not field["constraints"]["required"]
    read = {"integer": int, "number": float}.get(field["type"], str)
    if field["type"] in ("integer", "number", "string"):
        found = [read(one) for one in filled]
        low = field["constraints"].get("minimum")
        assert low is None or low == min(found)
        levels = field["constraints"].get("enum")
        assert levels is None or set(found) <= set(levels)
