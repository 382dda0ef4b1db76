"""Privacy in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.audit_report import Verdict
from skl_synth.evaluation.figure_text import (
    Lookup,
    claims_of,
    lines_of,
    percent,
    with_interval,
)

WORST = "membership_worst_auc"

CHANCE, NEAR_CHANCE = 0.5, 0.55
"""Areas below the second are near the first."""


def privacy_verdict(figures: pd.DataFrame, notes: tuple[str, ...]) -> Verdict:
    """Say what the figures of privacy come to.

    Parameters
    ----------
    figures : DataFrame
        Every figure of privacy.
    notes : tuple of str
        What the reader should know besides.

    Returns
    -------
    Verdict
        Words and the figures that count.
    """
    found = Lookup(figures)
    return Verdict(
        "Privacy",
        _sentence(found),
        tuple(lines_of("privacy", figures)),
        tuple(claims_of("privacy", found)),
        (
            "that nobody can be recognised, or that the rows are no personal data: "
            "attacks that were not tried may do better.",
        ),
        (*notes, *_note_of_distances(found)),
    )


def _note_of_distances(found: Lookup) -> tuple[str, ...]:
    ratio = found.get("nearest_training_median_ratio")
    if ratio is None or not ratio.value < 1:
        return ()
    return (
        "synthetic rows lie closer to the real rows that they were made from than "
        "other real rows do, a sign that they follow individual real rows. (The "
        "distance to closest record is a diagnostic: where it looks good, attacks may "
        "succeed all the same.)",
    )


def _sentence(found: Lookup) -> str:
    auc = found.get(WORST)
    if auc is None or np.isnan(auc.value):
        return "The attacks that were tried reached the figures below."
    tpr = found.get("membership_worst_tpr")
    identified = (
        ""
        if tpr is None
        else f", and identifies {percent(tpr.value)} of them at 5 % false alarms"
    )
    shown = with_interval(auc)
    if np.isnan(auc.low) or auc.low <= CHANCE:
        if auc.value < NEAR_CHANCE:
            return (
                "The attacks of membership inference that were tried distinguish "
                "members from others not better than chance would (ROC AUC "
                f"{shown})."
            )
        return (
            "The worst attack of membership inference distinguishes members from "
            f"others with ROC AUC {shown}; with so few folds or people chance cannot "
            "be ruled out."
        )
    return (
        "This table discloses who was in it: the worst attack distinguishes members "
        f"from others with ROC AUC {shown}{identified}."
    )
