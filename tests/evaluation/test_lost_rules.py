"""The audit says which rules of the real rows are lost."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    Inequality,
    SyntheticEvaluator,
    TableEncoder,
    TypeAwareCART,
    fidelity_report,
)
from skl_synth.evaluation.fidelity.lost_rules import find_lost_rules
from skl_synth.release.gates import Gate
from skl_synth.release.release_report import ReleaseReport
from skl_synth.table.real import RealTable
from tests.planted_rules import stays

X, Y = stays(240)
ENCODER = TableEncoder(
    constraints=[Inequality("admitted", "<=", "discharged")], rules=None
)
BROKEN = X.assign(discharged=X["discharged"].mask(X.index < 12, X["admitted"].min()))


def test_a_table_from_elsewhere_is_checked():
    report = fidelity_report(X, Y, BROKEN, Y, encoder=ENCODER, random_state=0)
    assert report.figure("rules_lost").value == 1
    assert any("LOST in" in note for note in report.notes)
    assert "rules of all real rows that are lost" in str(report)
    kept = fidelity_report(X, Y, X, Y, encoder=ENCODER, random_state=0)
    assert kept.figure("rules_lost").value == 0
    assert "1 rule holds in every real row and is kept." in kept.notes


def test_without_rules_there_is_no_figure():
    encoder = TableEncoder(rules=None)
    report = fidelity_report(X, Y, BROKEN, Y, encoder=encoder, random_state=0)
    with pytest.raises(KeyError):
        report.figure("rules_lost")


def test_what_cannot_be_read_is_not_judged():
    table = RealTable.read(X, Y, encoder=ENCODER)
    assert find_lost_rules(table, X.assign(age="old")).outcomes == ()


@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
def test_the_evaluator_says_it_over_folds():
    cart = TypeAwareCART(n_estimators=2, encoder=ENCODER, mode="replace")
    judged = SyntheticEvaluator(cart, cv=2, sections=["fidelity"], random_state=0)
    judged.fit(X, Y)
    lines = judged.results_[judged.results_["metric"] == "rules_lost"]
    assert lines["value"].tolist() == [0.0, 0.0]
    assert "1 rule holds in every real row and is kept." in judged.report()


def test_the_release_report_lists_rules():
    table = RealTable.read(X, Y, encoder=ENCODER)
    gates: list[Gate] = []
    about = {"target": "y", "folds": 2}
    nothing = pd.DataFrame({"metric": np.array([], dtype=object)})
    report = ReleaseReport(
        gates,
        about,
        nothing,
        nothing,
        "",
        rules=find_lost_rules(table, BROKEN).outcomes,
    )
    assert "Rules that hold in every real row" in str(report)
    assert "admitted <= discharged: LOST in" in str(report)
    (line,) = report.to_dict()["rules"]
    assert not line["kept"]
    assert line["broken"] > 0
