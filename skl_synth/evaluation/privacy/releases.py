"""Cumulative release: what changes if several tables are published."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from skl_synth.evaluation.curves import measure_curve
from skl_synth.evaluation.figures import FigureList
from skl_synth.evaluation.matrix import Standardiser
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.learned import learned_scores
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import AuditTables


def add_releases(
    figures: FigureList,
    context: AttackContext,
    draw: Callable[[int], AuditTables],
    n_releases: Collection[int],
    rng: np.random.RandomState,
) -> None:
    """Attack several tables together, as if all had been published.

    Parameters
    ----------
    figures : FigureList
        Receives ``cumulative_membership_auc``, the learned attack on everyone, with
        rows "1 table", "2 tables" and so on.
    context : AttackContext
        Who is attacked.
    draw : callable
        Given a seed, reads the tables with another synthetic one.
    n_releases : collection of int
        How many tables.
    rng : RandomState
        Source of the tables and of the attack.
    """
    standardise = Standardiser(context.tables)
    drawn = [context.tables.synthetic]
    for n in sorted(set(n_releases)):
        while len(drawn) < n:
            drawn.append(draw(draw_seed(rng)).synthetic)
        matrix = [context.synthetic, *map(standardise.transform, drawn[1:n])]
        labels = None
        if context.tables.synthetic.labels is not None:
            labels = np.concatenate([data.labels for data in drawn[:n]])
        united = replace(
            context,
            synthetic=np.vstack(matrix),
            tables=replace(context.tables, synthetic=replace(drawn[0], labels=labels)),
        )
        scores = learned_scores(united, np.random.RandomState(draw_seed(rng)))
        auc, _ = measure_curve(scores, context.is_member, rng)
        figures.add(
            "cumulative_membership_auc",
            auc,
            better="lower",
            rows="1 table" if n == 1 else f"{n} tables",
            ceiling=0.5,
        )
