"""Attacks of membership inference: on everyone, outliers, and the smallest class."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import Remedy
from skl_synth.evaluation.curves import (
    FEW_FALSE_ALARMS,
    area_under,
    count_by_score,
    measure_curve,
    resampled_curve,
)
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN, Interval
from skl_synth.evaluation.intervals import percentiles
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.groups import (
    A_CLASS,
    EVERYONE,
    OUTLIERS,
    SMALLEST_CLASS,
    groups_of,
)
from skl_synth.evaluation.privacy.membership.scores import scores_for
from skl_synth.evaluation.registry import (
    FOLDS,
    LOWER,
    SHARE,
    GateRule,
    Measure,
    register,
)

MEMBERSHIP_BOUND = 0.57
"""What the worst attack may reach on a release, unless the user gives a bound."""

GROUP_BOUND = 0.6
"""What it may reach on groups, which are few: by the low end of the interval."""

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
            _DISCLOSE_LESS,
            where=(FOLDS,),
            by_low_end=True,
            group=group,
            scope="group",
            subject=subject,
        )
        for group, subject in ((OUTLIERS, OUTLIERS), (SMALLEST_CLASS, A_CLASS))
    ),
)
"""Of the method only: all real rows are members of the released table, so that no
control is left that would show what chance gives."""


_BY = {
    "worst": "the worst attack, chosen on one half of the people and measured on the "
    "other",
    "learned": "classifiers that were shown who was a member and who was not",
    "density": "the density of synthetic rows around a person, over that of people",
    "distance": "the distance to closest record",
    "personal": "the density around a person in what is the same in all of their rows",
    "means": "the distance of the means of all rows of a person to those of synthetic "
    "persons",
}
"""By what an attack knows members from others; the strongest first, as in reports."""

_SHORT = {
    "learned": "a learned attack",
    "personal": "personal columns",
    "means": "means of a person's rows",
}
"""What they are called in a line, where that is not their name."""


def _measures() -> list[Measure]:
    """The area of every attack, then the share of members that it identifies."""
    areas, rates = [], []
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
        rate = Measure(
            f"membership_{name}_tpr",
            LOWER,
            "Share of the people in the table who are identified as members at 5 % "
            f"false alarms, by {by}; 0.05 is chance.",
            label="members identified at 5 % false alarms" if is_worst else "",
            unit=SHARE,
            ceiling=FEW_FALSE_ALARMS,
            scopes=("table", "group"),
        )
        areas.append(area)
        rates.append(rate)
    return areas + rates


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
        ``membership_worst_tpr``, then the same of each attack; and the scores: columns
        person, attack, is_member, score, group_outliers and group_smallest_class.
    """
    figures = FigureList()
    attacks = scores_for(context)
    scores = {name: score(context, rng) for name, score in attacks.items()}
    groups = groups_of(context)
    for name, among in groups.items():
        _add_group(figures, name, among, scores, context.is_member, rng)
    nobody = np.zeros(len(context.is_member), dtype=bool)
    of_class = [among for name, among in groups.items() if name not in _NO_CLASSES]
    if not of_class:
        reason = "the target has no classes"
        about = {"scope": "group", "subject": A_CLASS}
        figures.skip("membership_worst_auc", reason, **about)
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
    return Findings(figures, scores=pd.concat(parts, ignore_index=True))


_NO_CLASSES = (EVERYONE, OUTLIERS)
"""The groups that there are without classes."""


def _add_group(
    figures: FigureList,
    group: str,
    among: np.ndarray,
    scores: dict[str, np.ndarray],
    is_member: np.ndarray,
    rng: np.random.RandomState,
) -> None:
    """Add the worst attack on a group, then every attack."""
    of_group = {name: values[among] for name, values in scores.items()}
    measured = {"worst": _worst(of_group, is_member[among], rng)}
    for name, values in of_group.items():
        measured[name] = measure_curve(values, is_member[among], rng)
    about: dict[str, Any] = {}
    if group != EVERYONE:
        about = {"scope": "group", "subject": group}
    for name, pair in measured.items():
        for what, figure in zip(("auc", "tpr"), pair, strict=True):
            figures.add(f"membership_{name}_{what}", figure, **about)


def _worst(
    scores: dict[str, np.ndarray], is_member: np.ndarray, rng: np.random.RandomState
) -> tuple[Interval, Interval]:
    """Choose the attack on one half of the people, and measure it on the other.

    The highest of several figures is too high, even where all attacks guess; chosen on
    other people it is not.
    """
    half = np.zeros(len(is_member), dtype=bool)
    for kind in (is_member, ~is_member):
        if kind.sum() < 2:
            return Interval(NAN), Interval(NAN)
        places = rng.permutation(np.flatnonzero(kind))
        half[places[::2]] = True
    parts = []
    for chosen_on, measured_on in ((half, ~half), (~half, half)):
        values = _strongest(scores, is_member, chosen_on)[measured_on]
        parts.append(resampled_curve(values, is_member[measured_on], rng))
    auc, tpr = (np.mean([part[i] for part in parts], axis=0) for i in range(2))
    return percentiles(float(auc[0]), auc[1:]), percentiles(float(tpr[0]), tpr[1:])


def _strongest(
    scores: dict[str, np.ndarray], is_member: np.ndarray, among: np.ndarray
) -> np.ndarray:
    areas = [
        float(area_under(count_by_score(values[among], is_member[among])))
        for values in scores.values()
    ]
    return list(scores.values())[int(np.argmax(areas))]
