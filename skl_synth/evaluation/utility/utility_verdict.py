"""Utility in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.compared import Compared, is_few
from skl_synth.evaluation.figure_text import Lookup, share_of, with_interval
from skl_synth.evaluation.figures import BALANCED, BOTH, REAL, SYNTHETIC
from skl_synth.evaluation.registry import LOWER, MEASURES, Measure, score_of
from skl_synth.evaluation.utility.class_words import (
    ClassFigures,
    class_lines,
    fallen_sentence,
)
from skl_synth.evaluation.utility.measures import LEADING
from skl_synth.evaluation.verdict import Verdict


def utility_verdict(
    figures: pd.DataFrame, notes: tuple[str, ...], compared: Compared | None = None
) -> Verdict:
    """Say what the figures of utility come to.

    Parameters
    ----------
    figures : DataFrame
        With the columns metric, scope, subject, rows, value, low and high.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None, default=None
        How many people the figures rest on, where that is known.

    Returns
    -------
    Verdict
        Words and the figures that count; of few people no more than that they are few.
    """
    found = Lookup(figures)
    known = [MEASURES.get(name, score_of(name)) for name in found.metrics]
    of_models = scores_in(found)
    others = [one for one in known if one.label and one.rows == (SYNTHETIC,)]
    lines = [line for one in of_models for line in _by_training(one, found)]
    lines += [
        (one.label, with_interval(found.get(one.name, SYNTHETIC))) for one in others
    ]
    sentence, claims = _headline(leading_of(found), found, compared)
    classes = ClassFigures(figures)
    lines += class_lines(classes)
    is_lost = bool(classes.fallen()) and not is_few(compared)
    return Verdict(
        "Utility",
        # The mean of all rows hides what is lost of a rare class: that comes first.
        f"{fallen_sentence(classes) if is_lost else ''}{sentence}",
        tuple(lines),
        claims,
        (
            "that the same holds of another model, question or table; a good score "
            "does not show that anything else about the table is right.",
        ),
        (*notes, *_note_of_harm(found)),
        "attention" if is_few(compared) or is_lost else "neutral",
    )


def scores_in(found: Lookup) -> list[Measure]:
    """Return what models were scored by.

    Parameters
    ----------
    found : Lookup
        The figures of utility.

    Returns
    -------
    list of Measure
        In their order.
    """
    known = [MEASURES.get(name, score_of(name)) for name in found.metrics]
    return [one for one in known if one.label and one.rows != (SYNTHETIC,)]


def leading_of(found: Lookup) -> str | None:
    """Choose the measure that counts.

    Parameters
    ----------
    found : Lookup
        The figures of utility.

    Returns
    -------
    str or None
        Its name; None where no model could be tested.
    """
    names = [one.name for one in scores_in(found)]
    # What could not be measured, as an area on rows of one class, is no headline.
    there = [name for name in names if _is_measured(found, name)]
    return next((name for name in (*LEADING, *there) if name in there), None)


def _is_measured(found: Lookup, name: str) -> bool:
    figures = found.get(name, SYNTHETIC), found.get(name, REAL)
    return all(one is not None and not np.isnan(one.value) for one in figures)


def _headline(
    leading: str | None, found: Lookup, compared: Compared | None
) -> tuple[str, tuple[str, ...]]:
    """The sentence on the measure that counts, and what may be said by it."""
    if compared is not None and not compared.is_enough:
        return compared.too_few(), ()
    if leading is None:
        return "No model could be trained and tested.", ()
    name = MEASURES.get(leading, score_of(leading)).label
    synthetic, real = found[leading, SYNTHETIC], found[leading, REAL]
    ratio = found.get(f"{leading}_ratio", SYNTHETIC)
    share = "" if ratio is None else f", {share_of(ratio)} of real"
    sentence = (
        f"Trained on synthetic rows alone, models reach {name} {synthetic.value:.3f} "
        "on real rows that nobody had seen; trained on real rows, "
        f"{real.value:.3f}{share}."
    )
    claim = (
        f"on this table, models of the kinds tried reached {name} "
        f"{synthetic.value:.3f} after training on synthetic rows alone (TSTR: train on "
        f"synthetic, test on real), and {real.value:.3f} after training on real ones."
    )
    return sentence, (claim,)


def _by_training(measure: Measure, found: Lookup) -> list[tuple[str, str]]:
    """A measure, and under it what it is by the rows that were trained on."""
    lower = " (lower is better)" if measure.better == LOWER else ""
    return [
        (f"{measure.label}{lower}", ""),
        *(
            (f"  trained on {rows}", with_interval(found.get(measure.name, rows)))
            for rows in (REAL, SYNTHETIC, BOTH, BALANCED)
            if found.get(measure.name, rows) is not None
        ),
    ]


def _note_of_harm(found: Lookup) -> tuple[str, ...]:
    """Say where synthetic rows beside real ones spoil the probabilities."""
    change = found.get("brier_change", BOTH)
    if change is None or not change.low > 0:
        return ()
    return (
        f"synthetic rows beside the real ones make probabilities worse (Brier score "
        f"{found['brier', BOTH].value:.3f}, real rows alone "
        f"{found['brier', REAL].value:.3f}; lower is better): recalibrate on real rows "
        "before you read them as risks (in Python, HonestProbabilities does).",
    )
