"""Cumulative release: what changes if several tables are published."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.evaluation.curves import measure_curve
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.matrix import Standardiser
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.learned import learned_scores
from skl_synth.evaluation.registry import LOWER, Measure, register
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import TableData


@register(
    "privacy",
    2,
    Measure(
        "cumulative_membership_auc",
        LOWER,
        "ROC AUC of the learned attack of membership inference, if so many tables are "
        "published that were made from the same real rows.",
        label="cumulative membership, {rows}",
        ceiling=0.5,
        rows=(),
    ),
)
def attack_releases(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Attack several tables together, as if all had been published.

    Parameters
    ----------
    context : AttackContext
        Who is attacked.
    options : AttackOptions
        How many tables, and what draws them; nothing is measured without the latter.
    rng : RandomState
        Source of the tables and of the attack.

    Returns
    -------
    Findings
        ``cumulative_membership_auc``, the learned attack on everyone, with rows "1
        table", "2 tables" and so on.
    """
    figures, draw = FigureList(), options.draw
    if draw is None:
        return Findings(figures)
    standardise = Standardiser(context.tables)
    drawn = [context.tables.synthetic]
    for n in sorted(set(options.n_releases)):
        while len(drawn) < n:
            drawn.append(draw(draw_seed(rng)).synthetic)
        matrix = [context.synthetic, *map(standardise.transform, drawn[1:n])]
        united = replace(
            context,
            synthetic=np.vstack(matrix),
            tables=replace(context.tables, synthetic=_united(drawn[:n])),
        )
        scores = learned_scores(united, np.random.RandomState(draw_seed(rng)))
        auc, _ = measure_curve(scores, context.is_member, rng)
        rows = "1 table" if n == 1 else f"{n} tables"
        figures.add("cumulative_membership_auc", auc, rows=rows)
    return Findings(figures)


def _united(tables: list[TableData]) -> TableData:
    """The first table with the targets, and the persons, of all: no two share one."""
    first = tables[0]
    labels, persons = first.labels, first.persons
    if labels is not None:
        labels = np.concatenate([data.labels for data in tables])
    if persons is not None:
        whose = np.repeat(np.arange(len(tables)), [len(data) for data in tables])
        persons = np.concatenate([data.persons for data in tables])
        pairs = np.column_stack([whose, persons])
        persons = np.unique(pairs, axis=0, return_inverse=True)[1].ravel()
    return replace(first, labels=labels, persons=persons)
