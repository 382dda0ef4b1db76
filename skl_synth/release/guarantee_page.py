"""The page of a release with a formal guarantee: nothing of real rows but noise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from skl_synth.pages import Bullets, Figures, Page, Status, Text
from skl_synth.release.guarantee import RESTS_ON, Guarantee
from skl_synth.release.held_margins import margins_in_words
from skl_synth.release.page_sections import (
    TITLE,
    facts_of,
    kept,
    method_text,
    section,
)
from skl_synth.release.pictured_blocks import column_pictures

if TYPE_CHECKING:
    from skl_synth.release.guarantee_report import GuaranteeReport

NO_GATES = (
    "No gate was looked at: a release that is chosen by looking at real rows has no "
    "guarantee. What attacks reached on this method is for the owner of the real table "
    "alone."
)


def page_of_guarantee(report: GuaranteeReport) -> Page:
    """Make the page of a release with a guarantee.

    Parameters
    ----------
    report : GuaranteeReport
        Its report; nothing of the owner's is read.

    Returns
    -------
    Page
        Which may be shared: it rests on the dictionary, noisy measurements and the
        released table.
    """
    guarantee = report.guarantee
    sections = kept(
        section("What is guaranteed", _guaranteed(guarantee)),
        section("Columns", column_pictures(report.pictured)),
        section("What was measured, with noise", _ledger(guarantee)),
        section("What the release holds", _held(report)),
        section("What may be said, and what not", _sayings(guarantee)),
    )
    about = {"released": guarantee.n_rows, "classes": dict(guarantee.classes)}
    facts = tuple(facts_of(report.about, **about))
    return Page(TITLE, _status(guarantee), sections, facts)


def _status(guarantee: Guarantee) -> Status:
    sentence = (
        f"{guarantee.in_short}: no attack on one person, known or not, reaches a ROC "
        f"AUC above {guarantee.ceiling_in_words} (chance is 0.5)."
    )
    return Status(
        "attention" if guarantee.warnings else "passed", "Guarantee", sentence
    )


def _guaranteed(guarantee: Guarantee) -> Iterator[Any]:
    yield Text((*guarantee.meaning(), NO_GATES))
    if guarantee.warnings:
        warnings = guarantee.warnings
        yield Bullets(tuple(("attention", f"{one}.") for one in warnings))


def _ledger(guarantee: Guarantee) -> Iterator[Figures]:
    shown = guarantee.measurements
    if len(shown):
        words = shown.assign(
            **{
                str(name): shown[name].map(_plain)
                for name in shown.select_dtypes(object)
            }
        )
        yield Figures(words, "Measurements, all of which may be published", most=12)


def _plain(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _held(report: GuaranteeReport) -> Iterator[Text]:
    if report.margins is not None:
        target = str(report.about.get("target", "y"))
        yield Text((margins_in_words(report.margins, target),))
    yield from method_text(report.about)


def _sayings(guarantee: Guarantee) -> Iterator[Bullets]:
    may = f"May be said: {guarantee.in_short}."
    yield Bullets((("neutral", may), ("neutral", RESTS_ON[1])))
