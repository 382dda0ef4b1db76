"""An audit that may be given up: the same figures, privacy first."""

import pandas as pd
import pytest

from skl_synth import ProximityFilter, SyntheticEvaluator
from skl_synth.datasets import make_patients
from skl_synth.table import RealTable


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(300, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


def judged(patients, is_over=None, **parameters):
    evaluator = SyntheticEvaluator(cv=3, random_state=0, **parameters)
    synthesizer = ProximityFilter(mode="replace")
    table = RealTable.read(*patients, encoder=synthesizer._table_encoder())
    return evaluator._fit_table(table, *patients, synthesizer, is_over)


def never(figures, reasons):
    return False


def test_an_audit_that_goes_on_gives_what_any_audit_gives(patients):
    usual = judged(patients)
    for n_jobs in (None, 2):
        staged = judged(patients, never, n_jobs=n_jobs)
        pd.testing.assert_frame_equal(staged.results_, usual.results_)
        pd.testing.assert_frame_equal(staged.predictions_, usual.predictions_)
        pd.testing.assert_frame_equal(staged.moments_, usual.moments_)
        pd.testing.assert_frame_equal(
            staged.membership_curves_, usual.membership_curves_
        )
        assert staged.notes_ == usual.notes_


@pytest.mark.parametrize("n_folds", [1, 2, 3])
def test_an_audit_that_is_given_up_holds_the_privacy_of_the_folds_until_then(
    patients, n_folds
):
    asked = []

    def is_over(figures, reasons):
        asked.append(figures["fold"].nunique())
        return asked[-1] == n_folds

    given_up = judged(patients, is_over)
    assert asked == list(range(1, n_folds + 1))
    assert given_up.n_splits_ == n_folds
    assert set(given_up.results_["section"]) == {"privacy"}
    assert given_up.results_["fold"].nunique() == n_folds
    assert given_up.membership_curves_["fold"].nunique() == n_folds
