"""The page of a report of coefficients, for the owner of the real table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

import skl_synth
from skl_synth.inference.formula_report import CHANCE
from skl_synth.inference.inference_words import (
    conclusion_of,
    furthest_of,
    head_of,
    moved_of,
    notes_of,
    short,
)
from skl_synth.pages import Bullets, Figures, Page, Section, Status
from skl_synth.pages.page import Block, Mark

if TYPE_CHECKING:
    from skl_synth.inference.formula_report import InferenceReport

TITLE = "A model on real rows and on synthetic ones"


def page_of_inference(report: InferenceReport) -> Page:
    """Make the page of a report of coefficients.

    Parameters
    ----------
    report : InferenceReport
        The report.

    Returns
    -------
    Page
        Which is private: real coefficients are figures of the real table.
    """
    is_held = report.wald[2] >= CHANCE and not report.moved
    mark: Mark = "passed" if is_held else "attention"
    word = "Held" if is_held else "Not held"
    status = Status(mark, word, conclusion_of(report))
    facts = (
        ("Model", f"{report.formula} ({report.model})"),
        ("Synthetic tables", str(report.combined.m)),
        ("Real rows used", str(report.rows[1])),
        ("skl_synth", skl_synth.__version__),
    )
    sections = (
        Section("Coefficients", (coefficients_of(report),)),
        Section("What was found", tuple(_found(report))),
    )
    return Page(TITLE, status, sections, facts, private=True)


def coefficients_of(report: InferenceReport) -> Figures:
    """List the coefficients, marked where they were moved.

    Parameters
    ----------
    report : InferenceReport
        The report.

    Returns
    -------
    Figures
        One line per term.
    """
    frame = report.frame()
    marks: list[Mark] = [
        "attention" if term in report.moved else "neutral" for term in frame.index
    ]
    shown = pd.DataFrame(
        {
            "term": frame.index,
            "real": _with_interval(frame, "real"),
            "synthetic": _with_interval(frame, "synthetic"),
            "overlap": frame["overlap"].map(short).to_numpy(),
            "difference (standard errors)": frame["std_difference"]
            .map(short)
            .to_numpy(),
            "p-value": frame["p_value"].map(short).to_numpy(),
            "coverage": frame["coverage"].map(short).to_numpy(),
        }
    )
    caption = (
        f"Estimates with intervals of {report.level:.0%}; overlap 1 is the same, below "
        "0 they are apart; coverage is how often such an interval holds the truth"
    )
    return Figures(shown, caption, marks)


def _with_interval(frame: pd.DataFrame, table: str) -> list[str]:
    ends = frame[[table, f"{table}_low", f"{table}_high"]].to_numpy(float)
    return [
        f"{short(value)} ({short(low)} to {short(high)})" for value, low, high in ends
    ]


def _found(report: InferenceReport) -> list[Block]:
    lines: list[tuple[Mark, str]] = [
        ("neutral", head_of(report)),
        ("neutral", furthest_of(report)),
        *(("attention", line) for line in moved_of(report)),
        *(("neutral", line) for line in notes_of(report)),
    ]
    return [Bullets(tuple(lines))]
