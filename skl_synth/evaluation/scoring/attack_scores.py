"""What a scorer measures: a sample is attacked, compared, and turned into a score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.errors import InputError
from skl_synth.evaluation.curves import area_under, count_by_score
from skl_synth.evaluation.fidelity.two_sample import compare_two_samples
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figure_text import Lookup
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership import SCORES, infer_membership
from skl_synth.evaluation.scoring.scoring_context import (
    ScoringContext,
    with_few_controls,
)
from skl_synth.evaluation.table_data import AuditTables

WORST = "worst"
"""Runs every attack of membership inference."""

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
    InputError
        For an attack that is not known, or ``n_rows`` below 1.
    """
    if attack != WORST and attack not in SCORES:
        raise InputError(
            "{parameter}={value!r} is not known; the attacks are {known}",
            parameter="attack",
            value=attack,
            known=", ".join([WORST, *SCORES]),
        )
    if n_rows < 1:
        raise InputError(
            "{parameter}={value!r} must be at least 1", parameter="n_rows", value=n_rows
        )


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
    if attack == WORST:
        return _above_chance(_worst_area(attacked, rng))
    scores = SCORES[attack](attacked, rng)
    return _above_chance(float(area_under(count_by_score(scores, attacked.is_member))))


def _worst_area(context: AttackContext, rng: np.random.RandomState) -> float:
    figures = infer_membership(context, AttackOptions(), rng).figures
    return _figure(figures, "membership_worst_auc")


def fidelity_of(
    context: ScoringContext, n_rows: int, rng: np.random.RandomState
) -> float:
    """Distinguish a sample from the control: 1 where that is a guess.

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
    figures = compare_two_samples(_cut(tables, n_rows, rng), rng).figures
    return _above_chance(_figure(figures, "two_sample_auc"))


def _cut(tables: AuditTables, n_rows: int, rng: np.random.RandomState) -> AuditTables:
    """Keep so many rows of the control, here in the place of real rows, and sample."""
    real, synthetic = (
        data.take(rng.permutation(len(data))[:n_rows])
        for data in (tables.real, tables.synthetic)
    )
    return replace(tables, real=real, synthetic=synthetic)


def _figure(figures: FigureList, metric: str) -> float:
    """Look a figure of the whole table up; NaN where it does not apply."""
    figure = Lookup(figures.frame()).get(metric)
    return NAN if figure is None else figure.value


def _above_chance(area: float) -> float:
    """Turn the area of a classifier: 1 for a guess, 0 for certainty."""
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
