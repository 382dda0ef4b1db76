"""Rules between columns: checked in the real table, kept by every synthetic row."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE

from skl_synth import (
    FixedCombinations,
    Inequality,
    ProximityFilter,
    SamplerAdapter,
    Sum,
    TableEncoder,
    TypeAwareSMOTE,
)
from skl_synth.table.constraints import constraints_from_json

N = 120


@pytest.fixture
def stays():
    rng = np.random.default_rng(0)
    admitted = pd.Timestamp("2021-01-01") + pd.to_timedelta(
        rng.integers(0, 300, N), "D"
    )
    left = admitted + pd.to_timedelta(rng.integers(0, 9, N), "D")
    region = rng.integers(0, 2, N)
    day, night = rng.integers(0, 20, N), np.round(rng.gamma(2, 5, N), 1)
    grades = ["I", "II", "III"]
    first = rng.integers(0, 3, N)
    X = pd.DataFrame(
        {
            "admitted": admitted,
            "discharged": [date.strftime("%d/%m/%Y") for date in left],
            "region": np.array(["North", "South"])[region],
            "district": [f"{r}-{d}" for r, d in zip(region, day % 3, strict=True)],
            "day": day,
            "night": night,
            "total": np.round(day + night, 1),
            "before": pd.Categorical.from_codes(first, grades, ordered=True),
            "after": pd.Categorical.from_codes(
                np.maximum(first, rng.integers(0, 3, N)), grades, ordered=True
            ),
        }
    )
    return X, pd.Series(np.arange(N) % 2, name="y")


RULES = [
    Inequality("admitted", "<=", "discharged"),
    Inequality("after", ">=", "before"),
    FixedCombinations("region", "district"),
    Sum("total", ["day", "night"]),
]


def broken(X):
    left = pd.to_datetime(X["discharged"], format="%d/%m/%Y")
    return {
        "dates": int((X["admitted"] > left).sum()),
        "grades": int((X["after"] < X["before"]).sum()),
        "places": int((X["region"].eq("North") != X["district"].str[0].eq("0")).sum()),
        "sum": int(((X["day"] + X["night"] - X["total"]).abs() > 1e-9).sum()),
    }


LOOSE = {"interpolation": "per_feature", "noise_scale": 0.5}


@pytest.mark.parametrize(
    "make",
    [
        lambda rules: TypeAwareSMOTE(
            encoder=TableEncoder(constraints=rules, rules=None), **LOOSE
        ),
        lambda rules: ProximityFilter(
            TypeAwareSMOTE(encoder=TableEncoder(constraints=rules, rules=None), **LOOSE)
        ),
        lambda rules: SamplerAdapter(
            SMOTE(), encoder=TableEncoder(constraints=rules, rules=None)
        ),
        lambda rules: ProximityFilter(
            SamplerAdapter(SMOTE(), encoder=TableEncoder(constraints=rules, rules=None))
        ),
    ],
)
def test_every_generator_keeps_the_rules(make, stays):
    X, y = stays
    without = make(None).set_params(mode="replace", random_state=0)
    assert sum(broken(without.fit_resample(X, y)[0]).values()), "nothing to be kept"
    ruled = make(RULES).set_params(mode="replace", random_state=0)
    X_new, y_new = ruled.fit_resample(X, y)
    assert not any(broken(X_new).values())
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()
    assert X_new.dtypes.equals(X.dtypes)
    again, _ = ruled.fit_resample(X, y)
    pd.testing.assert_frame_equal(again, X_new)


def test_a_missing_operand_keeps_a_rule(stays):
    X, y = stays
    X["day"] = X["day"].astype("Int64").mask(X.index % 5 == 0)
    X["admitted"] = X["admitted"].mask(X.index % 4 == 0)
    X["district"] = X["district"].mask(X.index % 3 == 0)
    smote = TypeAwareSMOTE(
        encoder=TableEncoder(constraints=RULES), mode="replace", random_state=0, **LOOSE
    )
    made, _ = smote.fit_resample(X, y)
    for name in ("day", "admitted", "district"):
        assert made[name].isna().any()
    whole = made.dropna()
    assert len(whole)
    assert not any(broken(whole).values())


def test_a_total_out_of_range_is_replaced():
    X = pd.DataFrame({"a": [0, 9, 1, 8, 5], "b": [9, 0, 9, 1, 5]})
    X["total"] = X["a"] + X["b"]
    smote = TypeAwareSMOTE(
        encoder=TableEncoder(constraints=[Sum("total", ["a", "b"])]), **LOOSE
    )
    with pytest.warns(UserWarning, match="4 neighbours"):
        made, _ = smote.set_params(random_state=0).fit(X).sample(200)
    assert made["total"].between(9, 10).all()
    assert (made["total"] == made["a"] + made["b"]).all()


def test_one_hot_groups_and_numbers_have_combinations_too():
    rng = np.random.default_rng(0)
    level = rng.integers(0, 3, 90)
    X = pd.DataFrame({f"ward_{i}": (level == i).astype(int) for i in range(3)})
    X["floor"] = level * 10 + rng.integers(0, 2, 90)
    rule = FixedCombinations("ward", "floor")
    smote = TypeAwareSMOTE(
        encoder=TableEncoder(constraints=[rule]), random_state=0, **LOOSE
    )
    made, _ = smote.fit(X).sample(300)
    assert {tuple(row) for row in made.to_numpy().tolist()} <= {
        tuple(row) for row in X.to_numpy().tolist()
    }


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            Inequality("day", "<", "night"),
            [
                "day < night",
                "rows of the real table",
                "first is row",
                "correct or drop",
            ],
        ),
        (Inequality("day", "<", "nights"), ["'nights'", "columns are"]),
        (Inequality("day", "==", "night"), ["'=='", "'<='"]),
        (
            Inequality("day", "<", "admitted"),
            ["numbers", "dates", "cannot be compared"],
        ),
        (
            Inequality("region", "<", "district"),
            ["'region'", "no order", "column_kinds"],
        ),
        (Inequality("before", "<", "day"), ["ordered as 'I'", "numbers"]),
        (FixedCombinations("region"), ["two columns"]),
        (Sum("total", []), ["list of columns"]),
        (Sum("total", "day"), ["list of columns", "'day'"]),
        (Sum("total", ["day", "admitted"]), ["'admitted'", "only numbers are added"]),
        (Sum("total", ["day"]), ["total = day", "break it"]),
    ],
)
def test_rules_that_cannot_be_kept_are_refused(rule, words, stays):
    with pytest.raises(ValueError, match="constraint") as error:
        TypeAwareSMOTE(encoder=TableEncoder(constraints=[rule])).fit(*stays)
    for word in words:
        assert word in str(error.value)


def test_what_is_no_rule_is_refused(stays):
    with pytest.raises(TypeError, match=r"constraints\[0\] is .*write Sum\("):
        TypeAwareSMOTE(
            encoder=TableEncoder(constraints=[{"sum": ["total", ["day"]]}])
        ).fit(*stays)


def test_rules_that_leave_too_few_rows_are_told():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=40)})
    X["b"] = X["a"] + rng.normal(size=40)
    X["c"] = X["a"] + X["b"]
    X.loc[39, "c"] = X.loc[:38, "c"].max() + 9
    X.loc[39, "b"] = X.loc[39, "c"] - X.loc[39, "a"]
    rule = FixedCombinations("a", "b")
    with pytest.raises(ValueError, match=r"only 0 of 30 rows .*real combinations of a"):
        TypeAwareSMOTE(
            encoder=TableEncoder(constraints=[rule], rules=None),
            random_state=0,
            **LOOSE,
        ).fit(X).sample(30)


def test_rules_are_read_from_json():
    rules = [
        {"inequality": ["admitted", "<=", "discharged"]},
        {"fixed_combinations": ["region", "district"]},
        {"sum": ["total", ["day", "night"]]},
    ]
    assert constraints_from_json(rules) == [RULES[0], RULES[2], RULES[3]]


@pytest.mark.parametrize(
    "rules", [{}, [{}], ["a < b"], [{"inequality": ["a", "b"]}], [{"product": ["a"]}]]
)
def test_json_that_is_no_rule_is_refused(rules):
    with pytest.raises(ValueError, match="rule"):
        constraints_from_json(rules)
