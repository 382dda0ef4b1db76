"""The attack by shadow models, which is the reference for all quick attacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from skl_synth.errors import Remedy
from skl_synth.evaluation.curves import FEW_FALSE_ALARMS
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership import MEMBERSHIP_BOUND
from skl_synth.evaluation.privacy.shadow.cell_counts import count_cells
from skl_synth.evaluation.privacy.shadow.cell_weights import weigh_cells
from skl_synth.evaluation.privacy.shadow.exposed_people import (
    BY_CHANCE,
    OUTLIERS,
    RARE_LEVELS,
    RARE_SHARE,
    choose_targets,
)
from skl_synth.evaluation.privacy.shadow.half_tables import draw_halves
from skl_synth.evaluation.privacy.shadow.likelihood_ratio import cross_fitted
from skl_synth.evaluation.privacy.shadow.shadow_areas import ShadowScores
from skl_synth.evaluation.privacy.shadow.shadow_models import Attacked, attack_models
from skl_synth.evaluation.privacy.shadow.shadow_plan import LEAST_MODELS, ShadowPlan
from skl_synth.evaluation.registry import (
    FOLDS,
    LOWER,
    SHARE,
    GateRule,
    Measure,
    register,
)
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import read_tables

EXPOSED = (OUTLIERS, RARE_LEVELS)
"""The groups that are looked at apart; who is drawn by chance stands for everyone."""

GROUP_BOUND = 0.65
"""What shadow models may reach on people who are easily found."""

SMALLER = 0.95
"""Shadow tables of a smaller share of the real one are noted."""

NOT_ASKED_FOR = "shadow models were not asked for"
NOBODY = f"no level is held by {RARE_SHARE:.0%} of the people or fewer"

_DISCLOSE_LESS = (
    Remedy("drop columns that identify people"),
    Remedy("merge rare levels"),
    Remedy("use the release setting if another was used", only="python"),
)

GATES = (
    GateRule(
        "membership by shadow models",
        MEMBERSHIP_BOUND,
        _DISCLOSE_LESS,
        where=(FOLDS,),
        parameter="membership_bound",
    ),
    *(
        GateRule(
            "membership of {subject} by shadow models",
            GROUP_BOUND,
            _DISCLOSE_LESS,
            where=(FOLDS,),
            group=group,
            scope="group",
            subject=group,
            parameter="group_bound",
        )
        for group in EXPOSED
    ),
)
"""Open where shadow models were not asked for."""


@register(
    "privacy",
    11,
    Measure(
        "shadow_auc",
        LOWER,
        "ROC AUC of membership inference by shadow models: the same method on tables "
        "with and without a person, in the mean of people drawn by chance, or of those "
        "who are easily found; 0.5 is chance.",
        label="membership inference by shadow models, {subject} (chance 0.5)",
        ceiling=0.5,
        scopes=("table", "group"),
        gates=GATES,
    ),
    Measure(
        "shadow_tpr",
        LOWER,
        "Share of these people who are identified by shadow models at 5 % false "
        "alarms; 0.05 is chance.",
        unit=SHARE,
        ceiling=FEW_FALSE_ALARMS,
        scopes=("table", "group"),
    ),
    Measure(
        "shadow_worst_person_auc",
        LOWER,
        "ROC AUC of membership inference by shadow models on the most exposed of the "
        "people who were looked for, chosen by one half of the models and measured by "
        "the other.",
        label="  the most exposed person",
        ceiling=0.5,
    ),
)
def attack_shadows(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Look for the most exposed people by tables made with them and without them.

    Many tables of the real rows and the hold-out are drawn, each with one half of the
    people; the method is fitted to each and releases a table. Of some of these it is
    learnt how a release looks that was made with a person, and how one that was made
    without them; on the others it is measured. No attacker who has one release knows
    more, but for the seed: it is the reference for the quick attacks.

    Parameters
    ----------
    context : AttackContext
        Not used: the tables are those of the plan.
    options : AttackOptions
        With the plan of the shadow models, if there are to be any.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Findings
        ``shadow_auc`` and ``shadow_tpr`` of people drawn by chance, of outliers and of
        holders of rare levels; and ``shadow_worst_person_auc``.

    References
    ----------
    .. [1] N. Carlini et al., "Membership inference attacks from first principles", IEEE
       Symposium on Security and Privacy 2022.
    .. [2] F. Houssiau et al., "TAPAS: a toolbox for adversarial privacy auditing of
       synthetic data", arXiv:2211.06550, 2022.
    .. [3] T. Stadler, B. Oprisanu, C. Troncoso, "Synthetic data: anonymisation
       Groundhog Day", USENIX Security 2022.
    """
    plan = options.shadows
    if plan is None:
        return Findings(_nothing(NOT_ASKED_FOR))
    table = plan.X, plan.y
    pool = read_tables(plan.table, table, table)
    groups = choose_targets(pool, plan.people, _may_be_chosen(plan), rng)
    targets = np.unique(np.concatenate(list(groups.values())))
    attacked, inside = _attack(plan, pool, targets, rng)
    note = _note_of(plan, groups, attacked)
    if len(attacked.features) < LEAST_MODELS:
        return Findings(_not_measured(), (note,))
    inside = inside[attacked.kept][:, targets]
    scores = cross_fitted(attacked.features, inside, rng)
    measured = ShadowScores.of(*scores, inside, rng)
    return Findings(_figures(measured, groups, targets), (note,))


