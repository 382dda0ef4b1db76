"""What a dictionary that is not public leaves to the table; and what it finds anew."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from skl_synth import DataDictionary, TableEncoder
from skl_synth.errors import InputError, InputWarning
from skl_synth.table import RealTable
from skl_synth.table.dictionary.public_table import public_table

N = 120


def frame():
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "code": [f"K{row % 40:04}" for row in range(N)],
            "age": rng.integers(20, 90, N),
            "sex": np.where(np.arange(N) % 3 == 0, "Female ", "Female"),
            "ill": np.where(np.arange(N) % 2 == 0, "no", "yes"),
        }
    )


def described(public=False, **ours):
    return {
        "fields": [
            {"name": "code", "skl_synth": {"kind": "category"}},
            {"name": "age", "type": "integer"},
            {"name": "sex", "skl_synth": {"kind": "category"}},
            {"name": "ill", "skl_synth": {"kind": "binary"}},
        ],
        "skl_synth": {"public": public, **ours},
    }


def encoder_of(dictionary):
    return TableEncoder(dictionary=dictionary, identifiers="surrogate")


def test_levels_and_bounds_that_are_not_given_are_those_of_the_table():
    encoder = encoder_of(described())
    table = RealTable.read(frame(), encoder=encoder)
    kinds = {one.name: one.kind for one in table.schema.variables}
    assert kinds["code"] == "category"
    assert kinds["age"] == "integer"
    full = DataDictionary.from_table(frame(), encoder=encoder)
    by_name = {one.name: one for one in full.fields}
    assert len(by_name["code"].levels) == 40
    assert by_name["age"].minimum == frame()["age"].min()
    assert set(by_name["ill"].levels) == {"no", "yes"}


def test_a_half_open_bound_is_checked_nowhere_and_completed():
    said = described()
    said["fields"][1]["constraints"] = {"maximum": 120}
    encoder = encoder_of(said)
    full = DataDictionary.from_table(frame(), encoder=encoder)
    (age,) = (one for one in full.fields if one.name == "age")
    assert (age.minimum, age.maximum) == (frame()["age"].min(), 120)


def test_what_is_public_leaves_nothing_to_the_table():
    with pytest.raises(InputError, match=r"no minimum and no maximum") as caught:
        DataDictionary.read({**described(True), "fields": described()["fields"][1:]})
    assert '"public": false' in str(caught.value)
    with pytest.raises(InputError, match="has 0 levels"):
        DataDictionary.read(described()).as_public()
    with pytest.raises(InputError, match="has 0 levels"):
        public_table(DataDictionary.read(described()))


def test_the_order_of_an_ordinal_is_always_given():
    said = described()
    said["fields"][0]["skl_synth"] = {"kind": "ordinal"}
    with pytest.raises(InputError, match="'code' is a ordinal and has 0 levels"):
        DataDictionary.read(said)


@pytest.mark.parametrize("ending", ["json", "yaml"])
def test_levels_that_differ_in_a_blank_are_written_and_read(ending, tmp_path):
    dictionary = DataDictionary.from_table(frame(), encoder=TableEncoder())
    dictionary.write(tmp_path / f"d.{ending}")
    again = DataDictionary.read(tmp_path / f"d.{ending}")
    assert again == dictionary
    (sex,) = (one for one in again.fields if one.name == "sex")
    assert set(sex.levels) == {"Female", "Female "}
    table = RealTable.read(frame(), encoder=encoder_of(again))
    pd.testing.assert_series_equal(table.decode(table.rows)["sex"], frame()["sex"])


def test_what_became_of_an_identifier_is_passed_over_where_it_is_none_any_more():
    said = described(identifiers={"code": "surrogate"})
    with pytest.warns(InputWarning, match="'code', which is of kind category"):
        dictionary = DataDictionary.read(said)
    assert dictionary.identifiers == {}
    with pytest.raises(InputError, match='name it under "drop"'):
        DataDictionary.read(described(identifiers={"code": "drop"}))
    with pytest.raises(InputError, match="there are none"):
        DataDictionary.read(described(identifiers={"unheard": "surrogate"}))


def test_rules_are_looked_for_anew_beside_those_that_are_listed():
    X = frame().assign(later=lambda X: X["age"] + 7, less=lambda X: X["age"] - 3)
    encoder = TableEncoder()
    dictionary = DataDictionary.from_table(X, encoder=encoder)
    assert dictionary.rules
    first = replace(dictionary.rules[0], keep=False)
    old = replace(dictionary, rules=(first,))
    again = DataDictionary.from_table(X, encoder=encoder_of(old))
    assert again.rules[0] == first
    assert {one.rule for one in again.rules} == {one.rule for one in dictionary.rules}
    assert DataDictionary.from_table(X, encoder=encoder_of(again)).rules == again.rules
    public = old.as_public()
    same = DataDictionary.from_table(X, encoder=encoder_of(public))
    assert same.public
    assert same.rules == public.rules


def test_rules_are_counted_from_one_and_the_target_is_named():
    def with_rule(other, **more):
        rule = {"rule": {"inequality": ["age", "<", other]}, **more}
        said = described(target="ill", rules=[rule])
        said["fields"][3]["constraints"] = {"required": True}
        return said

    with pytest.raises(InputError, match=r"rule 1 of the dictionary .* is the target"):
        DataDictionary.read(with_rule("ill"))
    with pytest.raises(InputError, match="none of its columns; did you mean 'age'"):
        DataDictionary.read(with_rule("aged"))
    with pytest.raises(InputError, match="keep of rule 1 in the dictionary"):
        DataDictionary.read(with_rule("age", keep="no"))
