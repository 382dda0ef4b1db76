"""The page of a release with a formal guarantee: nothing of real rows but noise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import skl_synth
from skl_synth.pages import Bullets, Figures, Page, Status, Text
from skl_synth.release.guarantee import RESTS_ON, Guarantee
from skl_synth.release.held_margins import margins_in_words
from skl_synth.release.pictured_blocks import column_pictures
from skl_synth.release.release_page import TITLE, method_text, sections_of

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
    parts: list[tuple[str, Iterable[Any]]] = [
        ("What is guaranteed", _guaranteed(guarantee)),
        ("Columns", column_pictures(report.pictured)),
        ("What was measured, with noise", _ledger(guarantee)),
        ("What the release holds", _held(report)),
        ("What may be said, and what not", _sayings(guarantee)),
    ]
    return Page(TITLE, _status(guarantee), sections_of(parts), tuple(_facts(report)))


def _status(guarantee: Guarantee) -> Status:
    sentence = (
        f"{guarantee.in_short}: no attack on one person, known or not, reaches a ROC "
        f"AUC above {guarantee.ceiling_in_words} (chance is 0.5)."
    )
    return Status(
        "attention" if guarantee.warnings else "passed", "Guarantee", sentence
    )


def _facts(report: GuaranteeReport) -> Iterator[tuple[str, str]]:
    guarantee = report.guarantee
    yield "Released rows", str(guarantee.n_rows)
    if guarantee.classes:
        sizes = guarantee.classes.items()
        yield "Classes", ", ".join(f"{label}: {n}" for label, n in sizes)
    yield "Target", str(report.about.get("target", ""))
    yield "skl_synth", skl_synth.__version__


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
