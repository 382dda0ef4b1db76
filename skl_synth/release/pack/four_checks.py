"""CHECKS.md: labelling, disclosure, structure, documentation, as far as measured."""

from __future__ import annotations

from collections.abc import Iterator

from skl_synth.release.gates import Gate
from skl_synth.release.guarantee_report import GuaranteeReport
from skl_synth.release.pack.markdown import boxes, page, plain, sentence_case
from skl_synth.release.pack.pack_words import (
    Report,
    bound_in_words,
    figure_in_words,
    gates_of,
    worst_attacks,
)
from skl_synth.release.pack.released_table import ReleasedTable
from skl_synth.release.release_report import ReleaseReport

HEAD = (
    "The four checks of a synthetic table that is to be released (arXiv:2503.14211): "
    "is it labelled, what does it disclose, is it built like the real one, is it "
    "documented. What is ticked was done or measured by the program; what is not is "
    "for a person to look at and to tick."
)

Line = tuple[bool, str]


def four_checks_of(report: Report, table: ReleasedTable, file: str) -> str:
    """Write the sheet of the four checks.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of the release.
    table : ReleasedTable
        The table as it was written.
    file : str
        Its file.

    Returns
    -------
    str
        Markdown.
    """
    return page(
        "Four checks",
        ("", HEAD),
        ("1. Labelling", boxes(_labelling(table, file))),
        ("2. Disclosure", boxes(_disclosure(report))),
        ("3. Structure", boxes(_structure(report, table))),
        ("4. Documentation", boxes(_documentation())),
        ("Signed", "Name, date: ______________________________"),
    )


def _labelling(table: ReleasedTable, file: str) -> Iterator[Line]:
    yield True, f"The file is called `{file}`."
    yield (
        True,
        "`README.md`, `dictionary.json` and `metadata.json` say so, too.",
    )
    in_table = table.label is not None
    yield (
        in_table,
        "The table says it in itself, too."
        if in_table
        else "The table says it in itself, too (`label=`, `--label`), where it will be "
        "copied without its folder.",
    )
    yield False, "Where it is offered, the same is said."


def _disclosure(report: Report) -> Iterator[Line]:
    if isinstance(report, GuaranteeReport):
        one = report.guarantee
        yield (
            True,
            f"(ε, δ)-differential privacy, ε = {one.epsilon:g}, δ = {one.delta:g}: no "
            "attack on one person reaches a ROC AUC above "
            f"{bound_in_words(one.ceiling.auc)} (chance is 0.5).",
        )
        yield False, "The dictionary was written without looking at the real values."
        yield (
            False,
            "No other release with an ε of its own is of the same people.",
        )
    for gate in worst_attacks(report):
        yield gate.passed, plain(f"Worst attack: {figure_in_words(gate)}.")
    for gate in _other_gates(report):
        yield gate.passed, plain(f"{sentence_case(gate.text())}.")
    yield False, "No column remains that by itself says who somebody is."
    yield (
        False,
        "That people who are looked for most (well known, or with a rare illness) are "
        "in the real table was thought of.",
    )


def _other_gates(report: Report) -> list[Gate]:
    """The gates about single people; those about structure stand further below."""
    worst = worst_attacks(report)
    return [
        one
        for one in gates_of(report)
        if one not in worst and one.metric not in OF_STRUCTURE and one.is_measured
    ]


OF_STRUCTURE = ("invalid_rows", "moved_further_than_chance")


def _structure(report: Report, table: ReleasedTable) -> Iterator[Line]:
    n_rows, n_columns = table.frame.shape
    yield (
        True,
        f"{n_rows} rows; {n_columns} columns: those of the real table, but for keys "
        "that were left out and the label.",
    )
    if isinstance(report, ReleaseReport):
        for gate in gates_of(report):
            if gate.metric in OF_STRUCTURE:
                yield gate.passed, plain(f"{sentence_case(gate.text())}.")
        kept = [one.kept for one in report.rules]
        if kept:
            yield (
                all(kept),
                f"{sum(kept)} of {len(kept)} rules that hold in every real row hold in "
                "every released one; `report.json` lists them.",
            )
    yield False, "Code that was written on it runs on the real table."
    yield False, "What it must not be used for is said where it is offered."


def _documentation() -> Iterator[Line]:
    yield True, "`README.md`: method, version, what may be said, how to cite."
    yield True, "`dictionary.json` and `metadata.json`: every column."
    yield True, "`report.html` and `report.json`: every figure, and what it means."
    yield False, "Licence and contact are given."
    yield False, "Who collected the real table, of whom, when, and with what consent."
