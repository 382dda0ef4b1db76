"""Linkability: two halves of one person's facts, put together by the release."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.intervals import risk_above_control
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import MEMBERS, AttackContext
from skl_synth.evaluation.privacy.membership.features import nearest
from skl_synth.evaluation.registry import LOWER, SHARE, Measure, register

N_NEIGHBORS = 5
"""An attacker links two halves of a person that have one of so many rows in common."""

N_SPLITS = 3
"""Ways to split the columns in two that are tried."""


@register(
    "privacy",
    6,
    Measure(
        "linkability",
        LOWER,
        "Share of the people in the table of whom two halves of the facts are put "
        "together by way of the release, and would not be if they were controls.",
        label="linkability, above control",
        unit=SHARE,
        ceiling=0.0,
        rows=(MEMBERS,),
    ),
)
def link_halves(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Try to link two halves of a person's facts through the release.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    options : AttackOptions
        Not used.
    rng : RandomState
        Source of the splits.

    Returns
    -------
    Findings
        ``linkability``: the share of members of whom two halves are put together, and
        would not be if they were controls; over several ways to split the columns.

    Notes
    -----
    The attacker has two lists with different columns of the same people. For each half
    of a person the nearest synthetic rows are sought on its columns; if one row is
    among them for both halves, they are taken to be one person. A person with several
    rows is linked if one of them is.
    """
    figures = FigureList()
    n_attributes = int(context.owner.max(initial=-1)) + 1
    if n_attributes < 2 or not len(context.members):
        return Findings(figures)
    rows, is_member = context.rows, context.is_member
    hits, n = np.zeros(2), np.zeros(2)
    for _ in range(N_SPLITS):
        first = np.isin(
            context.owner, rng.permutation(n_attributes)[: n_attributes // 2]
        )
        halves = [
            nearest(rows[:, side], context.synthetic[:, side], N_NEIGHBORS)[1]
            for side in (first, ~first)
        ]
        linked = (halves[0][:, :, None] == halves[1][:, None, :]).any(axis=(1, 2))
        linked = context.of_person(linked, np.logical_or)
        for place, who in enumerate((is_member, ~is_member)):
            hits[place] += linked[who].sum() / N_SPLITS
            n[place] = who.sum()
    risk = risk_above_control(hits[0], int(n[0]), hits[1], int(n[1]))
    figures.add("linkability", risk)
    return Findings(figures)
