"""Fidelity in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.audit_report import Verdict
from skl_synth.evaluation.figure_text import Lookup, lines_of
from skl_synth.evaluation.figures import SYNTHETIC

DISCRIMINATOR = "two_sample_auc"

EASY = 0.75
"""From this area on, a discriminator knows most synthetic rows from real ones."""

HARD = 0.6

TAKEN_FOR_REAL = 0.4
"""Below this area the discriminator is wrong more often than by chance: rows of the one
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
    return Verdict(
        "Fidelity",
        _sentence(found, figures),
        tuple(_beside_real(figures)),
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


def _beside_real(figures: pd.DataFrame) -> list[tuple[str, str]]:
    """Every line, with what real rows reach beside it where that was measured."""
    of_real = figures.assign(
        value=figures["ceiling"].where(figures["value"].notna()),
        low=np.nan,
        high=np.nan,
    )
    ceilings = dict(lines_of("fidelity", of_real))
    lines = [("", f"{'synthetic':<26}other real rows")]
    for name, figure in lines_of("fidelity", figures):
        lines.append((name, f"{figure:<26}{ceilings.get(name, '–')}"))
    return lines


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


def _sentence(found: Lookup, figures: pd.DataFrame) -> str:
    area = found.get(DISCRIMINATOR)
    if area is None or np.isnan(area.value):
        return "No column that could differ."
    ceiling = found.ceilings[DISCRIMINATOR, SYNTHETIC]
    real = "" if np.isnan(ceiling) else f"; other real rows, {ceiling:.2f}"
    worst_pair = worst_of(figures, "pair_similarity")
    pair = "" if worst_pair is None else f", the pair {worst_pair}"
    return (
        f"{_how_well(area.value)} (ROC AUC {area.value:.2f}{real}). What differs most "
        f"is the column {worst_of(figures, 'column_similarity')}{pair}."
    )


def _how_well(area: float) -> str:
    distinguishes = "distinguishes synthetic rows from real ones"
    if area >= EASY:
        return f"A discriminator {distinguishes} easily"
    if area >= HARD:
        return f"A discriminator {distinguishes} better than by chance"
    if area > TAKEN_FOR_REAL:
        return f"A discriminator hardly {distinguishes}"
    return (
        "A discriminator takes synthetic rows for real ones more often than by chance: "
        "they follow these very real rows, or their counts, more closely than other "
        "people would"
    )
