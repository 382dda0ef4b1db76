"""A dictionary beside a table: what it says is used, what does not fit is named."""

import copy
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from skl_synth import (
    DataDictionary,
    Inequality,
    RealRowsWarning,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
    load,
)
from skl_synth.errors import InputError, InputWarning
from skl_synth.table import RealTable
from skl_synth.table.dictionary.rule_entry import RuleEntry

N = 90


def table(n=N, seed=0):
    rng = np.random.default_rng(seed)
    start = pd.Timestamp("2021-03-01")
    admitted = start + pd.to_timedelta(rng.integers(0, 300, n), unit="D")
    return pd.DataFrame(
        {
            "key": [f"K{i:05}" for i in range(n)],
            "age": rng.integers(20, 90, n),
            "ward": rng.choice(["A", "B", "C"], n),
            "stage": rng.choice(["I", "II", "III"], n),
            "admitted": admitted,
            "weight": rng.normal(70, 9, n).round(2),
            "arm_a": np.arange(n) % 2,
            "arm_b": 1 - np.arange(n) % 2,
        }
    )


def labels(n=N):
    return pd.Series(np.arange(n) % 3 == 0, name="ill")


ENCODER = TableEncoder(identifiers="surrogate")


def described(frame=None, y=None):
    return DataDictionary.from_table(
        table() if frame is None else frame, y, encoder=ENCODER
    )


def with_field(dictionary, name, **said):
    fields = [
        replace(one, **said) if one.name == name else one for one in dictionary.fields
    ]
    return replace(dictionary, fields=tuple(fields))


def encoder_of(dictionary, **said):
    return TableEncoder(dictionary=dictionary, **{"identifiers": "surrogate", **said})


def read(dictionary, frame=None, y=None, **said):
    frame = table() if frame is None else frame
    return RealTable.read(frame, y, encoder=encoder_of(dictionary, **said))


def kinds_of(real):
    return {one.name: one.kind for one in real.schema.variables}


@pytest.mark.parametrize(
    "synthesizer", [TypeAwareSMOTE(), TypeAwareCART(min_samples_leaf=5)]
)
def test_an_untouched_dictionary_changes_nothing(synthesizer, tmp_path):
    X, y = table(), labels()
    dictionary = described(X, y)
    dictionary.write(tmp_path / "d.yaml")
    plain = clone(synthesizer).set_params(encoder=ENCODER, random_state=0)
    expected = plain.fit(X, y).sample(40, random_state=1)
    for given in (dictionary, str(tmp_path / "d.yaml"), dictionary.to_mapping()):
        other = clone(synthesizer).set_params(encoder=encoder_of(given), random_state=0)
        found = clone(other).fit(X, y).sample(40, random_state=1)
        pd.testing.assert_frame_equal(found[0], expected[0])
        pd.testing.assert_series_equal(found[1], expected[1])


def test_it_is_a_parameter_as_any_other(tmp_path):
    X, y = table(), labels()
    dictionary = described(X, y)
    smote = TypeAwareSMOTE(encoder=TableEncoder(identifiers="surrogate"))
    smote.set_params(encoder__dictionary=dictionary, random_state=0)
    assert clone(smote).get_params()["encoder__dictionary"] is dictionary
    assert copy.deepcopy(smote).encoder.dictionary is dictionary
    with pytest.warns(RealRowsWarning):
        smote.fit(X, y).save(tmp_path / "smote.skl_synth")
    with pytest.warns(RealRowsWarning):
        again = load(tmp_path / "smote.skl_synth")
    assert again.encoder.dictionary == dictionary
    expected, _ = smote.sample(20, random_state=3)
    pd.testing.assert_frame_equal(again.sample(20, random_state=3)[0], expected)


def test_kinds_groups_and_identifiers_come_from_it():
    dictionary = with_field(
        described(), "stage", kind="ordinal", levels=("I", "II", "III", "IV")
    )
    dictionary = with_field(
        dictionary, "age", kind="category", minimum=None, levels=tuple(range(20, 90))
    )
    dictionary = replace(dictionary, identifiers={"key": "drop"})
    with pytest.warns(InputWarning, match="are left out"):
        real = read(dictionary)
    kinds = kinds_of(real)
    assert kinds["stage"] == "ordinal"
    assert kinds["age"] == "category"
    assert kinds["arm"] == "one_hot"
    assert "key" not in real.schema.published


