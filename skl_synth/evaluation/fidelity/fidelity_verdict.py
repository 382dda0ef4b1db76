"""Fidelity in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.audit_report import Verdict
from skl_synth.evaluation.figure_text import Lookup, percent, with_interval
from skl_synth.evaluation.figures import SYNTHETIC

NAMES = {
    "two_sample_auc": "classifier tells them apart (best 0.5)",
    "pmse_ratio": "propensity error over chance (best 1)",
    "column_similarity": "columns alike, mean (best 1)",
    "worst_column_similarity": "least alike column",
    "pair_similarity": "pairs alike, mean (best 1)",
    "worst_pair_similarity": "least alike pair",
    "class_share_similarity": "shares of classes alike (best 1)",
    "missing_similarity": "missing patterns alike (best 1)",
    "mean_gap": "means, per class (sd; best 0)",
    "sd_gap": "standard deviations, per class (sd)",
    "share_gap": "shares of levels, per class",
}

EASILY_TOLD = 0.75
"""From this area on, a classifier tells most synthetic rows from real ones."""

HARDLY_TOLD = 0.6

TAKEN_FOR_REAL = 0.4
"""Below this area the classifier is wrong more often than by chance: rows of the one
kind lie next to rows of the other, or make up for them in the counts."""


def fidelity_verdict(figures: pd.DataFrame, notes: tuple[str, ...]) -> Verdict:
    """Say what the figures of fidelity come to.

    Parameters
    ----------
    figures : DataFrame
        Every figure of fidelity.
    notes : tuple of str
        What the reader should know besides.

    Returns
    -------
    Verdict
        Words and the figures that count.
    """
    found = Lookup(figures)
    worst_column = worst_of(figures, "column_similarity")
    worst_pair = worst_of(figures, "pair_similarity")
    lines = [("", f"{'synthetic':<26}other real rows")]
    for metric, name in NAMES.items():
        figure = found.get(metric)
        if figure is None:
            continue
        ceiling = found.ceilings[metric, SYNTHETIC]
        real = "–" if np.isnan(ceiling) else f"{ceiling:.3f}"
        lines.append((name, f"{with_interval(figure):<26}{real}"))
    lines += _filter_lines(found)
    return Verdict(
        "Fidelity",
        _sentence(found, worst_column, worst_pair),
        tuple(lines),
        (
            "how far the distributions of single columns, and of pairs of columns, "
            "differ from the real ones, with the figures above.",
        ),
        (
            "that anything is preserved that was not measured, such as the dependence "
            "of three columns, or a count of few people.",
        ),
        notes,
    )


def worst_of(figures: pd.DataFrame, metric: str) -> str | None:
    """Name the column, or pair, that is least alike.

    Parameters
    ----------
    figures : DataFrame
        Every figure of fidelity.
    metric : str
        The similarity.

    Returns
    -------
    str or None
        The subject of the lowest figure; None where there is none.
    """
    found = figures[(figures["metric"] == metric) & (figures["scope"] != "table")]
    found = found[found["rows"] == SYNTHETIC]
    if not len(found):
        return None
    return str(found["subject"].iloc[int(found["value"].argmin())])


def _sentence(found: Lookup, worst_column: str | None, worst_pair: str | None) -> str:
    area = found.get("two_sample_auc")
    if area is None or np.isnan(area.value):
        return "No column that could differ."
    if area.value >= EASILY_TOLD:
        told = "A classifier tells synthetic rows from real ones easily"
    elif area.value >= HARDLY_TOLD:
        told = "A classifier tells synthetic rows from real ones better than by chance"
    elif area.value > TAKEN_FOR_REAL:
        told = "A classifier hardly tells synthetic rows from real ones"
    else:
        told = (
            "A classifier takes synthetic rows for real ones more often than by "
            "chance: they follow these very real rows, or their counts, more closely "
            "than other people would"
        )
    ceiling = found.ceilings["two_sample_auc", SYNTHETIC]
    real = "" if np.isnan(ceiling) else f"; other real rows, {ceiling:.2f}"
    pair = "" if worst_pair is None else f", the pair {worst_pair}"
    return (
        f"{told} (ROC AUC {area.value:.2f}{real}). What differs most is the column "
        f"{worst_column}{pair}."
    )


def _filter_lines(found: Lookup) -> list[tuple[str, str]]:
    """What the proximity filter did, where there was one."""
    rows = "candidates"
    identical = found.get("candidates_identical", rows)
    if identical is None:
        return []
    closest = found["candidates_closest", rows]
    dense = found["dropped_in_densest_third", rows]
    sparse = found["dropped_in_sparsest_third", rows]
    return [
        (
            "candidates dropped by the filter",
            f"identical {percent(identical.value)}, closest {percent(closest.value)}",
        ),
        (
            "dropped in dense and in sparse regions",
            f"{percent(dense.value)}, {percent(sparse.value)}",
        ),
    ]
