"""SyntheticEvaluator with groups: people are held out, attacked and reported."""

import numpy as np
import pandas as pd
import pytest
import sklearn
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold
from sklearn.pipeline import make_pipeline

from skl_synth import ProximityFilter, SyntheticEvaluator, TypeAwareCART
from skl_synth.datasets import make_visits
from skl_synth.errors import InputError, InputWarning
from skl_synth.evaluation.person_makers import MADE_SINGLY, given_to, persons_made
from skl_synth.evaluation.privacy.run_attacks import BY_PERSONS
from skl_synth.table.real import RealTable

KEPT = ["nhs_number", "sex", "age", "ward", "emergency", "sbp", "weight_kg"]


@pytest.fixture(scope="module")
def visits():
    frame, y = make_visits(90, visits=(1, 4), return_X_y=True, random_state=1)
    y = y.reset_index(drop=True)
    return frame[KEPT[1:]].reset_index(drop=True), y, frame["nhs_number"].to_numpy()


CART = TypeAwareCART(mode="replace")


def evaluator(synthesizer=CART, **parameters):
    about = {"cv": 2, "random_state": 0, "sections": ["privacy"], **parameters}
    return SyntheticEvaluator(synthesizer, **about)


@pytest.fixture(scope="module")
def by_persons(visits):
    X, y, person = visits
    model = LogisticRegression(max_iter=1000)
    every = evaluator(estimator=_numbers_of(model), sections="all")
    return every.fit(X, y, groups=person)


def _numbers_of(model):
    numbers = make_column_selector(dtype_include=np.number)
    return make_pipeline(make_column_transformer((SimpleImputer(), numbers)), model)


def test_nobody_is_tested_who_was_trained_on(by_persons, visits):
    person = visits[2]
    parts = by_persons.predictions_.groupby("fold")["row"].unique()
    one, other = (set(person[rows]) for rows in parts)
    assert not one & other
    assert one | other == set(person)


def test_the_report_names_persons_and_rows(by_persons, visits):
    n_rows, n_persons = len(visits[0]), len(set(visits[2]))
    assert by_persons.n_persons_ == n_persons
    said = f"{n_rows} real rows of {n_persons} persons, 2 folds"
    assert said in " ".join(by_persons.report().split())
    assert BY_PERSONS in by_persons.notes_
    assert any("take them for independent" in note for note in by_persons.notes_)


def test_whole_persons_are_judged_as_such(by_persons):
    assert by_persons.synthesizer_.provenance_.persons is not None
    assert MADE_SINGLY not in by_persons.notes_
    found = set(by_persons.summary_["metric"])
    assert {"membership_personal_auc", "membership_means_auc"} <= found


def test_who_makes_single_rows_is_judged_by_persons_all_the_same(visits):
    X, y, person = visits
    found = evaluator(ProximityFilter(mode="replace")).fit(X, y, groups=person)
    assert MADE_SINGLY in found.notes_
    assert found.synthesizer_.table_.persons is None
    metrics = found.summary_.set_index("metric")["mean"]
    assert metrics["membership_worst_auc"] > 0.7
    assert "membership_personal_auc" in metrics
    assert "membership_means_auc" not in metrics


def test_one_person_is_refused_whoever_makes_the_rows(visits):
    X, y, _ = visits
    with pytest.raises(InputError, match="groups has one value in all"):
        evaluator(ProximityFilter(mode="replace")).fit(X, y, groups=["x"] * len(X))


@pytest.mark.filterwarnings("ignore:class 1 has .* rows. leaves of")
def test_without_groups_rows_are_people(visits):
    X, y, _ = visits
    found = evaluator().fit(X, y)
    assert found.n_persons_ == len(X)
    assert "persons" not in found.report()


def test_the_result_does_not_depend_on_the_names_of_persons(visits):
    X, y, person = visits
    one = evaluator().fit(X, y, groups=person)
    names = {name: f"person {place}" for place, name in enumerate(set(person))}
    same = evaluator().fit(X, y, groups=pd.Series(person).map(names))
    pd.testing.assert_frame_equal(one.results_, same.results_)


def test_a_splitter_of_groups_is_given_them(visits):
    X, y, person = visits
    found = evaluator(cv=GroupKFold(3), sections=["fidelity"]).fit(X, y, groups=person)
    assert found.n_splits_ == 3


@pytest.mark.filterwarnings("ignore:the hold-out has")
def test_a_splitter_of_rows_is_warned_of(visits):
    X, y, person = visits
    rows = evaluator(cv=KFold(2), sections=["fidelity"])
    with pytest.warns(InputWarning, match="cv puts rows of .* of 90 persons"):
        rows.fit(X, y, groups=np.random.RandomState(0).permutation(person))


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([1, 2, 3], "groups has 3 values"),
        ("gap", "groups says nothing of 1 of"),
        ("one", "all rows are of one person"),
        ("two", "groups is a DataFrame, and must be one column"),
    ],
)
def test_groups_that_cannot_be_used(visits, groups, said):
    X, y, person = visits
    made = {
        "gap": pd.Series(person).mask(np.arange(len(X)) == 4),
        "one": np.zeros(len(X)),
        "two": pd.DataFrame({"a": person, "b": person}),
    }
    chosen = made[groups] if isinstance(groups, str) else groups
    with pytest.raises(InputError, match=said):
        evaluator().fit(X, y, groups=chosen)


def test_persons_in_several_classes_are_allowed(visits):
    X, _, person = visits
    of_visit = (np.arange(len(X)) % 3 == 0).astype(int)
    found = evaluator().fit(X, of_visit, groups=person)
    assert found.results_["value"].notna().any()


def test_a_continuous_target(visits):
    X, _, person = visits
    y = X["weight_kg"].fillna(70.0)
    found = evaluator(cv=3).fit(X.drop(columns="weight_kg"), y, groups=person)
    assert found.n_splits_ == 3


def test_groups_are_routed():
    with sklearn.config_context(enable_metadata_routing=True):
        asked = evaluator().set_fit_request(groups=True)
        assert asked.get_metadata_routing().fit.requests["groups"] is True


def test_persons_are_kept_for_who_makes_them(visits):
    X, y, person = visits
    table = RealTable.read(X, y, groups=person)
    assert given_to(CART, table) == (table, ())
    stripped, notes = given_to(ProximityFilter(), table)
    assert stripped.persons is None
    assert stripped.rows is table.rows
    assert notes == (MADE_SINGLY,)
    single = RealTable.read(X, y, groups=np.arange(len(X)))
    assert given_to(ProximityFilter(), single) == (single, ())


def test_persons_of_rows_that_were_put_in_later_are_not_known(visits):
    X, y, person = visits
    fitted = TypeAwareCART(mode="replace", random_state=0).fit(X, y, groups=person)
    assert persons_made(fitted, X) is None
    made = fitted.sample()[0]
    assert len(persons_made(fitted, made)) == len(made)
    assert persons_made(fitted, made.iloc[1:]) is None
