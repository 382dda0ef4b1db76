"""A release whose shares moved is refused, and the report says by how many."""

import numpy as np
import pytest

from skl_synth import TypeAwareCART, publish
from skl_synth.datasets import make_patients
from skl_synth.release import RefusedReleaseError


class Moving(TypeAwareCART):
    """Trees that make smokers of everybody whom they make."""

    def sample(self, *args, **kwargs):
        X, y = super().sample(*args, **kwargs)
        return X.assign(smoker=np.where(X["smoker"].isna(), None, "Yes")), y


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(600, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


@pytest.mark.filterwarnings("ignore:class 1 has")
def test_moved_shares_close_the_gate(patients):
    with pytest.raises(RefusedReleaseError, match="moved further than chance") as found:
        publish(*patients, synthesizer=Moving(), folds=2, sections=[], random_state=0)
    [gate] = [
        one
        for one in found.value.report.gates
        if one.metric == "moved_further_than_chance"
    ]
    assert not gate.passed
    assert gate.figure >= 3, "over all rows, and within both classes"
    assert "drop the columns that moved" in gate.remedy


def report_of(table, **parameters):
    """The report, whichever other gate is closed."""
    try:
        return publish(*table, ladder=False, folds=2, sections=[], **parameters).report
    except RefusedReleaseError as refused:
        return refused.report


@pytest.mark.filterwarnings("ignore:class 1 has")
def test_other_releases_pass_it(patients):
    frame = report_of(patients, random_state=0).frame()
    line = frame[frame["metric"] == "moved_further_than_chance"]
    assert line["figure"].tolist() == [0.0]
    assert line["passed"].all()
