"""What an outsider knows and would like to know, in an evaluation by folds."""

from functools import partial

import pytest

from skl_synth import (
    ProximityFilter,
    SyntheticEvaluator,
    TableEncoder,
    TypeAwareSMOTE,
)
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.evaluation.privacy.run_attacks import run_attacks

PATIENTS = make_patients(80, random_state=0)
X, Y = PATIENTS[["patient_id", "age", "sex", "ward"]], PATIENTS["emergency"]


def evaluator_of(encoder=None, **asked):
    return SyntheticEvaluator(
        ProximityFilter(TypeAwareSMOTE(encoder=encoder), mode="replace"),
        cv=2,
        sections=["privacy"],
        random_state=0,
        **asked,
    )


def test_the_figures_are_means_over_folds(monkeypatch):
    # The other attacks take long, and have tests of their own.
    alone = partial(run_attacks, attacks=["disclosure"])
    monkeypatch.setattr("skl_synth.evaluation.fold.run_attacks", alone)
    judged = evaluator_of(quasi_identifiers=["age", "sex"], secrets=["emergency"])
    judged.fit(X.drop(columns="patient_id"), Y)
    summary = judged.summary_.set_index(["metric", "rows"])
    of_folds = judged.results_.query("metric == 'replicated_uniques'")
    assert len(of_folds) == 2
    mean = summary.loc[("replicated_uniques", "members"), "mean"]
    assert mean == pytest.approx(of_folds["value"].mean())
    assert summary.loc[("disclosive_correct", "members"), "ceiling"] > 0
    assert "repU" in judged.report()
    assert any("age, sex" in note for note in judged.notes_)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"quasi_identifiers": ["town"]}, "quasi_identifiers names 'town'"),
        ({"quasi_identifiers": ["emergency"]}, "quasi_identifiers names 'emergency'"),
        ({"secrets": ["town"]}, "secrets names 'town'.*emergency"),
        ({"quasi_identifiers": ["patient_id"]}, "taken for an identifier"),
    ],
)
def test_what_there_is_not_is_refused_before_the_work_begins(asked, words):
    encoder = TableEncoder(identifiers="surrogate")
    judged = evaluator_of(encoder, **asked)
    with pytest.raises(InputError, match=words):
        judged.fit(X, Y)