def _may_be_chosen(plan: ShadowPlan) -> np.ndarray:
    """Whoever is of the real table, and of a class that two tables can share."""
    allowed: np.ndarray = plan.is_real & (plan.sizes[plan.classes] > 0)
    return allowed


def _attack(
    plan: ShadowPlan,
    pool: AuditTables,
    targets: np.ndarray,
    rng: np.random.RandomState,
) -> tuple[Attacked, np.ndarray]:
    """Draw the tables, and look for people in what is made of them."""
    people, n_pairs = plan.people, -(-plan.n_models // 2)
    inside = draw_halves(plan.classes, plan.sizes, targets, n_pairs, rng)
    cells, _ = count_cells(pool)
    weights = weigh_cells(
        cells, 1 + len(pool.varying), people.persons, targets, inside.mean(), rng
    )
    return attack_models(plan, inside, targets, weights, rng), inside


def _figures(
    measured: ShadowScores, groups: dict[str, np.ndarray], targets: np.ndarray
) -> FigureList:
    figures = FigureList()
    for name, about in _subjects():
        if name not in groups:
            figures.skip("shadow_auc", NOBODY, **about)
            continue
        places = np.searchsorted(targets, groups[name])
        by_chance = name == BY_CHANCE
        area = measured.area(places, by_chance=by_chance)
        figures.add("shadow_auc", area, **about)
        rate = measured.rate(places, by_chance=by_chance)
        figures.add("shadow_tpr", rate, **about)
    figures.add("shadow_worst_person_auc", measured.worst_area())
    return figures


def _subjects() -> Iterator[tuple[str, dict[str, Any]]]:
    """Who is looked for, and what their figures are about."""
    yield BY_CHANCE, {}
    for name in EXPOSED:
        yield name, {"scope": "group", "subject": name}


def _nothing(reason: str) -> FigureList:
    figures = FigureList()
    for _, about in _subjects():
        figures.skip("shadow_auc", reason, **about)
    return figures


def _not_measured() -> FigureList:
    """Figures that were asked for, and could not be had: their gates are closed."""
    figures = FigureList()
    for _, about in _subjects():
        figures.add("shadow_auc", NAN, **about)
    return figures


def _note_of(
    plan: ShadowPlan, groups: dict[str, np.ndarray], attacked: Attacked
) -> str:
    looked_for = ", ".join(f"{len(who)} {name}" for name, who in groups.items())
    size, n_real = int(plan.sizes.sum()), int(plan.is_real.sum())
    note = (
        f"shadow models: {len(attacked.features)} tables, each of {size} of the "
        f"{len(plan.people)} people of the real table and the hold-out, in which "
        f"{looked_for} were looked for."
    )
    if size < SMALLER * n_real:
        note += (
            f" The real table has {n_real}: of smaller tables more is disclosed, so "
            "that the figures are rather too high."
        )
    if attacked.failure:
        n_lost = int((~attacked.kept).sum())
        note += f" {n_lost} tables could not be made: {attacked.failure}"
    return note
