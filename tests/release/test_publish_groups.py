"""publish with groups: sizes, gates and the report are those of persons."""

import json

import numpy as np
import pytest

from skl_synth import TableEncoder, TypeAwareCART, TypeAwareSMOTE, publish
from skl_synth.datasets import make_visits
from skl_synth.errors import InputError

KEPT = ["sex", "age", "ward", "emergency", "sbp", "weight_kg", "cost"]


OPEN = {"membership_bound": 1.0, "group_bound": 1.0}


@pytest.fixture(scope="module")
def visits():
    frame, y = make_visits(190, visits=(1, 4), return_X_y=True, random_state=2)
    return frame[KEPT], y, frame["nhs_number"].to_numpy()


def published(visits, **parameters):
    X, y, person = visits
    about = {"folds": 3, "sections": [], "random_state": 0, **OPEN}
    return publish(X, y, groups=person, **{**about, **parameters})


@pytest.fixture(scope="module")
def report(visits):
    return published(visits, synthesizer=TypeAwareCART(min_samples_leaf=20)).report


def test_the_report_names_persons_and_rows(report, visits):
    assert report.about["persons"] == 190
    assert report.about["rows"] == len(visits[0])
    words = " ".join(str(report).split())
    assert f"{len(visits[0])} real rows of 190 persons, 3 folds" in words
    assert "persons were attacked, each by all of their rows" in words
    json.dumps(report.to_dict())


def test_the_gates_are_those_of_persons(report):
    figures = report.details.set_index(["metric", "scope"])["mean"].sort_index()
    assert ("membership_personal_auc", "table") in figures.index
    gate = report.frame().set_index("name").loc["membership"]
    assert gate["figure"] == pytest.approx(figures["membership_worst_auc", "table"])


def test_what_makes_single_rows_is_refused(visits):
    with pytest.raises(InputError, match="TypeAwareSMOTE draws row by row"):
        published(visits, synthesizer=TypeAwareSMOTE())


def test_rows_that_look_like_several_of_a_person_are_refused():
    keyed, y = make_visits(160, visits=(1, 4), return_X_y=True, random_state=2)
    with pytest.raises(InputError, match="rows look as if people had several"):
        publish(keyed.drop(columns="nhs_number"), y, folds=3)
    encoder = TableEncoder(identifiers="surrogate")
    with pytest.raises(InputError, match=r"groups=X\['nhs_number'\]"):
        publish(keyed, y, encoder=encoder, folds=3)


def test_persons_must_be_enough_however_many_rows(visits):
    X, y, person = visits
    said = "of 190 persons each of 4 folds keeps 47 as controls, and 50 are needed"
    with pytest.raises(InputError, match=said):
        published(visits, folds=4)
    assert len(X) // 4 > 50
    few = np.isin(person, np.unique(person)[:90])
    assert few.sum() > 150
    with pytest.raises(InputError, match="use 100 persons or more"):
        published((X[few], y[few], person[few]), folds=2)


def test_persons_of_a_class_must_be_enough(visits):
    X, _, person = visits
    rare = np.isin(person, np.unique(person)[:12]).astype(int)
    with pytest.raises(InputError, match="class 1 has 12 persons, and 40 are needed"):
        published((X, rare, person))


def test_persons_of_one_row_each_are_rows(visits):
    X, y, _ = visits
    with pytest.raises(InputError, match="of 50 rows each of 2 folds"):
        published((X[:50], y[:50], np.arange(50)), folds=2)


@pytest.mark.parametrize(
    ("groups", "said"),
    [([1, 2], "groups has 2 values"), ("gap", "groups says nothing of 1 of")],
)
def test_groups_that_cannot_be_used(visits, groups, said):
    X, y, person = visits
    chosen = [None, *person[1:]] if groups == "gap" else groups
    with pytest.raises(InputError, match=said):
        published((X, y, chosen))
