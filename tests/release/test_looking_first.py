"""A first look says what will be refused, without attacking anything."""

import math

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, first_look, publish
from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.release.first_findings import (
    MAY_BE_REFUSED,
    TO_KNOW,
    WILL_BE_REFUSED,
    FirstLook,
)
from skl_synth.release.seen_before import SEEN, SEEN_OF_CLASS
from skl_synth.release.seen_before import _at as seen_at


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(1200, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


def found(look, outcome=None):
    return {one.subject for one in look.findings if outcome in (None, one.outcome)}


def head(patients, n):
    return patients[0].head(n), patients[1].head(n)


REFUSED = {
    "too few people": (lambda X, _: {"X": X.head(150)}, "size"),
    "too few in a class": (lambda X, y: {"X": X.head(250), "y": y.head(250)}, "size"),
    "people twice": (
        lambda X, y: {"X": pd.concat([X, X], ignore_index=True)},
        "persons",
    ),
    "a key": (lambda X, _: {"X": X.assign(nhs_number=np.arange(len(X)))}, "reading"),
    "few groups": (lambda X, _: {"X": X, "groups": np.arange(len(X)) // 10}, "size"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_publish_refuses_at_once_is_foreseen_in_its_words(case, patients):
    make, subject = REFUSED[case]
    given = make(*patients)
    look = first_look(**given)
    assert look.will_be_refused
    assert subject in found(look, WILL_BE_REFUSED)
    with pytest.raises(InputError) as refused:
        publish(**given, random_state=0)
    assert str(refused.value) in [one.text() for one in look.findings]
    assert look.findings[0].outcome == WILL_BE_REFUSED


def test_nothing_is_fitted_on_folds_or_attacked(patients, monkeypatch):
    def fail(*args, **kwargs):
        raise AssertionError("the audit began")

    monkeypatch.setattr(SyntheticEvaluator, "_fit_table", fail)
    monkeypatch.setattr("skl_synth.release.judging.run_attacks", fail)
    assert not first_look(*patients).will_be_refused


def test_few_people_are_near_the_bound_and_more_are_not(patients):
    near = first_look(*head(patients, 800))
    assert "membership" in found(near, MAY_BE_REFUSED)
    far = first_look(*patients, membership_bound=0.65)
    assert "membership" not in found(far)


def test_what_was_seen_lies_between_what_was_tried():
    seen = SEEN["little noise"]
    assert [seen_at(n, seen) for n in seen] == pytest.approx(list(seen.values()))
    assert seen_at(10, seen) == seen[300]
    assert seen_at(10**6, seen) == seen[2500]
    assert 0.57 < seen_at(600, seen) < 0.58
    assert sorted(SEEN_OF_CLASS) == list(SEEN_OF_CLASS)


def test_a_small_class_is_told(patients):
    said = first_look(*head(patients, 700))
    assert "smallest class" in found(said, MAY_BE_REFUSED)
    assert "smallest class" not in found(first_look(patients[0]))


def test_columns_that_need_attention_are_named(patients):
    X, y = patients
    X = X.assign(again=y.map({0: "n", 1: "y"}), site=np.arange(len(X)) // 4 % 300)
    X["site"] = X["site"].astype(str).radd("ward ")
    told = "\n".join(one.text() for one in first_look(X, y).findings)
    assert "'again' says the same as the target in every row" in told
    assert "'site'" in told or "site" in told


def test_coarse_tables_are_told(patients):
    X = pd.DataFrame({"a": np.arange(1200) % 2, "b": np.arange(1200) // 2 % 3})
    look = first_look(X)
    assert "shared rows" in found(look, TO_KNOW)
    [said] = [one.text() for one in look.findings if one.subject == "shared rows"]
    assert said.startswith("100% of the people share their row with another one, of 6")


def test_it_warns_of_nothing_and_leaves_what_it_is_given(patients):
    X, y = patients
    before, encoder = X.copy(), TableEncoder(min_category_count=5)
    first_look(X, y, encoder=encoder)
    pd.testing.assert_frame_equal(X, before)
    assert encoder.min_category_count == 5


def test_seconds_follow_the_clock(patients, monkeypatch):
    clock = iter([0.0, 0.6])
    monkeypatch.setattr("skl_synth.release.looking_first.perf_counter", clock.__next__)
    look = first_look(*head(patients, 1000))
    assert 10 < look.seconds < 60
    assert look.lines()[-1].startswith("Each setting that is tried takes about ")


def test_nothing_to_say_is_said():
    look = FirstLook(())
    assert str(look) == (
        "First look, for you alone:\nNothing speaks against it at a first look."
    )
    assert math.isnan(look.seconds)
    assert list(look.frame().columns) == ["subject", "outcome", "text"]


def test_the_command_line_has_words_of_its_own(patients):
    look = first_look(*head(patients, 150))
    assert any("--folds" in line for line in look.lines(COMMAND_LINE))
    assert any("folds=" in line for line in look.lines())


@pytest.mark.parametrize("given", [{"folds": 1}, {"membership_bound": 0.3}])
def test_parameters_are_those_of_publish(given, patients):
    with pytest.raises(InputError, match=next(iter(given))):
        first_look(*patients, **given)
