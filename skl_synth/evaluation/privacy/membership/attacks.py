"""Three membership attacks, over everyone, over outliers, over the smallest class."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.curves import (
    FEW_FALSE_ALARMS,
    area_under,
    count_by_score,
    measure_curve,
    resampled_curve,
)
from skl_synth.evaluation.figures import NAN, FigureList, Interval
from skl_synth.evaluation.intervals import percentiles
from skl_synth.evaluation.privacy.attack_context import OUTLYING_SHARE, AttackContext
from skl_synth.evaluation.privacy.membership.features import (
    N_NEIGHBORS,
    nearest,
    nearest_of_own_class,
)
from skl_synth.evaluation.privacy.membership.learned import learned_scores

CHANCE = 0.5, FEW_FALSE_ALARMS
"""What an attack reaches that knows nothing: the area, and the rate at 5 %."""

EVERYONE, OUTLIERS = "everyone", "outliers"

DENSITY_NEIGHBORS = 3

SMALL = 1e-3
"""Added to distances before their logarithm is taken."""


def add_membership(
    figures: FigureList, context: AttackContext, rng: np.random.RandomState
) -> pd.DataFrame:
    """Ask of each person whether they were in the table.

    Parameters
    ----------
    figures : FigureList
        Receives, for everyone and for each group, ``membership_worst_auc`` and
        ``membership_worst_tpr``, then the same of each attack.
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    DataFrame
        Columns person, attack, is_member, score, group_outliers and
        group_smallest_class.
    """
    scores = {
        "distance": -nearest_of_own_class(context)[0][:, 0],
        "density": density_scores(context),
        "learned": learned_scores(context, rng),
    }
    groups = groups_of(context)
    for name, among in groups.items():
        _add_group(figures, name, among, scores, context.is_member, rng)
    masks = {
        "group_outliers": groups[OUTLIERS],
        "group_smallest_class": list(groups.values())[-1],
    }
    if len(groups) < 3:
        masks["group_smallest_class"] = np.zeros(len(context.is_member), dtype=bool)
    about = {
        "person": np.arange(len(context.is_member)),
        "is_member": context.is_member,
    }
    parts = [
        pd.DataFrame({**about, "attack": attack, "score": values, **masks})
        for attack, values in scores.items()
    ]
    return pd.concat(parts, ignore_index=True)


def density_scores(context: AttackContext) -> np.ndarray:
    """Score each person by how dense synthetic rows lie there, over how dense others.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.

    Returns
    -------
    ndarray of shape (n_people,)
        The mean log ratio of the distances to the nearest other real people to those
        to the nearest synthetic rows: high where synthetic rows crowd around somebody
        more than people do, after DOMIAS, with nearest neighbours for densities.
    """
    synthetic = nearest(context.people, context.synthetic, DENSITY_NEIGHBORS)[0]
    others = nearest(context.people, context.people, DENSITY_NEIGHBORS + 1)[0][:, 1:]
    return (np.log(others + SMALL) - np.log(synthetic + SMALL)).mean(axis=1)


def groups_of(context: AttackContext) -> dict[str, np.ndarray]:
    """Tell the groups that are looked at apart.

    Parameters
    ----------
    context : AttackContext
        Who is attacked.

    Returns
    -------
    dict of str to ndarray of bool
        Everyone; those who are least like other real people; where there are classes,
        the smallest.
    """
    sparsity = nearest(context.people, context.people, N_NEIGHBORS + 1)[0][:, -1]
    cut = np.quantile(sparsity, 1 - OUTLYING_SHARE)
    groups = {EVERYONE: np.ones(len(sparsity), dtype=bool), OUTLIERS: sparsity >= cut}
    if context.tables.is_classes:
        labels = context.classes[0]
        found, sizes = np.unique(labels, return_counts=True)
        smallest = found[sizes.argmin()]
        groups[f"class {smallest}"] = labels == smallest
    return groups


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
    about = {"scope": "table", "subject": ""}
    if group != EVERYONE:
        about = {"scope": "group", "subject": group}
    for name, pair in measured.items():
        for what, figure, chance in zip(("auc", "tpr"), pair, CHANCE, strict=True):
            figures.add(
                f"membership_{name}_{what}",
                figure,
                better="lower",
                ceiling=chance,
                **about,
            )


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
