"""utility_tables: cells against pandas, orders, choices and refusals."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import utility_tables


def table(n, seed, lost=False):
    rng = np.random.default_rng(seed)
    sex = rng.choice(["f", "m"], size=n)
    ward = np.where((sex == "f") ^ (rng.random(n) < 0.2), "a", "b")
    if lost:
        ward = rng.permutation(ward)
    age = rng.integers(20, 90, size=n).astype(float)
    age[rng.random(n) < 0.1] = np.nan
    return pd.DataFrame({"sex": sex, "the ward": ward, 3: age})


REAL, OTHER, LOST = table(400, 0), table(300, 1), table(400, 2, lost=True)


def test_the_cells_are_those_of_a_crosstab():
    found = utility_tables(REAL, None, OTHER).frame()
    line = found.set_index(["column_1", "column_2"]).loc[("sex", "the ward")]
    real, other = (
        pd.crosstab(one["sex"], one["the ward"]).to_numpy().ravel()
        for one in (REAL, OTHER)
    )
    n, c = 700, 300 / 700
    pmse = ((real + other) * (other / (real + other) - c) ** 2).sum() / n
    assert line["pmse"] == pytest.approx(pmse)
    assert line["s_pmse"] == pytest.approx(pmse * n / (3 * c * (1 - c) ** 2))
    assert line["df"] == 3


def test_a_number_is_cut_in_fifths_and_missing_ones_are_a_group():
    found = utility_tables(REAL, None, OTHER, order=1, columns=[3]).frame()
    assert found["df"].tolist() == [5]
    halves = utility_tables(REAL, None, OTHER, order=1, columns=[3], n_groups=2)
    assert halves.frame()["df"].tolist() == [2]


def test_the_lost_pair_is_the_worst_and_single_columns_are_fine():
    found = utility_tables(REAL, None, LOST)
    assert found.worst(1)[["column_1", "column_2"]].to_numpy().tolist() == [
        ["sex", "the ward"]
    ]
    assert found.worst(1)["s_pmse"].item() > 30
    assert utility_tables(REAL, None, LOST, order=1).frame()["s_pmse"].max() < 5
    assert "highest" in str(found)


def test_three_columns_at_a_time():
    found = utility_tables(REAL, None, LOST, order=3).frame()
    assert found.columns.tolist()[:4] == ["column_1", "column_2", "column_3", "pmse"]
    assert len(found) == 1


def test_of_several_tables_it_is_the_mean():
    both = utility_tables(REAL, None, [OTHER, LOST]).frame()
    single = [utility_tables(REAL, None, one).frame() for one in (OTHER, LOST)]
    for measure in ("s_pmse", "jsd", "df"):
        expected = (single[0][measure] + single[1][measure]) / 2
        np.testing.assert_allclose(both[measure], expected)


def test_persons_are_counted_once():
    twice = pd.concat([REAL, REAL])
    groups = np.tile(np.arange(len(REAL)), 2)
    other = pd.concat([OTHER, OTHER])
    by_rows = utility_tables(twice, None, other, order=1).frame()
    by_people = utility_tables(
        twice,
        None,
        other,
        order=1,
        groups_real=groups,
        groups_synthetic=np.tile(np.arange(len(OTHER)), 2),
    ).frame()
    np.testing.assert_allclose(by_people["s_pmse"], by_rows["s_pmse"] / 2, rtol=0.1)
    np.testing.assert_allclose(by_people["pmse"], by_rows["pmse"])


def test_rare_levels_are_one():
    rng = np.random.default_rng(0)
    real, other = (
        pd.DataFrame({"code": rng.choice([f"k{i}" for i in range(60)], 500)})
        for _ in range(2)
    )
    found = utility_tables(real, None, other, order=1, max_levels=10)
    assert found.frame()["df"].tolist() == [10]


def test_a_level_that_the_real_table_has_not_is_a_cell():
    other = REAL.assign(sex=np.where(np.arange(400) < 100, "unknown", REAL["sex"]))
    found = utility_tables(REAL, None, other, order=1, columns=["sex"]).frame()
    assert found["df"].tolist() == [2]
    assert found["specks"].item() == pytest.approx(0.25)


def test_a_constant_has_no_ratio():
    X = pd.DataFrame({"a": [1] * 10})
    found = utility_tables(X, None, X, order=1)
    assert found.frame()["s_pmse"].isna().all()
    assert str(found) == "No cells that could differ."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"order": 4}, "order=4 crosses more than 3 of 3 columns"),
        ({"order": 2, "columns": [3]}, "order=2 crosses more than 1 of 1 columns"),
        ({"order": 0}, "order=0 must be a whole number from 1 on"),
        ({"columns": "sex"}, "columns='sex' must be a collection of names"),
        ({"columns": ["aeg"]}, "columns names 'aeg'"),
        ({"columns": []}, "columns names none"),
        ({"columns": 5}, "columns=5 must be a collection of names"),
        ({"n_groups": 1}, "n_groups=1 must be a whole number from 2 on"),
        ({"max_levels": 0}, "max_levels=0 must be a whole number from 1 on"),
    ],
)
def test_what_makes_no_sense_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        utility_tables(REAL, None, OTHER, **options)


def test_too_many_tables_are_refused_with_what_to_do():
    wide = pd.DataFrame(np.random.default_rng(0).normal(size=(8, 60)))
    with pytest.raises(ValueError, match="order=3 makes 34220 tables of 60 columns"):
        utility_tables(wide, None, wide, order=3)


def test_an_unknown_measure_is_refused():
    with pytest.raises(ValueError, match="by='G' must be one of pmse"):
        utility_tables(REAL, None, OTHER).worst(by="G")
