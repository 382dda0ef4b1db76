"""The worst of several attacks, measured without being flattered by the choice."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.curves import (
    FEW_FALSE_ALARMS,
    VERY_FEW_FALSE_ALARMS,
    area_under,
    count_by_score,
    curve_at,
    resampled_curve,
)
from skl_synth.evaluation.figures import NAN, Interval
from skl_synth.evaluation.intervals import percentiles

RATES = (FEW_FALSE_ALARMS, VERY_FEW_FALSE_ALARMS)
"""The shares of false alarms at which members are identified."""

LEARNED = ("learned", "combined")
"""Attacks that have learned their direction from other people. Turned round they would
be flattered: where there is nothing to be learned, what is said of people who were left
out tends to be wrong more often than chance, since they are what the others lack."""

GRID = np.linspace(0.0, 1.0, 21)
"""The shares of false alarms at which the curve of the worst attack is kept."""

N_SPLITS = 5
"""Ways to split the people in two halves; one alone leaves the choice to chance."""


class Worst(NamedTuple):
    """What the worst attack reaches.

    Parameters
    ----------
    auc, tpr, tpr_1 : Interval
        The area, and the shares of members that are identified at 5 % and at 1 % false
        alarms.
    curve : ndarray of shape (21,)
        The share of members that are identified at each share of false alarms in
        `GRID`.
    """

    auc: Interval
    tpr: Interval
    tpr_1: Interval
    curve: np.ndarray


def worst_attack(
    scores: dict[str, np.ndarray], is_member: np.ndarray, rng: np.random.RandomState
) -> Worst:
    """Choose the attack on one half of the people, and measure it on the other.

    The highest of several figures is too high, even where all attacks guess; chosen on
    other people it is not. An attack that learns nothing and is wrong more often than
    chance counts as one that is right: a release that avoids members discloses them.

    Parameters
    ----------
    scores : dict of str to ndarray of shape (n_people,)
        What each attack says.
    is_member : ndarray of shape (n_people,), dtype bool
        Who was in the table.
    rng : RandomState
        Source of the halves and of resamples.

    Returns
    -------
    Worst
        Means over several ways to split the people; NaN where either half would hold
        nobody of one kind.
    """
    if min(is_member.sum(), (~is_member).sum()) < 2:
        nothing = Interval(NAN)
        return Worst(nothing, nothing, nothing, np.full(len(GRID), NAN))
    splits = [_measured_on_halves(scores, is_member, rng) for _ in range(N_SPLITS)]
    *figures, curves = zip(*splits, strict=True)
    found = []
    for figure in figures:
        # Each split has an interval of its own, of the same people: that of the mean is
        # no narrower.
        intervals = [percentiles(float(one[0]), one[1:]) for one in figure]
        found.append(Interval(*np.mean(intervals, axis=0).tolist()))
    auc, tpr, tpr_1 = found
    return Worst(auc, tpr, tpr_1, np.mean(curves, axis=0))


def _measured_on_halves(
    scores: dict[str, np.ndarray], is_member: np.ndarray, rng: np.random.RandomState
) -> list[np.ndarray]:
    """The figures of one split with their resamples, and its curve: means of halves."""
    half = np.zeros(len(is_member), dtype=bool)
    for kind in (is_member, ~is_member):
        half[rng.permutation(np.flatnonzero(kind))[::2]] = True
    parts = []
    for chosen_on, measured_on in ((half, ~half), (~half, half)):
        values = _strongest(scores, is_member, chosen_on)[measured_on]
        member = is_member[measured_on]
        figures = resampled_curve(values, member, rng, RATES)
        parts.append((*figures, curve_at(count_by_score(values, member), GRID)))
    return [np.mean(both, axis=0) for both in zip(*parts, strict=True)]


def _strongest(
    scores: dict[str, np.ndarray], is_member: np.ndarray, among: np.ndarray
) -> np.ndarray:
    """The scores that distinguish best, turned so that members score higher."""
    above_chance = {
        name: float(area_under(count_by_score(values[among], is_member[among]))) - 0.5
        for name, values in scores.items()
    }
    turned = {name for name, above in above_chance.items() if above < 0}
    turned -= set(LEARNED)
    strongest = max(
        above_chance,
        key=lambda name: -above_chance[name] if name in turned else above_chance[name],
    )
    return -scores[strongest] if strongest in turned else scores[strongest]
