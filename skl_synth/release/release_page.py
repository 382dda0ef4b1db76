"""The page of a release that was judged by gates: the verdict first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

import skl_synth
from skl_synth.errors import PYTHON, Words
from skl_synth.evaluation.evaluation_text import verdicts_of
from skl_synth.evaluation.registry import MEASURES
from skl_synth.pages import Bullets, Figures, Page, Section, Text
from skl_synth.release.column_blocks import attention_blocks
from skl_synth.release.gate_blocks import gate_blocks, idle_blocks
from skl_synth.release.held_margins import margins_in_words
from skl_synth.release.ladder_report import RUNG_FIGURES, second_look
from skl_synth.release.next_ways import ways_after
from skl_synth.release.pictured_blocks import (
    column_pictures,
    frontier_pictures,
    membership_pictures,
    pair_pictures,
    utility_pictures,
)
from skl_synth.release.shared_gates import nameless, shared_gate
from skl_synth.release.verdict_words import WORST, in_order, status_of
from skl_synth.table.constraints.rule_outcomes import outcomes_in_words

if TYPE_CHECKING:
    from skl_synth.release.release_report import ReleaseReport

TITLE = "Report of a synthetic table"

MAY_NOT = (
    "that nobody can be recognised, or that the rows are no personal data: attacks "
    "that were not tried may do better."
)

MEASURED = (
    "The real rows were split into {folds} folds. In each, a table was made from the "
    "others in the same way, and attacked; those held out were the control, whom "
    "nobody could know. The attacker holds the table, knows every column of a person, "
    "and has other real people to compare with. Figures are means over folds; "
    "intervals are those in which 95 of 100 such means would lie."
)


def page_of_release(report: ReleaseReport, words: Words = PYTHON) -> Page:
    """Make the page of a release, or of a refusal.

    Parameters
    ----------
    report : ReleaseReport
        Its report; nothing of the owner's is read.
    words : Words, default=PYTHON
        In whose words remedies are written.

    Returns
    -------
    Page
        Which may be shared.
    """
    gates = in_order(list(map(shared_gate, report.gates)))
    parts: list[tuple[str, Iterable[Any]]] = [
        ("Gates", gate_blocks(gates, report.missing, words)),
        ("Other ways", _other_ways(report, words)),
        ("Columns that need attention", attention_blocks(report.details)),
        ("Columns", column_pictures(report.pictured, report.details)),
        ("Pairs of columns", pair_pictures(report.pictured, report.details)),
        ("Utility", utility_pictures(report.details)),
        ("Membership inference", membership_pictures(report.pictured, _bound(report))),
        ("Settings that were tried", _settings(report)),
        ("Merged, coded, found", _done(report)),
        ("What may be said, and what not", _sayings(report)),
        ("How it was measured, and its limits", _limits(report)),
        ("Gates that do not apply", idle_blocks(gates)),
        ("All figures of the table", _figures(report.summary)),
    ]
    return Page(
        TITLE,
        status_of(gates, report.missing),
        sections_of(parts),
        tuple(facts_of(report.about)),
    )


def sections_of(parts: Iterable[tuple[str, Iterable[Any]]]) -> tuple[Section, ...]:
    """Keep the sections in which something stands.

    Parameters
    ----------
    parts : iterable of (str, iterable of blocks)
        Heads, and what stands below them.

    Returns
    -------
    tuple of Section
        In their order.
    """
    found = [(title, tuple(blocks)) for title, blocks in parts]
    return tuple(Section(title, blocks) for title, blocks in found if blocks)


def facts_of(about: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Say in short what was released.

    Parameters
    ----------
    about : dict
        As a report has it.

    Yields
    ------
    (str, str)
        Name and value.
    """
    names = {
        "rows": "Real rows",
        "persons": "Persons",
        "folds": "Folds",
        "target": "Target",
    }
    for name, head in names.items():
        if about.get(name):
            yield head, str(about[name])
    if about.get("classes"):
        sizes = about["classes"].items()
        yield "Classes", ", ".join(f"{label}: {n}" for label, n in sizes)
    yield "skl_synth", skl_synth.__version__


