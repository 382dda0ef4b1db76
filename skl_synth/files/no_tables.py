"""Files that hold no table which can be read: what they are, and what to do."""

from __future__ import annotations

from pathlib import Path

from skl_synth.errors import InputError

AS_CSV = "open it in Excel and save it as CSV: File > Save as > 'CSV UTF-8'"
UNPACK = ("unpack it first",)
IN_R = (
    "in R, write the table as CSV: write.csv(TABLE, 'table.csv', row.names = FALSE)",
)
IN_ACCESS = ("in Access, export the table to Excel: External Data > Export > Excel",)
TYPED = ("copy the table into Excel and save it as CSV: File > Save as > 'CSV UTF-8'",)
EXPORT = ("export the table as CSV",)

FOREIGN: dict[bytes, tuple[str, tuple[str, ...]]] = {
    b"\x89PNG": ("a picture (PNG)", ()),
    b"\xff\xd8\xff": ("a picture (JPEG)", ()),
    b"GIF8": ("a picture (GIF)", ()),
    b"II*\0": ("a picture (TIFF)", ()),
    b"MM\0*": ("a picture (TIFF)", ()),
    b"%PDF": ("a PDF document", TYPED),
    b"{\\rtf": ("a text document (RTF)", TYPED),
    b"SQLite format 3": ("an SQLite database", EXPORT),
    b"\0\x01\0\0Standard Jet DB": ("an Access database (.mdb)", IN_ACCESS),
    b"\0\x01\0\0Standard ACE DB": ("an Access database (.accdb)", IN_ACCESS),
    b"RDX2\n": ("a workspace of R (.RData)", IN_R),
    b"RDX3\n": ("a workspace of R (.RData)", IN_R),
    b"X\n\0\0\0": ("a table or another object of R (.rds)", IN_R),
    b"\x89HDF": ("an HDF5 file", EXPORT),
    b"\x80\x04\x95": ("a pickle of Python", ("write the table by to_csv",)),
    b"\x80\x05\x95": ("a pickle of Python", ("write the table by to_csv",)),
    b"FEA1": ("an old Feather file", ("write it anew, as Parquet or CSV",)),
    b"BZh": ("packed by bzip2", UNPACK),
    b"\xfd7zXZ": ("packed by xz", UNPACK),
    b"\x28\xb5\x2f\xfd": ("packed by zstd", UNPACK),
    b"7z\xbc\xaf\x27\x1c": ("packed by 7-Zip", UNPACK),
    b"Rar!": ("packed by RAR", UNPACK),
}
"""How files begin that are taken for tables, what they are, and what to do."""

PAGES = (b"<html", b"<!doctype html", b"<table", b"mime-version:", b"<?xml", b"<meta")
"""How files begin, in small letters, that many systems export under the name .xls."""

BY_ENDING = {
    ".rds": ("a table or another object of R", IN_R),
    ".rda": ("a workspace of R", IN_R),
    ".rdata": ("a workspace of R", IN_R),
    ".mdb": ("an Access database", IN_ACCESS),
    ".accdb": ("an Access database", IN_ACCESS),
    ".dbf": ("a dBase file", (AS_CSV,)),
    ".sas7bcat": (
        "a catalogue of formats of SAS, which holds no rows",
        ("give the .sas7bdat file; a catalogue of the same name beside it is used",),
    ),
    ".sps": ("a program of SPSS", ("give the .sav file",)),
    ".spv": ("an output of SPSS", ("give the .sav file",)),
    ".do": ("a program of Stata", ("give the .dta file",)),
    ".numbers": (
        "a spreadsheet of Numbers",
        ("in Numbers, File > Export To > CSV",),
    ),
    ".gsheet": (
        "a link to a Google sheet, which holds no rows",
        ("in Google Sheets, File > Download > CSV",),
    ),
}
"""What a file is that is told by its name alone."""


def refuse_foreign(content: bytes, path: Path) -> None:
    """Refuse a file that holds no table, and say what it is.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file.

    Raises
    ------
    InputError
        If it is known for something else than a table.
    """
    for start, (kind, remedies) in FOREIGN.items():
        if content.startswith(start):
            raise no_table(path, kind, remedies)
    if content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGES):
        raise no_table(path, "a page (HTML or XML), whatever its name says", (AS_CSV,))
    known = BY_ENDING.get(path.suffix.lower())
    if known is not None:
        raise no_table(path, *known)


def no_table(path: Path, kind: str, remedies: tuple[str, ...] = ()) -> InputError:
    """Make the error for a file that holds no table which can be read.

    Parameters
    ----------
    path : Path
        The file.
    kind : str
        What it is.
    remedies : tuple of str, default=()
        What to do.

    Returns
    -------
    InputError
        The error, to be raised.
    """
    return InputError(
        "{path} is no table that can be read but {kind}",
        path=path,
        kind=kind,
        remedies=remedies,
    )
