"""README.md of a pack: what it is, and what may be said of it."""

from __future__ import annotations

import skl_synth
from skl_synth.release.guarantee_report import GuaranteeReport
from skl_synth.release.pack.markdown import bullets, page, plain, sentence_case
from skl_synth.release.pack.pack_words import (
    Report,
    gates_of,
    label_of,
    methods_paragraph,
    sentences_of,
)
from skl_synth.release.pack.released_table import FLAG, PREFIX, ReleasedTable
from skl_synth.release.release_report import ReleaseReport

FILES = {
    "report.html": "the report: verdict, figures, pictures; it opens in any browser",
    "report.json": "the same figures for programs",
    "dictionary.json": "what each column holds (Frictionless Table Schema)",
    "metadata.json": "how the CSV file is read (CSV on the Web, W3C)",
    "CHECKS.md": "labelling, disclosure, structure, documentation: what was measured, "
    "and what a person still has to tick",
    "FIVE_SAFES.md": "data, projects, people, settings and outputs, for the custodian",
    "SHA256SUMS": "checksums: `sha256sum --check SHA256SUMS`",
}
"""What stands beside the table, and why."""

IN_WORDS = {
    "column": f"The first column, `{FLAG}`, is 1 in every row.",
    "prefix": f"The name of every column begins with `{PREFIX}`.",
}

NOT_FOR_OTHERS = (
    "Only this folder is to be handed over. The folder `owner` beside it is not: it "
    "holds the seed, exact figures, and what rests on few people. The licence is for "
    "the owner to give."
)

USE = (
    "Write and test code, teach, plan an analysis, look at the shape of the table. A "
    "figure for a paper or a decision is to be computed on the real table."
)

REFUSED = (
    "A gate is closed, so there is no table. This folder holds the report that says "
    "which, what was found, and what can be done; it names no level or value of few "
    "people, and may be shown to those who decide. The folder `owner` beside it is for "
    "the owner of the real table alone."
)


def readme_of(
    report: Report,
    table: ReleasedTable,
    files: tuple[str, ...],
    checksum: str,
) -> str:
    """Write what the folder is, for whoever opens it first.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of the release.
    table : ReleasedTable
        The table as it was written.
    files : tuple of str
        Its files, the CSV file first.
    checksum : str
        SHA-256 of the first.

    Returns
    -------
    str
        Markdown.
    """
    n_rows, n_columns = table.frame.shape
    said = sentences_of(report)
    methods = methods_paragraph(report, n_rows, n_columns - (table.label == "column"))
    return page(
        "Synthetic data",
        ("", _what(report, table, files[0])),
        ("Files", _files(files)),
        ("Label", _label(table)),
        ("What it is for", USE),
        ("May be said", bullets(plain(sentence_case(one)) for one in said.may)),
        ("May not be said", bullets(map(plain, said.may_not))),
        ("Notes of the report", _notes(report)),
        ("Methods, to be copied into a paper", f"> {plain(methods)}"),
        ("How to cite", _citation(n_rows, checksum)),
        (
            "Before it is handed over",
            NOT_FOR_OTHERS,
        ),
    )


def refused_readme(report: ReleaseReport) -> str:
    """Write what the folder of a refusal is.

    Parameters
    ----------
    report : ReleaseReport
        Of the refusal.

    Returns
    -------
    str
        Markdown.
    """
    closed = [gate for gate in gates_of(report) if not gate.passed]
    names = bullets(plain(f"{gate.text()}.") for gate in closed)
    return page(
        "Refused: there is no table",
        ("", REFUSED),
        ("Closed", names),
    )


def _what(report: Report, table: ReleasedTable, file: str) -> str:
    n_rows, n_columns = table.frame.shape
    target = "" if table.target is None else f" The target is `{plain(table.target)}`."
    by = (
        "They come with a formal guarantee, which the report states."
        if isinstance(report, GuaranteeReport)
        else "They passed the gates that the report lists. A row may equal one of a "
        "real person by chance: the gates hold that to what strangers show of one "
        "another."
    )
    return (
        f"**{label_of(report)}.** `{file}` holds {n_rows} rows and {n_columns} "
        f"columns. The rows were made, not collected.{target} {by}"
    )


def _files(files: tuple[str, ...]) -> str:
    tables = {files[0]: "the table"}
    tables |= dict.fromkeys(files[1:], "the same table, in the format of its source")
    return bullets(f"`{name}`: {words}" for name, words in (tables | FILES).items())


def _label(table: ReleasedTable) -> str:
    in_table = IN_WORDS.get(table.label or "", "")
    told = (
        "The names of the table's files, the dictionary and the metadata say that it "
        f"is synthetic. {in_table} Keep the label in copies and in what is computed "
        "from them."
    )
    return told.replace("  ", " ")


def _notes(report: Report) -> str:
    """What was merged, coded and kept from others, in the words of the report."""
    if isinstance(report, GuaranteeReport):
        return ""
    return bullets(map(plain, report.notes))


def _citation(n_rows: int, checksum: str) -> str:
    return (
        f"> [Who publishes it] ([year]). Synthetic data, {n_rows} rows, made with "
        f"skl\\_synth {skl_synth.__version__}. [Where it can be had]. SHA-256 of the "
        f"table: `{checksum}`."
    )
