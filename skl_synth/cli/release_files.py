"""The files of a release: its table, its report, and the copy of its owner."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.cli.console import print_text
from skl_synth.cli.source import Source
from skl_synth.errors import InputError
from skl_synth.files import (
    TableStyle,
    check_output,
    check_table_name,
    replacing,
    write_table,
)
from skl_synth.pages.html_report import ENDINGS
from skl_synth.release import GuaranteeReport, Release, ReleaseReport
from skl_synth.release.worded_page import WordedPage

Report = ReleaseReport | GuaranteeReport


class ReleaseFiles(NamedTuple):
    """Where a release is written to.

    Parameters
    ----------
    table, report : Path
        What may be shared.
    owner : Path
        What may not: the seed, exact figures, and what rests on few people.
    """

    table: Path
    report: Path
    owner: Path


def release_files(table: Path, report: Path) -> ReleaseFiles:
    """Name the files of a release.

    Parameters
    ----------
    table, report : Path
        As they were typed.

    Returns
    -------
    ReleaseFiles
        The owner's copy is named after the report. Beside a page it is JSON: it holds
        the seed, which is read by programs.
    """
    ending = ".json" if is_page(report) else report.suffix
    owner = report.with_name(f"{report.stem}.owner{ending}")
    return ReleaseFiles(table, report, owner)


def is_page(report: Path) -> bool:
    """Say whether a report is written as a page, by the ending of its name.

    Parameters
    ----------
    report : Path
        As it was typed.

    Returns
    -------
    bool
        Whether it is; else it is written as JSON.
    """
    return report.suffix.lower() in ENDINGS


def check_release_files(files: ReleaseFiles, inputs: Iterable[Path]) -> None:
    """Check before the work starts whether all can be written.

    Parameters
    ----------
    files : ReleaseFiles
        The files.
    inputs : iterable of Path
        Files that must not be overwritten.

    Raises
    ------
    OSError
        If one cannot be written.
    InputError
        If two of them are the same, one is an input, or no table is written to files
        of such a name.
    """
    given = list(inputs)
    for path in files:
        check_output(path, given)
    check_table_name(files.table)
    if files.table.resolve() == files.report.resolve():
        raise InputError(
            "--output and --report are the same file, {path}", path=files.table
        )
    if files.table.resolve() == files.owner.resolve():
        raise InputError(
            "--output is {path}, where the owner's copy of the report is written",
            path=files.table,
            remedies=["give the table another name"],
        )


def write_release(release: Release, files: ReleaseFiles, source: Source) -> None:
    """Write the owner's copy, the report and the table; and say so.

    Parameters
    ----------
    release : Release
        What was made.
    files : ReleaseFiles
        Where it is written to.
    source : Source
        The real table.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    report, frame = release.report, released_frame(release, source)
    # The report first: no table is ever there without one.
    write_reports(report, files, source, about={"table": files.table.name})
    write_table(frame, files.table, style_of_release(release, source))
    print_reports(report)
    print_text(
        f"\nWrote {files.table}: {len(frame)} rows, and {files.report}; "
        f"{files.owner}, which is for you alone, holds the seed."
    )


def print_reports(report: Report) -> None:
    """Print a report, and what its owner should know besides.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of a release, or of a refusal.
    """
    print_text(f"\n{report}")
    assert report.owner is not None
    if isinstance(report, GuaranteeReport):
        print_text(f"\n{report.owner}")
        return
    for note in report.owner.notes:
        if note not in report.notes:
            print_text(f"\nFor you alone: {note}")


def style_of_release(release: Release, source: Source) -> TableStyle:
    """Say how the table of a release is written.

    Parameters
    ----------
    release : Release
        What was made.
    source : Source
        The real table.

    Returns
    -------
    TableStyle
        That of the real file; with a guarantee a plain one, since how the real file is
        written says something of the values in it.
    """
    if isinstance(release.report, GuaranteeReport):
        return TableStyle(escape_formulas=source.style.escape_formulas)
    return source.style


def released_frame(release: Release, source: Source) -> pd.DataFrame:
    """Give the rows to be written, columns in the order of the real ones.

    Parameters
    ----------
    release : Release
        What was made.
    source : Source
        The real table.

    Returns
    -------
    DataFrame
        The rows, with their target.
    """
    released = release.X
    if source.target is not None:
        released = released.assign(**{source.target: release.y})
    return released[[name for name in source.frame.columns if name in released.columns]]


def write_reports(
    report: Report,
    files: ReleaseFiles,
    source: Source,
    *,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Write the report, as a page or as JSON, and the owner's copy as JSON.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of a release, or of a refusal.
    files : ReleaseFiles
        Where they are written to.
    source : Source
        The real table: what its file is called stands in the owner's copy alone.
    about : mapping of str to object, default=None
        What the report says besides, where it is JSON.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    assert report.owner is not None
    target = {"target": source.target}
    kept = {**report.owner.to_dict(), "real_table": source.path.name, **target}
    write_json_file(kept, files.owner, private=True)
    if is_page(files.report):
        WordedPage(report, COMMAND_LINE).write_html(files.report)
        return
    shared = (
        report.to_dict()
        if isinstance(report, GuaranteeReport)
        else report.to_dict(COMMAND_LINE)
    )
    write_json_file({**shared, **(about or {}), **target}, files.report)


def write_json_file(
    content: Mapping[str, Any], path: Path, *, private: bool = False
) -> None:
    """Write what JSON can hold to a file, which is there whole or not at all.

    Parameters
    ----------
    content : mapping of str to object
        Without NaN.
    path : Path
        The file.
    private : bool, default=False
        Whether only its owner may read it.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with replacing(path, encoding="utf-8", private=private) as handle:
        json.dump(content, handle, indent=2, ensure_ascii=False, allow_nan=False)
        handle.write("\n")
