"""Gates and rules as others may read them."""

import numpy as np
import pytest

from skl_synth.errors import Remedy
from skl_synth.release import Gate
from skl_synth.release.shared_gates import (
    gates_frame,
    nameless,
    shared_gate,
    shared_outcomes,
)
from skl_synth.table.constraints.impossible import Impossible
from skl_synth.table.constraints.rule_outcomes import RuleOutcome

NAN = np.nan


def gate(figure, *, passed=False, metric="membership_worst_auc", group="everyone"):
    return Gate(
        "membership", "folds", figure, NAN, NAN, 0.57, passed, False, metric, group
    )


def test_figures_are_rounded_and_drivers_are_the_owners():
    full = gate(0.123456789, passed=True)._replace(drivers=(Remedy("drop Zzyzx"),))
    shown = shared_gate(full)
    assert shown.figure == 0.123
    assert shown.drivers == ()
    assert full.figure == 0.123456789


def test_a_closed_gate_is_seen_to_be_closed():
    shown = shared_gate(gate(0.570123456))
    assert shown.figure == 0.57012
    assert shown.figure > shown.bound


@pytest.mark.parametrize("n", [1, 2, 9])
def test_a_count_of_few_is_not_told(n):
    full = Gate("levels of few people", "table", n, NAN, NAN, 0.0, passed=False)
    shown = shared_gate(full._replace(metric="rare_levels_released"))
    assert shown.text() == (
        "REFUSED: levels of few people in the released table, above the bound"
    )
    assert not shown.passed
    assert np.isnan(shown.figure)


def test_a_stratum_of_few_has_no_name():
    reason = "cannot be measured: 3 controls, and 40 are needed"
    full = gate(NAN, group="a stratum")._replace(
        name="membership of stratum Little Ward", reason=reason
    )
    text = shared_gate(full).text()
    assert "Little Ward" not in text
    assert "3 controls" not in text
    assert text.startswith("REFUSED: membership of a stratum on folds, cannot be")


def test_a_gate_that_does_not_apply_says_why():
    full = gate(NAN, passed=True)._replace(reason="no column divides the table")
    assert shared_gate(full).text() == full.text()


def test_the_frame_has_no_drivers():
    frame = gates_frame([gate(0.5, passed=True)])
    assert "drivers" not in frame
    assert len(frame) == 1


def test_a_rule_names_no_level_and_no_support():
    rule = Impossible.of({"town": ["Zzyzx"], "sex": ["m"]})
    outcome = RuleOutcome(rule, 1197, 1003, 400, 2)
    assert "Zzyzx" in outcome.text()
    said = nameless(outcome).text()
    assert said == "some levels of town and sex never meet: LOST in 2 of 400 rows"
    frame = shared_outcomes([outcome])
    assert "Zzyzx" not in frame.to_csv()
    assert "1197" not in frame.to_csv()
    assert list(frame["found"]) == [True]
