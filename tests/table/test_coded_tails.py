"""Tails of whole tables: read, written, divided, and beside rules."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import Inequality, TableEncoder, TypeAwareCART, TypeAwareSMOTE
from skl_synth.table import RealTable

N = 300


@pytest.fixture(name="table")
def _table():
    rng = np.random.default_rng(0)
    day = np.datetime64("2024-01-01") + rng.integers(0, 400, N).astype("m8[D]")
    return pd.DataFrame(
        {
            "age": rng.integers(18, 99, N),
            "bmi": rng.normal(27, 5, N).round(1),
            "day": day.astype("M8[s]"),
            "cost": np.where(rng.random(N) < 0.5, np.nan, rng.lognormal(5, 1, N)),
            "stage": rng.choice(["I", "II", "III"], N),
        }
    )


ENCODER = TableEncoder(
    {"stage": ["I", "II", "III"]}, min_tail_count=10, constraints=None
)


def test_nothing_is_written_beyond_the_tails(table):
    read = RealTable.read(table, encoder=ENCODER)
    again = read.decode(read.rows)
    for name in ("age", "bmi", "day", "cost"):
        assert again[name].isna().sum() == table[name].isna().sum()
        for end in ("min", "max"):
            extreme = getattr(again[name], end)()
            assert (again[name] == extreme).sum() >= 10
        assert table[name].min() <= again[name].min()
        assert again[name].max() <= table[name].max()
    assert table["cost"].min() < again["cost"].min()
    assert again["cost"].max() < table["cost"].max()
    assert again["stage"].equals(table["stage"])
    assert again.dtypes.equals(table.dtypes)
    far = read.rows.take(np.arange(2))
    far.numbers[:] = [[-1e18] * 5, [1e18] * 5]
    beyond = read.decode(read.snap(far))[["age", "bmi", "cost"]]
    ends = again[["age", "bmi", "cost"]].agg(["min", "max"])
    assert np.array_equal(beyond.to_numpy(float), ends.to_numpy(float))


def test_rows_of_another_table_are_coded_where_they_are_snapped(table):
    read = RealTable.read(table, encoder=ENCODER)
    again = read.encode(table)
    raw = RealTable.read(table, encoder=TableEncoder(ENCODER.column_kinds)).rows
    assert np.array_equal(again.numbers, raw.numbers, equal_nan=True)
    assert np.array_equal(again.codes, read.rows.codes)
    snapped = read.snap(again).numbers
    assert np.array_equal(snapped, read.rows.numbers, equal_nan=True)


def test_a_part_has_tails_of_its_own_people(table):
    read = RealTable.read(table, encoder=ENCODER)
    part = read.take(np.arange(0, N, 3))
    written = part.decode(part.rows)
    for name in ("age", "bmi", "day", "cost"):
        for end in ("min", "max"):
            assert (written[name] == getattr(written[name], end)()).sum() >= 10
    raw = part.snap(part.encode(table.iloc[::3]))
    assert np.array_equal(raw.numbers, part.rows.numbers, equal_nan=True)


def test_by_default_every_value_stays(table):
    read = RealTable.read(table)
    assert read.decode(read.rows).equals(table)
    assert TableEncoder().fit(table).coded_tails_.empty


def test_the_owner_sees_what_was_coded(table):
    fitted = ENCODER.fit(table)
    tails = fitted.coded_tails_
    assert tails["column"].tolist() == sorted(
        ["age", "bmi", "day", "cost"] * 2, key=list(table).index
    )
    assert set(tails["end"]) == {"low", "high"}
    why = fitted.describe().set_index("column")["why"]
    assert "outermost values of" in why["age"]
    assert "outermost" not in why["stage"]


def test_numbers_of_very_few_people_are_left_out(table):
    few = np.r_[np.arange(8.0), np.full(N - 8, np.nan)]
    read = RealTable.read(table.assign(dose=few), encoder=ENCODER)
    assert read.decode(read.rows)["dose"].isna().all()
    assert read.rows.codes[:, -1].all()
    why = read.describe().set_index("column")["why"]["dose"]
    assert "fewer than 10 people have a value" in why


def test_people_are_counted_once(table):
    # One person has the ten largest ages.
    ages = np.r_[np.full(10, 120), np.arange(N - 10) % 60 + 20]
    persons = np.r_[np.zeros(10, dtype=int), np.arange(1, N - 9)]
    X = table.assign(age=ages)
    encoder = TableEncoder(min_tail_count=10)
    by_rows = RealTable.read(X, encoder=encoder)
    by_persons = RealTable.read(X, encoder=encoder, groups=persons)
    assert by_rows.schema.numbers[0].precision.high == 120
    assert by_persons.schema.numbers[0].precision.high < 80


def test_the_tails_of_a_target_are_coded(table):
    y = pd.Series(np.random.default_rng(1).lognormal(3, 1, N), name="y")
    cart = TypeAwareCART(encoder=ENCODER, random_state=0).fit(table, y)
    _, y_new = cart.sample(600)
    assert y.nsmallest(10).iloc[-1] >= y_new.min() > y.min()
    assert y.nlargest(10).iloc[-1] <= y_new.max() < y.max()


@pytest.mark.parametrize("synthesizer", [TypeAwareCART, TypeAwareSMOTE])
def test_rules_are_kept_beside_tails(table, synthesizer):
    stay = np.random.default_rng(2).integers(0, 9, N).astype("m8[D]")
    X = table[["age", "day"]].assign(out=table["day"] + stay)
    rule = Inequality("day", "<=", "out")
    encoder = TableEncoder(min_tail_count=10, constraints=[rule])
    made, _ = synthesizer(encoder=encoder, random_state=0).fit(X).sample(300)
    assert (made["day"] <= made["out"]).all()
    assert (made["out"] == made["out"].max()).any()
