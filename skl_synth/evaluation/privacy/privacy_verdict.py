"""Privacy in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.audit_report import Verdict
from skl_synth.evaluation.figure_text import Lookup, percent, share_of, with_interval
from skl_synth.evaluation.figures import SYNTHETIC, Interval

WORST = "membership_worst_auc"

CHANCE, NEAR_CHANCE = 0.5, 0.55
"""Areas below the second are near the first."""

LINES = (
    ("membership_learned_auc", SYNTHETIC, "  by a learned attack", "area"),
    ("membership_density_auc", SYNTHETIC, "  by density", "area"),
    ("membership_distance_auc", SYNTHETIC, "  by distance", "area"),
    ("membership_worst_tpr", SYNTHETIC, "found at 5 % false alarms", "share"),
    ("cumulative_membership_auc", "2 tables", "if 2 tables are published", "area"),
    ("cumulative_membership_auc", "5 tables", "if 5 tables are published", "area"),
    ("copied_above_control", "members", "people copied, above control", "share"),
    (
        "rare_combination_above_control",
        "members",
        "rare combinations shown, above control",
        "share",
    ),
    ("lines_2_precision", "reconstructed", "rows rebuilt by lines, right", "share"),
    (
        "lines_2_recall_above_control",
        "reconstructed",
        "people rebuilt by lines, above control",
        "share",
    ),
    ("lattice_precision", "reconstructed", "rows rebuilt singly, right", "share"),
    ("singling_out_one_column", "guesses", "singled out by one column", "share"),
    (
        "singling_out_several_columns",
        "guesses",
        "singled out by several columns",
        "share",
    ),
    ("linkability", "members", "two halves linked, above control", "share"),
    ("inference", "members", "worst column guessed, above control", "share"),
    ("real_keys", SYNTHETIC, "rows with the key of a real person", "share"),
    (
        "nearest_training_median_ratio",
        SYNTHETIC,
        "nearest real row, over that of others",
        "area",
    ),
)
"""What is told, in order: metric, rows, words, and whether it is an area or a share."""


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
    lines = _groups(figures)
    for metric, rows, name, how in LINES:
        figure = found.get(metric, rows)
        if figure is not None and not np.isnan(figure.value):
            write = share_of if how == "share" else with_interval
            lines.append((name, write(figure)))
    return Verdict(
        "Privacy",
        _sentence(found),
        tuple(lines),
        _may(found),
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
        "other real rows do, a sign that they follow individual real rows. (Distances "
        "are a diagnostic: where they look good, attacks may succeed all the same.)",
    )


def _groups(figures: pd.DataFrame) -> list[tuple[str, str]]:
    """The worst membership attack on everyone and on each group, the worst first."""
    worst = figures[figures["metric"] == WORST].dropna(subset="value")
    worst = worst.sort_values("value", ascending=False, kind="stable")
    return [
        (
            f"membership, {subject or 'everyone'} (chance 0.5)",
            with_interval(Interval(value, low, high)),
        )
        for subject, value, low, high in worst[
            ["subject", "value", "low", "high"]
        ].itertuples(index=False)
    ]


def _sentence(found: Lookup) -> str:
    auc = found.get(WORST)
    if auc is None or np.isnan(auc.value):
        return "The attacks that were tried reached the figures below."
    tpr = found.get("membership_worst_tpr")
    caught = (
        ""
        if tpr is None
        else f", and finds {percent(tpr.value)} of them at 5 % false alarms"
    )
    shown = with_interval(auc)
    if np.isnan(auc.low) or auc.low <= CHANCE:
        if auc.value < NEAR_CHANCE:
            return (
                "The attacks that were tried tell people who were in the table from "
                f"others not better than chance would (ROC AUC {shown})."
            )
        return (
            "The worst attack tells people who were in the table from others with ROC "
            f"AUC {shown}; with so few folds or people chance cannot be ruled out."
        )
    return (
        "This table gives away who was in it: the worst attack tells them from others "
        f"with ROC AUC {shown}{caught}."
    )


def _may(found: Lookup) -> tuple[str, ...]:
    sentences = []
    copies = found.get("identical_to_training")
    if copies is not None:
        base = found.ceilings["identical_to_training", SYNTHETIC]
        sentences.append(
            f"{percent(copies.value)} of the synthetic rows equal a real row that they "
            "were made from, in every column but the target and keys; of other real "
            f"rows {percent(base)} do by chance."
        )
    auc = found.get(WORST)
    if auc is not None and not np.isnan(auc.value):
        sentences.append(
            "of the membership attacks listed, the worst reached ROC AUC "
            f"{with_interval(auc)}."
        )
    return tuple(sentences)
