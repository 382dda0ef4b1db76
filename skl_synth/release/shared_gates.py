"""Gates and rules as others may read them: without few people, levels, or supports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from skl_synth.evaluation.privacy.attack import MIN_PEOPLE
from skl_synth.release.gates import NAN, Gate
from skl_synth.release.shared_figures import DIGITS, to_digits
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.impossible import Impossible
from skl_synth.table.constraints.rule_outcomes import RuleOutcome, outcomes_frame

CLOSED_DIGITS = 5
"""Digits of a closed gate: with fewer it may seem to be at its bound."""

ABOVE = "above the bound"

TOO_FEW = "cannot be measured: of too few people"

SUPPORTS = ["real_rows", "different_rows"]
"""How many real rows a rule rests on, to the row."""


def shared_gate(gate: Gate) -> Gate:
    """Write a gate as others may read it.

    Parameters
    ----------
    gate : Gate
        With exact figures, and with what drives them.

    Returns
    -------
    Gate
        Rounded; a count of few is not told, nor who the few are, nor what drives it.
    """
    shown = gate._replace(drivers=())
    if gate.reason and not gate.passed:
        return _nameless(shown)
    rule = gate.rule
    if rule is not None and rule.is_count and 0 < gate.figure < MIN_PEOPLE:
        return shown._replace(figure=NAN, low=NAN, high=NAN, reason=ABOVE)
    digits = DIGITS if gate.passed else CLOSED_DIGITS
    figure, low, high = (
        to_digits(one, digits) for one in (gate.figure, gate.low, gate.high)
    )
    return shown._replace(figure=figure, low=low, high=high)


def _nameless(gate: Gate) -> Gate:
    """Why there is no figure, without how many people there are, and which."""
    rule = gate.rule
    if rule is None or not gate.reason.startswith("cannot be measured:"):
        return gate
    return gate._replace(name=rule.called(rule.subject), reason=TOO_FEW)


def gates_frame(gates: Iterable[Gate]) -> pd.DataFrame:
    """List gates, one per line.

    Parameters
    ----------
    gates : iterable of Gate
        As they are to be shown.

    Returns
    -------
    DataFrame
        Their fields, without what drives them.
    """
    frame = pd.DataFrame(list(gates), columns=Gate._fields)
    return frame.drop(columns=["drivers", "is_release_setting"])


class _NamelessRule:
    """The words of a rule that names levels, without them."""

    def __init__(self, rule: Constraint) -> None:
        self.columns = " and ".join(map(str, rule.columns_named))

    def __str__(self) -> str:
        return f"some levels of {self.columns} never meet"


def nameless(outcome: RuleOutcome) -> RuleOutcome:
    """Give an outcome whose rule names no level.

    Parameters
    ----------
    outcome : RuleOutcome
        What became of a rule.

    Returns
    -------
    RuleOutcome
        The same, or one whose rule is words alone.
    """
    if not isinstance(outcome.rule, Impossible):
        return outcome
    words: Any = _NamelessRule(outcome.rule)
    return replace(outcome, rule=words)


def shared_outcomes(outcomes: Iterable[RuleOutcome]) -> pd.DataFrame:
    """List what became of rules, without what each rests on.

    Parameters
    ----------
    outcomes : iterable of RuleOutcome
        What became of rules.

    Returns
    -------
    DataFrame
        Rule, whether it was found, released rows in which it was checked and that break
        it, and whether it is kept.
    """
    return outcomes_frame(map(nameless, outcomes)).drop(columns=SUPPORTS)
