"""Dictionaries as files of JSON and YAML: there and back, with the traps of both."""

import json

import pytest
from hypothesis import given, settings

from skl_synth import DataDictionary
from skl_synth.errors import InputError
from skl_synth.table.dictionary.dictionary_files import read_text, written_text
from tests.table.dictionary.dictionary_cases import EXAMPLE, TRAPS, dictionaries


@settings(max_examples=20, deadline=None)
@given(dictionaries())
def test_any_dictionary_goes_through_mappings_json_and_yaml(tmp_path_factory, some):
    folder = tmp_path_factory.mktemp("any")
    assert DataDictionary.read(some.to_mapping()) == some
    for ending in ("json", "yaml", "yml"):
        path = folder / f"d.{ending}"
        some.write(path)
        assert DataDictionary.read(path) == some


@settings(max_examples=10, deadline=None)
@given(dictionaries())
def test_what_is_written_is_valid_for_others(some):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Schema.validate_descriptor(some.to_mapping())
    assert report.valid, [error.message for error in report.errors]


@pytest.mark.parametrize("trap", TRAPS)
def test_no_text_becomes_something_else(trap, tmp_path):
    path = tmp_path / "d.yaml"
    mapping = {"fields": [trap], trap: {trap: [trap, {trap: trap}]}}
    path.write_text(written_text(mapping, path), encoding="utf-8")
    assert read_text(path).value == mapping


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *((one, one) for one in ("No", "on", "yes", "012", "1:30", "2024-01-05")),
        *((one, one) for one in ("0x1F", "1_000", ".inf", ".nan", "+", "1e", "x")),
        *(("true", True), ("False", False), ("~", None), ("", None), ("null", None)),
        *(("-3", -3), ("+5", 5), (".05", 0.05), ("1e3", 1000.0), ("2.", 2.0)),
        *(("'012'", "012"), ('"1"', "1")),
    ],
)
def test_a_word_in_yaml_is_what_it_would_be_in_json(word, value, tmp_path):
    path = tmp_path / "d.yaml"
    path.write_text(f"a: {word}\n", encoding="utf-8")
    read = read_text(path).value["a"]
    assert read == value
    assert type(read) is type(value)


BROKEN = [
    ("d.json", '{"fields": [],}', 1, 15, "no JSON"),
    ("d.json", '{\n "a": 1\n "b": 2}', 3, 2, "a comma"),
    ("d.json", '{\n\t"a": "\\ud83d\\ude00",\t"a": 2}', 2, 23, "stands twice"),
    ("d.json", '{"a": NaN}', 1, 7, "no number"),
    ("d.json", '{"a": 1e999}', 1, 7, "no number"),
    ("d.json", '{"a": "\\ud800"}', 1, 7, "half a character"),
    ("d.json", '{"a":' * 60 + "1" + "}" * 60, 1, 201, "one in the other"),
    ("d.json", b'{"a":\n "\xff"}', 2, 3, "not in UTF-8"),
    ("d.yaml", "a: 1\na: 2\n", 2, 1, "stands twice"),
    ("d.yaml", "a: [1,\n", 2, 1, "no YAML"),
    ("d.yaml", "a: &x 1\n", 1, 4, "not read"),
    ("d.yaml", "a: *x\n", 1, 4, "not read"),
    ("d.yaml", "a: !!python/name:os.system x\n", 1, 4, "not read"),
    ("d.yaml", "a: 1\n---\nb: 1\n", 2, 1, "second document"),
    ("d.yaml", "? [a]\n: 1\n", 1, 3, "a name must stand"),
    ("d.yaml", "a: " + "[" * 60, 1, 44, "one in the other"),
    ("d.yaml", "a: 1e999\n", 1, 4, "no number"),
    ("d.yaml", 'a: "\\ud800"\n', 1, 4, "line"),
    ("d.yaml", "a: [" + "1," * 200_001 + "1]", 1, 1, "more than 200000 values"),
    ("d.json", '{"a": [' + "[]," * 100_001 + "1]}", 1, 1, "more than 200000 values"),
    ("d.yaml", "- 1\n" * 100_001, 1, 1, "more than 200000 values"),
    ("d.json", b" " * 10_000_001, 1, 1, "more than 10 MB"),
    ("d.json", '{"a": ' + "1" * 5000 + "}", 1, 1, "no JSON"),
]


@pytest.mark.parametrize(
    ("name", "text", "line", "place", "words"),
    BROKEN,
    ids=[f"{one[0]}-{one[4]}-{i}" for i, one in enumerate(BROKEN)],
)
def test_a_text_that_cannot_be_read_is_shown_where(
    name, text, line, place, words, tmp_path
):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError, match=words) as caught:
        DataDictionary.read(path)
    fields = caught.value.message.fields
    assert (fields["file"], fields["line"]) == (str(path), line)
    if words != "line":
        assert fields["place"] == place


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no such file") as caught:
        DataDictionary.read(tmp_path / "no.json")
    assert "Errno" not in str(caught.value)
    with pytest.raises(OSError, match="cannot read the dictionary"):
        DataDictionary.read(tmp_path)


def test_a_byte_order_mark_is_passed_over(tmp_path):
    path = tmp_path / "d.json"
    path.write_text(json.dumps(EXAMPLE), encoding="utf-8-sig")
    assert DataDictionary.read(path) == DataDictionary.read(EXAMPLE)


def test_remarks_teach_in_both(tmp_path):
    dictionary = DataDictionary.read(EXAMPLE)
    dictionary.write(tmp_path / "d.yaml")
    text = (tmp_path / "d.yaml").read_text(encoding="utf-8")
    assert text.count("# kind: continuous") == 1
    assert "# true says: everybody may know" in text
    assert "# and will hold in every synthetic row. keep: false strikes" in text
    assert max(map(len, text.splitlines())) <= 88
    dictionary.write(tmp_path / "d.json")
    written = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert len(written["skl_synth"]["how_to"]) >= 5


def test_long_lists_of_levels_are_filled_up_on_lines(tmp_path):
    levels = [f"K{i:03}" for i in range(200)]
    field = {"name": "icd", "constraints": {"enum": levels}}
    dictionary = DataDictionary.read({"fields": [field]})
    for name in ("d.yaml", "d.json"):
        dictionary.write(tmp_path / name)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert max(map(len, text.splitlines()[-40:])) <= 200
        assert sum("K0" in line for line in text.splitlines()) < 20
        assert DataDictionary.read(tmp_path / name) == dictionary
