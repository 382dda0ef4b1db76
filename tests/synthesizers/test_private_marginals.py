"""PrivateMarginals: the guarantee and what would end it, on tables of few columns."""

import math
import pickle
import struct
import warnings
import zipfile

import numpy as np
import pandas as pd
import pytest
from imblearn.pipeline import make_pipeline
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier

import skl_synth
from skl_synth import (
    DataDictionary,
    Inequality,
    MarginalCalibrator,
    PrivateMarginals,
    ProximityFilter,
    SyntheticEvaluator,
    TableEncoder,
)
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError, InputWarning
from skl_synth.generators.marginals import ledger
from skl_synth.generators.marginals.ledger import Ledger, Measurement, epsilon_of

FIELDS = [
    {
        "name": "age",
        "type": "integer",
        "constraints": {"minimum": 0, "maximum": 110, "required": True},
    },
    {"name": "sex", "constraints": {"enum": ["Female", "Male", "Other"]}},
    {
        "name": "glucose",
        "type": "number",
        "constraints": {"minimum": 0, "maximum": 40},
        "skl_synth": {"decimals": 2},
    },
    {
        "name": "smoker",
        "constraints": {"enum": ["No", "Yes"], "required": True},
    },
    {
        "name": "readmitted",
        "type": "integer",
        "constraints": {"enum": [0, 1], "required": True},
    },
]


def described(**ours):
    ours = {"target": "readmitted", **ours}
    return DataDictionary.read({"fields": FIELDS, "skl_synth": ours})


@pytest.fixture(scope="module")
def patients():
    names = [one["name"] for one in FIELDS]
    table = make_patients(400, random_state=0)[names]
    return table.drop(columns="readmitted"), table["readmitted"]


def private(**parameters):
    return PrivateMarginals(
        **{"dictionary": described(), "random_state": 0, **parameters}
    )


class SafeTree(DecisionTreeClassifier):
    """A tree on the numbers of a table alone."""

    def fit(self, X, y, **params):
        return super().fit(X[["age", "glucose"]], y, **params)

    def predict(self, X, check_input=True):
        return super().predict(X[["age", "glucose"]])


# What comes out.


def test_rows_are_those_that_the_dictionary_describes(patients):
    fitted = private().fit(*patients)
    X, y = fitted.sample(500)
    assert list(X) == list(patients[0])
    assert len(X) == len(y) == 500
    assert X["age"].between(0, 110).all()
    assert X["age"].dtype == np.int64
    assert set(X["sex"].dropna()) <= {"Female", "Male", "Other"}
    assert np.allclose(X["glucose"].dropna(), X["glucose"].dropna().round(2))
    assert set(y) <= {0, 1}
    assert y.name == "readmitted"
    assert fitted.is_private_
    assert not fitted.holds_real_rows
    with pytest.raises(AttributeError, match="holds no real rows"):
        fitted.rows_  # noqa: B018


def test_the_container_is_a_frame_whatever_came_in(patients):
    X, y = patients
    X_new, y_new = private().fit(X.reset_index(drop=True), y.tolist()).sample(9)
    assert isinstance(X_new, pd.DataFrame)
    assert isinstance(y_new, pd.Series)
    assert X_new.index.name is None


def test_what_was_spent_is_stated(patients):
    fitted = private(epsilon=2.0, delta=1e-5).fit(*patients)
    assert fitted.delta_ == 1e-5
    assert fitted.epsilon_ == 2.0
    assert epsilon_of(fitted.rho_, 1e-5) == pytest.approx(2.0)
    measured = fitted.measurements_
    assert {"margin", "sigma", "rho", "cells"} <= set(measured)
    assert fitted.rho_ / 3 < measured["rho"].sum() <= fitted.rho_
    assert fitted.margins_
    assert fitted.measurements_.equals(measured)


def test_sampling_again_costs_nothing_and_is_reproduced(patients):
    fitted = private().fit(*patients)
    spent = len(fitted.measurements_)
    one, two = fitted.sample(100), fitted.sample(100)
    pd.testing.assert_frame_equal(one[0], two[0])
    assert not fitted.sample(100, random_state=1)[0].equals(one[0])
    assert len(fitted.measurements_) == spent


def test_noise_is_not_reproduced(patients):
    one, two = (private().fit(*patients).sample(200)[0] for _ in range(2))
    assert not one.equals(two)


