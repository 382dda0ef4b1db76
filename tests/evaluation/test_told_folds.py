"""Who listens to an audit hears of its folds, wherever they are judged."""

import pytest

from skl_synth import Cancelled, SyntheticEvaluator, TypeAwareCART, report_progress
from skl_synth.datasets import make_patients


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(120, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


def audit(**given):
    maker = TypeAwareCART(n_estimators=1)
    return SyntheticEvaluator(
        maker, cv=2, sections=["fidelity"], random_state=0, **given
    )


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_folds_in_this_process_are_heard_of_with_what_they_do(patients):
    heard = []
    with report_progress(heard.append):
        audit().fit(*patients)
    folds = [now for now in heard if any(one.what == "fold" for one in now.steps)]
    assert {"making rows", "fidelity"} <= {
        step.name for now in folds for step in now.steps
    }
    assert folds[-1].n_done == 2


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_folds_elsewhere_are_heard_of_as_wholes(patients):
    heard = []
    with report_progress(heard.append):
        audit(n_jobs=2).fit(*patients)
    folds = [now for now in heard if any(one.what == "fold" for one in now.steps)]
    assert [(now.what, now.n_done) for now in folds] == [("fold", 1), ("fold", 2)]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("n_jobs", [None, 2])
def test_a_listener_cancels_them(patients, n_jobs):
    def stop(now):
        if now.what == "fold":
            raise Cancelled

    evaluator = audit(n_jobs=n_jobs)
    with pytest.raises(Cancelled), report_progress(stop):
        evaluator.fit(*patients)
    assert not hasattr(evaluator, "results_")
