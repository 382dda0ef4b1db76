"""Cumulative release: what changes if several tables are published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from skl_synth.evaluation.curves import measure_curve
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.matrix import Standardiser
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.scores import SCORES
from skl_synth.evaluation.registry import LOWER, Measure, register
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import AuditTables, TableData
from skl_synth.progress import counted

REFITTED = ", refitted"
"""Of tables that are not from one fit."""

_BY = {"membership": "learned", "tracing": "tracing"}
"""The attacks that are made on several tables, and what their figures are called."""


@register(
    "privacy",
    2,
    *(
        Measure(
            f"cumulative_{name}_auc",
            LOWER,
            f"ROC AUC of membership inference by {what}, if so many tables are "
            "published that were made from the same real rows.",
            label=f"cumulative membership{by}, {{rows}}",
            ceiling=0.5,
            rows=(),
        )
        for name, what, by in (
            ("membership", "the learned attack", ""),
            ("tracing", "the counts of all tables together", " by counts"),
        )
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
        How many tables, and what draws them, from one fit and from several; nothing is
        measured without the former.
    rng : RandomState
        Source of the tables and of the attacks.

    Returns
    -------
    Findings
        ``cumulative_membership_auc`` and ``cumulative_tracing_auc``, the learned attack
        and that by counts on everyone, with rows "1 table", "2 tables" and so on, and
        "2 tables, refitted".
    """
    figures = FigureList()
    if options.draw is None:
        return Findings(figures)
    numbers = sorted(set(options.n_releases))
    for draw, how in ((options.draw, ""), (options.refit, REFITTED)):
        if draw is None:
            continue
        # One table is the same, however others are made.
        asked = [n for n in numbers if n > 1 or not how]
        tables = _united(context, asked, draw, rng)
        for n, united in counted(tables, len(asked), "further tables" + how):
            rows = ("1 table" if n == 1 else f"{n} tables") + how
            _attack(figures, united, rows, rng)
    return Findings(figures)


def _united(
    context: AttackContext,
    numbers: list[int],
    draw: Callable[[int], AuditTables],
    rng: np.random.RandomState,
) -> Iterator[tuple[int, AttackContext]]:
    """So many tables as if they were one."""
    standardise = Standardiser(context.tables)
    drawn = [context.tables.synthetic]
    matrix = [context.synthetic]
    for n in numbers:
        while len(drawn) < n:
            drawn.append(_with_codes_of(context.tables, draw(draw_seed(rng))))
            matrix.append(standardise.transform(drawn[-1]))
        yield (
            n,
            replace(
                context,
                synthetic=np.vstack(matrix[:n]),
                tables=replace(context.tables, synthetic=_behind(drawn[:n])),
            ),
        )


def _attack(
    figures: FigureList, united: AttackContext, rows: str, rng: np.random.RandomState
) -> None:
    for name, attack in _BY.items():
        scores = SCORES[attack](united, np.random.RandomState(draw_seed(rng)))
        auc = measure_curve(scores, united.is_member, rng)[0]
        figures.add(f"cumulative_{name}_auc", auc, rows=rows)


def _with_codes_of(tables: AuditTables, more: AuditTables) -> TableData:
    """The rows of another table, with levels numbered as in these tables.

    Levels are numbered among those of all tables that were read together, so that one
    that stands in a single table would move the numbers of the others.
    """
    codes = more.synthetic.codes.copy()
    for one, other in zip(tables.attributes, more.attributes, strict=True):
        if one.is_number or one.levels == other.levels:
            continue
        known = {level: code for code, level in enumerate(one.levels)}
        # What these tables do not have is nobody's: one number more stands for all.
        renamed = np.array([known.get(name, len(known)) for name in other.levels])
        codes[:, one.place] = renamed[codes[:, one.place]]
    return replace(more.synthetic, codes=codes)


def _behind(tables: list[TableData]) -> TableData:
    """All rows behind one another; no two tables share a person."""
    first = tables[0]
    labels, persons = first.labels, first.persons
    if labels is not None:
        labels = np.concatenate([data.labels for data in tables])
    if persons is not None:
        whose = np.repeat(np.arange(len(tables)), [len(data) for data in tables])
        persons = np.concatenate([data.persons for data in tables])
        pairs = np.column_stack([whose, persons])
        persons = np.unique(pairs, axis=0, return_inverse=True)[1].ravel()
    return TableData(
        np.vstack([data.numbers for data in tables]),
        np.vstack([data.codes for data in tables]),
        labels,
        persons=persons,
    )