def _bound(report: ReleaseReport) -> float | None:
    """What is let through of everyone."""
    found = [
        gate.bound
        for gate in report.gates
        if gate.metric == WORST and gate.group == "everyone"
    ]
    return found[0] if found else None


def _other_ways(report: ReleaseReport, words: Words) -> Iterator[Text]:
    if report.passed:
        return
    after = ways_after(report.rungs, report.margins)
    if after is not None:
        yield Text((after.words(words),))


def _settings(report: ReleaseReport) -> Iterator[Any]:
    ladder = report.ladder()
    if not len(ladder):
        return
    yield from frontier_pictures(ladder, _bound(report))
    names = {"what": "what it does", "outcome": "what became of it"}
    shown = ladder.replace("", None).rename(columns={**RUNG_FIGURES, **names})
    marks = {"published": "passed", "refused": "refused"}
    yield Figures(
        shown.dropna(axis="columns", how="all"),
        "Settings, from the most useful to the coarsest; the first that passes is "
        "published",
        [marks.get(outcome, "neutral") for outcome in ladder["outcome"]],  # type: ignore[misc]
    )
    yield Text((second_look(report.rungs),))


def _done(report: ReleaseReport) -> Iterator[Any]:
    """What was done for few people, which margins are held, what became of rules."""
    if report.notes:
        yield Bullets(tuple(("neutral", note) for note in report.notes))
    if report.margins is not None:
        target = str(report.about.get("target", "y"))
        yield Text((margins_in_words(report.margins, target),))
    rules = list(map(nameless, report.rules))
    if rules:
        yield Text((outcomes_in_words(rules),))
        yield Bullets(
            tuple(("passed" if one.kept else "attention", one.text()) for one in rules)
        )


def _sayings(report: ReleaseReport) -> Iterator[Bullets]:
    verdicts = verdicts_of(report.details, ()) if len(report.details) else []
    may = [one for verdict in verdicts for one in verdict.may]
    may_not = [one for verdict in verdicts for one in verdict.may_not]
    # What a refused table is like says nothing of one that anybody gets.
    said = may if report.passed else []
    lines = [f"May be said: {one}" for one in said]
    lines += [f"May not be said: {one}" for one in dict.fromkeys((*may_not, MAY_NOT))]
    yield Bullets(tuple(("neutral", line) for line in lines))


def _limits(report: ReleaseReport) -> Iterator[Text]:
    folds = report.about.get("folds")
    how = (MEASURED.format(folds=folds),) if folds else ()
    yield Text((*how, *report.limits))
    yield from method_text(report.about)


def method_text(about: dict[str, Any]) -> Iterator[Text]:
    """Say what made the rows.

    Parameters
    ----------
    about : dict
        As a report has it.

    Yields
    ------
    Text
        Class names and parameters.
    """
    if about.get("method"):
        yield Text((f"Method: {about['method']}.",))


def _figures(summary: pd.DataFrame) -> Iterator[Figures]:
    """Every figure of the whole table that has a name in reports."""
    named = [
        MEASURES[metric].label if metric in MEASURES else ""
        for metric in summary["metric"]
    ]
    keys = ["mean", "low", "high", "ceiling"]
    if not any(named) or not set(keys) <= set(summary):
        return
    labels = [
        label.format(subject="everyone", rows=rows).strip()
        for label, rows in zip(named, summary["rows"], strict=True)
    ]
    shown = summary.assign(figure=labels).loc[[bool(label) for label in named]]
    shown = shown[["figure", "rows", *keys]].rename(
        columns={"mean": "value", "ceiling": "real rows reach"}
    )
    yield Figures(shown, "Means over folds, beside what real rows reach", most=10)