def test_what_is_said_besides_overrules_it():
    dictionary = replace(described(), identifiers={"key": "drop"})
    kinds = {"ward": ["C", "B", "A"], "age": "continuous"}
    said = {"column_kinds": kinds, "one_hot_groups": None}
    real = read(dictionary, identifiers={"key": "surrogate"}, **said)
    kinds = kinds_of(real)
    assert (kinds["ward"], kinds["age"]) == ("ordinal", "continuous")
    assert kinds["arm_a"] == "binary"
    assert "key" in real.schema.published


def test_no_group_is_found_where_every_column_is_described():
    frame = table()
    flat = DataDictionary.from_table(
        frame, encoder=TableEncoder(identifiers="surrogate", one_hot_groups=None)
    )
    assert kinds_of(read(flat))["arm_a"] == "binary"


def test_rules_are_those_that_are_listed():
    frame = table().assign(discharged=lambda X: X["admitted"] + pd.Timedelta(days=3))
    dictionary = described(frame)
    assert [one.rule for one in dictionary.rules]
    rule = Inequality("admitted", "<", "discharged")
    for rules, kept in (
        ((), []),
        ((RuleEntry(rule),), [rule]),
        ((RuleEntry(rule, keep=False),), []),
    ):
        real = read(replace(dictionary, rules=rules), frame)
        assert [one for one, _ in real.rules.learned] == kept
    searched = read(replace(dictionary, rules=None), frame)
    assert len(searched.rules.learned) == len(dictionary.rules)
    given = Inequality("admitted", "<=", "discharged")
    real = read(replace(dictionary, rules=(rule,)), frame, constraints=[given])
    assert [one for one, _ in real.rules.learned] == [rule, given]


def test_impossible_combinations_are_kept():
    frame = table().query("ward != 'C' or stage != 'I'")
    never = {"ward": ["C"], "stage": ["I"]}
    dictionary = replace(described(frame), impossible=(never,))
    smote = TypeAwareSMOTE(encoder=encoder_of(dictionary), random_state=0)
    made, _ = smote.fit(frame, labels(len(frame))).sample(200)
    assert not ((made["ward"] == "C") & (made["stage"] == "I")).any()


def test_persons_come_from_it_unless_they_are_given():
    frame = table().assign(key=[f"K{i // 3:05}" for i in range(N)])
    dictionary = replace(described(frame), person="key")
    assert read(dictionary, frame).n_persons == N // 3
    given = RealTable.read(frame, encoder=encoder_of(dictionary), groups=range(N))
    assert given.n_persons == N


def test_missing_tokens_and_special_values_come_from_it():
    frame = table()
    frame["age"] = frame["age"].where(frame["age"] > 30, -1)
    frame["ward"] = frame["ward"].where(frame["ward"] != "C", "Unknown")
    dictionary = described(frame.replace("Unknown", np.nan))
    dictionary = with_field(dictionary, "age", special=(-1,), minimum=0, maximum=120)
    dictionary = replace(dictionary, missing_values=("", "Unknown"))
    real = read(dictionary, frame)
    variables = {one.name: one for one in real.schema.variables}
    assert variables["age"].special == (-1,)
    assert variables["age"].precision.low > 30
    assert variables["ward"].n_missing == (frame["ward"] == "Unknown").sum()


def test_columns_that_are_left_out_are_not_written():
    frame = table()
    dictionary = described(frame.drop(columns="ward"))
    with pytest.warns(InputWarning, match="are left out"):
        real = read(replace(dictionary, drop=("ward",)), frame)
    assert "ward" not in real.schema.published


