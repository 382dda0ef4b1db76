"""Linkability: two sets of facts about one person, connected by the release."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.figures import FigureList
from skl_synth.evaluation.intervals import risk_above_control
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.features import nearest

N_NEIGHBORS = 5
"""An attacker links two halves of a person that have one of so many rows in common."""

N_SPLITS = 3
"""Ways to split the columns in two that are tried."""


def add_linkability(
    figures: FigureList, context: AttackContext, rng: np.random.RandomState
) -> None:
    """Try to link two halves of a person's facts through the release.

    Parameters
    ----------
    figures : FigureList
        Receives ``linkability``: the share of members whose two halves are linked, and
        would not be if they were controls; over several ways to split the columns.
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Source of the splits.

    Notes
    -----
    The attacker has two lists with different columns of the same people. For each half
    of a person the nearest synthetic rows are sought on its columns; if one row is
    among them for both halves, they are taken to be one person.
    """
    n_attributes = int(context.owner.max(initial=-1)) + 1
    if n_attributes < 2 or not len(context.members):
        return
    people, is_member = context.people, context.is_member
    hits, n = np.zeros(2), np.zeros(2)
    for _ in range(N_SPLITS):
        first = np.isin(
            context.owner, rng.permutation(n_attributes)[: n_attributes // 2]
        )
        halves = [
            nearest(people[:, side], context.synthetic[:, side], N_NEIGHBORS)[1]
            for side in (first, ~first)
        ]
        linked = (halves[0][:, :, None] == halves[1][:, None, :]).any(axis=(1, 2))
        for place, who in enumerate((is_member, ~is_member)):
            hits[place] += linked[who].sum() / N_SPLITS
            n[place] = who.sum()
    figures.add(
        "linkability",
        risk_above_control(hits[0], int(n[0]), hits[1], int(n[1])),
        better="lower",
        rows="members",
        ceiling=0.0,
    )
