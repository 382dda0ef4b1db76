"""FIVE_SAFES.md: what is known, and what only a custodian can answer."""

from __future__ import annotations

from collections.abc import Iterator

from skl_synth.release.guarantee_report import GuaranteeReport
from skl_synth.release.pack.markdown import boxes, bullets, page, plain
from skl_synth.release.pack.pack_words import (
    Report,
    bound_in_words,
    figure_in_words,
    sentences_of,
    worst_attacks,
)

HEAD = (
    "The Five Safes are five questions, and no verdict: what is called “safe” below is "
    "the name of a question. Data and outputs are filled in from the figures of the "
    "report; projects, people and settings are for the custodian."
)

PROJECTS = (
    "Is the use one that the people in the table would expect?",
    "Is a synthetic table enough for it, or will the real one be asked for next?",
    "Who answers for it, and until when may the table be used?",
)

PEOPLE = (
    "Do those who get it know that it is synthetic, and what may not be said of it?",
    "Have they agreed not to look for single people, and not to link it with other "
    "tables for that?",
    "Could somebody among them know people in the real table?",
)

SETTINGS = (
    "Where will it lie: open to all, behind an agreement, in a secure environment?",
    "What else has been released of the same people? Several releases disclose more "
    "than one.",
    "Does `owner`, with the seed, stay with the real table?",
)


def five_safes_of(report: Report) -> str:
    """Write the sheet of the Five Safes.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of the release.

    Returns
    -------
    str
        Markdown.
    """
    return page(
        "Five Safes",
        ("", HEAD),
        ("Safe data: what does the table disclose?", bullets(_data(report))),
        ("Safe projects: what is it used for?", _asked(PROJECTS)),
        ("Safe people: who uses it?", _asked(PEOPLE)),
        ("Safe settings: where is it used?", _asked(SETTINGS)),
        ("Safe outputs: what may be published from it?", bullets(_outputs(report))),
        ("Answered by", "Name, date: ______________________________"),
    )


def _asked(questions: tuple[str, ...]) -> str:
    return boxes((False, one) for one in questions)


def _data(report: Report) -> Iterator[str]:
    if isinstance(report, GuaranteeReport):
        one = report.guarantee
        yield (
            f"A formal guarantee holds for each person: ε = {one.epsilon:g}, δ = "
            f"{one.delta:g}; {one.unit}. No attack on one person reaches a ROC AUC "
            f"above {bound_in_words(one.ceiling.auc)}."
        )
        yield from (plain(f"{text}.") for text in one.warnings)
        return
    yield (
        "There is no formal guarantee: what follows was reached by attacks that were "
        "tried, and others may do better."
    )
    for gate in worst_attacks(report):
        yield plain(f"Worst attack: {figure_in_words(gate)}.")
    n_open = sum(gate.is_measured and gate.passed for gate in report.gates)
    n_idle = sum(not gate.is_measured for gate in report.gates)
    yield f"{n_open} gates were measured and are open; {n_idle} do not apply."
    yield from map(plain, report.notes)


def _outputs(report: Report) -> Iterator[str]:
    yield (
        "What is computed from the table discloses no more than the table: it needs no "
        "output check of its own, but the label."
    )
    yield from (
        f"May not be said: {plain(one)}" for one in sentences_of(report).may_not
    )
