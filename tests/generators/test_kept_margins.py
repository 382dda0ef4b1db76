"""What a filter keeps, against what it was given: a choice by lot moves nothing."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.generators.kept_margins import moves_of_kept
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.real import RealTable
from skl_synth.table.rows import without_parents


def table(n=600, seed=0, **columns):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(
        {
            "ward": rng.choice(["A", "B", "C"], n, p=[0.6, 0.3, 0.1]),
            "smoker": rng.choice(["no", "yes"], n),
            "age": rng.integers(18, 90, n),
            "cost": np.exp(rng.normal(5, 1.5, n)).round(2),
            "hb": np.where(rng.random(n) < 0.2, np.nan, rng.normal(13, 2, n).round(1)),
        }
    ).assign(**columns)
    y = pd.Series(rng.choice(["ill", "well"], n), name="state")
    return X, y, RealTable.read(X, y, encoder=TableEncoder())


def moved(real, kept, persons=None):
    rows = without_parents(real.rows, real.target.encoded)
    if persons is not None:
        rows = rows.of_persons(persons)
    return moves_of_kept(real, rows, np.asarray(kept))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_choice_by_lot_is_no_move(share):
    for seed in range(25):
        _, _, real = table(300 + 20 * seed, seed)
        kept = np.random.default_rng(100 + seed).random(len(real)) < share
        assert moved(real, kept) == []


def test_a_level_that_is_dropped_is_named_with_its_class():
    X, y, real = table()
    kept = ~((X["ward"] == "C") & (y == "ill"))
    [worst, *others] = moved(real, kept)
    found = [one for one in (worst, *others) if one.level == "C"]
    assert [one.label for one in found] == ["ill"]
    assert found[0].synthetic == 0
    assert found[0].real == pytest.approx((X["ward"][y == "ill"] == "C").mean())


def test_missing_values_that_vanish():
    X, _, real = table()
    kept = X["hb"].notna() | (np.arange(len(X)) % 5 == 0)
    assert {(one.column, one.level) for one in moved(real, kept)} == {
        ("hb", "(missing)")
    }


def test_a_mean_and_a_spread_that_move():
    X, _, real = table()
    low = X["age"] < 60
    assert {one.what for one in moved(real, low) if one.column == "age"} == {
        "mean",
        "mean deviation",
    }
    middle = X["age"].between(35, 72)
    assert {one.what for one in moved(real, middle) if one.column == "age"} == {
        "mean deviation"
    }


def test_a_continuous_target_is_a_number_among_others():
    X, _, _ = table()
    y = X.pop("cost")
    real = RealTable.read(X, y, encoder=TableEncoder())
    assert "the target" in {one.column for one in moved(real, y < y.median())}


def test_one_hot_levels_have_the_names_of_their_columns():
    dummies = np.eye(3, dtype=int)[np.random.default_rng(1).integers(0, 3, 600)]
    columns = {f"blood_{one}": dummies[:, i] for i, one in enumerate("abo")}
    X, _, real = table(**columns)
    assert "blood_o" in {one.level for one in moved(real, X["blood_o"] == 0)}


def test_rows_of_few_persons_prove_less():
    """A ward of three persons with forty rows each may be gone by chance."""
    persons = np.arange(600) // 40
    _, _, real = table(ward=np.where(persons < 3, "C", "A"))
    kept = persons != 0
    assert [one for one in moved(real, kept) if one.column == "ward"]
    assert not [one for one in moved(real, kept, persons) if one.column == "ward"]


def test_nothing_that_was_dropped_and_nothing_that_was_kept():
    _, _, real = table(50)
    assert moved(real, np.ones(50, dtype=bool)) == []
    assert moved(real, np.zeros(50, dtype=bool)) == []
