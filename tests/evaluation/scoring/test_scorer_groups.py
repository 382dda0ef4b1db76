"""Scorers with groups: routed as in scikit-learn, and by persons."""

import copy
import pickle

import numpy as np
import pytest
import sklearn
from sklearn.base import clone
from sklearn.exceptions import UnsetMetadataPassedError
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_validate

from skl_synth import (
    ProximityFilter,
    TypeAwareCART,
    make_fidelity_scorer,
    make_privacy_scorer,
    make_utility_privacy_scorer,
    privacy_scorer,
)
from skl_synth.datasets import make_visits
from skl_synth.errors import InputError, InputWarning

KEPT = ["sex", "age", "ward", "emergency", "sbp", "weight_kg"]
CV = GroupKFold(2)


@pytest.fixture(scope="module")
def visits():
    frame, y = make_visits(120, visits=(1, 4), return_X_y=True, random_state=1)
    return frame[KEPT], y, frame["nhs_number"].to_numpy()


@pytest.fixture
def routing():
    with sklearn.config_context(enable_metadata_routing=True):
        yield


def cart():
    return TypeAwareCART(mode="replace", random_state=0).set_fit_request(groups=True)


def by_distance():
    return make_privacy_scorer(attack="distance")


def scores_of(synthesizer, visits, scoring):
    X, y, person = visits
    found = cross_validate(
        synthesizer,
        X,
        y,
        cv=CV,
        scoring=scoring,
        params={"groups": person},
        error_score="raise",
    )
    return {name: one for name, one in found.items() if name.startswith("test_")}


def expected(visits, scorer, **known):
    X, y, person = visits
    found = []
    for train, test in CV.split(X, y, person):
        fitted = TypeAwareCART(mode="replace", random_state=0)
        fitted.fit(X.iloc[train], y.iloc[train], groups=person[train])
        groups = {"groups": person[test]} if known["by_persons"] else {}
        found.append(scorer(fitted, X.iloc[test], y.iloc[test], **groups))
    return found


def test_groups_reach_the_scorer(routing, visits):
    scorer = by_distance().set_score_request(groups=True)
    found = scores_of(cart(), visits, scorer)["test_score"]
    assert found.tolist() == expected(visits, by_distance(), by_persons=True)
    assert found.tolist() != expected(visits, by_distance(), by_persons=False)


def test_groups_reach_several_scorers(routing, visits):
    makers = {
        "privacy": by_distance(),
        "fidelity": make_fidelity_scorer(),
        "both": make_utility_privacy_scorer(attack="distance"),
    }
    scoring = {name: one.set_score_request(groups=True) for name, one in makers.items()}
    found = scores_of(cart(), visits, scoring)
    for name, scorer in scoring.items():
        wanted = expected(visits, scorer, by_persons=True)
        assert found[f"test_{name}"].tolist() == wanted


def test_a_scorer_may_want_none(routing, visits):
    scorer = by_distance().set_score_request(groups=False)
    found = scores_of(cart(), visits, scorer)["test_score"]
    assert found.tolist() == expected(visits, by_distance(), by_persons=False)


def test_a_scorer_that_was_not_asked_says_so(routing, visits):
    with pytest.raises(UnsetMetadataPassedError, match=r"set_(score|fit)_request"):
        scores_of(cart(), visits, by_distance())


def test_groups_go_through_a_search(routing, visits):
    X, y, person = visits
    scorer = by_distance().set_score_request(groups=True)
    grid = {"min_samples_leaf": [10, 30]}
    search = GridSearchCV(cart(), grid, cv=CV, scoring=scorer, error_score="raise")
    search.fit(X, y, groups=person)
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()


def test_a_request_needs_routing():
    with pytest.raises(RuntimeError, match="enable_metadata_routing=True"):
        by_distance().set_score_request(groups=True)


def test_a_request_is_kept_by_copies(routing):
    scorer = by_distance().set_score_request(groups="person")
    copies = copy.deepcopy(scorer), pickle.loads(pickle.dumps(scorer))
    for one in (*copies, clone(scorer, safe=False)):
        assert one.get_metadata_routing().score.requests == {"groups": "person"}
        assert one.keywords == scorer.keywords


@pytest.fixture(scope="module")
def halves(visits):
    X, y, person = visits
    first = np.isin(person, np.unique(person)[:60])
    return [(X[mask], y[mask], person[mask]) for mask in (first, ~first)]


def test_of_a_synthesizer_without_persons_rows_are_compared(halves):
    members, control = halves
    fitted = ProximityFilter(mode="replace", random_state=0).fit(*members[:2])
    scorer = by_distance()
    plain = scorer(fitted, *control[:2])
    with pytest.warns(InputWarning, match="rows are compared, not persons"):
        known = scorer(fitted, *control[:2], groups=control[2])
    assert known == plain


def test_groups_must_fit_the_rows(halves):
    members, control = halves
    fitted = TypeAwareCART(mode="replace", random_state=0)
    fitted.fit(*members[:2], groups=members[2])
    with pytest.raises(InputError, match="groups has 2 values"):
        privacy_scorer(fitted, *control[:2], groups=[1, 2])


def test_few_persons_are_few_however_many_rows(halves):
    members, control = halves
    fitted = TypeAwareCART(mode="replace", random_state=0)
    fitted.fit(*members[:2], groups=members[2])
    few = np.isin(control[2], np.unique(control[2])[:45])
    X, y, person = (part[few] for part in control)
    assert len(X) > 50
    with pytest.warns(InputWarning, match="the test fold has 45 persons, fewer than"):
        by_distance()(fitted, X, y, groups=person)
