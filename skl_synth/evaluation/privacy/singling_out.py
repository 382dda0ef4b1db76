"""Singling out: statements read off the release that hold of one real person."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.intervals import risk_above_control
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.registry import LOWER, SHARE, Measure, register
from skl_synth.evaluation.table_data import Attribute, TableData

N_GUESSES = 300
"""Statements of either kind that are tried at most."""

N_TRIES = 10 * N_GUESSES
"""Statements about several columns that are looked at; most hold of several rows."""

GUESSES = "guesses"
"""What is measured: statements, not rows."""

MOST_COLUMNS = 4
"""Columns that a statement about several speaks of."""

Condition = tuple[Attribute, str, float]
"""An attribute, how it is compared ("is", "at most" or "at least"), and with what."""

Statement = list[Condition]


@register(
    "privacy",
    5,
    *(
        Measure(
            f"singling_out_{number}",
            LOWER,
            f"Share of statements about {words}, read off the release, that hold of "
            "exactly one of the people attacked, and would not of as many controls.",
            label=f"singling out by {words}, above control",
            unit=SHARE,
            ceiling=0.0,
            rows=(GUESSES,),
        )
        for number, words in (
            ("one_column", "one column"),
            ("several_columns", "several columns"),
        )
    ),
)
def single_out(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Guess statements that hold of one person alone, and count those that do.

    Parameters
    ----------
    context : AttackContext
        The tables.
    options : AttackOptions
        Not used.
    rng : RandomState
        Source of the guesses.

    Returns
    -------
    Findings
        ``singling_out_one_column`` and ``singling_out_several_columns``: the share of
        statements that single out a member and would not a control.

    Notes
    -----
    Statements are read off the synthetic table alone: a value that occurs in it once,
    a number beyond all others, or a combination of conditions that one synthetic row
    fulfils. A guess succeeds if it holds of exactly one real person, in one of their
    rows or in several. The control is an equal number of real people, drawn from both
    tables alike, so that a rare value singles out nobody more easily here than there.
    """
    figures, synthetic = FigureList(), context.tables.synthetic
    n = len(context.members)
    members = context.tables.real.take(context.members)
    controls = context.control_data.take(context.controls)
    who = np.split(context.persons, [n])
    one = _about_one_column(context.tables.varying, synthetic)
    order = rng.permutation(len(one))[:N_GUESSES]
    guesses = {
        "one_column": [one[place] for place in order],
        "several_columns": _about_several(context.tables.varying, synthetic, rng),
    }
    for kind, statements in guesses.items():
        if not statements or not n:
            continue
        hits = [
            sum(_holds_of_one(s, data, persons) for s in statements)
            for data, persons in zip((members, controls), who, strict=True)
        ]
        n_guesses = len(statements)
        risk = risk_above_control(hits[0], n_guesses, hits[1], n_guesses)
        figures.add(f"singling_out_{kind}", risk)
    return Findings(figures)


def _about_one_column(
    attributes: tuple[Attribute, ...], synthetic: TableData
) -> list[Statement]:
    """Values that occur once, and numbers beyond all others."""
    found: list[Statement] = []
    for attribute in attributes:
        values = synthetic.values(attribute)
        present = values[~np.isnan(values)] if attribute.is_number else values
        once, counts = np.unique(present, return_counts=True)
        found += [[(attribute, "is", float(v))] for v in once[counts == 1]]
        if attribute.is_number and len(present):
            found.append([(attribute, "at most", float(present.min()))])
            found.append([(attribute, "at least", float(present.max()))])
    return found


def _about_several(
    attributes: tuple[Attribute, ...], synthetic: TableData, rng: np.random.RandomState
) -> list[Statement]:
    """Conditions that one synthetic row alone fulfils, from a row drawn by lot."""
    if len(attributes) < 2:
        return []
    medians = {
        one: float(np.nanmedian(synthetic.values(one)))
        for one in attributes
        if one.is_number and not np.isnan(synthetic.values(one)).all()
    }
    # Each statement once: of few columns the same one is drawn again and again, and
    # would be counted as so many guesses.
    found: dict[frozenset[str], Statement] = {}
    size = min(MOST_COLUMNS, len(attributes))
    for row in _in_turn(len(synthetic), rng):
        chosen = rng.choice(len(attributes), size=size, replace=False)
        statement = [
            _condition(attributes[place], synthetic, row, medians) for place in chosen
        ]
        if _holds(statement, synthetic).sum() == 1:
            found.setdefault(_key(statement), statement)
        if len(found) == N_GUESSES:
            break
    return list(found.values())


def _key(statement: Statement) -> frozenset[str]:
    """The same for the same conditions, in whatever order; NaN is the same as NaN."""
    return frozenset(f"{a.name} {how} {value!r}" for a, how, value in statement)


def _in_turn(n_rows: int, rng: np.random.RandomState) -> list[int]:
    """Rows to start from, no row more often than the others: few say the same."""
    n_rounds = -(-N_TRIES // n_rows)
    rounds = [rng.permutation(n_rows) for _ in range(n_rounds)]
    turns: list[int] = np.concatenate(rounds)[:N_TRIES].tolist()
    return turns


def _condition(
    attribute: Attribute, data: TableData, row: int, medians: dict[Attribute, float]
) -> Condition:
    """Fit a condition to a row: its level, or its side of the number."""
    value = float(data.values(attribute)[row])
    if not attribute.is_number or np.isnan(value):
        return attribute, "is", value
    low = value < medians[attribute]
    return attribute, "at most" if low else "at least", value


def _holds_of_one(statement: Statement, data: TableData, persons: np.ndarray) -> bool:
    """Whether a statement holds of the rows of exactly one person."""
    return len(set(persons[_holds(statement, data)].tolist())) == 1


def _holds(statement: Statement, data: TableData) -> np.ndarray:
    """Which rows fulfil every condition."""
    holds = np.ones(len(data), dtype=bool)
    for attribute, how, value in statement:
        values = data.values(attribute)
        if how == "at most":
            holds &= values <= value
        elif how == "at least":
            holds &= values >= value
        else:
            holds &= np.isnan(values) if np.isnan(value) else values == value
    return holds
