"""publish with an ε: what touches the table, what the report says, and to whom."""

import json

import numpy as np
import pandas as pd
import pytest

from skl_synth import GuaranteeReport, publish
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.generators.marginals import ledger
from skl_synth.table.dictionary import DataDictionary

KNOWN = DataDictionary.read(
    {
        "fields": [
            {
                "name": "age",
                "type": "integer",
                "constraints": {"minimum": 0, "maximum": 90, "required": True},
            },
            {"name": "sex", "constraints": {"enum": ["Female", "Male"]}},
            {
                "name": "readmitted",
                "type": "integer",
                "constraints": {"enum": [0, 1], "required": True},
            },
        ],
        "skl_synth": {"target": "readmitted"},
    }
)
"""Some patients are older than 90: they are counted with those who are."""

ABOUT = {"epsilon": 1.0, "dictionary": KNOWN, "sections": [], "random_state": 0}

pytestmark = pytest.mark.filterwarnings("ignore:.*is lost in the noise")


@pytest.fixture(scope="module")
def patients():
    frame = make_patients(300, random_state=0)
    return frame[["age", "sex"]], frame["readmitted"]


@pytest.fixture(scope="module")
def release(patients):
    with pytest.warns(UserWarning, match="times ε = .* is lost in the noise"):
        return publish(*patients, folds=2, **ABOUT)


def test_the_report_is_that_of_a_guarantee(release):
    report = release.report
    assert isinstance(report, GuaranteeReport)
    assert 0 < report.guarantee.epsilon <= 1.0
    assert report.guarantee.rho == pytest.approx(report.frame()["rho"].sum())
    assert report.guarantee.n_rows == len(release.X) == len(release.y)
    assert sum(report.guarantee.classes.values()) == len(release.y)
    assert report.guarantee.public == KNOWN.to_mapping()
    assert list(release.X) == ["age", "sex"]
    assert release.X["age"].between(0, 90).all()


def test_nothing_of_the_owners_is_in_what_is_shared(release):
    owner = release.report.owner
    assert owner.n_folds == 2
    assert "membership_worst_auc" in set(owner.details["metric"])
    shared = json.dumps(release.report.to_dict(), allow_nan=False)
    assert "membership" not in shared + str(release.report)
    assert "seed" not in shared
    assert any("outside the domain of column 'age'" in note for note in owner.notes)
    assert "outside" not in shared + str(release.report)


def test_the_owner_reads_how_many_real_rows_there_are(release):
    said = " ".join(str(release.report.owner).split())
    assert "300 real rows, 2 folds" in said


def _no_noise(counts, **_):
    return np.asarray(counts, dtype=float), 1.0


def test_the_audit_changes_nothing_of_the_release(patients, monkeypatch):
    """With noise that is always the same, whatever is audited besides."""
    monkeypatch.setattr(ledger, "discrete_gaussian", _no_noise)
    monkeypatch.setattr(ledger, "noisy_maximum", lambda scores, **_: scores.argmax())
    one, other = (
        publish(*patients, **{**ABOUT, **audited})
        for audited in ({"folds": 2}, {"folds": 3, "sections": ["fidelity"]})
    )
    pd.testing.assert_frame_equal(one.X, other.X)
    pd.testing.assert_series_equal(one.y, other.y)
    assert one.report.to_dict() == other.report.to_dict()
    assert one.report.owner.n_folds == 2
    assert other.report.owner.n_folds == 3


def test_a_table_too_small_to_be_audited_is_released_all_the_same(patients):
    X, y = (part.iloc[:90] for part in patients)
    release = publish(X, y, folds=2, **ABOUT)
    assert release.report.owner.n_folds == 0
    assert "45 people, and 50 are needed" in str(release.report.owner)
    json.dumps(release.report.owner.to_dict(), allow_nan=False)


def test_columns_alone_with_noise(patients):
    X, y = (part.iloc[:90] for part in patients)
    report = publish(X, y, folds=2, fidelity="columns", **ABOUT).report
    assert {len(margin) for margin in report.margins} == {1}
    assert "No column is associated with another" in " ".join(str(report).split())


def test_rows_that_look_like_several_of_a_person():
    frame = make_patients(300, random_state=0).iloc[np.repeat(np.arange(150), 2)]
    key = {"name": "patient_id", "type": "string", "skl_synth": {"kind": "identifier"}}
    mapping = KNOWN.to_mapping()
    known = DataDictionary.read({**mapping, "fields": [key, *mapping["fields"]]})
    X = frame[["patient_id", "age", "sex"]].reset_index(drop=True)
    y = frame["readmitted"].reset_index(drop=True)
    about = {**ABOUT, "dictionary": known}
    with pytest.raises(InputError, match="several"):
        publish(X, y, folds=2, **about)
    with pytest.raises(InputError, match="rows_per_person=2"):
        publish(X, y, folds=2, groups=X["patient_id"], **about)
    report = publish(
        X.drop(columns="patient_id"),
        y,
        folds=2,
        groups=X["patient_id"],
        rows_per_person=2,
        **ABOUT,
    ).report
    assert "with up to 2 rows" in report.guarantee.unit


def test_a_weak_one_is_given_to_whoever_asks_for_it(patients):
    X, y = (part.iloc[:90] for part in patients)
    # Another dictionary: a second epsilon for the same one is warned of.
    known = DataDictionary.read(KNOWN.to_mapping())
    about = {**ABOUT, "epsilon": 8.0, "weak_guarantee": True, "dictionary": known}
    with pytest.warns(UserWarning, match="promises little"):
        report = publish(X, y, folds=2, **about).report
    assert "weak guarantee" in str(report)


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("_fit_table", ValueError("all NaN")),
        ("_fit_table", MemoryError()),
        ("report", ZeroDivisionError("by nobody")),
    ],
)
def test_whatever_goes_wrong_in_the_audit_there_is_a_release(
    patients, monkeypatch, step, error
):
    def failing(*_):
        raise error

    monkeypatch.setattr(SyntheticEvaluator, "_fit_table", lambda *_: None)
    monkeypatch.setattr(SyntheticEvaluator, step, failing)
    release = publish(*patients, folds=2, **ABOUT)
    assert len(release.X) == release.report.guarantee.n_rows
    owner = release.report.owner
    assert owner.n_folds == 0
    said = f"not judged on folds: it failed ({type(error).__name__}: {error})."
    assert said in str(owner)
    assert said in " ".join(json.loads(json.dumps(owner.to_dict()))["notes"])
    assert "failed" not in json.dumps(release.report.to_dict()) + str(release.report)
