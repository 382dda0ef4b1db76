"""The report of a release: what it says of its gates, and of those that it lacks."""

import json
import pickle

import numpy as np
import pandas as pd
import pytest

from skl_synth.evaluation.registry import measure_of
from skl_synth.release import Gate, RefusedReleaseError, ReleaseReport
from skl_synth.release.gates import expected_gates


def every_gate():
    """All that are expected, and open."""
    nothing = np.nan, np.nan
    return [
        Gate(f"gate of {metric}", where, 0.0, *nothing, 0.0, True, False, metric, group)
        for metric, group, where in expected_gates()
    ]


def report_of(gates):
    details = pd.DataFrame({"metric": ["real_keys", "my own score"], "mean": [0.0, 1]})
    return ReleaseReport(gates, {"seed": 0}, details, details, "the audit")


def test_every_gate_is_open():
    report = report_of(every_gate())
    assert report.passed
    assert report.missing == []
    assert "REFUSED" not in str(report)


def test_a_report_without_gates_has_not_passed():
    report = report_of([])
    assert not report.passed
    assert len(report.missing) == len(list(expected_gates()))
    assert report.to_dict()["verdict"] == "refused"


@pytest.mark.parametrize("place", range(len(list(expected_gates()))))
def test_a_report_that_lacks_a_gate_has_not_passed(place):
    gates = every_gate()
    lacking = gates.pop(place)
    report = report_of(gates)
    assert not report.passed
    [missing] = report.missing
    assert lacking.metric in missing
    assert lacking.where in missing
    assert lacking.group in missing
    assert f"REFUSED: there is no gate for {missing}" in str(report)
    assert f"there is no gate for {missing}" in str(RefusedReleaseError(report))
    assert report.to_dict()["missing_gates"] == [missing]


@pytest.mark.parametrize("place", range(len(list(expected_gates()))))
def test_a_gate_that_is_closed_refuses(place):
    gates = every_gate()
    gates[place] = gates[place]._replace(passed=False, figure=0.25)
    report = report_of(gates)
    assert not report.passed
    refused = RefusedReleaseError(report)
    assert f"{gates[place].name}" in str(refused)
    rule = next(
        rule
        for rule in measure_of(gates[place].metric).gates
        if rule.group == gates[place].group
    )
    assert refused.remedies == rule.remedies
    again = pickle.loads(pickle.dumps(refused))
    assert str(again) == str(refused)


def test_a_gate_of_ones_own_counts_too():
    own = Gate("width", "table", 2.0, np.nan, np.nan, 1.0, passed=False)
    assert not report_of([*every_gate(), own]).passed
    assert report_of([*every_gate(), own._replace(passed=True)]).passed


def test_a_file_says_what_its_figures_mean():
    gates = every_gate()
    gates[0] = gates[0]._replace(passed=False, figure=0.9)
    content = json.loads(json.dumps(report_of(gates).to_dict(), allow_nan=False))
    assert list(content["measures"]) == ["real_keys"]
    assert content["measures"]["real_keys"]["better"] == "lower"
    assert [bool(gate["remedy"]) for gate in content["gates"][:2]] == [True, False]
    assert content["gates"][1]["figure"] == 0.0
    assert content["gates"][1]["low"] is None
