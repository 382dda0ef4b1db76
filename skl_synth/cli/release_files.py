"""The files of a release: its table, its report, and what is for the owner alone."""

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
from skl_synth.release import GuaranteeReport, Release

OWNER_ALONE = 0o600
"""Who may read what was found in the real rows."""


class ReleaseFiles(NamedTuple):
    """Where a release is written to.

    Parameters
    ----------
    table, report : Path
        What may be shared.
    owner : Path or None
        What may not, where there is such a part.
    """

    table: Path
    report: Path
    owner: Path | None


def release_files(table: Path, report: Path, *, has_owner_part: bool) -> ReleaseFiles:
    """Name the files of a release.

    Parameters
    ----------
    table, report : Path
        As they were typed.
    has_owner_part : bool
        Whether part of the report is for the owner of the real table alone.

    Returns
    -------
    ReleaseFiles
        The part of the owner is named after the report.
    """
    owner = report.with_name(f"{report.stem}.owner{report.suffix}")
    return ReleaseFiles(table, report, owner if has_owner_part else None)


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
    for path in filter(None, files):
        check_output(path, given)
    check_table_name(files.table)
    if files.table.resolve() == files.report.resolve():
        raise InputError(
            "--output and --report are the same file, {path}", path=files.table
        )
    if files.owner is not None and files.table.resolve() == files.owner.resolve():
        raise InputError(
            "--output is {path}, where the owner's part of the report is written",
            path=files.table,
            remedies=["give the table another name"],
        )


def write_release(
    release: Release, files: ReleaseFiles, source: Source, seed: int
) -> None:
    """Write the report, what is the owner's of it, and the table; and say so.

    Parameters
    ----------
    release : Release
        What was made.
    files : ReleaseFiles
        Where it is written to.
    source : Source
        The real table.
    seed : int
        The seed, to be printed.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    report, frame = release.report, _frame(release, source)
    # The report first: no table is ever there without one.
    if isinstance(report, GuaranteeReport):
        assert files.owner is not None
        write_report(report.to_dict(), files.report, source)
        write_report(report.owner.to_dict(), files.owner, source, mode=OWNER_ALONE)
        # How the real file is written says something of the values in it.
        escapes = source.style.escape_formulas
        write_table(frame, files.table, TableStyle(escape_formulas=escapes))
        print_text(f"\n{report}\n\n{report.owner}")
        rest = f"; {files.owner}, which is for you alone, holds the seed"
    else:
        write_report(report.to_dict(COMMAND_LINE), files.report, source)
        write_table(frame, files.table, source.style)
        print_text(f"\n{report}")
        rest = f" (seed {seed})"
    print_text(f"\nWrote {files.table}: {len(frame)} rows, and {files.report}{rest}.")


def _frame(release: Release, source: Source) -> pd.DataFrame:
    """The rows to be written, columns in the order of the real ones."""
    released = release.X
    if source.target is not None:
        released = released.assign(**{source.target: release.y})
    return released[[name for name in source.frame.columns if name in released.columns]]


def write_report(
    content: Mapping[str, Any], path: Path, source: Source, *, mode: int | None = None
) -> None:
    """Write a report as JSON, with the table that it is about.

    Parameters
    ----------
    content : mapping of str to object
        What JSON can hold.
    path : Path
        The file.
    source : Source
        The real table.
    mode : int or None, default=None
        Who may read the file; None for whoever may read other files.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    about = {"table": source.path.name, "target": source.target}
    with replacing(path, encoding="utf-8") as handle:
        if mode is not None:
            Path(handle.name).chmod(mode)
        json.dump(
            {**content, **about}, handle, indent=2, ensure_ascii=False, allow_nan=False
        )
        handle.write("\n")
