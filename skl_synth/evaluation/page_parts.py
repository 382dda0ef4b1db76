"""The parts that the pages of all evaluations have: verdicts first, claims last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from skl_synth import __version__
from skl_synth.evaluation.verdict import Verdict
from skl_synth.pages import Bullets, Figures, Page, Section, Text
from skl_synth.pages.page import Block, Mark


def page_of(
    title: str,
    verdicts: Sequence[Verdict],
    sections: Iterable[Section | None],
    *,
    header: str = "",
    not_applicable: pd.DataFrame | None = None,
) -> Page:
    """Put what was measured on a page.

    Parameters
    ----------
    title : str
        Its head.
    verdicts : sequence of Verdict
        What each section comes to.
    sections : iterable of Section or None
        The figures.
    header : str, default=""
        What was judged.
    not_applicable : DataFrame or None, default=None
        Figures that there cannot be, with columns metric, subject and reason.

    Returns
    -------
    Page
        For the owner of the real table alone: its figures are exact.
    """
    parts = [
        _verdicts(verdicts, header),
        *sections,
        _sentences(verdicts),
        _not_measured(not_applicable),
    ]
    return Page(
        title,
        None,
        tuple(one for one in parts if one is not None),
        facts=(("skl_synth", __version__),),
        private=True,
    )


def _verdicts(verdicts: Sequence[Verdict], header: str) -> Section:
    lines: list[tuple[Mark, str]] = [
        (one.mark, f"{one.title}: {one.verdict}") for one in verdicts
    ]
    said: tuple[Block, ...] = (Text((header,)),) if header else ()
    return Section("Verdicts", (*said, Bullets(tuple(lines))))


def _sentences(verdicts: Sequence[Verdict]) -> Section | None:
    """Notes, and what may and may not be said."""
    lines: list[tuple[Mark, str]] = [
        ("neutral", f"{head}: {sentence}")
        for place in range(3)
        for head, sentences in (one.sentences()[place] for one in verdicts)
        for sentence in sentences
    ]
    if not lines:
        return None
    return Section("What may and may not be said", (Bullets(tuple(lines)),))


def _not_measured(lines: pd.DataFrame | None) -> Section | None:
    if lines is None or not len(lines):
        return None
    frame = lines[["metric", "subject", "reason"]].drop_duplicates()
    caption = "Figures that there cannot be, and why"
    return Section("What could not be measured", (Figures(frame, caption, most=10),))
