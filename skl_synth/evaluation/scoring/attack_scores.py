"""What a scorer measures: a sample is attacked, compared, and turned into a score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from skl_synth.evaluation.curves import area_under, count_by_score
from skl_synth.evaluation.fidelity.two_sample import add_two_sample
from skl_synth.evaluation.figures import NAN, FigureList
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership import add_membership
from skl_synth.evaluation.privacy.membership.attacks import density_scores
from skl_synth.evaluation.privacy.membership.features import nearest_of_own_class
from skl_synth.evaluation.privacy.membership.learned import learned_scores
from skl_synth.evaluation.scoring.scoring_context import (
    ScoringContext,
    with_few_controls,
)
from skl_synth.evaluation.table_data import AuditTables

ATTACKS: dict[str, Callable[[AttackContext, np.random.RandomState], np.ndarray]] = {
    "distance": lambda context, _: -nearest_of_own_class(context)[0][:, 0],
    "density": lambda context, _: density_scores(context),
    "learned": learned_scores,
}
"""Membership attacks by name; "worst" runs all."""

N_ROWS = 500
"""People of either kind who are attacked, so that a call takes about a second."""


def check_settings(attack: str, n_rows: int) -> None:
    """Refuse settings of a scorer that cannot be used.

    Parameters
    ----------
    attack : str
        The name of an attack.
    n_rows : int
        Rows of the test fold that are used.

    Raises
    ------
    ValueError
        For an attack that is not known, or ``n_rows`` below 1.
    """
    if attack != "worst" and attack not in ATTACKS:
        known = ", ".join(["worst", *ATTACKS])
        raise ValueError(f"attack={attack!r} is not known; the attacks are {known}.")
    if n_rows < 1:
        raise ValueError(f"n_rows={n_rows!r} must be at least 1.")


def privacy_of(
    context: ScoringContext, attack: str, n_rows: int, rng: np.random.RandomState
) -> float:
    """Attack a sample, and turn what the attack reaches: 1 where it guesses.

    Parameters
    ----------
    context : ScoringContext
        The sample, the members and the control.
    attack : str
        The name of the attack.
    n_rows : int
        Rows of the control that are used.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    float
        ``2 * (1 - AUC)``; nan where nobody can be compared with anybody.
    """
    check_settings(attack, n_rows)
    tables = with_few_controls(context.tables(), n_rows, rng)
    attacked = AttackContext.of(tables, rng)
    if attacked.is_member.all() or not attacked.is_member.any():
        return NAN
    if attack == "worst":
        return _above_chance(_worst_area(attacked, rng))
    scores = ATTACKS[attack](attacked, rng)
    return _above_chance(float(area_under(count_by_score(scores, attacked.is_member))))


def _worst_area(context: AttackContext, rng: np.random.RandomState) -> float:
    figures = FigureList("privacy")
    add_membership(figures, context, rng)
    return _figure(figures, "membership_worst_auc")


def fidelity_of(
    context: ScoringContext, n_rows: int, rng: np.random.RandomState
) -> float:
    """Tell a sample from the control, and turn how well that went: 1 for a guess.

    Parameters
    ----------
    context : ScoringContext
        The sample and the control.
    n_rows : int
        Rows of either that are used.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    float
        ``2 * (1 - AUC)``; nan where no column varies.
    """
    tables = context.tables_without_members().with_target()
    figures = FigureList("fidelity")
    add_two_sample(figures, _cut(tables, n_rows, rng), rng)
    return _above_chance(_figure(figures, "two_sample_auc")) if figures.lines else NAN


def _cut(tables: AuditTables, n_rows: int, rng: np.random.RandomState) -> AuditTables:
    """Keep so many rows of the control, here in the place of real rows, and sample."""
    real, synthetic = (
        data.take(rng.permutation(len(data))[:n_rows])
        for data in (tables.real, tables.synthetic)
    )
    return replace(tables, real=real, synthetic=synthetic)


def _figure(figures: FigureList, metric: str) -> float:
    """Look a figure of the whole table up."""
    frame = figures.frame()
    is_asked = (frame["metric"] == metric) & (frame["scope"] == "table")
    return float(frame.loc[is_asked, "value"].iloc[0])


def _above_chance(area: float) -> float:
    """Turn the area of who tells things apart: 1 for a guess, 0 for certainty."""
    return 2 * (1 - area)


def harmonic_mean(utility: float, privacy: float, weight: float) -> float:
    """Mean of two scores of which neither can buy the other.

    Parameters
    ----------
    utility, privacy : float
        The scores.
    weight : float
        The weight of the first.

    Returns
    -------
    float
        The weighted harmonic mean; 0 where one score is not above 0.
    """
    if np.isnan(utility) or np.isnan(privacy):
        return NAN
    if utility <= 0 or privacy <= 0:
        return 0.0
    return 1 / (weight / utility + (1 - weight) / privacy)
