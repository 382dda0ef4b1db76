"""Kinds and rules in files of JSON: nothing in them is passed over."""

import json

import pandas as pd
import pytest

from skl_synth.cli.given_files import read_kinds, read_rules
from skl_synth.errors import InputError

FRAME = pd.DataFrame({"age": [67], "sex": ["f"]})
KINDS = {"age": "integer", "sex": "category"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_kinds_are_read(tmp_path, encoding):
    (tmp_path / "k.json").write_text(json.dumps(KINDS), encoding=encoding)
    assert read_kinds(tmp_path / "k.json", FRAME) == KINDS


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"age": "integer",\n "age": "category"}', "line 2, column 2"),
        ('{"age": "integer", "\\u0061ge": "category"}', "line 1, column 20"),
        ('{"age": {"a": 1,\n\n"a": 2}}', "line 3, column 1"),
    ],
)
def test_a_name_that_stands_twice(tmp_path, text, place):
    (tmp_path / "k.json").write_text(text)
    with pytest.raises(InputError, match=f"{place}: the name 'a(ge)?' stands twice"):
        read_kinds(tmp_path / "k.json", FRAME)


def test_a_rule_with_a_name_twice(tmp_path):
    (tmp_path / "r.json").write_text('[{"sum": ["a", ["b"]],\n"sum": ["b", ["c"]]}]')
    with pytest.raises(InputError, match="line 2, column 1: the name 'sum' stands"):
        read_rules(tmp_path / "r.json")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[" * 100, "one in the other"),
        (b" " * 10_000_001, "more than 10 MB"),
        (b"[" + b"1," * 200_001 + b"1]", "more than 200000 values"),
        (b"[" + b"1" * 5000 + b"]", "no JSON"),
        (b"[NaN]", "no number"),
        (b'["\xff"]', "not in UTF-8"),
        (b"", "no JSON"),
        (b"[] []", "stands behind the end"),
    ],
    ids=["deep", "long", "wide", "digits", "nan", "latin", "empty", "two"],
)
def test_what_fills_the_memory_or_is_none(tmp_path, content, words):
    (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        read_rules(tmp_path / "r.json")
    assert caught.value.parameter == "constraints"


def test_what_never_ends_is_not_read_to_its_end():
    with pytest.raises(InputError, match="more than 10 MB"):
        read_rules("/dev/zero")
