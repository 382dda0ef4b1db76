"""Where a release is written to: files that were named, a pack, or both."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.cli.console import print_text
from skl_synth.cli.release_files import (
    ReleaseFiles,
    check_release_files,
    print_reports,
    release_files,
    released_frame,
    style_of_release,
    write_release,
    write_reports,
)
from skl_synth.cli.source import Source
from skl_synth.errors import InputError
from skl_synth.files import check_table_name, check_writable
from skl_synth.release import Release, ReleaseReport
from skl_synth.release.pack import (
    ReleasedTable,
    check_folder,
    check_label,
    labelled,
    write_pack,
    write_refused_pack,
)
from skl_synth.release.pack.pack_words import has_classes
from skl_synth.release.released_columns import ReleasedColumn

OTHER_FORMATS = (".xlsx", ".dta", ".jsonl", ".ndjson", ".json", ".parquet")
"""Formats of a source in which the table stands in a pack besides CSV."""


class ReleasePlaces(NamedTuple):
    """Where a release is written to.

    Parameters
    ----------
    files : ReleaseFiles or None
        The files that were named.
    pack : Path or None
        The folder.
    label : {"column", "prefix"} or None
        How the table in the folder says that it is synthetic.
    """

    files: ReleaseFiles | None
    pack: Path | None
    label: str | None


def release_places(
    output: Path | None, report: Path | None, pack: Path | None, label: str | None
) -> ReleasePlaces:
    """Find out where a release is to be written.

    Parameters
    ----------
    output, report, pack : Path or None
        As they were typed.
    label : {"column", "prefix"} or None
        How the table in a pack is labelled.

    Returns
    -------
    ReleasePlaces
        The places.

    Raises
    ------
    InputError
        If nothing was named, or a file without the other.
    """
    if label is not None and pack is None:
        raise InputError(
            "--label {value} labels the table of a pack, and there is none",
            value=label,
            remedies=["give --pack FOLDER", "leave out --label"],
        )
    if output is not None and report is not None:
        return ReleasePlaces(release_files(output, report), pack, label)
    if (output is None) != (report is None):
        raise InputError(
            "{lacking} is missing: a table goes with its report, each in a file",
            lacking="--output" if output is None else "--report",
            remedies=["give both", "give --pack FOLDER alone"],
        )
    if pack is None:
        raise InputError(
            "it was not said where the release is to be written",
            remedies=["give --pack FOLDER", "give --output OUT.csv --report OUT.json"],
        )
    return ReleasePlaces(None, pack, label)


def check_places(places: ReleasePlaces, inputs: Iterable[Path]) -> None:
    """Check before the work starts whether all can be written.

    Parameters
    ----------
    places : ReleasePlaces
        The places.
    inputs : iterable of Path
        Files that must not be overwritten.

    Raises
    ------
    OSError
        If one cannot be written.
    InputError
        If one is an input, or the folder is not empty.
    """
    if places.files is not None:
        check_release_files(places.files, inputs)
    if places.pack is not None:
        check_folder(places.pack)


def check_labels(places: ReleasePlaces, source: Source) -> None:
    """Check before the work starts whether the table can be labelled as was asked.

    Parameters
    ----------
    places : ReleasePlaces
        The places.
    source : Source
        The real table.

    Raises
    ------
    InputError
        If a column has the name of the label already.
    """
    check_label(places.label)
    labelled(ReleasedTable(source.frame.head(0)), places.label)


def write_everywhere(release: Release, places: ReleasePlaces, source: Source) -> None:
    """Write a release to all places; and say so.

    Parameters
    ----------
    release : Release
        What was made.
    places : ReleasePlaces
        Where it is written to.
    source : Source
        The real table.

    Raises
    ------
    OSError
        If a file or the folder cannot be written.
    """
    if places.files is not None:
        write_release(release, places.files, source)
    else:
        print_reports(release.report)
    if places.pack is None:
        return
    table = _table_of(release, source)
    folder = write_pack(
        release.report,
        table,
        places.pack,
        label=places.label,
        dictionary=source.encoder.dictionary,
        also=_format_of(source),
        kept=_kept(source),
        words=COMMAND_LINE,
    )
    print_text(
        f"\nWrote {folder}, which is to be handed over: {len(table.frame)} rows; and "
        f"{folder.with_name('owner')}, which is for you alone, and holds the seed."
    )


def write_refusal(report: ReleaseReport, places: ReleasePlaces, source: Source) -> None:
    """Write the reports of a refusal to all places, and no table; and say so.

    Parameters
    ----------
    report : ReleaseReport
        Of the refusal.
    places : ReleasePlaces
        Where they are written to.
    source : Source
        The real table.

    Raises
    ------
    OSError
        If a file or the folder cannot be written.
    """
    written = []
    if places.files is not None:
        write_reports(report, places.files, source)
        written.append((places.files.report, places.files.owner))
    if places.pack is not None:
        folder = write_refused_pack(
            report, places.pack, kept=_kept(source), words=COMMAND_LINE
        )
        written.append((folder, folder.with_name("owner")))
    print_reports(report)
    for shown, owner in written:
        print_text(
            f"\nWrote {shown} and no table; {owner}, which is for you alone, holds the "
            "seed."
        )


def _kept(source: Source) -> dict[str, str | None]:
    """What the file of the real table is called stands in the owner's part alone."""
    return {"real_table": source.path.name, "target": source.target}


def _table_of(release: Release, source: Source) -> ReleasedTable:
    columns = {str(name): one for name, one in release.columns.items()}
    if source.target is not None and has_classes(release.report):
        columns[source.target] = ReleasedColumn("category")
    return ReleasedTable(
        released_frame(release, source),
        style_of_release(release, source),
        source.target,
        columns,
    )


def _format_of(source: Source) -> str:
    """The ending of the source, where it is another format that can be written."""
    ending = source.path.suffix.lower()
    if ending not in OTHER_FORMATS:
        return ""
    try:
        check_table_name(source.path)
        check_writable(source.frame, source.path)
    except (ImportError, InputError):
        # The CSV file holds the same.
        return ""
    return ending
