"""What kind of file a table comes in, told by its content, and who reads it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from skl_synth.errors import InputError, Setting
from skl_synth.files.arrow_files import ARROW, read_arrow
from skl_synth.files.bounds import Bound
from skl_synth.files.excel import OLD, read_excel
from skl_synth.files.grids import Layout
from skl_synth.files.json_lines import read_json
from skl_synth.files.line_lengths import CHUNK, with_lines_checked
from skl_synth.files.no_tables import FOREIGN, refuse_foreign
from skl_synth.files.packed_tables import ZIP, check_entries, only_file, zip_kind
from skl_synth.files.parquet import read_parquet
from skl_synth.files.statistics_files import READERS, STARTS, read_statistics
from skl_synth.files.style import TableStyle

Read = tuple[pd.DataFrame, TableStyle]

PARQUET = b"PAR1"

JSON_ENDINGS = (".json", ".jsonl", ".ndjson")

EXCEL_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

BINARY_ENDINGS = {".parquet", ".feather", ".arrow", *EXCEL_ENDINGS, *READERS}
"""Endings of files that begin with a mark of their own, except .por and old .dta."""

NO_TEXT = (PARQUET, ARROW, OLD, ZIP, *STARTS, *FOREIGN)
"""How files begin that have no lines."""

OLD_STATA = range(102, 116)
"""The first byte of a file of Stata before version 13: its version."""

MISNAMED = ("give it the name of what it is", "get the file anew")
"""What to do with a file whose name says something else."""


def unpacked(content: bytes, path: Path, bound: Bound) -> tuple[bytes, Path]:
    """Take the one table out of a ZIP file, and leave all other files as they are.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file.
    bound : Bound
        How much is read.

    Returns
    -------
    content : bytes
        What the table holds.
    path : Path
        What it is called.

    Raises
    ------
    InputError
        If it is a ZIP file that holds something else than one table, is too large when
        it is unpacked, or has a line that is too long.
    """
    if not content.startswith(ZIP):
        return content, path
    most = bound.of_packed(len(content))
    check_entries(io.BytesIO(content), path, most)
    if zip_kind(content, path) == "zip":
        content, path = only_file(content, path)
        pieces = (content[at : at + CHUNK] for at in range(0, len(content), CHUNK))
        for _ in with_lines_checked(pieces, path, NO_TEXT):
            pass
        if content.startswith(ZIP):
            check_entries(io.BytesIO(content), path, most)
    return content, path


def read_other(content: bytes, path: Path, layout: Layout) -> Read | None:
    """Read a file that is no delimited text.

    Parameters
    ----------
    content : bytes
        What the file holds, unpacked.
    path : Path
        The file; its name decides where the content leaves it open.
    layout : Layout
        What the user has said of it.

    Returns
    -------
    frame : DataFrame
        The table.
    style : TableStyle
        How it is written, and what the file says of its columns. None in place of both
        for delimited text.

    Raises
    ------
    InputError
        If it is known for something that is no table, is not what its name says, or
        cannot be read as what it is.
    ImportError
        If what reads such files is not installed.
    """
    kind = kind_of(content, path)
    if layout.sheet is not None and kind not in ("xlsx", "xls", "ods"):
        raise InputError(
            "{path} is no workbook, and {given} is for these",
            parameter="sheet",
            path=path,
            given=Setting("sheet", layout.sheet),
            remedies=["leave it out"],
        )
    if kind is None:
        _check_ending(path)
        return None
    return _READERS[kind](content, path, layout, kind)


def kind_of(content: bytes, path: Path) -> str | None:
    """Tell what kind of table a file holds.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file.

    Returns
    -------
    str or None
        "parquet", "arrow", "xlsx", "xls", "ods", "json", or an ending of SPSS, Stata or
        SAS; None for delimited text.

    Raises
    ------
    InputError
        If it is known for something that is no table.
    """
    ending = _ending(path)
    for start, kind in {PARQUET: "parquet", ARROW: "arrow", OLD: "xls"}.items():
        if content.startswith(start):
            return kind
    if content.startswith(ZIP):
        return zip_kind(content, path)
    for start, kind in STARTS.items():
        if content.startswith(start):
            return kind
    if ending == ".dta" and content[:1] and content[0] in OLD_STATA:
        return ending
    if ending == ".por" and b"SPSS" in content[:500]:
        return ending
    refuse_foreign(content, path)
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    looks = start.startswith((b'{"', b'[{"', b"[\n", b"[\r\n"))
    return "json" if ending in JSON_ENDINGS or (looks and not _is_csv(path)) else None


def _ending(path: Path) -> str:
    """The ending of a name, before the one that says that the file is packed."""
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def _is_csv(path: Path) -> bool:
    return _ending(path) in (".csv", ".tsv", ".txt")


def _check_ending(path: Path) -> None:
    """Refuse text under the name of another kind of file."""
    ending = _ending(path)
    if ending in BINARY_ENDINGS:
        raise InputError(
            "{path} is no {kind} file, though its name says so",
            path=path,
            kind="Parquet" if ending == ".parquet" else ending,
            remedies=MISNAMED,
        )


def _parquet(content: bytes, path: Path, layout: Layout, kind: str) -> Read:  # noqa: ARG001
    frame, schema = read_parquet(content, path, layout.bound)
    return frame, TableStyle(schema=schema)


def _arrow(content: bytes, path: Path, layout: Layout, kind: str) -> Read:  # noqa: ARG001
    frame, schema = read_arrow(content, path, layout.bound)
    return frame, TableStyle(schema=schema)


def _json(content: bytes, path: Path, layout: Layout, kind: str) -> Read:  # noqa: ARG001
    return read_json(content, path, layout)


_READERS: dict[str, Callable[[bytes, Path, Layout, str], Read]] = {
    "parquet": _parquet,
    "arrow": _arrow,
    "json": _json,
    **dict.fromkeys(("xlsx", "xls", "ods"), read_excel),
    **dict.fromkeys(READERS, read_statistics),
}
"""Who reads each kind."""
