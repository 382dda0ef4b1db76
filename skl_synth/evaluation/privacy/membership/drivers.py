"""What drives a figure: membership inferred again without one column at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.evaluation.curves import area_under, count_by_score
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.scores import SCORES
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import Attribute

REPEATED = (
    "tracing",
    "singles",
    "values",
    "triples",
    "reference",
    "density",
    "distance",
    "absence",
)
"""Attacks that are made again for every column: those that learn nothing."""

ALL_COLUMNS = ""
"""The name under which nothing is left out."""

MOST_COLUMNS = 20
"""Columns that are left out in turn; the first ones."""


def areas_without(
    context: AttackContext, scores: dict[str, np.ndarray], rng: np.random.RandomState
) -> dict[str, float]:
    """Make the strongest attack again, without one column at a time.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    scores : dict of str to ndarray of shape (n_people,)
        What each attack says with all columns.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    dict of str to float
        The area that is left without each column or group, by its name; and with all
        of them, under `ALL_COLUMNS`.
    """
    areas = {name: _area(context, scores[name]) for name in REPEATED}
    strongest = max(areas, key=lambda name: abs(areas[name] - 0.5))
    seed = draw_seed(rng)
    return {ALL_COLUMNS: areas[strongest]} | {
        one.name: _area(
            context,
            SCORES[strongest](_without(context, one), np.random.RandomState(seed)),
        )
        for one in context.tables.varying[:MOST_COLUMNS]
    }


def _area(context: AttackContext, scores: np.ndarray) -> float:
    """The area in the direction that discloses more."""
    area = float(area_under(count_by_score(scores, context.is_member)))
    return max(area, 1 - area)


def _without(context: AttackContext, left_out: Attribute) -> AttackContext:
    """The same people and tables without one attribute."""
    place = context.tables.varying.index(left_out)
    kept = context.owner != place
    owner = context.owner[kept]
    return replace(
        context,
        tables=replace(
            context.tables,
            attributes=tuple(a for a in context.tables.attributes if a != left_out),
        ),
        real=context.real[:, kept],
        synthetic=context.synthetic[:, kept],
        holdout=context.holdout[:, kept],
        owner=owner - (owner > place),
    )