def test_without_noise_all_is_reproduced(patients):
    one, two = (private(epsilon=None).fit(*patients) for _ in range(2))
    pd.testing.assert_frame_equal(one.sample()[0], two.sample()[0])
    assert one.epsilon_ == one.rho_ == math.inf
    assert one.delta_ == 1
    assert not one.is_private_
    assert one.counts_.tolist() == patients[1].value_counts().sort_index().tolist()


def test_public_counts_of_classes_are_met(patients):
    fitted = private(class_counts="public").fit(*patients)
    real = patients[1].value_counts().sort_index().tolist()
    assert fitted.counts_.tolist() == real
    assert fitted.sampling_strategy_ == dict(enumerate(real))
    # One person takes the place of another: two counts move.
    assert fitted.generator_.ledger.sensitivity == pytest.approx(math.sqrt(2))
    assert private().fit(*patients).generator_.ledger.sensitivity == 1


def test_noisy_counts_of_classes_are_not_the_real_ones(patients):
    counts = {tuple(private(epsilon=0.1).fit(*patients).counts_) for _ in range(4)}
    assert len(counts) > 1


def test_without_a_target_and_with_a_continuous_one(patients):
    X, _ = patients
    nothing = DataDictionary.read({"fields": FIELDS[:-1]})
    X_new, y_new = private(dictionary=nothing).fit(X).sample(50)
    assert y_new is None
    assert len(X_new) == 50
    cost = {**FIELDS[0], "name": "cost"}
    fields = {"fields": [*FIELDS[:-1], cost], "skl_synth": {"target": "cost"}}
    fitted = private(dictionary=fields).fit(X, X["age"])
    _, y_new = fitted.sample(50)
    assert y_new.between(0, 110).all()
    assert y_new.name == "cost"


def test_combinations_that_cannot_be_are_not_made(patients):
    dictionary = described(impossible=[{"sex": "Male", "smoker": "Yes"}])
    X, y = patients
    X_new, _ = private(dictionary=dictionary).fit(X, y).sample(300)
    assert not ((X_new["sex"] == "Male") & (X_new["smoker"] == "Yes")).any()
    assert len(X_new) == 300


def test_the_strategy_counts_by_what_is_known(patients):
    X, y = private(sampling_strategy={0: 30, 1: 70}).fit_resample(*patients)
    assert y.value_counts().to_dict() == {1: 70, 0: 30}
    assert len(X) == 100


# Nothing of the real table but the measurements.


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


def other_people(patients):
    """Other people, of another number, with cells outside of the domain."""
    X, y = patients[0].iloc[::3].copy(), patients[1].iloc[::3]
    X["age"] = X["age"].astype(float) * 3.7 - 20
    X["sex"] = X["sex"].where(X["age"] > 50, "unheard of").astype("category")
    X["glucose"] = X["glucose"].astype(object).where(X["age"] > 10, "none")
    return X.iloc[:, ::-1], y.map({0: "0", 1: "1"}).tolist()


