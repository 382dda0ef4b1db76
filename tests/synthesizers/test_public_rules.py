"""Rules of a dictionary under a guarantee: kept in every row, and learnt from none."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import (
    DataDictionary,
    DatePart,
    Elapsed,
    FunctionOf,
    Inequality,
    Linear,
    PrivateMarginals,
    Product,
    Sum,
    SumTo,
    load,
    publish,
)
from skl_synth.errors import InputError, InputWarning
from skl_synth.generators.marginals import ledger
from skl_synth.generators.marginals.ledger import Ledger, Measurement
from skl_synth.table.constraints import constraint_to_json

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def number(name, low, high, *, required=True, decimals=None):
    kind = "integer" if decimals is None else "number"
    bounds = {"minimum": low, "maximum": high, "required": required}
    ours = {} if decimals is None else {"skl_synth": {"decimals": decimals}}
    return {"name": name, "type": kind, "constraints": bounds, **ours}


def date(name, *, required=True):
    bounds = {"minimum": "2015-01-01", "maximum": "2024-12-31", "required": required}
    return {"name": name, "type": "date", "constraints": bounds}


def levels(name, *known, required=True):
    return {"name": name, "constraints": {"enum": list(known), "required": required}}


STAYS = [
    number("day", 0, 50),
    number("night", 0, 50, required=False),
    number("both", 0, 100, required=False),
    number("oral", 0, 100),
    number("inhaled", 0, 100),
    date("admitted"),
    number("stay", 0, 90),
    date("discharged", required=False),
    levels("weekday", *DAYS),
    number("year", 2014, 2030, required=False),
    number("weight", 40, 150, decimals=1),
    number("height", 140, 200),
    number("bmi", 5, 80, decimals=1),
]

RULES = [
    Sum("both", ["day", "night"]),
    SumTo(["oral", "inhaled"], 100),
    Elapsed("stay", "admitted", "discharged"),
    DatePart("weekday", "admitted", "weekday"),
    DatePart("year", "discharged", "year"),
    Product("bmi", (("weight", 1), ("height", -2)), 10_000),
    Inequality("admitted", "<=", "discharged"),
    Inequality("night", "<=", "day"),
]


def described(fields, rules, **ours):
    entries = [{"rule": constraint_to_json(one), "keep": True} for one in rules]
    return DataDictionary.read(
        {"fields": fields, "skl_synth": {"rules": entries, **ours}}
    )


def stays(n=300, seed=0):
    """Real rows: some keep the rules and most do not."""
    rng = np.random.default_rng(seed)
    admitted = pd.Timestamp("2015-01-01") + pd.to_timedelta(
        rng.integers(0, 3000, n), "D"
    )
    stay = rng.integers(0, 60, n)
    return pd.DataFrame(
        {
            "day": rng.integers(0, 50, n),
            "night": pd.array(rng.integers(0, 50, n)).astype("Int64"),
            "both": rng.integers(0, 100, n),
            "oral": rng.integers(0, 100, n),
            "inhaled": rng.integers(0, 100, n),
            "admitted": admitted,
            "stay": stay,
            "discharged": admitted - pd.to_timedelta(stay, "D"),
            "weekday": rng.choice(DAYS, n),
            "year": np.where(rng.random(n) < 0.2, np.nan, 2020),
            "weight": rng.normal(80, 10, n).round(1).clip(40, 150),
            "height": rng.integers(140, 200, n),
            "bmi": rng.normal(25, 3, n).round(1),
        }
    )


@pytest.fixture(scope="module")
def fitted():
    dictionary = described(STAYS, RULES)
    private = PrivateMarginals(1.0, dictionary=dictionary, random_state=0)
    return private.fit(stays())


def check_all(X):
    both = X[["day", "night", "both"]].dropna()
    assert (both["day"] + both["night"] == both["both"]).all()
    assert (both["night"] <= both["day"]).all()
    assert (X["oral"] + X["inhaled"] == 100).all()
    out = X.dropna(subset="discharged")
    assert ((out["discharged"] - out["admitted"]).dt.days == out["stay"]).all()
    assert (X["admitted"].dt.strftime("%a") == X["weekday"]).all()
    years = out.dropna(subset="year")
    assert (years["discharged"].dt.year == years["year"]).all()
    bmi = 10_000 * X["weight"] / X["height"] ** 2
    assert np.allclose(X["bmi"], bmi, atol=0.0501)


def test_every_row_keeps_every_rule(fitted):
    X, _ = fitted.sample(2000)
    assert len(X) == 2000
    check_all(X)
    # What may be missing is so at its rate, though it could be computed.
    assert 0.05 < X["year"].isna().mean() < 0.5
    assert fitted.is_private_


def test_a_saved_one_keeps_them(fitted, tmp_path):
    fitted.save(tmp_path / "stays.synth")
    check_all(load(tmp_path / "stays.synth").sample(200)[0])


def one_answer(monkeypatch):
    """Let every look at a table give the same answer, whatever is in the table."""

    def measure(self, margin, counts, rho):
        values = np.full(np.shape(counts), 40.0)
        self.entries.append(ledger.Entry("measured", margin, 1.0, rho, values.size))
        return Measurement(margin, values, 1.0)

    def choose(self, margins, scores, rho):
        self.entries.append(ledger.Entry("chosen", margins[0], 1.0, rho, len(margins)))
        return 0

    monkeypatch.setattr(Ledger, "measure", measure)
    monkeypatch.setattr(Ledger, "choose", choose)


def test_whether_real_rows_keep_the_rules_changes_nothing(monkeypatch):
    one_answer(monkeypatch)
    broken = stays()
    kept = broken.assign(
        night=0, both=broken["day"], inhaled=100 - broken["oral"], stay=0
    ).assign(discharged=broken["admitted"])
    dictionary = described(STAYS, RULES)
    fits = [
        PrivateMarginals(1.0, dictionary=dictionary, random_state=0).fit(table)
        for table in (broken, kept.iloc[::2])
    ]
    assert pickle.dumps(fits[0]) == pickle.dumps(fits[1])
    drawn = [fitted.sample(80)[0] for fitted in fits]
    pd.testing.assert_frame_equal(*drawn)


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_an_order_that_no_real_row_has_is_kept_all_the_same(operator):
    fields = [number("a", 0, 1000), number("b", 0, 1000), number("c", 0, 1000)]
    rules = [Inequality("a", operator, "b"), Inequality("b", operator, "c")]
    rows = np.sort(np.random.default_rng(0).integers(0, 1000, (500, 3)), axis=1)
    if operator.startswith("<"):
        rows = rows[:, ::-1]
    table = pd.DataFrame(rows, columns=list("abc"))
    private = PrivateMarginals(
        200.0, dictionary=described(fields, rules), random_state=0
    )
    with pytest.warns(InputWarning, match="promises little"):
        private.fit(table)
    X, _ = private.sample(300)
    compared = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}[operator]
    assert getattr(X["a"], compared)(X["b"]).all()
    assert getattr(X["b"], compared)(X["c"]).all()


def test_a_sum_that_no_real_row_keeps_within_bounds_is_kept_all_the_same():
    fields = [number("a", 0, 100), number("b", 0, 100), number("all", 0, 60)]
    rng = np.random.default_rng(0)
    rows = rng.integers(90, 100, (500, 3))
    table = pd.DataFrame(rows, columns=["a", "b", "all"])
    dictionary = described(fields, [Sum("all", ["a", "b"])])
    private = PrivateMarginals(200.0, dictionary=dictionary, random_state=0)
    with pytest.warns(InputWarning, match="promises little"):
        private.fit(table)
    with pytest.warns(InputWarning, match="drawn at random within their bounds"):
        X, _ = private.sample(200)
    assert (X["a"] + X["b"] == X["all"]).all()
    assert len(X) == 200


def test_bounds_that_no_row_keeps_are_refused_before_anything_is_spent(monkeypatch):
    def measure(*_):
        raise AssertionError("the budget was spent")

    monkeypatch.setattr(Ledger, "measure", measure)
    fields = [number("a", 50, 60), number("b", 0, 9)]
    dictionary = described(fields, [Inequality("a", "<", "b")])
    table = pd.DataFrame({"a": [50] * 99, "b": 3})
    with pytest.raises(InputError, match=r"no rows keep the rules .* a < b"):
        PrivateMarginals(1.0, dictionary=dictionary).fit(table)


def test_ten_shares_of_a_whole_are_not_refused():
    names = [f"share{place}" for place in range(10)]
    fields = [number(name, 0, 100) for name in names]
    table = pd.DataFrame(50, index=range(300), columns=names)
    dictionary = described(fields, [SumTo(names, 100)])
    private = PrivateMarginals(1.0, dictionary=dictionary, random_state=0)
    private.fit(table)
    with pytest.warns(InputWarning, match="drawn at random within their bounds"):
        X, _ = private.sample(100)
    assert (X.sum(axis=1) == 100).all()


def test_without_noise_real_rows_may_break_the_rules_too():
    dictionary = described(STAYS, RULES)
    private = PrivateMarginals(None, dictionary=dictionary, random_state=0)
    X, _ = private.fit(stays()).sample(200)
    check_all(X)


def test_what_only_rows_tell_is_left_out_with_a_word():
    fields = [
        levels("code", "A", "B"),
        levels("label", "first", "second"),
        date("admitted"),
        number("weekday", 0, 6),
    ]
    rules = [FunctionOf("label", "code"), DatePart("weekday", "admitted", "weekday")]
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "code": rng.choice(["A", "B"], 200),
            "label": "first",
            "admitted": pd.Timestamp("2020-01-01"),
            "weekday": rng.integers(0, 6, 200),
        }
    )
    private = PrivateMarginals(1.0, dictionary=described(fields, rules))
    words = "label follows from code; weekday follows from the weekday of admitted"
    with pytest.warns(InputWarning, match=words):
        private.fit(table)
    assert len(private.sample(20)[0]) == 20
    assert len(private.table_.rules) == 0


def test_a_struck_out_rule_is_not_kept():
    entry = {"rule": constraint_to_json(Inequality("a", "<", "b")), "keep": False}
    fields = [number("a", 0, 9), number("b", 0, 9)]
    dictionary = DataDictionary.read(
        {"fields": fields, "skl_synth": {"rules": [entry]}}
    )
    table = pd.DataFrame(
        np.random.default_rng(0).integers(0, 9, (200, 2)), columns=["a", "b"]
    )
    X, _ = PrivateMarginals(1.0, dictionary=dictionary).fit(table).sample(200)
    assert (X["a"] >= X["b"]).any()


def test_nothing_is_spent_on_a_rule_that_cannot_be_applied(monkeypatch):
    def measure(*_):
        raise AssertionError("the budget was spent")

    monkeypatch.setattr(Ledger, "measure", measure)
    fields = [number("a", 0, 9), date("admitted")]
    dictionary = described(fields, [Inequality("a", "<", "admitted")])
    table = pd.DataFrame({"a": [1, 2], "admitted": pd.Timestamp("2020-01-01")})
    with pytest.raises(InputError, match=r"cannot be kept: .*strike the rule out"):
        PrivateMarginals(1.0, dictionary=dictionary).fit(table)


@settings(max_examples=10, deadline=None)
@given(
    weight=st.sampled_from([-2.0, 0.17, 1.0]),
    low=st.integers(-20, 20),
    span=st.integers(60, 400),
    seed=st.integers(0, 99),
)
def test_formulas_are_kept_whatever_the_bounds(weight, low, span, seed):
    fields = [
        number("x", low, low + span),
        number("y", -1000, 1000, decimals=1),
        number("z", low, low + span, required=False),
    ]
    rules = [Linear("y", (("x", weight),), 3.0), Inequality("z", ">", "x")]
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.integers(low, low + span, (100, 3)), columns=list("xyz"))
    dictionary = described(fields, rules)
    X, _ = PrivateMarginals(1.0, dictionary=dictionary).fit(table).sample(100)
    assert np.allclose(X["y"], X["x"] * weight + 3, atol=0.0501)
    present = X.dropna()
    assert (present["z"] > present["x"]).all()


def test_the_owner_reads_which_rules_real_rows_break():
    fields = [number("a", 0, 9), number("b", 0, 9)]
    dictionary = described(fields, [Inequality("a", "<=", "b")])
    table = pd.DataFrame({"a": np.arange(100) % 10, "b": 5})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InputWarning)
        release = publish(table, epsilon=1.0, dictionary=dictionary, random_state=0)
    assert (release.X["a"] <= release.X["b"]).all()
    notes = " ".join(release.report.owner.notes)
    assert "40 of 100 real rows break the rule a <= b" in notes
    assert "real rows break" not in str(release.report)
