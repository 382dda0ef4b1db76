"""What a release comes to is said first, in a sentence that names what closed it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.release import Gate, ReleaseReport
from skl_synth.release.gates import expected_gates
from skl_synth.release.verdict_words import in_order, status_of

WORST = ("membership_worst_auc", "everyone", "folds")


def gates_of(closed=(), not_applicable=()):
    return [
        Gate(
            f"{metric} of {group}",
            where,
            np.nan if number in not_applicable else 0.25,
            np.nan,
            np.nan,
            0.5,
            passed=number not in closed,
            metric=metric,
            group=group,
        )
        for number, (metric, group, where) in enumerate(expected_gates())
    ]


def report_of(gates):
    nothing = pd.DataFrame({"metric": ["real_keys"], "mean": [0.0]})
    return ReleaseReport(gates, {"folds": 3}, nothing, nothing, "the audit in words")


def test_an_open_release_says_its_worst_attack_first():
    status = status_of(gates_of(), [])
    assert (status.mark, status.word) == ("passed", "Passed")
    assert "0.25, where 0.5 is let through" in status.sentence
    assert f"All {len(gates_of())} gates" in status.sentence


def test_what_does_not_apply_is_not_counted():
    gates = gates_of(not_applicable={0, 1, 2})
    assert f"All {len(gates) - 3} gates" in status_of(gates, []).sentence


@given(st.sets(st.integers(0, len(gates_of()) - 1), min_size=1))
def test_every_closed_gate_is_named(closed):
    gates = gates_of(closed)
    status = status_of(gates, [])
    assert status.mark == "refused"
    assert f"{len(closed)} of {len(gates)} gates" in status.sentence
    assert all(gates[number].name in status.sentence for number in closed)


def test_a_gate_that_lacks_refuses():
    status = status_of(gates_of()[1:], ["membership (folds)"])
    assert status.mark == "refused"
    assert "membership (folds)" in status.sentence


@pytest.mark.parametrize(("closed", "word"), [((), "PASSED: "), ({4}, "REFUSED: ")])
def test_the_text_begins_with_the_verdict(closed, word):
    text = str(report_of(gates_of(closed)))
    assert text.startswith(word)
    places = [text.index(part) for part in (word, "Gates (", "the audit in words")]
    assert places == sorted(places)


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(10, 19)))
def test_closed_gates_stand_first_and_none_is_lost(closed, not_applicable):
    gates = gates_of(closed, not_applicable)
    shown = in_order(gates)
    assert {id(gate) for gate in shown} == {id(gate) for gate in gates}
    assert not any(gate.passed for gate in shown[: len(closed)])
    n_last = len(not_applicable)
    assert all(not gate.is_measured for gate in shown[len(shown) - n_last :])
