"""Records of JSON: in lines, in a list, and what cannot be a cell."""

import json

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings

from skl_synth.errors import InputError
from skl_synth.files import read_table, write_table


@pytest.fixture
def read(tmp_path):
    def read_text(text, name="a.jsonl", **options):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_table(path, **options)

    return read_text


def test_lines_and_a_list_are_the_same(read):
    records = [
        {"age": 67, "bmi": 36.6, "code": "007", "ill": True},
        {"age": None, "bmi": 1.0, "code": None, "ill": False},
        {"bmi": 2, "code": "x", "ill": True, "late": "only here"},
    ]
    lines, style = read("\n".join(map(json.dumps, records)) + "\n")
    listed, _ = read(json.dumps(records), "a.json")
    pd.testing.assert_frame_equal(lines, listed)
    assert list(lines) == ["age", "bmi", "code", "ill", "late"]
    assert lines["ill"].dtype == bool
    assert lines["code"].isna().tolist() == [False, True, False]
    assert style.of("age").write(lines["age"]) == ["67", "", ""]
    assert style.of("bmi").write(lines["bmi"]) == ["36.6", "1.0", "2.0"]


def test_text_that_looks_like_a_number_stays_text(read):
    frame, _ = read('{"a": "1"}\n{"a": "2"}\n')
    assert frame["a"].tolist() == ["1", "2"]


def test_content_without_an_ending(read):
    assert len(read('{"a": 1}\n{"a": 2}\n', "export")[0]) == 2


def test_large_whole_numbers_are_exact(read):
    frame, _ = read('{"a": 9007199254740993}\n{"a": null}\n{"a": 1}\n')
    assert frame["a"][0] == 9007199254740993


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1}\n{"a": }\n', "line 2: this is no record of JSON"),
        ('{"a": 1}\n[1, 2]\n', "record 2: .* is no record"),
        ('{"a": [1]}\n', "record 1: 'a' holds a list or an object"),
        ('[{"a": 1}, {"a": {"b": 2}}]', "record 2: 'a' holds a list"),
        ('{"a": 1}\n{"a": 1, "a": 2}\n', "record 2: the name 'a' stands twice"),
        ('[{"a": 1}, {"a": 1},\n {"a": 1, "a": 2}]', "record 3: the name 'a' stands"),
        ('{"a": 1, "\\u0061": 2}\n', "record 1: the name 'a' stands twice"),
        ('{"a": ' + "1" * 5000 + "}\n", "line 1: this is no record"),
        ("[]", "no rows"),
        ("[" * 10_000, "no record of JSON"),
        ("", "is empty"),
    ],
)
def test_what_is_no_table_is_named(read, text, words):
    with pytest.raises(InputError, match=words):
        read(text)


_VALUES = st.none() | st.booleans() | st.text('ab é"\n=', min_size=1)
_NUMBERS = st.none() | st.integers(-(2**53), 2**53)


@given(st.lists(st.tuples(_VALUES, _NUMBERS, st.floats(-9, 9)), min_size=1, max_size=9))
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_again(tmp_path_factory, rows):
    folder = tmp_path_factory.getbasetemp()
    columns = list(zip(*rows, strict=True))
    # Text and booleans in one column are text.
    texts = [None if one is None else str(one) for one in columns[0]]
    frame = pd.DataFrame({"t": pd.Series(texts), "x": columns[2]})
    frame["n"] = pd.array(columns[1], dtype="Int64")
    for name in ("round.jsonl", "round.json"):
        write_table(frame, folder / name)
        read, style = read_table(folder / name)
        assert read["n"].isna().tolist() == frame["n"].isna().tolist()
        assert [*read["n"].dropna()] == [*frame["n"].dropna()]
        assert read["x"].tolist() == frame["x"].tolist()
        assert read["t"].fillna("").tolist() == frame["t"].fillna("").tolist()
        before = (folder / name).read_bytes()
        write_table(read, folder / name, style)
        assert (folder / name).read_bytes() == before
