"""Fidelity in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.compared import Compared
from skl_synth.evaluation.figure_text import Lookup, lines_of
from skl_synth.evaluation.figures import SYNTHETIC, Interval
from skl_synth.evaluation.verdict import Verdict

UNSEEN, OF_TRAINING = "two_sample_unseen_auc", "two_sample_auc"
"""The discriminator against rows that the generator has not seen, and has."""

EASY = 0.75
"""From this area on, a discriminator knows most synthetic rows from real ones."""

HARD = 0.6

TAKEN_FOR_REAL = 0.4
"""Below this area the discriminator is wrong more often than by chance: rows of the one
kind lie next to rows of the other, or make up for them in the counts."""


def fidelity_verdict(
    figures: pd.DataFrame, notes: tuple[str, ...], compared: Compared | None = None
) -> Verdict:
    """Say what the figures of fidelity come to.

    Parameters
    ----------
    figures : DataFrame
        Every figure of fidelity.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None, default=None
        How many people the figures rest on, where that is known.

    Returns
    -------
    Verdict
        Words and the figures that count. With few people who were held out the
        discriminator that counts is that against the rows that the table was made from.
    """
    found = Lookup(figures)
    return Verdict(
        "Fidelity",
        _sentence(found, figures, compared),
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
        "attention" if _discriminator(found, compared)[1].value >= EASY else "neutral",
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


def _sentence(found: Lookup, figures: pd.DataFrame, compared: Compared | None) -> str:
    name, area = _discriminator(found, compared)
    if np.isnan(area.value):
        return "No column that could differ."
    ceiling = found.ceilings[name, SYNTHETIC]
    real = "" if np.isnan(ceiling) else f"; other real rows, {ceiling:.2f}"
    worst_pair = worst_of(figures, "pair_similarity")
    pair = "" if worst_pair is None else f", the pair {worst_pair}"
    rows = ", of real rows that the generator has not seen"
    if name == OF_TRAINING:
        is_other = found.get(UNSEEN) is not None
        rows = ", of the rows that it was made from" if is_other else ""
    return (
        f"{_how_well(area.value)} (ROC AUC {area.value:.2f}{rows}{real}). What differs "
        f"most is the column {worst_of(figures, 'column_similarity')}{pair}."
    )


def _discriminator(found: Lookup, compared: Compared | None) -> tuple[str, Interval]:
    """The area that counts: against unseen rows, where there are enough of them."""
    unseen = found.get(UNSEEN)
    if unseen is None or np.isnan(unseen.value):
        return OF_TRAINING, found.get(OF_TRAINING) or Interval(float("nan"))
    if compared is not None and not compared.is_enough:
        return OF_TRAINING, found.get(OF_TRAINING) or unseen
    return UNSEEN, unseen


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
