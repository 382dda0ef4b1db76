"""What is pictured of a release: what may be shared, and what its owner sees."""

import json

import numpy as np
import pandas as pd
import pytest

from skl_synth.evaluation.results import SUMMARY_COLUMNS
from skl_synth.evaluation.tables import Persons, read_real, read_tables
from skl_synth.release.picturing import (
    DIFFERENT_FROM,
    DrawnFrom,
    pictured_alone,
    pictured_for_others,
    pictured_for_owner,
)

NO_CURVES = pd.DataFrame(columns=["group", "fpr", "tpr", "fold"])


def a_table(n, seed):
    rng = np.random.RandomState(seed)
    X = pd.DataFrame(
        {
            "age": rng.randint(18, 90, n),
            "bmi": rng.normal(27, 4, n).round(1),
            "ward": rng.choice(["a", "b", "c"], n),
            "sex": rng.choice(["f", "m"], n),
            "smoker": rng.choice(["no", "yes"], n, p=[0.8, 0.2]),
        }
    )
    return X, pd.Series(rng.randint(0, 2, n), name="ill")


def figures(lines):
    frame = pd.DataFrame(lines, columns=["metric", "scope", "subject", "mean"])
    return frame.reindex(columns=SUMMARY_COLUMNS).assign(**frame)


def found_of(n=1000, details=None, curves=NO_CURVES, persons=None, released=None):
    real, new = a_table(n, 0), released or a_table(n, 1)
    table = read_real(*real)
    tables = read_tables(table, real, new, persons=persons)
    schema = table.schema.as_published()
    details = figures([]) if details is None else details
    return DrawnFrom(tables, schema, details, curves)


def test_real_shares_are_blurred_for_others_and_exact_for_the_owner():
    found = found_of(1000)
    others = pictured_for_others(found, 0, is_released=True)
    owners = {one.name: one for one in pictured_for_owner(found).columns}
    assert others.blur == pytest.approx(10 * 6**0.5 / 1000, rel=0.05)
    for one in others.columns:
        exact = owners[one.name]
        assert (one.ends, one.synthetic) == (exact.ends, exact.synthetic)
        differs = np.abs(np.subtract(one.real, exact.real)).max() > 0.005
        # The sizes of the classes are told to the row anyway.
        assert differs == (one.name != "ill")
    sex = owners["sex"]
    assert dict(zip(sex.ends, sex.real, strict=True)) == pytest.approx(
        a_table(1000, 0)[0]["sex"].value_counts(normalize=True).round(3).to_dict()
    )


def test_the_same_seed_makes_the_same_picture_and_another_another():
    found = found_of(1000)
    first, again, other = (
        pictured_for_others(found, seed, is_released=True).to_dict()
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_of_few_people_the_released_rows_stand_alone():
    pictured = pictured_for_others(found_of(400), 0, is_released=True)
    assert pictured.columns
    assert not pictured.has_real
    assert pictured.blur == 0


def test_of_a_table_that_is_refused_nothing_is_counted_for_others():
    found = found_of(1000)
    assert pictured_for_others(found, 0, is_released=False).columns == ()
    assert pictured_for_owner(found).has_real


def test_persons_weigh_one_each():
    n = 6000
    # One person has half of all rows: no share may follow them.
    whose = np.r_[np.zeros(n // 2, dtype=int), 1 + np.arange(n // 2)]
    found = found_of(n, persons=Persons(whose, np.arange(n)))
    frame = found.tables.real.codes[:, 0]
    [ward] = [one for one in pictured_for_owner(found).columns if one.name == "ward"]
    others = np.bincount(frame[n // 2 :], minlength=3)[:3] / (n // 2)
    assert sorted(ward.real) == pytest.approx(sorted(others), abs=0.001)


def test_rows_without_persons_do_not_stand_beside_persons():
    n = 6000
    found = found_of(n, persons=Persons(np.arange(n) // 2, None))
    assert not pictured_for_others(found, 0, is_released=True).has_real


def test_the_least_alike_columns_are_drawn_first():
    details = figures(
        [
            ("column_similarity", "column", "sex", 0.5),
            ("column_similarity", "column", "bmi", 0.7),
            ("column_similarity", "table", "", 0.9),
        ]
    )
    names = [
        one.name
        for one in pictured_for_others(
            found_of(1000, details), 0, is_released=True
        ).columns
    ]
    assert names[:2] == ["sex", "bmi"]
    assert len(names) == 6


def test_pairs_are_classes():
    details = figures(
        [
            ("pair_similarity", "pair", "age × bmi", 0.8765),
            ("pair_similarity", "pair", "sex × ill", 0.951),
        ]
    )
    found = found_of(1000, details)
    others = pictured_for_others(found, 0, is_released=True).pairs
    place = {name: others.names.index(name) for name in others.names}
    assert others.values[place["age"]][place["bmi"]] == 0.1
    assert others.values[place["ill"]][place["sex"]] == 0
    assert {v for line in others.values for v in line} <= {None, 0.0, *DIFFERENT_FROM}


def test_curves_of_groups_whose_figures_are_not_told_are_not_drawn():
    rates = np.linspace(0, 1, 21)
    parts = [
        pd.DataFrame({"group": group, "fpr": rates, "tpr": rates**0.5, "fold": fold})
        for group in ("everyone", "stratum 7")
        for fold in (0, 1)
    ]
    curves = pd.concat(parts, ignore_index=True)
    told = [("membership_worst_auc", "table", "", 0.55321)]
    few = [
        ("membership_worst_auc", "group", "stratum 7", 0.9),
        ("membership_controls", "group", "stratum 7", 3.0),
    ]
    found = found_of(1000, figures([*told, *few]), curves)
    [curve] = pictured_for_others(found, 0, is_released=True).curves
    assert (curve.group, curve.auc) == ("everyone", 0.553)
    assert curve.tpr == np.round(rates**0.5, 2).tolist()
    assert [one.group for one in pictured_for_owner(found).curves] == [
        "everyone",
        "stratum 7",
    ]


def test_what_stands_alone_does_not_change_with_what_is_in_the_place_of_real_rows():
    alone = []
    for seed in (0, 5):
        real, new = a_table(700, seed), a_table(700, 1)
        table = read_real(*new)
        tables = read_tables(table, real, new)
        alone.append(pictured_alone(tables, table.schema.as_published()))
    assert alone[0].to_dict() == alone[1].to_dict()
    assert not alone[0].has_real
    assert all(
        one.missing is None or one.missing[0] is None for one in alone[0].columns
    )


def test_json_can_hold_it_and_it_is_small():
    text = json.dumps(
        pictured_for_others(found_of(2000), 0, is_released=True).to_dict(),
        allow_nan=False,
    )
    assert len(text) < 8_000


def test_a_column_that_is_missing_somewhere_says_so():
    real = a_table(1000, 0)
    real[0].loc[:200, "bmi"] = np.nan
    new = a_table(1000, 1)
    new[0].loc[:50, "bmi"] = np.nan
    table = read_real(*real)
    tables = read_tables(table, real, new)
    found = DrawnFrom(tables, table.schema.as_published(), figures([]), NO_CURVES)
    [bmi] = [one for one in pictured_for_owner(found).columns if one.name == "bmi"]
    assert bmi.missing == (0.201, 0.051)
    assert sum(bmi.real) == pytest.approx(0.799, abs=0.01)
