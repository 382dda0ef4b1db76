"""ZIP files and what is in them: workbooks, one packed table, or something else."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

from skl_synth.errors import InputError
from skl_synth.files.no_tables import AS_CSV, TYPED, UNPACK, no_table

ZIP = b"PK\x03\x04"

MOST_BYTES = 10**9
"""No table is read that is larger than this when it is unpacked."""

MOST_CELLS = 10**8
"""Nor one with more cells, empty ones between the filled ones included."""

MOST_COLUMNS = 16_384
"""As many columns a sheet of Excel has."""

DOCUMENTS = {
    "word/": ("a Word document (.docx)", TYPED),
    "ppt/": ("a PowerPoint presentation (.pptx)", TYPED),
    "Index/": ("a spreadsheet of Numbers", ("in Numbers, File > Export To > CSV",)),
    "Index.zip": ("a spreadsheet of Numbers", ("in Numbers, File > Export To > CSV",)),
}
"""What a ZIP file is that holds a file whose name begins like this."""

SCANNED_BYTES = 2**24
"""So much of a sheet is looked through at a time."""

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
"""What comes of a part that cannot be unpacked, or needs a password."""

_CELL = re.compile(rb'<c [^>]*?r="([A-Z]+)(\d+)"[^>/]*>')
"""A cell that is not empty: empty ones with a format are closed at once."""

_REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d+)"')


def zip_kind(content: bytes, path: Path) -> str:
    """Tell what a ZIP file is.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file, for messages.

    Returns
    -------
    {"xlsx", "ods", "zip"}
        A workbook of Excel (.xlsx, .xlsm or .xlsb), one of LibreOffice, or a file that
        holds one other file.

    Raises
    ------
    InputError
        If it is damaged, too large when it is unpacked, another kind of document, or
        holds several files.
    """
    with _opened(content, path) as packed:
        entries = [one for one in packed.infolist() if not one.is_dir()]
        _check_size(sum(one.file_size for one in entries), path)
        names = [one.filename for one in entries]
        if any(name.startswith("xl/") for name in names):
            return "xlsx"
        if "content.xml" in names:
            return _of_office(packed, path)
    for start, (kind, remedies) in DOCUMENTS.items():
        if any(name.startswith(start) for name in names):
            raise no_table(path, kind, remedies)
    if len(_tables(names)) != 1:
        raise no_table(path, f"a ZIP file with {len(names)} files", UNPACK)
    return "zip"


def only_file(content: bytes, path: Path) -> tuple[bytes, Path]:
    """Unpack a ZIP file that holds one table.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file.

    Returns
    -------
    content : bytes
        What the one file in it holds.
    path : Path
        Its name, behind that of the ZIP file.

    Raises
    ------
    InputError
        If it is damaged or needs a password.
    """
    with _opened(content, path) as packed:
        (name,) = _tables(packed.namelist())
        return _unpacked(packed, name, path), path / Path(name).name


def check_workbook(content: bytes, path: Path, kind: str) -> None:
    """Refuse a workbook with sheets that no memory holds, before they are read.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file.
    kind : {"xlsx", "ods"}
        What it is.

    Raises
    ------
    InputError
        If a sheet has too many columns or cells.
    """
    with _opened(content, path) as packed:
        for name in packed.namelist():
            if kind == "ods" and name == "content.xml":
                _check_repeated(_unpacked(packed, name, path), path)
            elif re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                _check_cells(_unpacked(packed, name, path), path)


def sheet_content(content: bytes, sheet: str) -> bytes:
    """Return what a sheet of an .xlsx file holds, as it stands in the file.

    Parameters
    ----------
    content : bytes
        The workbook.
    sheet : str
        Name of the sheet.

    Returns
    -------
    bytes
        Its XML; nothing where it is not found.
    """
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        try:
            book = ET.fromstring(packed.read("xl/workbook.xml"))
            links = ET.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
            targets = {one.get("Id"): one.get("Target", "") for one in links}
            (link,) = (
                one.get(relation)
                for one in book.iter()
                if one.tag.endswith("}sheet") and one.get("name") == sheet
            )
            target = targets[link].removeprefix("/xl/")
            return packed.read(f"xl/{target}")
        except (KeyError, ValueError, ET.ParseError, *_DAMAGED):
            return b""


def _opened(content: bytes, path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (*_DAMAGED, ValueError) as error:
        raise InputError(
            "{path} is damaged or cut off",
            path=path,
            remedies=["get the file anew"],
        ) from error


def _unpacked(packed: zipfile.ZipFile, name: str, path: Path) -> bytes:
    try:
        return packed.read(name)
    except _DAMAGED as error:
        raise InputError(
            "{path} cannot be unpacked: it needs a password, or is damaged",
            path=path,
            remedies=[*UNPACK, "get the file anew"],
        ) from error


def _tables(names: list[str]) -> list[str]:
    """Leave out folders and what systems put beside the files."""
    return [
        name
        for name in names
        if not name.endswith(("/", ".DS_Store")) and not name.startswith("__MACOSX")
    ]


def _of_office(packed: zipfile.ZipFile, path: Path) -> str:
    kind = packed.read("mimetype") if "mimetype" in packed.namelist() else b""
    if b"spreadsheet" not in kind:
        raise no_table(path, "a document of LibreOffice, but no spreadsheet", TYPED)
    return "ods"


def _check_size(n_bytes: int, path: Path) -> None:
    if n_bytes > MOST_BYTES:
        raise InputError(
            "{path} would be {size:.0f} GB large when unpacked, more than is read",
            path=path,
            size=n_bytes / 10**9,
            remedies=["split the table", AS_CSV],
        )


def _check_cells(sheet: bytes, path: Path) -> None:
    columns: set[bytes] = set()
    last = 0
    for start in range(0, len(sheet), SCANNED_BYTES):
        found = _CELL.findall(sheet[start : start + SCANNED_BYTES + 200])
        columns.update(letters for letters, _ in found)
        last = max(last, *(int(row) for _, row in found), 0)
    _check_grid(max(map(_number, columns), default=0), last, path)


def _check_repeated(content: bytes, path: Path) -> None:
    """Multiply out what a sheet of LibreOffice says in few words."""
    # Empty cells are repeated to the end of the sheet, and are not read.
    columns = rows = 1
    for cell in re.finditer(rb"<table:table-(?:cell|row)\b[^>]*>", content):
        for what, times in _REPEATED.findall(cell[0]):
            if what == b"columns" and b"office:value-type" in cell[0]:
                columns = max(columns, int(times))
            elif what == b"rows":
                rows = max(rows, int(times))
    if columns > 1:
        _check_grid(columns, rows, path)


def _check_grid(n_columns: int, n_rows: int, path: Path) -> None:
    if n_columns > MOST_COLUMNS or n_columns * n_rows > MOST_CELLS:
        raise InputError(
            "{path} has a sheet of {n_rows} rows and {n_columns} columns, more than is "
            "read",
            path=path,
            n_rows=n_rows,
            n_columns=n_columns,
            remedies=[
                "remove what stands far away from the table, such as one lost cell",
                AS_CSV,
            ],
        )


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
