"""Attribute inference: a secret of somebody of whom all else is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.intervals import risk_above_control
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import MEMBERS, AttackContext
from skl_synth.evaluation.privacy.copies import attributes_named
from skl_synth.evaluation.privacy.membership.features import nearest
from skl_synth.evaluation.registry import LOWER, SHARE, Measure, register
from skl_synth.evaluation.table_data import Attribute

TOLERANCE = 0.05
"""A number is guessed if it is at most so far off, as a share of its value."""

MOST_SECRETS = 20
"""Columns that are attacked where none were named; the first ones."""


@register(
    "privacy",
    7,
    Measure(
        "inference",
        LOWER,
        "Attribute inference: share of the people in the table of whom one fact is "
        "guessed from all others by way of the release, and would not be if they were "
        "controls; of the table, that of the worst column.",
        label="attribute inference, worst column",
        unit=SHARE,
        ceiling=0.0,
        scopes=("table", "column"),
        rows=(MEMBERS,),
    ),
)
def infer_attributes(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Guess one fact about a person from all others.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    options : AttackOptions
        With the names of the columns that are guessed; None takes all.
    rng : RandomState
        Not used: nothing is drawn by chance.

    Returns
    -------
    Findings
        ``inference`` per column: the share of members whose value is guessed, and would
        not be if they were controls; and ``inference`` for the table, that of the worst
        column, chosen on one half of the people and measured on the other.

    Notes
    -----
    The attacker knows all but one column of a person, takes the nearest synthetic row
    and reads the value there. Numbers may be off by 5 %. Of a person with several rows
    the share of the rows counts in which the value is guessed: that one of many is,
    by chance, would be true of nearly everybody.
    """
    figures, attributes = FigureList(), context.tables.varying
    if len(attributes) < 2 or not len(context.members):
        return Findings(figures)
    chosen: Sequence[Attribute] = attributes[:MOST_SECRETS]
    if options.secrets is not None:
        chosen = attributes_named(context.tables, options.secrets, "secrets")
    chosen = [one for one in chosen if not one.is_constant]
    is_member = context.is_member
    guessed = [_guessed(context, one) for one in chosen]
    for attribute, hits in zip(chosen, guessed, strict=True):
        risk = _risk(hits, is_member)
        figures.add("inference", risk, scope="column", subject=attribute.name)
    if guessed:
        hits = _of_worst_column(guessed, is_member)
        figures.add("inference", _risk(hits, is_member))
    return Findings(figures)


def _guessed(context: AttackContext, secret: Attribute) -> np.ndarray:
    """Whose secret the nearest synthetic row discloses: of several rows, how many."""
    tables = context.tables
    known = context.owner != tables.varying.index(secret)
    rows = nearest(context.rows[:, known], context.synthetic[:, known], 1)[1][:, 0]
    guess = tables.synthetic.values(secret)[rows]
    truth = np.concatenate(
        [
            tables.real.values(secret)[context.members],
            context.control_data.values(secret)[context.controls],
        ]
    )
    hits = guess == truth
    if secret.is_number:
        hits = np.abs(guess - truth) <= TOLERANCE * np.abs(truth)
        hits |= np.isnan(guess) & np.isnan(truth)
    return context.mean_of_person(hits.astype(np.float64))


def _of_worst_column(guessed: list[np.ndarray], is_member: np.ndarray) -> np.ndarray:
    """Guesses about each half of the people in the column that is worst in the other.

    The highest of many risks is too high by chance; chosen on other people it is not.
    """
    first = np.arange(len(is_member)) % 2 == 0
    hits = np.zeros(len(is_member))
    for chosen_on in (first, ~first):
        risks = [
            _risk(column[chosen_on], is_member[chosen_on]).value for column in guessed
        ]
        worst = int(np.nanargmax(risks)) if not np.isnan(risks).all() else 0
        hits[~chosen_on] = guessed[worst][~chosen_on]
    return hits


def _risk(hits: np.ndarray, is_member: np.ndarray) -> Interval:
    members, controls = hits[is_member], hits[~is_member]
    return risk_above_control(
        members.sum(), len(members), controls.sum(), len(controls)
    )
