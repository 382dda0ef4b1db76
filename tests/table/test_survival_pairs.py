"""The pair of time and event: how it is named, found and refused."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import DataDictionary, RealTable, TableEncoder
from skl_synth.errors import InputError
from skl_synth.table.survival_pairs import SurvivalPair

TABLE = pd.DataFrame(
    {
        "days": [5, 8, 13, 21, 34, 55],
        "died": [1, 0, 1, 1, 0, 1],
        "status": [1, 2, 1, 2, 2, 1],
        "grade": list("abcabc"),
        "seen": pd.date_range("2020-01-01", periods=6),
    }
)


def _pairs(survival, table=TABLE, y=None, **said):
    encoder = TableEncoder(survival=survival, rules=None, **said)
    return RealTable.read(table, y, encoder=encoder).schema.survival


@pytest.mark.parametrize(
    ("levels", "event"),
    [
        ([0, 1], 1),
        ([False, True], True),
        (["no", "yes"], "yes"),
        (["0", "1"], "1"),
        (["alive", "dead"], "dead"),
        (["Censored", "Event"], "Event"),
        ([0.0, 1.0], 1.0),
    ],
)
def test_an_event_that_leaves_no_doubt_is_found(levels, event):
    table = TABLE.assign(died=np.array(levels, dtype=object)[[1, 0, 1, 1, 0, 1]])
    assert _pairs({"days": "died"}, table) == (SurvivalPair("days", "died", event),)


def test_an_event_is_named_where_levels_leave_a_doubt():
    assert _pairs({"days": ("status", 2)})[0].level == 2
    assert _pairs({"days": ("status", "2")})[0].level == 2
    with pytest.raises(InputError, match=r"does not say which .* 1 and 2|1, 2"):
        _pairs({"days": "status"})


def test_the_remedy_for_a_doubt_is_typed_as_it_stands():
    with pytest.raises(InputError) as caught:
        _pairs({"days": "status"})
    assert "survival={'days': ('status', 2)}" in str(caught.value)


def test_the_target_may_say_how_a_time_ended():
    y = TABLE["died"].rename("event")
    pair = _pairs({"days": "event"}, TABLE.drop(columns="died"), y)[0]
    assert (pair.in_target, pair.columns) == (True, ("days",))


@pytest.mark.parametrize(
    ("survival", "words"),
    [
        ({"day": "died"}, "'day', which is no column"),
        ({"days": "dies"}, "'dies', which is no column"),
        ({"grade": "died"}, "a time is a number"),
        ({"seen": "died"}, "time since entry"),
        ({"days": "seen"}, "a column of levels"),
        ({"days": ("died", 7)}, "holds"),
        ({"days": "days"}, "a column of levels"),
    ],
)
def test_what_cannot_be_a_pair_is_refused(survival, words):
    with pytest.raises(InputError, match=words):
        _pairs(survival)


def test_a_negative_time_is_refused_unless_it_stands_for_something():
    table = TABLE.assign(days=[5, 8, 13, 21, 34, -1])
    with pytest.raises(InputError, match="never negative"):
        _pairs({"days": "died"}, table)
    assert _pairs({"days": "died"}, table, special_values={"days": [-1]})


def test_no_column_is_in_two_pairs():
    table = TABLE.assign(weeks=TABLE["days"] * 2 + 1)
    with pytest.raises(InputError, match="twice"):
        _pairs({"days": "died", "weeks": "died"}, table)


def test_a_part_of_the_rows_has_the_same_pairs():
    encoder = TableEncoder(survival={"days": "died"}, rules=None)
    table = RealTable.read(TABLE, encoder=encoder)
    assert table.take(np.arange(4)).schema.survival == table.schema.survival


def test_columns_of_an_array_go_by_position():
    values = TABLE[["days", "died"]].to_numpy(float)
    (pair,) = _pairs({0: 1}, values)
    assert (str(pair.time), str(pair.event)) == ("x0", "x1")


def test_a_dictionary_names_a_pair_and_writes_it_again(tmp_path):
    encoder = TableEncoder(survival={"days": ("status", 2)}, rules=None)
    dictionary = DataDictionary.from_table(TABLE, encoder=encoder)
    assert dictionary.survival == {"days": ["status", 2]}
    for name in ("table.json", "table.yaml"):
        dictionary.write(tmp_path / name)
        assert DataDictionary.read(tmp_path / name) == dictionary
    read = TableEncoder(dictionary=tmp_path / "table.yaml")
    pairs = RealTable.read(TABLE, encoder=read).schema.survival
    assert pairs == (SurvivalPair("days", "status", 2),)
    again = DataDictionary.from_table(TABLE, encoder=read)
    assert again.survival == dictionary.survival
    assert dictionary.without(["status"]).survival == {}


def test_a_dictionary_that_pairs_what_is_no_column_is_refused():
    fields = [{"name": "days", "type": "integer"}]
    ours = {"survival": {"days": "died"}}
    with pytest.raises(InputError, match="'died', and the columns are"):
        DataDictionary.read({"fields": fields, "skl_synth": ours})
