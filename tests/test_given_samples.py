"""Samples of which something is given, by tables whose truth is known."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    RealRowsWarning,
    SamplerAdapter,
    TypeAwareCART,
    TypeAwareGAN,
    TypeAwareSMOTE,
    TypeAwareVAE,
    load,
    report_progress,
)
from skl_synth.errors import InputError, InputTypeError

N_ROWS = 2_000

pytestmark = pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")


def planted(n_rows=N_ROWS, seed=0):
    """A table in which the sex says what dose, site and harm are likely."""
    rng = np.random.RandomState(seed)
    is_f = rng.uniform(size=n_rows) < 0.3
    dose = np.where(is_f, rng.normal(20, 2, n_rows), rng.normal(60, 5, n_rows))
    north = rng.uniform(size=n_rows) < np.where(is_f, 0.8, 0.1)
    pulse = rng.randint(50, 99, n_rows).astype(float)
    pulse[rng.uniform(size=n_rows) < 0.2] = np.nan
    harm = rng.uniform(size=n_rows) < np.where(is_f, 0.6, 0.2)
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.randint(0, 365, n_rows), "D")
    X = pd.DataFrame(
        {
            "sex": np.where(is_f, "f", "m"),
            "age": rng.randint(20, 90, size=n_rows),
            "dose": np.round(dose, 1),
            "site": np.where(north, "north", "south"),
            "pulse": pulse,
            "day": day,
        }
    )
    return X, pd.Series(harm.astype(int), name="harm")


MAKERS = {
    "smote": lambda: TypeAwareSMOTE(random_state=0),
    "simplex": lambda: TypeAwareSMOTE(interpolation="simplex", random_state=0),
    "cart": lambda: TypeAwareCART(n_estimators=2, random_state=0),
    "adapter": lambda: SamplerAdapter(random_state=0),
    "filter": lambda: ProximityFilter(random_state=0),
    "filter of cart": lambda: ProximityFilter(
        TypeAwareCART(n_estimators=2), random_state=0
    ),
    "calibrator": lambda: MarginalCalibrator(random_state=0),
    "strata": lambda: TypeAwareCART(by="site", n_estimators=2, random_state=0),
}


@pytest.fixture(scope="module")
def table():
    return planted()


@pytest.fixture(scope="module")
def fitted(table):
    """Each synthesizer, fitted when it is first asked for."""
    made = {}

    def of(name):
        if name not in made:
            made[name] = MAKERS[name]().fit(*table)
        return made[name]

    return of


def is_likely(n_successes, n_rows, truth, slack=0.05):
    """Whether a share is the truth, but for chance and what a generator loses."""
    near = np.clip(n_successes / n_rows, truth - slack, truth + slack)
    return binomtest(int(n_successes), n_rows, float(near)).pvalue > 1e-3


@pytest.mark.parametrize("name", MAKERS)
def test_what_was_not_given_follows_what_was(name, fitted):
    X, y = fitted(name).sample(400, given={"sex": "f"})
    assert set(X["sex"]) == {"f"}
    assert len(X) == 400
    assert is_likely((X["site"] == "north").sum(), 400, 0.8)
    assert is_likely((y == 1).sum(), 400, 0.6)
    assert abs(X["dose"].mean() - 20) < 1.5


@pytest.mark.parametrize("name", MAKERS)
def test_the_cause_follows_from_what_is_given_of_its_effect(name, fitted):
    X, _ = fitted(name).sample(400, given={"site": "north"})
    truth = 0.3 * 0.8 / (0.3 * 0.8 + 0.7 * 0.1)
    assert is_likely((X["sex"] == "f").sum(), 400, truth)


@pytest.mark.parametrize("name", MAKERS)
def test_each_row_of_a_frame_is_completed(name, fitted, table):
    names = ["sex", "age", "pulse"] if name == "filter" else ["sex", "age", "dose"]
    wanted = table[0][names].iloc[40:340]
    X, y = fitted(name).sample(given=wanted)
    assert X.index.equals(wanted.index)
    assert y.index.equals(wanted.index)
    pd.testing.assert_frame_equal(X[list(wanted)], wanted)
    of_f = X.loc[X["sex"] == "f", "site"] == "north"
    assert is_likely(of_f.sum(), len(of_f), 0.8, slack=0.08)


@pytest.mark.parametrize("name", ["smote", "cart", "adapter", "filter", "calibrator"])
def test_classes_that_are_given_hold_row_by_row(name, fitted, table):
    X, y = table
    wanted = pd.concat([X[["sex"]], y], axis=1).sample(300, random_state=1)
    X_new, y_new = fitted(name).sample(given=wanted)
    pd.testing.assert_series_equal(y_new, wanted["harm"])
    pd.testing.assert_series_equal(X_new["sex"], wanted["sex"])


@pytest.mark.parametrize("name", MAKERS)
def test_counts_by_class_hold_under_a_condition(name, fitted):
    given = {"age": (60, None), "site": ["north"]}
    X, y = fitted(name).sample({0: 30, 1: 70}, given=given)
    assert y.value_counts().to_dict() == {0: 30, 1: 70}
    assert X["age"].min() >= 60
    assert set(X["site"]) == {"north"}


@pytest.mark.parametrize("name", ["smote", "cart", "calibrator"])
def test_a_sample_is_reproducible_by_its_seed(name, fitted):
    given = {"age": (40, 50), "pulse": None}
    first, again = (fitted(name).sample(50, 7, given=given)[0] for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(fitted(name).sample(50, 8, given=given)[0])


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({"pulse": None}, lambda X: X["pulse"].isna()),
        ({"pulse": [None, 60]}, lambda X: X["pulse"].isna() | (X["pulse"] == 60)),
        ({"pulse": (90, None)}, lambda X: X["pulse"] >= 90),
        ({"age": [30, 40, 50]}, lambda X: X["age"].isin([30, 40, 50])),
        ({"age": np.int8(33)}, lambda X: X["age"] == 33),
        ({"age": "33"}, lambda X: X["age"] == 33),
        ({"day": ("2024-03", "2024-03")}, lambda X: X["day"].dt.month == 3),
        ({"day": (None, "2024-01-05")}, lambda X: X["day"] <= "2024-01-05"),
        ({"day": pd.Timestamp("2024-07-01")}, lambda X: X["day"] == "2024-07-01"),
        ({"sex": {"f", "m"}, "age": (None, 25)}, lambda X: X["age"] <= 25),
        ({"dose": (20.0, 20.2)}, lambda X: X["dose"].between(20.0, 20.2)),
    ],
)
def test_kinds_of_conditions(given, holds, fitted):
    X, _ = fitted("adapter").sample(40, given=given)
    assert len(X) == 40
    assert holds(X).all()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sex": "x"}, "column 'sex' has no level 'x'.*'f', 'm'"),
        ({"agee": 3}, "no column of the table.*did you mean 'age'"),
        ({"age": (95, None)}, r"goes from 20 to 89.*from 95 on\) cannot be drawn"),
        ({"age": 200}, "goes from 20 to 89"),
        ({"age": (60, 50)}, "ends before it begins: from 60 to 50"),
        ({"age": 50.5}, "cannot hold 50.5: the nearest"),
        ({"age": (50.2, 50.4)}, "has no value from 50.2 to 50.4"),
        ({"age": None}, "'age' has no missing value"),
        ({"age": "old"}, "holds numbers, and 'old' is none"),
        ({"age": (1, 2, 3)}, "must be two values"),
        ({"age": (None, None)}, "must be two values"),
        ({"sex": ("a", "b")}, "has no order"),
        ({"sex": []}, "empty list"),
        ({"sex": {"a": 1}}, "is a dict"),
        ({}, "names no column"),
        ({"day": "soon"}, "holds dates, and 'soon' is none"),
        ({"harm": 2}, "column 'harm' has no level 2"),
        (pd.DataFrame({"sex": ["f", "q"]}), "has no level 'q'"),
        (
            pd.DataFrame([["f", "m"]], columns=["sex", "sex"]),
            "two columns called 'sex'",
        ),
        (pd.DataFrame(index=[1, 2]), "names no column"),
    ],
)
def test_what_cannot_be_had_is_refused_in_words(given, message, fitted):
    with pytest.raises(InputError, match=message):
        fitted("smote").sample(5 if isinstance(given, dict) else None, given=given)


def test_what_is_no_condition_is_refused(fitted):
    with pytest.raises(InputTypeError, match="must be a mapping"):
        fitted("smote").sample(5, given="sex=f")


@pytest.mark.parametrize("name", ["smote", "cart"])
def test_a_combination_that_never_comes_is_refused_in_time(name):
    X = pd.DataFrame(
        {"sex": ["f", "m"] * 200, "ward": ["a", "b"] * 200, "age": range(400)}
    )
    synthesizer = MAKERS[name]().fit(X)
    with pytest.raises(InputError) as caught:
        synthesizer.sample(5, given={"sex": "f", "ward": "b"})
    assert "give fewer columns" in str(caught.value)


def test_two_parts_that_exclude_each_other_are_refused():
    flags = pd.get_dummies(pd.Series(list("abc") * 40), prefix="ward", dtype=int)
    X = flags.assign(age=np.arange(120) % 50)
    smote = TypeAwareSMOTE(random_state=0).fit(X)
    with pytest.raises(InputError, match="contradicts itself"):
        smote.sample(5, given={"ward_a": 1, "ward_b": 1})
    for given in ({"ward_a": 1}, {"ward": "a"}, {"ward": "ward_a"}):
        assert (smote.sample(9, given=given)[0]["ward_a"] == 1).all()
    assert (smote.sample(9, given={"ward_a": 0})[0]["ward_a"] == 0).all()


def test_the_number_of_rows_follows_from_a_frame(fitted):
    with pytest.raises(InputError, match=r"n_samples is 3.*has 1 rows"):
        fitted("smote").sample(3, given=pd.DataFrame({"sex": ["f"]}))
    X, y = fitted("smote").sample(given=pd.DataFrame({"sex": ["f"]}).iloc[:0])
    assert len(X) == len(y) == 0


def test_a_key_cannot_be_asked_for():
    X = pd.DataFrame({"patient_id": np.arange(1000, 1300), "age": np.arange(300) % 60})
    smote = TypeAwareSMOTE(random_state=0, encoder=surrogates()).fit(X)
    with pytest.raises(InputError, match="is an identifier"):
        smote.sample(5, given={"patient_id": 1001})
    X_new, _ = smote.sample(5, given={"age": (50, None)})
    assert (X_new["age"] >= 50).all()
    assert X_new["patient_id"].is_unique


def surrogates():
    from skl_synth import TableEncoder

    return TableEncoder(
        identifiers="surrogate", column_kinds={"patient_id": "identifier"}
    )


def test_persons_with_several_rows_are_refused():
    X = pd.DataFrame({"age": np.arange(240) % 70, "sex": ["f", "m"] * 120})
    cart = TypeAwareCART(n_estimators=1, random_state=0)
    cart.fit(X, groups=np.arange(240) // 3)
    with pytest.raises(InputError, match="one row for each person"):
        cart.sample(5, given={"sex": "f"})


def test_a_loaded_synthesizer_draws_the_same(tmp_path, table):
    smote = TypeAwareSMOTE(random_state=0).fit(*table)
    given = {"sex": "f", "age": (30, 40)}
    X, _ = smote.sample(20, 3, given=given)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RealRowsWarning)
        smote.save(tmp_path / "smote.skl")
        loaded = load(tmp_path / "smote.skl")
    again, _ = loaded.sample(20, 3, given=given)
    pd.testing.assert_frame_equal(X, again)


def test_the_yield_is_told_after_a_sample_with_conditions_alone(table):
    adapter = SamplerAdapter(random_state=0).fit(*table)
    adapter.sample(20)
    assert not hasattr(adapter, "given_yield_")
    adapter.sample(500, given={"sex": "f"})
    assert 0.1 < adapter.given_yield_ < 0.5
    assert adapter.given_tolerance_ == 0


def test_progress_is_told(table):
    told = []
    adapter = SamplerAdapter(random_state=0).fit(*table)
    with report_progress(lambda now: told.append(now.n_done)):
        adapter.sample(300, given={"age": (20, 22)})
    assert told[-1] == 300


def test_arrays_are_given_by_position():
    rng = np.random.RandomState(0)
    X = np.column_stack([rng.randint(0, 3, 200), rng.normal(size=200).round(2)])
    smote = TypeAwareSMOTE(random_state=0).fit(X, np.arange(200) % 2)
    X_new, y_new = smote.sample({1: 20}, given={0: 2, 1: (0, None)})
    assert (X_new[:, 0] == 2).all()
    assert (X_new[:, 1] >= 0).all()
    assert (y_new == 1).all()


def test_rules_hold_under_a_condition():
    rng = np.random.RandomState(0)
    low = rng.randint(50, 100, 600)
    more = rng.randint(1, 60, 600)
    X = pd.DataFrame(
        {"low": low, "high": low + more, "sex": rng.choice(["f", "m"], 600)}
    )
    X["sum"] = X["low"] + X["high"]
    for maker in (MAKERS["smote"], MAKERS["cart"]):
        new, _ = maker().fit(X).sample(60, given={"high": (100, 120), "sex": "f"})
        assert new["high"].between(100, 120).all()
        assert set(new["sex"]) == {"f"}
        assert (new["low"] < new["high"]).all()
        assert (new["sum"] == new["low"] + new["high"]).all()


@pytest.mark.parametrize("maker", [TypeAwareVAE, TypeAwareGAN])
def test_networks_draw_until_it_holds(maker, table):
    pytest.importorskip("torch")
    X, y = (part.iloc[:600] for part in table)
    network = maker(epochs=2, random_state=0).fit(X, y)
    new, _ = network.sample(50, given={"sex": "f", "age": (30, 60)})
    assert set(new["sex"]) == {"f"}
    assert new["age"].between(30, 60).all()
    wanted = X[["sex", "age"]].iloc[:40]
    new, _ = network.sample(given=wanted)
    pd.testing.assert_frame_equal(new[["sex", "age"]], wanted)


def test_rare_numbers_are_drawn_until_the_condition_holds(table):
    X, _ = table
    cost = pd.Series(np.random.RandomState(0).lognormal(size=len(X)).round(2), name="c")
    smote = TypeAwareSMOTE(relevance="auto", random_state=0)
    smote.fit_resample(X, cost)
    new, new_cost = smote.sample(60, given={"sex": "f", "c": (5, None)})
    assert set(new["sex"]) == {"f"}
    assert (new_cost >= 5).all()
    new, new_cost = smote.sample({0: 5}, given={"sex": "f"})
    assert len(new) == 5
    assert smote.table_.target.groups_of(new_cost.to_numpy()).tolist() == [0] * 5
