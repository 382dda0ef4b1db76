"""How many people an audit rests on, and what few of them let it say."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    SyntheticEvaluator,
    TypeAwareSMOTE,
    fidelity_report,
    privacy_report,
    utility_report,
)
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.evaluation.compared import Compared, compared_in
from tests.audit_tables import audit_tables, rows


def test_rows_are_people_unless_persons_are_known():
    real, holdout = rows(np.arange(8.0)), rows(np.arange(4.0))
    assert compared_in(audit_tables(real, real)) is None
    assert compared_in(audit_tables(real, real, holdout)) == Compared(8, 4, "rows")
    known = rows(np.arange(8.0), persons=np.arange(8) // 2)
    held = rows(np.arange(4.0), persons=np.arange(4) // 4)
    assert compared_in(audit_tables(known, real, held)) == Compared(4, 1, "persons")


@pytest.mark.parametrize(("n", "is_enough"), [(0, False), (49, False), (50, True)])
def test_fifty_are_enough(n, is_enough):
    assert Compared(1000, n, "rows").is_enough == is_enough


@pytest.fixture(scope="module")
def parts():
    X, y = make_patients(605, random_state=1, return_X_y=True)
    y = pd.Series(np.r_[y[:600], [0, 0, 0, 1, 1]], name="readmitted")
    X = X.drop(columns="patient_id")
    cuts = [(0, 300), (300, 600), (600, 605)]
    return [part for a, b in cuts for part in (X[a:b], y[a:b])]


@pytest.mark.filterwarnings("ignore:the hold-out has 5 rows")
@pytest.mark.parametrize("report", [utility_report, privacy_report])
def test_five_rows_give_no_verdict(parts, report):
    found = report(*parts, random_state=0)
    assert found.compared == Compared(300, 5, "rows")
    said = " ".join(str(found).split())
    assert "Cannot be judged with 5 controls" in said
    assert "could be shown to" not in said
    assert "models reach" not in said
    assert len([note for note in found.notes if "has 5 rows" in note]) == 1


@pytest.mark.filterwarnings("ignore:the hold-out has 5 rows")
def test_fidelity_then_looks_at_the_rows_that_it_was_made_from(parts):
    found = fidelity_report(*parts, random_state=0)
    area = found.figure("two_sample_auc").value
    assert (
        f"(ROC AUC {area:.2f}, of the rows that it was made from"
        in found.verdict().verdict
    )


def test_with_enough_it_looks_at_rows_that_were_not_seen():
    X, y = make_patients(600, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    parts = [part for k in range(3) for part in (X[k::3], y[k::3])]
    found = fidelity_report(*parts, random_state=0)
    area = found.figure("two_sample_unseen_auc").value
    said = found.verdict()
    assert (
        f"(ROC AUC {area:.2f}, of real rows that the generator has not" in said.verdict
    )
    assert "two-sample" in said.lines[1][0]
    assert "made from" in said.lines[2][0]


@pytest.mark.filterwarnings("ignore:class 1 has")
def test_the_controls_of_all_folds_count_together():
    X, y = make_patients(120, random_state=0, return_X_y=True)
    maker = TypeAwareSMOTE(mode="replace", k_neighbors=2)
    evaluator = SyntheticEvaluator(
        maker, cv=4, sections=["utility", "privacy"], random_state=0
    ).fit(X.drop(columns="patient_id"), y)
    assert evaluator.n_controls_ == 120
    report = evaluator.report()
    assert "Cannot be judged" not in report
    assert "120 rows, 120 held out" in " ".join(report.split())
    assert "fewer than 50" not in report, "that is so of each fold alone"
    few = SyntheticEvaluator(
        maker, cv=[(np.arange(80), np.arange(80, 120))], random_state=0
    ).fit(X.drop(columns="patient_id"), y)
    assert few.n_controls_ == 40
    assert few.report().count("Cannot be judged with 40 controls") == 2


@pytest.mark.parametrize("place", [2, 4])
@pytest.mark.parametrize("report", [utility_report, fidelity_report, privacy_report])
def test_no_rows_are_refused_by_the_name_of_the_table(parts, report, place):
    given = list(parts)
    given[place : place + 2] = (one[:0] for one in parts[place : place + 2])
    name = {2: "X_synthetic", 4: "X_holdout"}[place]
    with pytest.raises(InputError, match=f"{name} has no rows"):
        report(*given, random_state=0)


@pytest.mark.filterwarnings("ignore:the hold-out has", "ignore:the hold-out table has")
@pytest.mark.parametrize("n", [1, 5, 49])
def test_few_rows_let_nothing_be_claimed(parts, n):
    few = parts[4], parts[5]
    if n > 5:
        few = parts[2][:n], parts[3][:n]
    found = privacy_report(
        *parts[:4], few[0][:n], few[1][:n], attacks=["membership"], random_state=0
    )
    said = found.verdict()
    assert f"Cannot be judged with {n} controls" in said.verdict
    assert said.may == ()
    assert "Cannot be judged" in found._repr_html_()
