"""The page that the owner of the real table alone may read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

import skl_synth
from skl_synth.evaluation.registry import MEASURES
from skl_synth.pages import Bullets, Figures, Page, Section, Status
from skl_synth.release.page_sections import figure_sections, kept, section
from skl_synth.release.pictured_blocks import (
    column_pictures,
    frontier_pictures,
    membership_pictures,
)

if TYPE_CHECKING:
    from skl_synth.release.owner_audit import OwnerAudit

TITLE = "What the owner of the real table alone may read"

FINDINGS = {
    "merged_levels": "Levels of few people, which are not released",
    "few_people": "What rests on few people",
    "gates": "Gates with exact figures",
    "ladder": "Settings that were tried, with exact figures",
    "rules": "Rules, and how many real rows each rests on",
    "inference": "A model on real rows and on synthetic ones, exact",
}
"""What the findings are called, in the order of reading."""

OF_PROGRAMS = ["metric", "group", "by_low_end"]
"""Columns that say nothing to people which others do not say."""

FIGURES = ["metric", "scope", "subject", "rows", "mean", "low", "high", "ceiling"]


def page_of_owner(audit: OwnerAudit) -> Page:
    """Make the page of an owner.

    Parameters
    ----------
    audit : OwnerAudit
        What was found by reading the real rows.

    Returns
    -------
    Page
        Which is private.
    """
    details, pictured = audit.details, audit.pictured
    columns, figures = figure_sections(details)
    sections = kept(
        section("Notes", _notes(audit.notes)),
        columns,
        section("Columns", column_pictures(pictured, details)),
        section("Membership inference", membership_pictures(pictured, None)),
        section("Settings that were tried", _frontier(audit)),
        *_findings(audit),
        *figures,
        section("All figures", _all_figures(details)),
    )
    status = Status("attention", "Not to be shared", audit.label)
    return Page(TITLE, status, sections, tuple(_facts(audit)), private=True)


def _facts(audit: OwnerAudit) -> Iterator[tuple[str, str]]:
    yield "Seed", str(audit.seed)
    yield "Folds", str(audit.n_folds)
    if audit.method:
        yield "Method", audit.method
    yield "skl_synth", skl_synth.__version__


def _notes(notes: tuple[str, ...]) -> Iterator[Bullets]:
    if notes:
        yield Bullets(tuple(("neutral", note) for note in notes))


def _frontier(audit: OwnerAudit) -> Iterator[Any]:
    ladder = audit.findings.get("ladder", pd.DataFrame())
    if len(ladder):
        yield from frontier_pictures(ladder, None)


def _findings(audit: OwnerAudit) -> Iterator[Section]:
    for name, title in FINDINGS.items():
        frame = audit.findings.get(name)
        if frame is not None and len(frame):
            shown = frame.drop(columns=OF_PROGRAMS, errors="ignore")
            shown = shown.dropna(axis="columns", how="all")
            yield Section(title, (Figures(shown, title, most=20),))


def _all_figures(details: pd.DataFrame) -> Iterator[Figures]:
    """Every figure with its name in reports, folded away but for a few."""
    if len(details):
        shown = details.reindex(columns=FIGURES)
        named = [_name_of(metric) for metric in shown["metric"]]
        shown = shown.assign(metric=named).rename(columns={"metric": "figure"})
        yield Figures(shown, "Means over folds, exact", most=10)


def _name_of(metric: str) -> str:
    label = MEASURES[metric].label if metric in MEASURES else ""
    return label.strip() if label and "{" not in label else metric.replace("_", " ")
