"""Attacks of membership inference: on everyone, outliers, and the smallest class."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import Remedy
from skl_synth.evaluation.curves import VERY_FEW_FALSE_ALARMS, measure_curve
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figure_text import Lookup
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.drivers import areas_without
from skl_synth.evaluation.privacy.membership.groups import (
    A_CLASS,
    A_STRATUM,
    EVERYONE,
    OUTLIERS,
    SMALLEST_CLASS,
    STRATUM,
    groups_of,
)
from skl_synth.evaluation.privacy.membership.scores import scores_of
from skl_synth.evaluation.privacy.membership.worst import (
    GRID,
    RATES,
    worst_attack,
)
from skl_synth.evaluation.registry import (
    FOLDS,
    HIGHER,
    LOWER,
    SHARE,
    GateRule,
    Measure,
    register,
)

CONTROLS = "controls"
"""What is counted: people who were held out."""

MEMBERSHIP_BOUND = 0.57
"""What the worst attack may reach on a release, unless the user gives a bound."""

GROUP_BOUND = 0.65
"""What it may reach on groups, of whom there are few, unless the user gives a bound."""

LEAST_IN_GROUP = 30
"""Controls of a group over all folds: of fewer an area of .5 and one of .65 cannot be
distinguished, so that the gate is closed."""

_DISCLOSE_LESS = (
    Remedy("drop columns that identify people"),
    Remedy("merge rare levels"),
    Remedy("use the release setting if another was used", only="python"),
)

MEMBERSHIP_GATES = (
    GateRule(
        "membership",
        MEMBERSHIP_BOUND,
        (
            *_DISCLOSE_LESS,
            Remedy("state a bound that you can answer for through {parameter}"),
        ),
        where=(FOLDS,),
        group=EVERYONE,
        parameter="membership_bound",
    ),
    *(
        GateRule(
            "membership of {subject}",
            GROUP_BOUND,
            (
                *_DISCLOSE_LESS,
                Remedy("state a bound that you can answer for through {parameter}"),
            ),
            where=(FOLDS,),
            group=group,
            scope="group",
            subject=subject,
            parameter="group_bound",
            least_people=LEAST_IN_GROUP,
            counted_by="membership_controls",
        )
        for group, subject in (
            (OUTLIERS, OUTLIERS),
            (SMALLEST_CLASS, A_CLASS),
            (STRATUM, A_STRATUM),
        )
    ),
)
"""Of the method only: all real rows are members of the released table, so that no
control is left that would show what chance gives."""


_BY = {
    "worst": "the worst attack, in the direction that discloses more, chosen on one "
    "half of the people and measured on the other",
    "combined": "a logistic regression on the scores of all other attacks, trained on "
    "other people",
    "tracing": "the weights by which candidates make up the counts of the release, by "
    "class and one or two columns",
    "singles": "the same from counts by class and one column alone",
    "values": "the same from counts by class and single values of one column",
    "triples": "the same from counts by class and up to three columns",
    "reference": "the counts of the release compared with those of a reference sample",
    "learned": "classifiers that were shown who was a member and who was not",
    "density": "the density of synthetic rows around a person, over that of people",
    "distance": "the distance to closest record",
    "absence": "records that should stand in the release by chance, and do not",
    "personal": "the density around a person in what is the same in all of their rows",
    "means": "the distance of the means of all rows of a person to those of synthetic "
    "persons",
}
"""By what an attack knows members from others; the strongest first, as in reports."""

_SHORT = {
    "combined": "all attacks combined",
    "tracing": "counts of pairs of columns",
    "singles": "counts of single columns",
    "values": "counts of single values",
    "triples": "counts of triples of columns",
    "reference": "counts beside a reference sample",
    "learned": "a learned attack",
    "absence": "records that are missed",
    "personal": "personal columns",
    "means": "means of a person's rows",
}
"""What they are called in a line, where that is not their name."""


def _measures() -> list[Measure]:
    """The area of every attack, then the shares of members that it identifies."""
    areas: list[Measure] = []
    rates: list[Measure] = []
    for name, by in _BY.items():
        is_worst = name == "worst"
        area = Measure(
            f"membership_{name}_auc",
            LOWER,
            f"ROC AUC of membership inference by {by}; 0.5 is chance.",
            label="membership inference, {subject} (chance 0.5)"
            if is_worst
            else f"  by {_SHORT.get(name, name)}",
            claim="of the attacks of membership inference listed, the worst reached "
            "ROC AUC {figure}."
            if is_worst
            else "",
            ceiling=0.5,
            scopes=("table", "group"),
            gates=MEMBERSHIP_GATES if is_worst else (),
        )
        areas.append(area)
        rates += [_rate(name, by, rate) for rate in RATES]
    return [*areas, *rates, _CONTROLS, _WITHOUT]


def _rate(name: str, by: str, rate: float) -> Measure:
    """The share of members that an attack identifies at few false alarms."""
    return Measure(
        rate_name(name, rate),
        LOWER,
        f"Share of the people in the table who are identified as members at {rate:.0%} "
        f"false alarms, by {by}; {rate} is chance.".replace("%", " %"),
        label=f"members identified at {100 * rate:.0f} % false alarms"
        if name == "worst"
        else "",
        unit=SHARE,
        ceiling=rate,
        scopes=("table", "group"),
    )


def rate_name(attack: str, rate: float) -> str:
    """Name the figure of the members that an attack identifies.

    Parameters
    ----------
    attack : str
        The attack, or "worst".
    rate : float
        The share of false alarms.

    Returns
    -------
    str
        Its name in frames and files.
    """
    return f"membership_{attack}_tpr" + ("_1" if rate == VERY_FEW_FALSE_ALARMS else "")


_WITHOUT = Measure(
    "membership_without_column_auc",
    LOWER,
    "ROC AUC that is left to the strongest attack of membership inference without one "
    "column, and of the table with all of them; measured where the worst attack "
    "reaches more than the bound of a release.",
    ceiling=0.5,
    scopes=("table", "column"),
)

_CONTROLS = Measure(
    "membership_controls",
    HIGHER,
    "Number of people who were not in the table and were attacked all the same, as "
    "the control; as many members were.",
    scopes=("table", "group"),
    rows=(CONTROLS,),
)


@register("privacy", 1, *_measures())
def infer_membership(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Ask of each person whether they were in the table.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    options : AttackOptions
        Not used.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Findings
        For everyone and for each group, ``membership_worst_auc`` and
        ``membership_worst_tpr``, then the same of each attack; the scores: columns
        person, attack, is_member, score, group_outliers and group_smallest_class; and
        the curves of the worst attack: columns group, fpr and tpr.
    """
    figures = FigureList()
    scores = scores_of(context, rng)
    by = options.by
    groups = groups_of(context, context.tables.named(by, "by"))
    curves = [
        _add_group(figures, name, among, scores, context.is_member, rng)
        for name, among in groups.items()
    ]
    _add_drivers(figures, context, scores, rng)
    nobody = np.zeros(len(context.is_member), dtype=bool)
    if not options.by:
        _skip(figures, A_STRATUM, "no column divides the table into strata")
    of_class = [groups[name] for name in groups if name.startswith(A_CLASS[:-1])]
    if not of_class:
        _skip(figures, A_CLASS, "the target has no classes")
    masks = {
        "group_outliers": groups[OUTLIERS],
        "group_smallest_class": of_class[0] if of_class else nobody,
    }
    who = {
        "person": np.arange(len(context.is_member)),
        "is_member": context.is_member,
    }
    parts = [
        pd.DataFrame({**who, "attack": attack, "score": values, **masks})
        for attack, values in scores.items()
    ]
    return Findings(
        figures,
        scores=pd.concat(parts, ignore_index=True),
        curves=pd.concat(curves, ignore_index=True),
    )


