"""How large the sheets of a workbook are, before anybody makes room for them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from skl_synth.errors import InputError
from skl_synth.files.bounds import LONGEST_LINE, MOST_CELLS
from skl_synth.files.no_tables import AS_CSV, UNPACK

MOST_COLUMNS = 16_384
"""As many columns a sheet of Excel has."""

SCANNED_BYTES = 2**22
"""So much of a sheet is looked through at a time."""

SPARE_TEXTS = 10**6
"""So many texts may be listed for all sheets that no cell of them shows."""

_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'][^>]*>")
_TEXT_OF_CELL = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\bt\s*=\s*[\"']s[\"'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d{1,9})"
)
_TEXT = re.compile(rb"<(?:\w+:)?si\b")
_OFFICE_TAG = re.compile(rb"<(/?)table:(?:covered-)?table-(cell|row|column)\b([^>]*)>")
_REPEATED = re.compile(rb"number-(?:columns|rows)-repeated\s*=\s*[\"'](\d{1,12})")


def check_workbook(content: bytes, path: Path, kind: str, most: int) -> None:
    """Refuse a workbook with sheets that no memory holds, before they are read.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file.
    kind : {"xlsx", "ods"}
        What it is.
    most : int
        How many bytes its cells may hold.

    Raises
    ------
    InputError
        If a sheet has too many columns or cells, or its cells repeat a long text.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        if kind == "ods":
            _check_repeated(_parts(packed, "content.xml", path), path, most)
            return
        sheets = [n for n in names if re.fullmatch(r"/?xl/worksheets/[^/]+\.xml", n)]
        for name in sheets:
            _check_cells(_parts(packed, name, path), path)
        if "xl/sharedStrings.xml" in names:
            _check_texts(packed, sheets, path, most)


def _parts(packed: zipfile.ZipFile, name: str, path: Path) -> Iterator[bytes]:
    """Unpack a part in pieces that end between two tags."""
    rest = b""
    try:
        with packed.open(name) as part:
            for piece in iter(partial(part.read, SCANNED_BYTES), b""):
                whole = rest + piece
                # A cell and its value stay together.
                end = max(whole.rfind(mark) for mark in (b"</c>", b"<row", b"</si>"))
                end = end if end > 0 else whole.rfind(b"<")
                if len(whole) - max(end, 0) > SCANNED_BYTES + LONGEST_LINE:
                    raise _too_many(path, 1, 1)
                yield whole[: max(end, 0)]
                rest = whole[max(end, 0) :]
            yield rest
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise InputError(
            "{path} cannot be unpacked: it needs a password, or is damaged",
            path=path,
            remedies=[*UNPACK, "get the file anew"],
        ) from error


def _check_cells(parts: Iterator[bytes], path: Path) -> None:
    columns, last = 0, 0
    for part in parts:
        # An empty cell with a format is closed at once, and is not read.
        found = [one for one in _CELL.finditer(part) if not one[0].endswith(b"/>")]
        letters = {one[1].upper() for one in found}
        columns = max(columns, *map(_number, letters), 0)
        last = max(last, *(int(one[2][:9]) for one in found), 0)
    _check_grid(columns, last, path)


def _check_texts(
    packed: zipfile.ZipFile, sheets: list[str], path: Path, most: int
) -> None:
    """Refuse texts of which nobody shows most, and long ones that many cells show."""
    lengths: list[int] = []
    for part in _parts(packed, "xl/sharedStrings.xml", path):
        starts = [one.start() for one in _TEXT.finditer(part)]
        lengths += [after - at for at, after in pairwise([*starts, len(part)])]
        if len(lengths) > MOST_CELLS // 10:
            raise _too_many(path, len(lengths), 1)
    sizes, n_shown, n_bytes = np.array([*lengths, 0]), 0, 0
    for name in sheets:
        for part in _parts(packed, name, path):
            shown = np.array([int(one) for one in _TEXT_OF_CELL.findall(part)], int)
            n_shown += len(shown)
            n_bytes += int(sizes[np.minimum(shown, len(lengths))].sum())
            if n_bytes > most:
                raise _repeats(path)
    if len(lengths) > n_shown + SPARE_TEXTS:
        raise _repeats(path)


def _check_repeated(parts: Iterator[bytes], path: Path, most: int) -> None:
    """Multiply out what a sheet of LibreOffice says in few words."""
    sheet = _OfficeSheet()
    for part in parts:
        tags = list(_OFFICE_TAG.finditer(part))
        ends = [*(tag.start() for tag in tags[1:]), len(part)]
        for tag, end in zip(tags, ends, strict=False):
            sheet.add(tag, end - tag.end())
            _check_grid(sheet.widest, sheet.n_rows, path)
        if sheet.n_bytes > most:
            raise _repeats(path)


class _OfficeSheet:
    """The size of a sheet of LibreOffice, row after row."""

    def __init__(self) -> None:
        self.n_rows = self.widest = self.n_bytes = 0
        self._empty = self._width = self._filled = 0
        self._rows = 1

    def add(self, tag: re.Match[bytes], n_bytes: int) -> None:
        """Go on to the next tag, and what stands behind it."""
        closes, what, said = tag.groups()
        repeated = _REPEATED.search(said)
        times = int(repeated[1]) if repeated else 1
        if what == b"row" and closes:
            self._end()
        elif what == b"row":
            self._rows, self._width, self._filled = times, 0, 0
        elif what == b"cell" and not closes:
            self._width += times
            if b"office:value-type" in said:
                self._filled = self._width
                self.n_bytes += n_bytes * times * self._rows

    def _end(self) -> None:
        """Count a row; empty ones are repeated to the end of a sheet, and not read."""
        self._empty += self._rows
        if self._filled:
            self.n_rows, self._empty = self.n_rows + self._empty, 0
            self.widest = max(self.widest, self._filled)


def _check_grid(n_columns: int, n_rows: int, path: Path) -> None:
    if n_columns > MOST_COLUMNS or n_columns * n_rows > MOST_CELLS:
        raise _too_many(path, n_rows, n_columns)


def _too_many(path: Path, n_rows: int, n_columns: int) -> InputError:
    return InputError(
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


def _repeats(path: Path) -> InputError:
    return InputError(
        "{path} has few long texts that many cells repeat, or many that none shows, as "
        "files have that fill the memory on purpose",
        path=path,
        remedies=[AS_CSV],
    )


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