def test_bounds_that_are_wider_do_not_widen_what_is_made():
    wide = with_field(described(), "age", minimum=0, maximum=120)
    wide = with_field(wide, "weight", minimum=0, maximum=900.5, decimals=4)
    real, plain = read(wide), read(None)
    for one, other in zip(real.schema.numbers, plain.schema.numbers, strict=True):
        assert one.precision == other.precision


def test_fewer_decimals_are_those_that_are_made():
    dictionary = with_field(described(), "weight", decimals=1)
    smote = TypeAwareSMOTE(encoder=encoder_of(dictionary), random_state=0)
    with pytest.warns(InputWarning, match="'weight' holds .* has 1 decimals"):
        smote.fit(table(), labels())
    made, _ = smote.sample(100)
    np.testing.assert_array_equal(made["weight"], made["weight"].round(1))


def _age(frame, value):
    return frame.assign(age=[*frame["age"][:4], value, *frame["age"][5:]])


UNFIT = [
    (lambda X: X.drop(columns="age"), "lacks 'age', which the dictionary describes"),
    (lambda X: X.rename(columns={"age": "Age"}), "did you mean 'Age'"),
    (lambda X: _age(X, 130), "'age' holds 130 in row 4"),
    (lambda X: _age(X, 1), "'age' holds 1 in row 4"),
    (lambda X: _age(X, np.nan), "'age' has no value in 1 rows, the first is row 4"),
    (
        lambda X: X.assign(ward=["D", *X["ward"][1:]]),
        "'ward' holds 'D' in row 0 (counted from 0), which is none of the levels",
    ),
    (
        lambda X: X.assign(ward=["D", "E", *X["ward"][2:]]),
        "2 such levels in all",
    ),
    (
        lambda X: X.assign(admitted=X["admitted"] + pd.Timedelta(days=400)),
        "'admitted' holds 20",
    ),
]


@pytest.mark.parametrize(("change", "words"), UNFIT, ids=[one[1] for one in UNFIT])
def test_what_does_not_fit_is_named(change, words):
    with pytest.raises(InputError) as caught:
        read(described(), change(table()))
    assert words in str(caught.value)
    assert caught.value.column is not None


def test_a_class_that_is_not_listed_is_named():
    y = pd.Series(np.where(labels(), "yes", "no"), name="ill")
    dictionary = described(y=y)
    with pytest.raises(InputError, match="'ill' holds 'maybe' in row 0"):
        read(dictionary, y=pd.Series(["maybe", *y[1:]], name="ill"))


def test_a_column_that_is_not_described_is_taken_for_what_it_looks_like():
    frame = table().assign(more=np.arange(N) % 7)
    with pytest.warns(InputWarning, match="'more', which the dictionary does not"):
        real = read(described(), frame)
    assert kinds_of(real)["more"] == "integer"


def test_some_rows_need_not_hold_all_that_is_described():
    frame = table().assign(ward="A", stage=["I", "II"] * (N // 2), arm_a=0, arm_b=1)
    dictionary = described()
    dictionary = with_field(dictionary, "stage", kind="ordinal")
    assert kinds_of(read(dictionary, frame))["stage"] == "ordinal"
    two = with_field(dictionary, "ward", kind="binary", levels=("A", "B"))
    assert kinds_of(read(two, frame))["ward"] == "constant"


def test_rows_of_an_array_go_by_the_names_they_get():
    X = np.column_stack([np.arange(40.0), np.arange(40) % 4])
    dictionary = DataDictionary.from_table(X)
    dictionary = with_field(
        dictionary, "x1", kind="category", minimum=None, levels=(0, 1, 2, 3)
    )
    real = RealTable.read(X, encoder=TableEncoder(dictionary=dictionary))
    assert [one.kind for one in real.schema.variables][1] == "category"


def test_a_kind_that_a_column_cannot_have_is_that_of_the_dictionary():
    frame = table()
    frame["age"] = frame["age"] + 0.5
    dictionary = with_field(described(), "age", maximum=100)
    with pytest.raises(InputError, match="dictionary calls column 'age' integer"):
        read(dictionary, frame)
    with pytest.raises(InputError, match="column_kinds calls column 'age' integer"):
        read(dictionary, frame, column_kinds={"age": "integer"})