def _add_drivers(
    figures: FigureList,
    context: AttackContext,
    scores: dict[str, np.ndarray],
    rng: np.random.RandomState,
) -> None:
    """Find the columns that drive the figure, where it would close a release."""
    worst = Lookup(figures.frame()).get("membership_worst_auc")
    if worst is None or not worst.value > MEMBERSHIP_BOUND:
        return
    for name, area in areas_without(context, scores, rng).items():
        scope = "column" if name else "table"
        figures.add("membership_without_column_auc", area, scope=scope, subject=name)


def _skip(figures: FigureList, subject: str, reason: str) -> None:
    figures.skip("membership_worst_auc", reason, scope="group", subject=subject)


def _add_group(
    figures: FigureList,
    group: str,
    among: np.ndarray,
    scores: dict[str, np.ndarray],
    is_member: np.ndarray,
    rng: np.random.RandomState,
) -> pd.DataFrame:
    """Add the worst attack on a group, then every attack; return the former's curve."""
    of_group = {name: values[among] for name, values in scores.items()}
    member = is_member[among]
    *worst, curve = worst_attack(of_group, member, rng)
    measured: dict[str, tuple[Interval, ...]] = {"worst": tuple(worst)}
    for name, values in of_group.items():
        measured[name] = measure_curve(values, member, rng, RATES)
    about: dict[str, Any] = {}
    if group != EVERYONE:
        about = {"scope": "group", "subject": group}
    for name, (auc, *shares) in measured.items():
        figures.add(f"membership_{name}_auc", auc, **about)
        for rate, share in zip(RATES, shares, strict=True):
            figures.add(rate_name(name, rate), share, **about)
    figures.add("membership_controls", float((~member).sum()), **about)
    return pd.DataFrame({"group": group, "fpr": GRID, "tpr": curve})
