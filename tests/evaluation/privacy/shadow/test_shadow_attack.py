"""The reference itself is measured: on methods of which it is known what they do."""

import numpy as np
import pytest

from skl_synth import (
    SyntheticEvaluator,
    privacy_report,
    report_progress,
)
from skl_synth.errors import InputError
from skl_synth.evaluation.registry import FOLDS
from skl_synth.release.gates import gates_of_folds
from tests.shadow_methods import Copying, Failing, Strangers, patients

N = 80


def attacked(synthesizer, seed=0, n_models=16, **parameters):
    X, y = patients(2 * N, seed=seed)
    real, holdout = (X[:N], y[:N]), (X[N:], y[N:])
    return privacy_report(
        *real,
        *real,
        *holdout,
        synthesizer=synthesizer,
        shadow_models=n_models,
        attacks=["shadow"],
        random_state=seed,
        **parameters,
    )


@pytest.fixture(scope="module")
def of_copies():
    return attacked(Copying())


def test_whoever_hands_out_the_table_discloses_everybody(of_copies):
    for subject, least in (("", 0.97), ("outliers", 0.97)):
        scope = {"scope": "group", "subject": subject} if subject else {}
        assert of_copies.figure("shadow_auc", **scope).value > least
        assert of_copies.figure("shadow_tpr", **scope).value > 0.8
    assert of_copies.figure("shadow_worst_person_auc").value > 0.97


def test_the_note_says_of_whom_and_how_many(of_copies):
    [note] = [note for note in of_copies.notes if note.startswith("shadow models")]
    assert "16 tables" in note
    assert f"of the {2 * N} people" in note
    assert "16 outliers" in note
    assert "shadow models" in str(of_copies)


def test_where_nothing_depends_on_the_table_all_is_chance():
    areas, hits = [], []
    for seed in range(10):
        report = attacked(Strangers(), seed)
        figures = [
            report.figure("shadow_auc"),
            report.figure("shadow_auc", scope="group", subject="outliers"),
            report.figure("shadow_worst_person_auc"),
        ]
        areas.append(figures[0].value)
        hits.append([one.low <= 0.5 <= one.high for one in figures])
    assert abs(np.mean(areas) - 0.5) < 0.02
    assert (np.mean(hits, axis=0) >= 0.8).all()


def test_the_same_seed_finds_the_same(of_copies):
    again = attacked(Copying())
    assert of_copies.frame().equals(again.frame())


def test_smaller_shadow_tables_are_noted():
    X, y = patients(170)
    real, holdout = (X[:110], y[:110]), (X[110:], y[110:])
    report = privacy_report(
        *real,
        *real,
        *holdout,
        synthesizer=Copying(),
        shadow_models=16,
        attacks=["shadow"],
        random_state=0,
    )
    assert any("rather too high" in note for note in report.notes)


def test_without_shadow_models_it_says_that_they_were_not_asked_for():
    X, y = patients(2 * N)
    parts = X[:N], y[:N]
    found = privacy_report(
        *parts, *parts, X[N:], y[N:], attacks=["shadow", "copies"], random_state=0
    )
    assert not (found.frame()["metric"] == "shadow_auc").any()


def test_shadow_models_need_a_method():
    X, y = patients(2 * N)
    parts = X[:N], y[:N]
    with pytest.raises(InputError, match="needs the method"):
        privacy_report(*parts, *parts, X[N:], y[N:], shadow_models=16)


def test_what_is_not_fitted_draws_nothing_further():
    X, y = patients(2 * N)
    parts = X[:N], y[:N]
    with pytest.raises(InputError, match="synthesizer is not fitted"):
        privacy_report(*parts, *parts, X[N:], y[N:], synthesizer=Copying())


def test_where_tables_cannot_be_made_there_is_no_figure_and_it_is_said():
    report = attacked(Failing(never=0.9))
    assert np.isnan(report.figure("shadow_auc").value)
    assert any("it did not work" in note for note in report.notes)


def test_whoever_listens_is_told_how_far_it_is():
    heard = []
    with report_progress(heard.append):
        attacked(Copying())
    attacks = [now for now in heard if now.what == "attack"]
    assert [now.name for now in attacks][:1] == ["shadow"]
    pairs = [now for now in heard if now.what == "pair of shadow models"]
    assert [now.n_done for now in pairs] == list(range(1, 9))
    assert {now.n_all for now in pairs} == {8}
    assert {now.path[-1].what for now in pairs} == {"attack"}
    assert heard[-1].seconds_left == 0


def test_an_interruption_is_handed_on():
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), report_progress(stop):
        attacked(Copying(), n_jobs=2)


@pytest.fixture(scope="module")
def of_folds():
    X, y = patients(150)
    evaluator = SyntheticEvaluator(
        Copying(), cv=2, sections=["privacy"], shadow_models=16, random_state=0
    )
    return evaluator.fit(X, y)


def test_an_evaluator_fits_them_in_the_first_fold(of_folds):
    found = of_folds.results_[of_folds.results_["metric"] == "shadow_auc"]
    assert set(found["fold"]) == {0}
    assert found["value"].min() > 0.95


def test_gates_judge_them_where_there_are_any(of_folds):
    gates = gates_of_folds(of_folds.results_, of_folds.not_applicable_, {})
    [everyone] = [g for g in gates if g.metric == "shadow_auc" and not g.group]
    assert everyone.where == FOLDS
    assert not everyone.passed
    rest = of_folds.results_[of_folds.results_["fold"] == 1].assign(fold=0)
    reasons = of_folds.not_applicable_
    reasons = reasons[reasons["fold"] == 1].assign(fold=0)
    gates = gates_of_folds(rest, reasons, {})
    not_asked = [g for g in gates if g.metric == "shadow_auc"]
    assert len(not_asked) == 3
    assert all(gate.passed for gate in not_asked)
