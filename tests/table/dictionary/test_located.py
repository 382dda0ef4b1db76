"""What is wrong in a dictionary is shown: line, column, and the value."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import DataDictionary
from skl_synth.errors import InputError
from skl_synth.table.dictionary.dictionary_files import written_text
from tests.table.dictionary.dictionary_cases import EXAMPLE

OURS = "skl_synth"


def changed(path, value):
    mapping = copy.deepcopy(EXAMPLE)
    part = mapping
    for step in path[:-1]:
        part = part[step]
    if isinstance(part, list) and path[-1] == len(part):
        part.append(value)
    else:
        part[path[-1]] = value
    return mapping


AGE, STAGE, DATE = ("fields", 1), ("fields", 2), ("fields", 3)
RULE = (OURS, "rules", 0)
WRONG = [
    ((*AGE, "type"), "geopoint", None, "'age' has the type 'geopoint'"),
    ((*AGE, "type"), "integr", None, "did you mean 'integer'"),
    ((*AGE, OURS, "kind"), "catgory", None, "did you mean 'category'"),
    ((*AGE, "titel"), "x", "key", "did you mean 'title'"),
    ((*AGE, "kind"), "category", "key", "belongs under"),
    ((*AGE, "constraints", "max"), 9, "key", "'max' of column 'age'"),
    ((*AGE, OURS, "speciel"), [1], "key", "did you mean 'special_values'"),
    ((OURS, "persn"), "nhs", "key", "did you mean 'person'"),
    (("feilds",), [], "key", "did you mean 'fields'"),
    ((*AGE, "constraints", "minimum"), 444, None, "minimum 444 and the maximum 110"),
    ((*AGE, "constraints", "minimum"), "low", None, "the bound 'low'"),
    ((*DATE, "constraints", "maximum"), "31.12.2024", None, "the bound '31.12.2024'"),
    ((*DATE, "format"), "mm/dd", None, "the format 'mm/dd'"),
    ((*AGE, OURS, "step"), 0, None, "the step 0"),
    ((*AGE, OURS, "step"), "five", None, "the step 'five'"),
    ((*AGE, OURS, "decimals"), "two", None, "decimals of 'age'"),
    ((*AGE, OURS, "labels", "7"), "x", None, "a label for '7'"),
    ((*AGE, OURS, "special_values", 2), "-1", None, "special value '-1' twice"),
    ((*STAGE, OURS, "special_values"), [9], None, "has special values"),
    ((*STAGE, "constraints", "enum", 3), "II", None, "the level 'II' twice"),
    ((*STAGE, "constraints", "enum", 1), None, None, "value 2 of enum of 'stage'"),
    ((*STAGE, "constraints", "enum"), "I", None, "enum of 'stage'"),
    ((*STAGE, "constraints", "required"), "yes", None, "required of 'stage'"),
    ((*STAGE, "title"), 3, None, "title of 'stage'"),
    (("fields", 5, "name"), "age", "field", "'age' 2 times"),
    (("fields", 5, "name"), "", None, "has no name"),
    (("fields", 9), "age", None, "field 10 in the dictionary is 'age'"),
    (("missingValues", 1), -9, None, "value 2 of missingValues"),
    ((OURS, "target"), "dead", None, "calls 'dead' the target"),
    ((OURS, "person"), "nhs_no", None, "did you mean 'nhs'"),
    ((OURS, "n_rows"), 0, None, "n_rows"),
    ((OURS, "public"), "no", None, "public"),
    ((OURS, "identifiers", "nhs"), "keep", None, "'keep' of the identifier 'nhs'"),
    ((OURS, "identifiers", "age"), "drop", "key", "'age', which is no identifier"),
    ((OURS, "baselines", 0), "wrd", None, "'wrd' a baseline"),
    ((*RULE, "rule"), {"sum": 3}, None, "a rule of the dictionary cannot be read"),
    ((*RULE, "rule", "inequality", 0), "admited", None, "did you mean 'admitted'"),
    ((*RULE, "keep"), "no", None, "keep of rule 1"),
    ((*RULE, "kep"), False, "key", "did you mean 'keep'"),
    ((OURS, "impossible"), [{"stage": ["IV"], "died": [True]}], "value", "IV"),
]


def place_in(text, path, value, what, ending):
    """The place of a value in text, found by another way than the reader's."""
    lines = text.splitlines()
    written = {
        "json": json.dumps(value, ensure_ascii=False),
        "yaml": value if isinstance(value, str) else json.dumps(value),
    }[ending]
    return [i + 1 for i, line in enumerate(lines) if str(written) in line]


@pytest.mark.parametrize("ending", ["json", "yaml"])
@pytest.mark.parametrize(
    ("path", "value", "what", "words"), WRONG, ids=[one[3] for one in WRONG]
)
def test_what_is_wrong_is_shown_by_line_and_value(
    path, value, what, words, ending, tmp_path
):
    mapping = changed(path, value)
    file = tmp_path / f"d.{ending}"
    file.write_text(written_text(mapping, file), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        DataDictionary.read(file)
    assert words in str(caught.value)
    fields = caught.value.message.fields
    assert f"{file}, line {fields['line']}, column" in str(caught.value)
    text = file.read_text(encoding="utf-8")
    there = text.splitlines()[fields["line"] - 1][fields["place"] - 1 :]
    shown = path[-1] if what == "key" else value
    if what != "field" and not isinstance(shown, list | dict) and shown is not None:
        assert there.lstrip('"- ').startswith(str(shown)) or there.startswith(
            json.dumps(shown)
        ), there
    with pytest.raises(InputError) as again:
        DataDictionary.read(mapping)
    assert words in str(again.value)


junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**20),
    st.floats(allow_nan=False),
    st.text("aI1 -", max_size=4),
    st.sampled_from(["age", "died", "nhs", "ward", "2020-01-01", "P1D", "%d", "drop"]),
    st.lists(st.sampled_from([1, "a", None, {}, []]), max_size=2),
    st.dictionaries(st.sampled_from(["a", "kind", "rule"]), st.integers(), max_size=1),
)


def _paths(part, path=()):
    yield path
    items = ()
    if isinstance(part, dict):
        items = part.items()
    elif isinstance(part, list):
        items = enumerate(part)
    for name, one in items:
        yield from _paths(one, (*path, name))


@pytest.mark.filterwarnings("ignore:the dictionary says what becomes of the identif")
@settings(max_examples=100, deadline=None)
@given(st.sampled_from([one for one in _paths(EXAMPLE) if one]), junk)
def test_any_one_change_means_something_or_is_refused(path, value):
    mapping = changed(path, value)
    try:
        read = DataDictionary.read(mapping)
    except InputError:
        return
    assert DataDictionary.read(read.to_mapping()) == read


@pytest.mark.parametrize("ending", ["json", "yaml"])
@pytest.mark.filterwarnings("ignore:the dictionary says what becomes of the identif")
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_one_slip_of_the_pen_is_read_or_shown(ending, data, tmp_path_factory):
    file = tmp_path_factory.mktemp("slip") / f"d.{ending}"
    text = written_text(EXAMPLE, file)
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.sampled_from(["", *" \n\t,:{}[]\"#-x0&*!\\'"]))
    file.write_text(text[:at] + put + text[at + 1 :], encoding="utf-8")
    try:
        read = DataDictionary.read(file)
    except InputError as error:
        shown = error.message.fields.get("line", 0) > 0
        shown = shown or "no object of names" in str(error)
    else:
        shown = DataDictionary.read(read.to_mapping()) == read
    assert shown
