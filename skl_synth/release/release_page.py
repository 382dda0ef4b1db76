"""The page of a release that was judged by gates: the verdict first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from skl_synth.errors import PYTHON, Words
from skl_synth.evaluation.evaluation_text import verdicts_of
from skl_synth.pages import Bullets, Figures, Page, Text
from skl_synth.pages.page import Mark
from skl_synth.release.gate_blocks import gate_blocks, idle_blocks
from skl_synth.release.held_margins import margins_in_words
from skl_synth.release.ladder_report import (
    RUNG_FIGURES,
    RungOutcome,
    second_look,
)
from skl_synth.release.next_ways import ways_after
from skl_synth.release.page_sections import (
    TITLE,
    facts_of,
    figure_sections,
    kept,
    method_text,
    section,
)
from skl_synth.release.pictured_blocks import (
    column_pictures,
    frontier_pictures,
    membership_pictures,
    pair_pictures,
)
from skl_synth.release.shared_gates import nameless, shared_gate
from skl_synth.release.shared_inference import INFERENCE_TITLE
from skl_synth.release.verdict_words import WORST, in_order, status_of
from skl_synth.table.constraints.rule_outcomes import outcomes_in_words

if TYPE_CHECKING:
    from skl_synth.release.release_report import ReleaseReport

MAY_NOT = (
    "that nobody can be recognised, or that the rows are no personal data: attacks "
    "that were not tried may do better."
)

MARK_OF: dict[str, Mark] = {"published": "passed", "refused": "refused"}

LADDER_TITLE = "Settings, from the most useful to the coarsest"

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
    pictured, details = report.pictured, report.details
    columns, figures = figure_sections(details)
    bound = _bound(report)
    sections = kept(
        section("Gates", gate_blocks(gates, report.missing, words)),
        section("Other ways", _other_ways(report, words)),
        columns,
        section("Columns", column_pictures(pictured, details)),
        section("Pairs of columns", pair_pictures(pictured, details)),
        section("Membership inference", membership_pictures(pictured, bound)),
        section("Settings that were tried", _settings(report, bound)),
        section("Merged, coded, found", _done(report)),
        section(INFERENCE_TITLE, _inference(report)),
        section("What may be said, and what not", _sayings(report)),
        section("How it was measured, and its limits", _limits(report)),
        *figures,
        section("Gates that do not apply", idle_blocks(gates)),
    )
    status = status_of(gates, report.missing)
    return Page(TITLE, status, sections, tuple(facts_of(report.about)))


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


def _settings(report: ReleaseReport, bound: float | None) -> Iterator[Any]:
    ladder = report.ladder()
    if not len(ladder):
        return
    yield from frontier_pictures(ladder, bound)
    yield Bullets(tuple(map(_rung_line, report.rungs)))
    shown = ladder[["setting", *RUNG_FIGURES]].rename(columns=RUNG_FIGURES)
    measured = shown.dropna(axis="columns", how="all")
    if measured.shape[1] > 1:
        yield Figures(measured, f"{LADDER_TITLE}, in figures")
    yield Text((second_look(report.rungs),))


def _rung_line(one: RungOutcome) -> tuple[Mark, str]:
    mark = MARK_OF.get(one.outcome, "neutral")
    reason = f"; {one.reason}" if one.reason else ""
    return mark, f"{one.name} ({one.what}): {one.outcome}{reason}."


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


def _inference(report: ReleaseReport) -> Iterator[Any]:
    shared = report.inference
    if shared is None:
        return
    if len(shared.coefficients):
        names = {name: str(name).replace("_", " ") for name in shared.coefficients}
        shown = shared.coefficients.rename(columns=names)
        told = f"{shared.formula} ({shared.model})" if shared.formula else shared.model
        yield Figures(shown, f"Estimates from synthetic tables: {told}")
    yield Text(shared.notes)


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
