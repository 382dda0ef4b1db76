"""publish with fidelity: the release holds the margins that were asked for."""

import json

import pytest

from skl_synth import publish
from skl_synth.datasets import make_patients

OPEN = {"membership_bound": 1.0, "group_bound": 1.0}

ABOUT = {"folds": 2, "sections": [], "random_state": 0, **OPEN}


@pytest.fixture(scope="module")
def patients():
    frame = make_patients(400, random_state=0)
    decade = (frame["age"] // 20 * 20).astype(str) + "+"
    X = frame[["sex", "smoker", "emergency"]].assign(decade=decade)
    return X.fillna("No"), frame["readmitted"]


def association(frame, one, other):
    """How far apart the shares of the one are, given the other."""
    shares = frame.groupby(other)[one].mean()
    return shares.max() - shares.min()


def test_columns_alone(patients):
    release = publish(*patients, fidelity="columns", **ABOUT)
    report = release.report
    assert report.passed
    assert {len(margin) for margin in report.margins} == {1}
    assert "nothing else of the table" in str(report)
    content = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert ["sex"] in content["margins"]
    assert content["ladder"] == []
    assert "pairs='none'" in content["method"]
    real = patients[0].assign(y=patients[1])
    made = release.X.assign(y=release.y)
    assert association(real, "y", "decade") > 0.2 > association(made, "y", "decade")


def test_named_margins(patients):
    margin = ("decade", "readmitted")
    report = publish(*patients, fidelity=[margin], **ABOUT).report
    assert margin in report.margins
    words = " ".join(str(report).split())
    assert "decade × readmitted" in words
    assert "emergency, sex, smoker: not associated with readmitted" in words
