"""What is read of several columns, of persons and of a dictionary, part by part."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from skl_synth import DataDictionary, TableEncoder
from skl_synth.datasets import make_patients, make_visits
from skl_synth.table.constraints import FixedCombinations, Inequality, Sum
from skl_synth.table.rule_search.find_rules import MOST_ROWS, sample_of_rows
from tests.dask.whole_and_parts import read_both

FEW = settings(max_examples=5, deadline=None, phases=[Phase.generate])


def _cuts(n_rows):
    return st.lists(st.integers(0, n_rows), max_size=5)


def _flags(n_rows=60):
    rng = np.random.default_rng(0)
    wards = pd.get_dummies(rng.choice(["A", "B", "C"], n_rows), prefix="ward")
    loose = pd.get_dummies(rng.choice(["x", "y", "z"], n_rows)).astype(int)
    ill = pd.DataFrame(
        {"ill_a": rng.integers(0, 2, n_rows), "ill_b": rng.integers(0, 2, n_rows)}
    )
    other = pd.DataFrame({"age": rng.integers(20, 90, n_rows)})
    return pd.concat([wards.astype(float), other, loose, ill], axis=1)


GROUPS = {
    "infer": {},
    "none": {"one_hot_groups": None},
    "a prefix": {"one_hot_groups": ["ward"]},
    "columns": {"one_hot_groups": {"w": ["ward_A", "ward_B", "ward_C"]}},
    "a number": {"one_hot_groups": [["ward_A", "age"]]},
    "no such column": {"one_hot_groups": [["ward_A", "ward_D"]]},
    "no group": {"one_hot_groups": ["ill"]},
    "repair": {"one_hot_groups": ["ill"], "one_hot_repair": "repair"},
    "baseline": {"implicit_baseline": ["ill"]},
    "rare": {"min_category_count": 18},
}


@pytest.mark.parametrize("said", GROUPS)
@FEW
@given(cuts=_cuts(60))
def test_one_hot_groups(said, cuts):
    read_both(_flags(), encoder=TableEncoder(**GROUPS[said]), cuts=cuts)


@FEW
@given(row=st.integers(0, 59), cuts=_cuts(60))
def test_nearly_a_group_and_gaps(row, cuts):
    table = _flags()
    table.loc[row, "ward_B"] = 1 - table.loc[row, "ward_B"]
    read_both(table, cuts=cuts)
    table.loc[row, ["ward_A", "ward_B", "ward_C"]] = np.nan
    read_both(table, cuts=cuts)


@pytest.mark.parametrize("cuts", [(50, 51, 51, 130), (1, 199)], ids=repr)
def test_persons_with_several_rows(cuts):
    X, y = make_visits(60, random_state=0, return_X_y=True)
    X, y = X[:200], y[:200]
    encoder = TableEncoder(identifiers="surrogate", min_tail_count=3)
    read_both(X, y, encoder, groups=X["nhs_number"], cuts=cuts)


def test_the_key_of_persons_is_no_category():
    X, y = make_visits(60, random_state=0, return_X_y=True)
    encoder = TableEncoder(column_kinds={"nhs_number": "category"})
    found = read_both(X, y, encoder, groups=X["nhs_number"], cuts=(9,))
    assert "says whose a row is" in str(found)


RULES = {
    "kept": [Inequality("a", "<=", "b"), FixedCombinations(["c", "d"])],
    "a total": [Sum("b", ["a", "rest"])],
    "broken": [Inequality("b", "<", "a")],
    "no such column": [Inequality("a", "<=", "e")],
    "no constraint": [Inequality("a", "<=", "b"), "a <= b"],
    "text": [Inequality("a", "<=", "c")],
}


def _ruled(n_rows=120):
    rng = np.random.default_rng(1)
    a, rest = rng.integers(0, 50, n_rows), rng.integers(1, 30, n_rows)
    c = rng.choice(["x", "y", "z"], n_rows)
    table = {"a": a, "rest": rest, "b": a + rest, "c": c, "d": np.char.upper(c)}
    table["days"] = pd.to_datetime("2020-01-01") + pd.to_timedelta(a, "D")
    table["year"] = table["days"].year
    return pd.DataFrame(table)


@pytest.mark.parametrize("given_rules", RULES)
@FEW
@given(cuts=_cuts(120))
def test_rules_that_are_given_and_found(given_rules, cuts):
    read_both(_ruled(), encoder=TableEncoder(constraints=RULES[given_rules]), cuts=cuts)


def test_rules_of_rare_levels_and_tails():
    encoder = TableEncoder(min_category_count=45, min_tail_count=4)
    read_both(_ruled(), encoder=encoder, cuts=(5, 60))


@pytest.mark.parametrize("row", [0, 70])
def test_a_broken_rule_names_the_row_of_the_whole_table(row):
    table = _ruled()
    table.loc[row, "b"] = -5
    rules = [Inequality("a", "<=", "b")]
    found = read_both(table, encoder=TableEncoder(constraints=rules), cuts=(30, 60))
    assert f"row {row} " in str(found)


def _mapping(X, y):
    return DataDictionary.from_table(X, y).to_mapping()


def _dictionary(change):
    X, y = make_patients(200, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    mapping = _mapping(X, y)
    fields = {one["name"]: one for one in mapping["fields"]}
    change(X, fields)
    return X, y, mapping


def _nothing(X, fields):
    pass


def _bounds(X, fields):
    fields["age"].setdefault("constraints", {}).update(minimum=30, maximum=40)


def _levels(X, fields):
    fields["sex"].setdefault("constraints", {})["enum"] = ["Male"]


def _more(X, fields):
    X["more"] = np.arange(200) % 9 / 4


def _lacking(X, fields):
    del X["age"]


@pytest.mark.parametrize("change", [_nothing, _bounds, _levels, _more, _lacking])
@pytest.mark.parametrize("cuts", [(), (3, 3, 70), (199,)], ids=repr)
def test_a_dictionary(change, cuts):
    X, y, mapping = _dictionary(change)
    read_both(X, y, TableEncoder(dictionary=mapping), cuts=cuts)


def test_a_dictionary_that_names_persons():
    X, y = make_visits(60, random_state=0, return_X_y=True)
    encoder = TableEncoder(identifiers="surrogate")
    known = DataDictionary.from_table(X, y, encoder=encoder, groups=X["nhs_number"])
    encoder.set_params(dictionary=known.to_mapping())
    read_both(X, y, encoder, cuts=(17, 40))


SURVIVAL = {
    "an event": {"time": "died"},
    "a level": {"time": ("died", 0)},
    "no such level": {"time": ("died", 7)},
    "no time": {"ward": "died"},
    "no such column": {"time": "dead"},
    "the target": {"time": "gone"},
}


@pytest.mark.parametrize("said", SURVIVAL)
@pytest.mark.parametrize("least", [0, -1])
def test_survival_times(said, least):
    rng = np.random.default_rng(2)
    table = pd.DataFrame(
        {
            "time": rng.integers(1, 400, 80),
            "died": rng.integers(0, 2, 80),
            "ward": rng.choice(["A", "B"], 80),
        }
    )
    table.loc[44, "time"] = least
    y = pd.Series(rng.integers(0, 2, 80), name="gone")
    read_both(table, y, TableEncoder(survival=SURVIVAL[said]), cuts=(40, 41))


def test_rules_of_more_rows_than_are_searched():
    n_rows = MOST_ROWS + 900
    rng = np.random.default_rng(3)
    a = rng.integers(0, 60, n_rows)
    b = a + rng.integers(0, 40, n_rows)
    table = pd.DataFrame({"a": a, "b": b, "c": rng.choice(list("xyz"), n_rows)})
    table["d"] = table["c"].str.upper()
    unseen = np.setdiff1d(np.arange(n_rows), sample_of_rows(n_rows))
    found = read_both(table, cuts=(40_000, 40_001, 90_000))
    assert [str(one.rule) for one in found.rules.found] == [
        "d follows from c",
        "a <= b",
    ]
    table.loc[unseen[5], "d"] = "X" if table["c"][unseen[5]] != "x" else "Y"
    found = read_both(table, cuts=(40_000,))
    assert [str(one.rule) for one in found.rules.found] == ["a <= b"]
