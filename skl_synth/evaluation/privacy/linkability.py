"""Linkability: two halves of one person's facts, put together by the release."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.intervals import over_choices, risk_above_control
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import MEMBERS, AttackContext
from skl_synth.evaluation.privacy.membership.features import nearest
from skl_synth.evaluation.registry import LOWER, SHARE, Measure, register

N_NEIGHBORS = 5
"""An attacker links two halves of a person that have one of so many rows in common."""

N_SPLITS = 8
"""Ways to split the columns in two that are tried: with fewer, which of them were drawn
says as much as who is attacked."""


@register(
    "privacy",
    6,
    Measure(
        "linkability",
        LOWER,
        "Share of the people in the table of whom two halves of the facts are put "
        "together by way of the release, and would not be if they were controls.",
        label="linkability, above control",
        unit=SHARE,
        ceiling=0.0,
        rows=(MEMBERS,),
    ),
)
def link_halves(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Try to link two halves of a person's facts through the release.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    options : AttackOptions
        Not used.
    rng : RandomState
        Source of the splits.

    Returns
    -------
    Findings
        ``linkability``: the share of members of whom two halves are put together, and
        would not be if they were controls; over several ways to split the columns,
        whose choice the interval covers.

    Notes
    -----
    The attacker has two lists with different columns of the same people. For each half
    of a person the nearest synthetic rows are sought on its columns; if one row is
    among them for both halves, they are taken to be one person. A person with several
    rows is linked if one of them is. The interval is that of the mean over the splits:
    to the variance among people is added that between splits, over their number.
    """
    figures = FigureList()
    n_attributes = int(context.owner.max(initial=-1)) + 1
    if n_attributes < 2 or not len(context.members):
        return Findings(figures)
    linked = [
        _linked(context, np.isin(context.owner, half))
        for half in _halves(n_attributes, rng)
    ]
    every = _risk(np.mean(linked, axis=0), context.is_member)
    each = [_risk(one, context.is_member).value for one in linked]
    figures.add("linkability", over_choices(every, np.array(each)))
    return Findings(figures)


def _halves(n_attributes: int, rng: np.random.RandomState) -> list[np.ndarray]:
    """Halves of the columns, drawn by lot, none of them twice."""
    halves: dict[tuple[int, ...], np.ndarray] = {}
    # A few columns have few halves.
    for _ in range(4 * N_SPLITS):
        half = np.sort(rng.permutation(n_attributes)[: n_attributes // 2])
        rest = np.setdiff1d(np.arange(n_attributes), half)
        halves.setdefault(min(tuple(half.tolist()), tuple(rest.tolist())), half)
        if len(halves) == N_SPLITS:
            break
    return list(halves.values())


def _linked(context: AttackContext, first: np.ndarray) -> np.ndarray:
    """Who is linked by one way to split the columns."""
    halves = [
        nearest(context.rows[:, side], context.synthetic[:, side], N_NEIGHBORS)[1]
        for side in (first, ~first)
    ]
    linked = (halves[0][:, :, None] == halves[1][:, None, :]).any(axis=(1, 2))
    return context.of_person(linked, np.logical_or).astype(np.float64)


def _risk(linked: np.ndarray, is_member: np.ndarray) -> Interval:
    members, controls = linked[is_member], linked[~is_member]
    return risk_above_control(
        members.sum(), len(members), controls.sum(), len(controls)
    )
