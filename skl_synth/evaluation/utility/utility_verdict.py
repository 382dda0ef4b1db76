"""Utility in words."""

from __future__ import annotations

import pandas as pd

from skl_synth.evaluation.audit_report import Verdict
from skl_synth.evaluation.figure_text import Lookup, share_of, with_interval
from skl_synth.evaluation.figures import BALANCED, BOTH, REAL, SYNTHETIC
from skl_synth.evaluation.utility.measures import LEADING

NAMES = {
    "brier": "Brier score (lower is better)",
    "mae": "mean absolute error (lower is better)",
    "r2": "R²",
    "roc_auc": "ROC AUC",
    "roc_auc_ovr": "ROC AUC, each against the rest",
}


APART = ("importance_agreement", "brier_change")
"""Figures that are no score of a model."""


def utility_verdict(figures: pd.DataFrame, notes: tuple[str, ...]) -> Verdict:
    """Say what the figures of utility come to.

    Parameters
    ----------
    figures : DataFrame
        With the columns metric, scope, subject, rows, value, low and high.
    notes : tuple of str
        What the reader should know besides.

    Returns
    -------
    Verdict
        Words and the figures that count.
    """
    found = Lookup(figures)
    metrics = [name for name in found.metrics if not name.endswith("_ratio")]
    metrics = [name for name in metrics if name not in APART]
    lines = []
    for metric in metrics:
        lines.append((NAMES.get(metric, metric), ""))
        lines += [
            (f"  trained on {rows}", with_interval(found.get(metric, rows)))
            for rows in (REAL, SYNTHETIC, BOTH, BALANCED)
            if found.get(metric, rows) is not None
        ]
    agreement = found.get("importance_agreement", SYNTHETIC)
    if agreement is not None:
        name = "columns that matter agree (best 1)"
        lines.append((name, with_interval(agreement)))
    leading = next((name for name in LEADING if name in metrics), metrics[0])
    name = NAMES.get(leading, leading)
    synthetic, real = found[leading, SYNTHETIC], found[leading, REAL]
    ratio = found.get(f"{leading}_ratio", SYNTHETIC)
    share = "" if ratio is None else f", {share_of(ratio)} of real"
    return Verdict(
        "Utility",
        f"Trained on synthetic rows alone, models reach {name} {synthetic.value:.3f} "
        "on real rows that nobody had seen; trained on real rows, "
        f"{real.value:.3f}{share}.",
        tuple(lines),
        (
            f"on this table, models of the kinds tried reached {name} "
            f"{synthetic.value:.3f} after training on synthetic rows alone, and "
            f"{real.value:.3f} after training on real ones.",
        ),
        (
            "that the same holds of another model, question or table; a good score "
            "does not show that anything else about the table is right.",
        ),
        (*notes, *_note_of_harm(found)),
    )


def _note_of_harm(found: Lookup) -> tuple[str, ...]:
    """Say where synthetic rows beside real ones spoil the probabilities."""
    change = found.get("brier_change", BOTH)
    if change is None or not change.low > 0:
        return ()
    return (
        f"synthetic rows beside the real ones make probabilities worse (Brier score "
        f"{found['brier', BOTH].value:.3f}, real rows alone "
        f"{found['brier', REAL].value:.3f}; lower is better): recalibrate on real rows "
        "before you read them as risks.",
    )
