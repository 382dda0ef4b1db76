"""A table of all kinds describes itself, and is read by that as it was."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from skl_synth import DataDictionary, TableEncoder, TypeAwareSMOTE
from skl_synth.errors import InputError
from skl_synth.table.dictionary.read_by import read_by
from skl_synth.table.level_keys import key_of

N = 120
rng = np.random.default_rng(0)
DAYS = pd.Series(pd.date_range("2020-01-05", periods=N, freq="3D"))
HOURS, MINUTES = rng.integers(0, 24, N).tolist(), rng.integers(0, 60, N).tolist()
COLUMNS = {
    "stage": pd.Categorical(
        rng.choice(["low", "high"], N), ["low", "middle", "high"], ordered=True
    ),
    "grade": pd.Categorical(rng.choice([3, 1, 2], N), [1, 2, 3], ordered=True),
    "zoned": pd.date_range("2024-02-03 10:00", periods=N, freq="61min", tz="UTC"),
    "text": DAYS.dt.strftime("%d/%m/%Y"),
    "numbers": DAYS.dt.strftime("%Y%m%d").astype(int),
    "stay": pd.to_timedelta(rng.integers(0, 50, N), unit="D"),
    "empty": pd.Series([np.nan] * N),
    "none": pd.Series([None] * N, dtype=object),
    "flag": rng.integers(0, 2, N).astype(bool),
    "clock": [dt.time(h, m) for h, m in zip(HOURS, MINUTES, strict=True)],
    "clocktext": [f"{h:02}:{m:02}" for h, m in zip(HOURS, MINUTES, strict=True)],
    "period": pd.period_range("2010-01", periods=N, freq="M"),
    "maybe": np.where(rng.random(N) < 0.2, np.nan, rng.normal(size=N).round(2)),
    "nullable": pd.array(
        np.where(rng.random(N) < 0.2, None, rng.integers(0, 90, N)), "Int64"
    ),
    "levels": pd.Categorical(rng.choice(["a", "b", None], N), ["b", "a", "never"]),
    "numbered": pd.Categorical(rng.choice([4, 5], N)),
    "one": rng.choice(["x", None], N),
    "key": [f"K{i:05}" for i in range(N)],
    "numbertext": [f"{x:.1f}" for x in rng.normal(40, 5, N)],
    "special": np.where(rng.random(N) < 0.3, -1, rng.integers(20, 90, N)),
}
ENCODER = TableEncoder(
    identifiers="surrogate", special_values={"special": [-1]}, rules=None
)


@pytest.mark.parametrize("name", [one for one in COLUMNS if one != "special"])
def test_every_column_is_read_as_it_was(name, tmp_path):
    X = pd.DataFrame({name: COLUMNS[name], "other": np.arange(N) % 7})
    y = pd.Series(np.arange(N) % 2, name="died")
    dictionary = DataDictionary.from_table(X, y, encoder=ENCODER_OF_ANY)
    made = []
    for ending in ("json", "yaml"):
        dictionary.write(tmp_path / f"d.{ending}")
        assert DataDictionary.read(tmp_path / f"d.{ending}") == dictionary
    for encoder in (
        ENCODER_OF_ANY,
        TableEncoder(dictionary=dictionary, identifiers="surrogate", rules=None),
    ):
        smote = TypeAwareSMOTE(encoder=encoder, random_state=0).fit(X, y)
        made.append(smote.sample(30, random_state=1)[0])
    pd.testing.assert_frame_equal(made[1], made[0])


ENCODER_OF_ANY = TableEncoder(identifiers="surrogate", rules=None)


def test_special_values_are_described_and_read_again():
    X = pd.DataFrame({"special": COLUMNS["special"], "other": np.arange(N) % 7})
    dictionary = DataDictionary.from_table(X, encoder=ENCODER)
    field = dictionary.fields[0]
    assert [key_of(one) for one in field.special] == ["-1"]
    assert field.minimum >= 20
    again = TableEncoder(dictionary=dictionary).fit(X).schema_.variables[0]
    assert [key_of(one) for one in again.special] == ["-1"]


@pytest.mark.parametrize("name", ["clock", "clocktext"])
def test_times_of_day_have_a_word_and_no_bounds(name):
    X = pd.DataFrame({name: COLUMNS[name], "other": np.arange(N) % 7})
    dictionary = DataDictionary.from_table(X)
    written = dictionary.to_mapping()["fields"][0]
    assert written["type"] == "time"
    assert DataDictionary.read(dictionary.to_mapping()) == dictionary
    with pytest.raises(InputError, match="which has no bounds"):
        read_by(dictionary.as_public(), X)


def test_a_column_without_any_value_stays_so_in_public():
    X = pd.DataFrame({"empty": COLUMNS["empty"], "other": np.arange(N) % 7})
    dictionary = DataDictionary.from_table(X).as_public()
    assert dictionary.fields[0].is_empty
    read = read_by(dictionary, X)
    assert not read.outside
    assert read.table.decode(read.table.rows)["empty"].isna().all()
    other = read_by(dictionary, X.assign(empty=3.0))
    assert other.outside == {"empty": N}


def test_a_special_value_that_no_row_has_is_pointed_out():
    X = pd.DataFrame({"special": COLUMNS["special"], "other": np.arange(N) % 7})
    dictionary = DataDictionary.from_table(X, encoder=ENCODER)
    field = replace(dictionary.fields[0], special=(-1, "90+"))
    dictionary = replace(dictionary, fields=(field, dictionary.fields[1]))
    schema = TableEncoder(dictionary=dictionary).fit(X).schema_
    assert "'90+' special, and no row has it" in schema.variables[0].hint
    assert "-1" not in schema.variables[0].hint