def contents(path):
    """All that a saved file holds but for its date."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_tables_with_the_same_measurements_give_the_same(
    patients, monkeypatch, tmp_path
):
    one_answer(monkeypatch)
    fits = [private().fit(*some) for some in (patients, other_people(patients))]
    assert fits[0].outside_ != fits[1].outside_
    for place, fitted in enumerate(fits):
        fitted.save(tmp_path / f"{place}.synth")
    assert contents(tmp_path / "0.synth") == contents(tmp_path / "1.synth")
    assert pickle.dumps(fits[0]) == pickle.dumps(fits[1])
    for one, two in zip(*(fitted.sample(80) for fitted in fits), strict=True):
        assert one.equals(two)
    described = [fitted.describe().to_csv() for fitted in fits]
    assert described[0] == described[1]


def test_a_leak_would_be_seen(patients, monkeypatch):
    one_answer(monkeypatch)
    fits = [
        PrivateMarginals(None, random_state=0).fit(X, list(map(str, y)))
        for X, y in (patients, (patients[0].iloc[::3], patients[1].iloc[::3]))
    ]
    assert pickle.dumps(fits[0]) != pickle.dumps(fits[1])


def test_no_real_value_is_kept(patients, tmp_path):
    X, y = patients[0].copy(), patients[1]
    X["glucose"] = X["glucose"].fillna(7) + 0.123456789
    X.loc[X.index[3], "sex"] = "unheard of"
    X.index = pd.Index([f"person {row}" for row in range(len(X))], name="whose")
    fitted = private().fit(X, y)
    fitted.sample(20)
    fitted.save(tmp_path / "fitted.synth")
    kept = [pickle.dumps(fitted), *contents(tmp_path / "fitted.synth").values()]
    secrets = [struct.pack("<d", value) for value in X["glucose"]]
    secrets += [b"unheard of", b"person 7", b"whose"]
    assert not [one for one in secrets for some in kept if one in some]
    # The same search finds what is there.
    smote = skl_synth.TypeAwareSMOTE().fit(X.drop(columns="sex"), y)
    assert any(one in pickle.dumps(smote) for one in secrets)


def test_a_saved_one_draws_the_same(patients, tmp_path):
    fitted = private().fit(*patients)
    fitted.save(tmp_path / "fitted.synth")
    loaded = skl_synth.load(tmp_path / "fitted.synth")
    pd.testing.assert_frame_equal(loaded.sample(50)[0], fitted.sample(50)[0])
    assert loaded.epsilon_ == fitted.epsilon_
    assert loaded.measurements_.equals(fitted.measurements_)
    assert loaded.is_private_
    assert not hasattr(loaded, "outside_")


def test_a_path_is_not_saved_but_what_stood_there(patients, tmp_path):
    described().write(tmp_path / "patients.json")
    fitted = private(dictionary=tmp_path / "patients.json").fit(*patients)
    assert fitted.dictionary_ == described()
    fitted.save(tmp_path / "fitted.synth")
    loaded = skl_synth.load(tmp_path / "fitted.synth")
    assert loaded.dictionary == described()


def test_what_is_outside_is_counted_for_the_owner(patients):
    X, y = patients[0].copy(), patients[1]
    X.loc[X.index[:7], "age"] = 200
    assert private().fit(X, y).outside_ == {"age": 7}
    assert private().fit(*patients).outside_ == {}


# What ends a guarantee, or makes it say nothing.


REFUSED = [
    ({"epsilon": 0}, "'epsilon' parameter"),
    ({"epsilon": -1.0}, "'epsilon' parameter"),
    ({"delta": 0}, "'delta' parameter"),
    ({"rows_per_person": 0}, "'rows_per_person' parameter"),
    ({"class_counts": "exact"}, "'class_counts' parameter"),
    ({"pairs": "all"}, "'pairs' parameter"),
    ({"dictionary": None}, "dictionary='from_data'"),
    ({"mode": "augment"}, "mode='replace'"),
    ({"column_kinds": {"age": "integer"}}, "both the dictionary and column_kinds"),
    ({"one_hot_groups": None}, "both the dictionary and one_hot_groups"),
    (
        {"encoder": TableEncoder(constraints=[Inequality("age", "<", "glucose")])},
        "both the dictionary and encoder",
    ),
    ({"delta": 1e-2}, "delta=1e-06"),
    ({"delta": 1e-3, "dictionary": described(n_rows=1000)}, "one of 1000 people"),
    ({"dictionary": {"fields": [{"name": "age", "type": "integer"}]}}, "no minimum"),
]


@pytest.mark.parametrize(("parameters", "words"), REFUSED, ids=[w for _, w in REFUSED])
def test_refused_in_words(patients, parameters, words):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words follow
        private(**parameters).fit(*patients)
    assert words in str(caught.value)


def test_nothing_is_spent_where_a_dictionary_says_that_delta_is_too_large(
    patients, monkeypatch
):
    def measure(*_):
        raise AssertionError("a look at the table")

    monkeypatch.setattr(Ledger, "measure", measure)
    with pytest.raises(InputError, match="one of 1000 people"):
        private(delta=1e-3, dictionary=described(n_rows=1000)).fit(*patients)


@pytest.mark.parametrize("wrapper", [ProximityFilter, MarginalCalibrator])
def test_what_reads_real_rows_is_refused_around_it(patients, wrapper):
    with pytest.raises(InputError, match="ends the guarantee of epsilon=1"):
        wrapper(private(), mode="replace").fit(*patients)


def test_without_a_guarantee_it_may_be_filtered(patients):
    X, y = patients
    inner = PrivateMarginals(None)
    outer = ProximityFilter(inner, mode="replace", random_state=0)
    X_new, _ = outer.fit_resample(X, y)
    assert len(X_new) == len(X)


def test_a_domain_from_the_rows_is_said_to_be_no_guarantee(patients):
    X, y = patients
    with pytest.warns(InputWarning, match="no guarantee"):
        fitted = private(dictionary="from_data").fit(X, y)
    assert not fitted.is_private_
    own = DataDictionary.from_table(X, y)
    with pytest.warns(InputWarning, match="read from real rows"):
        fitted = private(dictionary=own).fit(X, y)
    assert not fitted.is_private_
    assert private(dictionary=own.as_public()).fit(X, y).is_private_


def test_a_large_epsilon_is_warned_of(patients):
    with pytest.warns(InputWarning, match="promises little"):
        private(epsilon=4.5).fit(*patients)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        private(epsilon=4).fit(*patients)


def test_real_rows_may_stand_first_where_nothing_is_promised(patients):
    X, y = patients
    fitted = PrivateMarginals(None, mode="augment", random_state=0)
    X_all, y_all = fitted.fit_resample(X, y)
    pd.testing.assert_frame_equal(X_all.iloc[: len(X)].reset_index(drop=True), X)
    assert y_all.value_counts().nunique() == 1


# Persons with several rows.


@pytest.fixture
def visits(patients):
    X, y = patients
    times = np.repeat(np.arange(len(X)), np.arange(len(X)) % 4 + 1)
    return (
        X.iloc[times].reset_index(drop=True),
        y.iloc[times].reset_index(drop=True),
        times,
    )


def test_no_person_has_more_rows_than_was_said(visits, monkeypatch):
    X, y, persons = visits
    totals = []
    true = Ledger.measure

    def measure(self, margin, counts, rho):
        totals.append(int(np.sum(counts)))
        return true(self, margin, counts, rho)

    monkeypatch.setattr(Ledger, "measure", measure)
    for most in (1, 3):
        totals.clear()
        with pytest.warns(InputWarning, match="rows are left out"):
            fitted = private(rows_per_person=most).fit(X, y, groups=persons)
        kept = np.minimum(np.bincount(persons), most).sum()
        # Parts of a column may be counted again, but nobody twice in one count.
        assert max(totals) == kept
        assert fitted.n_rows_left_out_ == len(X) - kept
    totals.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        private(rows_per_person=4).fit(X, y, groups=persons)
    assert max(totals) == len(X)


def test_more_rows_a_person_make_more_noise(patients):
    one, five = (
        private(rows_per_person=rows)
        .fit(*patients, groups=range(len(patients[0])))
        .measurements_["sigma"]
        .max()
        for rows in (1, 5)
    )
    assert five == pytest.approx(5 * one)


def test_several_rows_of_nobody_in_particular_are_warned_of(patients):
    with pytest.warns(InputWarning, match="nothing says whose a row is"):
        private(rows_per_person=2).fit(*patients)


def test_a_key_that_repeats_is_warned_of(patients):
    key = {"name": "patient", "skl_synth": {"kind": "identifier"}}
    fields = {"fields": [key, *FIELDS], "skl_synth": {"target": "readmitted"}}
    X, y = patients
    X = X.assign(patient=np.arange(len(X)) // 2)
    with pytest.warns(InputWarning, match="the key 'patient' repeats"):
        fitted = private(dictionary=fields).fit(X, y)
    keys = fitted.sample(50)[0]["patient"]
    assert keys.is_unique
    assert not set(keys) & set(X["patient"])


# The guarantee, measured.


def test_it_is_evaluated_as_any_other(patients):
    X, y = patients
    # The dictionary has a level that nobody has, and bounds that nobody reaches.
    sections = ["utility", "fidelity"]
    evaluator = SyntheticEvaluator(private(), cv=2, sections=sections, random_state=0)
    summary = evaluator.fit(X, y).summary_.set_index(["metric", "rows"])
    assert summary.loc[("accuracy", "synthetic"), "mean"] > 0.6


def test_scorers_say_what_else_there_is(patients):
    X, y = patients
    with pytest.raises(InputError, match="SyntheticEvaluator"):
        skl_synth.privacy_scorer(private().fit(X, y), X, y)


def test_a_search_over_epsilon_works_and_is_warned_of_once(patients):
    X, y = patients
    steps = make_pipeline(private(dictionary=described()), SafeTree())
    search = GridSearchCV(
        steps, {"privatemarginals__epsilon": [0.5, 1.0, 2.0]}, cv=2, error_score="raise"
    )
    with pytest.warns(InputWarning, match="all that was tried is spent") as caught:
        search.fit(X, y)
    assert len([one for one in caught if "was tried" in str(one.message)]) == 1
    assert len(search.cv_results_["params"]) == 3


def test_the_same_epsilon_again_is_no_search(patients):
    dictionary = described()
    for epsilon in (1.0, 1):
        clone(private(dictionary=dictionary, epsilon=epsilon)).fit(*patients)


def test_parameters_are_kept_as_they_are_given():
    given = {"dictionary": described(), "pairs": [("age", "sex")], "epsilon": 0.5}
    assert clone(PrivateMarginals(**given)).get_params()["pairs"] == [("age", "sex")]
