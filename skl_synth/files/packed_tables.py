"""ZIP files and what is in them: workbooks, one packed table, or something else."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from skl_synth.errors import InputError
from skl_synth.files.bounds import too_much_unpacked
from skl_synth.files.line_lengths import CHUNK
from skl_synth.files.no_tables import TYPED, UNPACK, no_table

ZIP = b"PK\x03\x04"

MOST_FILES = 10_000
"""A workbook has some dozen of them."""

LOCAL_HEADER = 30
"""Bytes before the name of an entry, of which two each tell what follows."""

DOCUMENTS = {
    "word/": ("a Word document (.docx)", TYPED),
    "ppt/": ("a PowerPoint presentation (.pptx)", TYPED),
    "Index/": ("a spreadsheet of Numbers", ("in Numbers, File > Export To > CSV",)),
    "Index.zip": ("a spreadsheet of Numbers", ("in Numbers, File > Export To > CSV",)),
}
"""What a ZIP file is that holds a file whose name begins like this."""

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
"""What comes of a part that cannot be unpacked, or needs a password."""


def check_entries(file: IO[bytes], path: Path, most: int) -> None:
    """Refuse a ZIP file that fills the memory, or that says it does not but does.

    Parameters
    ----------
    file : file object
        The file, from its start on; so it is left.
    path : Path
        The file, for messages.
    most : int
        How many bytes may be unpacked.

    Raises
    ------
    InputError
        If it is damaged, or too large when it is unpacked.
    """
    size = file.seek(0, io.SEEK_END)
    with _opened(file, path) as packed:
        entries = packed.infolist()
        if sum(one.file_size for one in entries) > most or len(entries) > MOST_FILES:
            raise too_much_unpacked(path, size, most)
        for one in entries:
            # Other readers believe the data rather than what is said of them.
            if _runs_over(file, one):
                raise _damaged(path)
    file.seek(0)


def _runs_over(file: IO[bytes], entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is larger than it says."""
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return False
    file.seek(entry.header_offset)
    header = file.read(LOCAL_HEADER)
    skipped = sum(int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    file.seek(skipped, io.SEEK_CUR)
    left, size, unpacker = entry.compress_size, 0, zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (piece := file.read(min(left, CHUNK))):
        left -= len(piece)
        while piece and size <= entry.file_size:
            try:
                size += len(unpacker.decompress(piece, CHUNK))
            except zlib.error:
                # Whether it is damaged, or has a password, is said where it is read.
                return False
            piece = unpacker.unconsumed_tail
    return size > entry.file_size


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
        If it is damaged, another kind of document, or holds several files.
    """
    with _opened(io.BytesIO(content), path) as packed:
        entries = [one for one in packed.infolist() if not one.is_dir()]
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
    with _opened(io.BytesIO(content), path) as packed:
        (name,) = _tables(packed.namelist())
        return _unpacked(packed, name, path), path / Path(name).name


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


def _opened(file: IO[bytes], path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (*_DAMAGED, ValueError, NotImplementedError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> InputError:
    return InputError(
        "{path} is damaged or cut off", path=path, remedies=["get the file anew"]
    )


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
