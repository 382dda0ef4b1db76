"""What cannot be read is said in the words of whoever speaks, all at once."""

import pickle

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder
from skl_synth.errors import Setting
from skl_synth.table import RealTable
from skl_synth.table.unreadable_columns import UnreadableColumnsError


class Options:
    """The words of a command line."""

    name = "command line"

    def parameter(self, name):
        return f"--{name}"

    def setting(self, setting):
        if setting.parameter == "one_hot_repair":
            return None
        return f"--{setting.parameter} {setting.value}"

    def row(self, row):
        return f"row {row.place + 1}"


MIXED = ["1", "2", "many"] + [str(n) for n in range(3, 40)]


def test_several_columns_are_named_at_once():
    X = pd.DataFrame({"age": MIXED, "z": np.full(40, 1j), "ok": range(40)})
    with pytest.raises(UnreadableColumnsError, match=r"^2 columns cannot be") as caught:
        RealTable.read(X)
    error = caught.value
    assert error.columns == ["age", "z"]
    assert error.column == "age"
    assert error.reasons["age"].value == "many"
    assert "(1) column 'age' mixes" in str(error)
    assert "(2) Complex data not supported: column 'z'" in str(error)
    assert "column_kinds={'age': 'category'}" in str(error)
    spoken = error.words(Options())
    assert "say --column_kinds {'age': 'category'} (or 'identifier')" in spoken
    assert "column_kinds={" not in spoken


def test_it_travels_between_processes():
    with pytest.raises(UnreadableColumnsError) as caught:
        RealTable.read(pd.DataFrame({"age": MIXED}))
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is UnreadableColumnsError
    assert str(again) == str(caught.value)
    assert again.columns == ["age"]
    assert again.words(Options()) == caught.value.words(Options())


def refused(X, **parameters):
    with pytest.raises(ValueError, match=r".") as caught:
        RealTable.read(X, encoder=TableEncoder(**parameters))
    error = caught.value
    if isinstance(error, UnreadableColumnsError):
        (error,) = error.reasons.values()
    return error


def settings_of(error):
    return [one.setting for one in error.remedies if one.setting is not None]


def test_an_identifier_is_refused_with_all_ways_out():
    error = refused(pd.DataFrame({"patient_id": np.arange(40) + 7}))
    assert (error.column, error.parameter) == ("patient_id", "identifiers")
    assert settings_of(error) == [
        Setting("identifiers", "surrogate"),
        Setting("identifiers", "drop"),
        Setting("column_kinds", {"patient_id": "integer"}),
    ]
    text = str(error)
    assert "encoder=TableEncoder(identifiers='surrogate')" in text
    assert "encoder=TableEncoder(identifiers='drop')" in text
    assert "column_kinds={'patient_id': 'integer'}" in text
    assert "drop the column" in text


def test_wrong_rows_of_a_group_are_refused_in_the_words_of_each():
    X = pd.DataFrame({"w_a": [1, 0, 0], "w_b": [0, 1, 0], "x": [1.5, 2.5, 3.0]})
    error = refused(X, one_hot_groups=["w"])
    assert (error.column, error.value) == ("w", 0)
    assert "encoder=TableEncoder(one_hot_repair='repair')" in str(error)
    assert "make them floats before it" in str(error)
    spoken = error.words(Options())
    assert "--implicit_baseline ['w']" in spoken
    assert "repair" not in spoken
    assert "floats" not in spoken


@pytest.mark.parametrize(
    ("cells", "kinds", "value", "words"),
    [
        ([1.5, 2.5, 3.0], "integer", 1.5, "holds 1.5: round it"),
        (["a", "b", "c"], "binary", "binary", "3 different values"),
        (["a", "b", "c"], "number", "number", "no list of levels"),
        (["a", "b", "c"], "one_hot", "one_hot", "one_hot_groups"),
        (["a", "b", "c"], ["a", "b"], "c", "order ['a', 'b'], but it holds 'c'"),
        (["a", "b", "c"], ["a", "b", "a"], "a", "'a' comes twice"),
        (["a", "b", "c"], "ordinal", "ordinal", "column_kinds={'x': ['low', 'high']}"),
        (["a", "b", "c"], "datetime", "datetime", "(pandas.to_datetime)"),
        ([1.5, 2.5, 3.0], "constant", "constant", "or some are missing"),
        (["a", "b", "c"], "continuous", "continuous", "turn it into numbers"),
    ],
)
def test_a_kind_that_a_column_cannot_have(cells, kinds, value, words):
    error = refused(pd.DataFrame({"x": cells}), column_kinds={"x": kinds})
    assert error.column == "x"
    assert error.parameter == "column_kinds"
    assert error.value == value
    assert words in str(error)
    assert "--column_kinds" in error.words(Options())
