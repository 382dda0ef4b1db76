"""What holds in every real row holds in every synthetic one, and gaps are kept."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import skl_synth.table.real as real_table
from skl_synth import (
    Inequality,
    MarginalCalibrator,
    PrivateMarginals,
    ProximityFilter,
    SamplerAdapter,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
    release_synthesizer,
)
from skl_synth.errors import InputWarning
from skl_synth.table.rule_search import FoundRule
from tests.planted_rules import broken_rules, planted, stays

N_RULES = 12

SMOTE = TypeAwareSMOTE(mode="replace", random_state=0)
CART = TypeAwareCART(mode="replace", random_state=0)
MARGINALS = PrivateMarginals(
    epsilon=None, dictionary="from_data", mode="replace", random_state=0
)

MAKERS = {
    "smote": SMOTE,
    "smote, per feature": SMOTE.__class__(
        interpolation="per_feature", mode="replace", random_state=0
    ),
    "smote with noise": SMOTE.__class__(
        noise_scale=0.2, mode="replace", random_state=0
    ),
    "filter": ProximityFilter(mode="replace", random_state=0),
    "cart": CART,
    "cart with noise": CART.__class__(noise_scale=0.1, mode="replace", random_state=0),
    "release": release_synthesizer(random_state=0),
    "marginals": MARGINALS,
    "columns alone": MARGINALS.__class__(
        epsilon=None,
        dictionary="from_data",
        pairs="none",
        mode="replace",
        random_state=0,
    ),
    "adapter": SamplerAdapter(mode="replace", random_state=0),
    "calibrator": MarginalCalibrator(TypeAwareCART(), mode="replace", random_state=0),
    "strata": CART.__class__(by="education", mode="replace", random_state=0),
}


@pytest.fixture(scope="module")
def table():
    return planted()


@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
@pytest.mark.parametrize("name", MAKERS)
def test_every_rule_holds_in_every_row(table, name):
    X, y = table
    assert broken_rules(X) == {}
    synthesizer = MAKERS[name].fit(X, y)
    assert len(synthesizer.rules_) == N_RULES
    X_new, _ = synthesizer.sample()
    assert len(X_new) == len(X)
    assert broken_rules(X_new) == {}
    assert synthesizer.rules_["kept"].all()


def test_without_rules_they_are_broken(table):
    X, y = table
    encoder = TableEncoder(rules=None)
    made = TypeAwareCART(encoder=encoder, mode="replace", random_state=0).fit(X, y)
    assert made.rules_.empty
    assert len(broken_rules(made.sample()[0])) >= 10


def test_real_rows_are_untouched_in_augment_mode(table):
    X, y = table
    X_all, _ = TypeAwareSMOTE(random_state=0).fit_resample(X, y)
    pd.testing.assert_frame_equal(X_all.iloc[: len(X)], X)
    assert len(X_all) > len(X)
    assert broken_rules(X_all) == {}


@pytest.mark.parametrize("missing", [0.0, 0.1])
@pytest.mark.parametrize("name", ["smote, per feature", "cart", "release", "marginals"])
def test_stays_keep_their_distribution(name, missing):
    X, y = stays(1500, missing=missing)
    rule = Inequality("admitted", "<=", "discharged")
    encoder = TableEncoder(constraints=[rule], rules=None, min_category_count=1)
    synthesizer = MAKERS[name].__class__(**MAKERS[name].get_params(deep=False))
    X_new, _ = synthesizer.set_params(encoder=encoder).fit(X, y).sample()
    real, new = (
        (one["discharged"] - one["admitted"]).dt.days.dropna() for one in (X, X_new)
    )
    assert new.min() >= 0
    assert new.max() <= 14
    assert new.mean() == pytest.approx(real.mean(), rel=0.05)
    for name in ("admitted", "discharged"):
        assert X_new[name].isna().mean() == pytest.approx(missing, abs=0.03)


@pytest.mark.parametrize("name", ["cart", "marginals"])
def test_a_chain_of_dates_is_kept_where_the_middle_is_missing(name):
    X, y = stays(800)
    rng = np.random.default_rng(1)
    wait = (rng.random(len(X)) * ((X["discharged"] - X["admitted"]).dt.days + 1)) // 1
    X["operated"] = X["admitted"] + pd.to_timedelta(wait, unit="D")
    X.loc[rng.random(len(X)) < 0.5, "operated"] = pd.NaT
    rules = [
        Inequality("admitted", "<=", "operated"),
        Inequality("discharged", ">=", "operated"),
        Inequality("admitted", "<=", "discharged"),
    ]
    encoder = TableEncoder(constraints=rules, rules=None)
    synthesizer = MAKERS[name].__class__(**MAKERS[name].get_params(deep=False))
    X_new, _ = synthesizer.set_params(encoder=encoder).fit(X, y).sample()
    assert not (X_new["operated"] < X_new["admitted"]).any()
    assert not (X_new["discharged"] < X_new["operated"]).any()
    stay = (X_new["discharged"] - X_new["admitted"]).dt.days
    assert stay.between(0, 14).mean() > 0.98
    assert X_new["operated"].isna().mean() == pytest.approx(0.5, abs=0.06)


@settings(max_examples=6, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    low=st.integers(0, 3),
    scale=st.sampled_from([1, 10, 0.5]),
    strict=st.booleans(),
)
def test_planted_orders_and_sums_are_kept(seed, low, scale, strict):
    rng = np.random.default_rng([seed, 7])
    first = scale * rng.integers(0, 50, 120)
    gap = scale * (rng.poisson(3, 120) + low + strict)
    X = pd.DataFrame(
        {"first": first, "last": first + gap, "other": rng.integers(1, 90, 120)}
    )
    X["total"] = X["first"] + X["other"]
    rule = Inequality("first", "<" if strict else "<=", "last")
    encoder = TableEncoder(constraints=[rule])
    cart = TypeAwareCART(n_estimators=2, encoder=encoder, random_state=seed)
    X_new, _ = cart.fit(X).sample(150)
    new = X_new["last"] - X_new["first"]
    assert (new > 0).all() if strict else (new >= 0).all()
    assert new.between(gap.min(), gap.max()).all()
    assert new.mean() == pytest.approx(gap.mean(), abs=4 * gap.std() / 120**0.5)
    broken = cart.rules_.set_index("rule")["broken"]
    assert (broken == 0).all()


def test_a_found_rule_that_next_to_no_row_keeps_is_given_up(monkeypatch):
    found = (FoundRule(Inequality("age", "<", "score"), 600, 600),)
    monkeypatch.setattr(real_table, "find_rules", lambda *_: found)
    X, y = stays()
    smote = TypeAwareSMOTE(mode="replace", random_state=0).fit(X, y)
    with pytest.warns(InputWarning, match="age < score holds in every real row"):
        X_new, _ = smote.sample()
    assert len(X_new) == len(X)
    line = smote.rules_.iloc[0]
    assert not line["kept"]
    assert line["broken"] == line["checked"] == len(X)


def test_rules_are_searched_for_once(monkeypatch):
    calls = []

    def find(*given):
        calls.append(given)
        return ()

    monkeypatch.setattr(real_table, "find_rules", find)
    X, y = stays(120)
    inner = MarginalCalibrator(ProximityFilter(TypeAwareSMOTE()))
    inner.set_params(mode="replace", random_state=0).fit_resample(X, y)
    assert len(calls) == 1
    table = real_table.RealTable.read(X, y)
    table.take(np.arange(60)).part(np.arange(30), "a part")
    assert len(calls) == 2
    real_table.RealTable.read(X, y, encoder=TableEncoder(rules=None))
    assert len(calls) == 2


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_with_a_budget_nothing_is_searched_for(monkeypatch):
    pytest.importorskip("opendp")

    def find(*given):
        raise AssertionError("rows were looked at beside the budget")

    X, y = stays(200)
    private = PrivateMarginals(epsilon=1.0, dictionary="from_data", pairs="none")
    table = real_table.RealTable.read(X, y)
    assert len(private._fit_table(table).table_.rules) == 0
    monkeypatch.setattr(real_table, "find_rules", find)
    private.fit(X, y)
