"""What a report of coefficients says in words, on a terminal and on its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from skl_synth.evaluation.audit_report import wrapped
from skl_synth.inference.formula_design import INTERCEPT
from skl_synth.inference.formula_report import CHANCE, GOOD_OVERLAP

if TYPE_CHECKING:
    from skl_synth.inference.formula_report import InferenceReport

FLATTER, STEEPER = "flatter", "steeper"


def short(number: float) -> str:
    """Write a figure in three digits: slopes may be of any size.

    Parameters
    ----------
    number : float
        The figure.

    Returns
    -------
    str
        A dash where there is none.

    Examples
    --------
    >>> from skl_synth.inference.inference_words import short
    >>> short(0.000056789), short(12.3456), short(float("nan"))
    ('5.68e-05', '12.3', '–')
    """
    return "–" if np.isnan(number) else f"{number:.3g}"


def text_of(report: InferenceReport) -> str:
    """Write a report for a terminal.

    Parameters
    ----------
    report : InferenceReport
        The report.

    Returns
    -------
    str
        Figures, and what may be said.
    """
    lines = [
        *wrapped(f"INFERENCE  {head_of(report)}"),
        *wrapped(furthest_of(report)),
        report.frame().to_string(float_format=short),
        *(line for note in notes_of(report) for line in wrapped(note)),
        *(line for moved in moved_of(report) for line in wrapped(moved)),
        *wrapped(conclusion_of(report)),
    ]
    return "\n".join(lines)


def head_of(report: InferenceReport) -> str:
    """Say what was fitted to what, and how well the intervals overlap.

    Parameters
    ----------
    report : InferenceReport
        The report.

    Returns
    -------
    str
        A sentence.
    """
    return (
        f"{report.formula} ({report.model}) on the real table and on "
        f"{report.combined.m} synthetic ones: intervals overlap by "
        f"{report.overlap:.2f} in the mean (1 is the same)."
    )


def furthest_of(report: InferenceReport) -> str:
    """Name the term that lies furthest from the real one, and the test of all.

    Parameters
    ----------
    report : InferenceReport
        The report.

    Returns
    -------
    str
        A sentence.
    """
    differences = report.frame()["std_difference"]
    worst = int(np.argmax(differences.abs().fillna(0.0)))
    statistic, df, p_value = report.wald
    return (
        f"Furthest: {differences.index[worst]}, {differences.iloc[worst]:+.1f} "
        "standard errors from the real estimate; all together: Wald "
        f"{statistic:.1f} on {df} degrees of freedom, p = {p_value:.2g}."
    )


def notes_of(report: InferenceReport) -> Iterator[str]:
    """Say which rows and terms were left out.

    Parameters
    ----------
    report : InferenceReport
        The report.

    Yields
    ------
    str
        Sentences.
    """
    n_rows, n_used, n_synthetic = report.rows
    if n_used < n_rows:
        yield (
            f"Rows in which something is missing that the formula names are left out: "
            f"{n_used} of {n_rows} real rows were used, and {n_synthetic:.0f} of each "
            "synthetic table in the mean."
        )
    if report.separated:
        yield (
            "Left out of overlap and test, since all of a level have one outcome: "
            f"{', '.join(report.separated)}."
        )
    if report.left_out:
        yield (
            "Not estimated, since in the real table or a synthetic one no row has "
            "them, they follow from others, or all that have them have one outcome: "
            f"{', '.join(report.left_out)}."
        )


def moved_of(report: InferenceReport) -> Iterator[str]:
    """Say which terms the synthesizer has moved, and what that does to intervals.

    Parameters
    ----------
    report : InferenceReport
        The report.

    Yields
    ------
    str
        A sentence for each.
    """
    frame = report.frame()
    for term, line in frame[frame.index.isin(report.moved)].iterrows():
        yield (
            f"Not held: {term} is {_direction(term, line)} in the synthetic tables, by "
            f"{abs(line['std_difference']):.1f} standard errors. Of 100 intervals of "
            f"{report.level:.0%} that are made so, about "
            f"{100 * line['coverage']:.0f} would hold the truth."
        )


def _direction(term: object, line: pd.Series) -> str:
    """Whether a slope is nearer to zero; other ways to be moved are named plainly."""
    if line["real"] * line["synthetic"] < 0:
        return "of the other sign"
    if term == INTERCEPT:
        return "lower" if line["synthetic"] < line["real"] else "higher"
    return FLATTER if abs(line["synthetic"]) < abs(line["real"]) else STEEPER


def conclusion_of(report: InferenceReport) -> str:
    """Say what may be said, and what not.

    Parameters
    ----------
    report : InferenceReport
        The report.

    Returns
    -------
    str
        A sentence or two.
    """
    if report.wald[2] >= CHANCE and not report.moved:
        return (
            "May be said: the coefficients lie no further apart than the drawing "
            "of rows explains. May not: that those of other models do not."
        )
    if report.overlap >= GOOD_OVERLAP:
        return (
            "The coefficients lie further apart than the drawing of rows explains, "
            "and by little beside how uncertain the real ones are."
        )
    return (
        "May not be said: that conclusions from this model hold for real people. "
        "The synthesizer does not hold all that it asks for."
    )
