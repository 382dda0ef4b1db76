"""The data dictionary: there and back, and what it refuses."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import DataDictionary, TableEncoder
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.table.dictionary import Field

AGE = {
    "name": "age",
    "type": "integer",
    "constraints": {"minimum": 0, "maximum": 110, "required": True},
}
SEX = {
    "name": "sex",
    "type": "string",
    "title": "Sex as registered",
    "constraints": {"enum": ["f", "m"]},
}
WARDS = [
    {
        "name": f"ward_{one}",
        "type": "integer",
        "constraints": {"enum": [0, 1], "required": True},
        "skl_synth": {"kind": "one_hot", "group": "ward"},
    }
    for one in "abc"
]
STAY = {
    "name": "stay",
    "type": "number",
    "constraints": {"minimum": 0, "maximum": 90.5},
    "skl_synth": {"decimals": 1, "special_values": [-1]},
}
STAGE = {
    "name": "stage",
    "constraints": {"enum": ["I", "II", "III"]},
    "skl_synth": {"kind": "ordinal"},
}
ADMITTED = {
    "name": "admitted",
    "type": "date",
    "constraints": {"minimum": "2020-01-01", "maximum": "2024-12-31"},
}
DIED = {"name": "died", "type": "boolean", "constraints": {"required": True}}
FIELDS = [AGE, SEX, *WARDS, STAY, STAGE, ADMITTED, DIED]


def described(*fields, **ours):
    return {"fields": list(fields), "skl_synth": ours}


def test_kinds_come_from_types_and_levels():
    read = DataDictionary.read(described(*FIELDS, target="died"))
    kinds = {one.name: one.kind for one in read.fields}
    assert kinds == {
        "age": "integer",
        "sex": "binary",
        "ward_a": "one_hot",
        "ward_b": "one_hot",
        "ward_c": "one_hot",
        "stay": "continuous",
        "stage": "ordinal",
        "admitted": "datetime",
        "died": "binary",
    }
    assert read.groups == {"ward": ["ward_a", "ward_b", "ward_c"]}
    assert [one.name for one in read.columns][-1] == "admitted"
    assert read.target_field.levels == (False, True)
    assert read.fields[1].title == "Sex as registered"
    assert read.public


def test_what_is_written_is_read_again(tmp_path):
    ours = {
        "target": "died",
        "public": False,
        "n_rows": 500,
        "baselines": ["ward"],
        "impossible": [{"sex": ["m"], "stage": ["III"]}],
    }
    read = DataDictionary.read(described(*FIELDS, **ours))
    path = tmp_path / "patients.json"
    read.write(path)
    assert DataDictionary.read(path) == read
    assert DataDictionary.read(str(path)) == read
    assert DataDictionary.read(read) is read
    assert DataDictionary.read(json.loads(path.read_text())) == read
    assert read.as_public() != read
    assert read.as_public().public
    assert list(tmp_path.iterdir()) == [path]


def test_columns_that_are_struck_out():
    impossible = [{"sex": ["m"], "stage": ["I"]}]
    ours = {"target": "died", "baselines": ["ward"], "impossible": impossible}
    read = DataDictionary.read(described(*FIELDS, **ours))
    names = [one.name for one in read.fields]
    assert read.without(["no column"]) == read
    less = read.without(["sex"])
    assert [one.name for one in less.fields] == [one for one in names if one != "sex"]
    assert less.impossible == ()
    assert less.baselines == ("ward",)
    assert read.without(["ward_a", "ward_b", "ward_c"]).baselines == ()
    with pytest.raises(InputError, match="'died' the target, which is none of"):
        read.without(["died"])


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "patients.json"
    DataDictionary.read(described(AGE)).write(path)
    before = path.read_text()
    monkeypatch.setattr(
        "pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError)
    )
    with pytest.raises(OSError):  # noqa: PT011 - any will do
        DataDictionary.read(described(SEX)).write(path)
    monkeypatch.undo()
    assert path.read_text() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_describes_itself():
    patients = make_patients(200, random_state=0)
    X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    encoder = TableEncoder(identifiers="surrogate")
    found = DataDictionary.from_table(X, y, encoder=encoder)
    assert not found.public
    assert found.target == "readmitted"
    assert [one.name for one in found.columns] == list(X.columns)
    fields = {one.name: one for one in found.fields}
    assert fields["patient_id"].kind == "identifier"
    assert (fields["age"].minimum, fields["age"].maximum) == (
        X["age"].min(),
        X["age"].max(),
    )
    assert fields["glucose"].nullable
    assert fields["glucose"].decimals == 2
    assert fields["ward"].levels == tuple(sorted(X["ward"].unique()))
    assert DataDictionary.read(json.loads(json.dumps(found.to_mapping()))) == found


def test_all_kinds_of_a_table_are_described():
    n = 60
    table = pd.DataFrame(
        {
            "stage": pd.Categorical(
                ["low", "high", "middle"] * 20, ["low", "middle", "high"], ordered=True
            ),
            "born": pd.date_range("1950-02-03", periods=n, freq="9D"),
            "seen": pd.date_range("2024-02-03 10:00", periods=n, freq="61min"),
            "stay": pd.to_timedelta(np.arange(n), unit="D"),
            "same": "x",
            "colour_red": [1, 0, 0] * 20,
            "colour_blue": [0, 1, 0] * 20,
            "flag": [True, False] * 30,
            "share": np.linspace(0, 1, n) ** 2,
        }
    )
    encoder = TableEncoder(one_hot_groups=["colour"], implicit_baseline=True)
    found = DataDictionary.from_table(table, encoder=encoder)
    fields = {one.name: one for one in found.fields}
    assert fields["stage"].levels == ("low", "middle", "high")
    assert fields["born"].whole_days
    assert not fields["seen"].whole_days
    assert fields["seen"].minimum == pd.Timestamp("2024-02-03 10:00")
    assert fields["stay"].maximum == pd.Timedelta(days=n - 1)
    assert fields["same"].levels == ("x",)
    assert fields["colour_red"].group == "colour"
    assert found.baselines == ("colour",)
    assert fields["flag"].levels == (False, True)
    assert fields["share"].decimals is None
    assert found.target is None
    assert DataDictionary.read(json.loads(json.dumps(found.to_mapping()))) == found


def test_a_target_without_a_name_gets_one_that_is_free():
    found = DataDictionary.from_table(pd.DataFrame({"target": [1, 2, 3]}), [0.5, 1, 2])
    assert found.target == "target_"
    assert found.target_field.kind == "continuous"


def changed(field, **constraints):
    return {**field, "constraints": {**field.get("constraints", {}), **constraints}}


REFUSED = [
    (described(), "no list of fields"),
    (described({"type": "integer"}), "field 1 of the dictionary has no name"),
    (described("age"), "field 1 in the dictionary is 'age'"),
    (described({**AGE, "type": "geopoint"}), "'age' has the type 'geopoint'"),
    (described({**AGE, "skl_synth": {"kind": "count"}}), "'age' has the kind 'count'"),
    (described({**AGE, "skl_synth": {"knd": "integer"}}), "says 'knd' of column 'age'"),
    (described(AGE, tarjet="age"), "says 'tarjet' of the table"),
    (described({"name": "age", "type": "integer"}), "'age' is integer and has no min"),
    (described(changed(AGE, maximum=None)), "'age' is integer and has no maximum"),
    (described(changed(AGE, minimum=200)), "minimum 200 and the maximum 110"),
    (described(changed(AGE, minimum="low")), "'age' has the bound 'low'"),
    (described(changed(ADMITTED, minimum="first")), "'admitted' has the bound 'first'"),
    (described({"name": "sex"}), "'sex' is a category and has 0 levels"),
    (described(changed(SEX, enum=["f", "m", "f"])), "the level 'f' twice"),
    (described(changed(SEX, enum=["1", 1])), "level '1' twice"),
    (
        described({**changed(SEX, enum=["f"]), "skl_synth": {"kind": "binary"}}),
        "'sex' is a binary and has 1 levels",
    ),
    (described({**SEX, "skl_synth": {"kind": "one_hot"}}), "of the group None"),
    (described(AGE, AGE), "has the field 'age' 2 times"),
    (described(changed(AGE), target="age"), "no column beside the target"),
    (described(changed(SEX, enum="fm")), "enum of 'sex' in the dictionary is 'fm'"),
    ({"fields": [AGE], "skl_synth": []}, "skl_synth in the dictionary is []"),
    (described(AGE, target="died"), "calls 'died' the target"),
    (described(SEX, AGE, target="sex"), "may be missing"),
    (described(AGE, baselines=["ward"]), "one-hot group 'ward' a baseline"),
    (described(AGE, SEX, impossible=[{"sex": ["m"]}]), "no combination of two"),
    (
        described(SEX, AGE, impossible=[{"sex": ["m"], "age": [3]}]),
        "combination with 'age' impossible",
    ),
    (
        described(SEX, STAGE, impossible=[{"sex": ["x"], "stage": ["I"]}]),
        "with 'x' in column 'sex'",
    ),
]


@pytest.mark.parametrize(("mapping", "words"), REFUSED, ids=[one[1] for one in REFUSED])
def test_what_cannot_be_is_refused_by_name(mapping, words):
    with pytest.raises(InputError) as caught:
        DataDictionary.read(mapping)
    assert words in str(caught.value)


@pytest.mark.parametrize(("text", "words"), [("{", "is no JSON"), ("[]", "no object")])
def test_a_file_that_is_no_dictionary(tmp_path, text, words):
    path = tmp_path / "broken.json"
    path.write_text(text)
    with pytest.raises(InputError, match=words):
        DataDictionary.read(path)


def test_a_remedy_shows_what_to_type():
    with pytest.raises(InputError) as caught:
        DataDictionary.read(described({"name": "sex"}))
    assert '"constraints": {"enum": [...]}' in str(caught.value)


names = st.text("abcdefgh", min_size=1, max_size=6)


@st.composite
def fields(draw):
    kind = draw(st.sampled_from(["integer", "continuous", "category", "datetime"]))
    common = {"name": draw(names), "nullable": draw(st.booleans())}
    if kind == "category":
        levels = st.lists(
            st.one_of(st.text("xyz", min_size=1), st.integers(0, 99)),
            min_size=1,
            max_size=5,
            unique_by=str,
        )
        return Field(kind=kind, levels=tuple(draw(levels)), **common)
    low, span = draw(st.integers(-999, 999)), draw(st.integers(1, 999))
    if kind == "datetime":
        start = pd.Timestamp("2000-01-01") + pd.Timedelta(days=low)
        end = start + pd.Timedelta(days=span)
        return Field(kind=kind, minimum=start, maximum=end, **common)
    decimals = draw(st.integers(0, 4)) if kind == "continuous" else None
    return Field(
        kind=kind, minimum=low, maximum=low + span, decimals=decimals, **common
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(fields(), min_size=1, max_size=5, unique_by=lambda one: one.name))
def test_any_dictionary_goes_through_json(some):
    dictionary = DataDictionary(tuple(some))
    again = DataDictionary.read(json.loads(json.dumps(dictionary.to_mapping())))
    assert again == dictionary


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[" * 100_000, "one in the other"),
        ('{"fields": [], "skl_synth": {"public": false, "public": true}}', "twice"),
    ],
)
def test_a_file_that_is_turned_against_its_reader_is_refused(text, problem, tmp_path):
    path = tmp_path / "dictionary.json"
    path.write_text(text)
    with pytest.raises(InputError, match=problem):
        DataDictionary.read(path)
