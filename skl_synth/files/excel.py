"""Tables in workbooks of Excel and LibreOffice, by python-calamine."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.files.cells_of_columns import whole_or_float
from skl_synth.files.grids import Layout, frame_of_grid
from skl_synth.files.packed_tables import sheet_content
from skl_synth.files.style import TableStyle
from skl_synth.files.workbook_bounds import check_workbook

OLD = b"\xd0\xcf\x11\xe0"
"""How an old workbook (.xls) begins, and one that a password protects."""

NEEDED = (
    "Excel files need python-calamine and openpyxl, which are not installed: "
    'pip install "skl_synth[files]".'
)

SIGNIFICANT = 15
"""Digits of a number that Excel shows: those behind them are noise of its sums."""

_ERROR = re.compile(rb'<c [^>]*?r="([A-Z]+\d+)"[^>]*?t="e"[^>]*>.*?<v>([^<]*)</v>')
_UNCOMPUTED = re.compile(
    rb'<c [^>]*?r="([A-Z]+\d+)"[^>]*><f[^>]*>[^<]*</f>(?:<v\s*/>|<v></v>)?</c>'
)


def read_excel(
    content: bytes, path: Path, layout: Layout, kind: str
) -> tuple[pd.DataFrame, TableStyle]:
    """Read a table from a workbook.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file, for messages.
    layout : Layout
        Sheet, lines of titles, and what else the user has said.
    kind : {"xlsx", "xls", "ods"}
        What the file is.

    Returns
    -------
    frame : DataFrame
        The table: numbers, booleans, dates, durations and text, as the cells are.
    style : TableStyle
        How it is written.

    Raises
    ------
    ImportError
        If python-calamine is not installed.
    InputError
        If the file is damaged, protected or too large, has no such sheet, or holds no
        table.

    Warns
    -----
    InputWarning
        If one of several sheets was chosen, cells hold errors or formulas that were
        never computed, or merged cells were filled.
    """
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise ImportError(NEEDED) from error
    if kind != "xls":
        check_workbook(content, path, kind, layout.bound.most)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = _sheet_of(book, path, layout)
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
    except (calamine.PasswordError, calamine.CalamineError, OSError) as error:
        raise _unreadable(content, path, error) from error
    grid = [[_plain(cell) for cell in row] for row in rows]
    if kind == "xlsx":
        _warn_of_errors(sheet_content(content, name), path)
    _fill_merged(grid, sheet, path)
    frame, style = frame_of_grid(grid, path, layout)
    return frame, replace(style, sheet=name)


def _unreadable(content: bytes, path: Path, error: Exception) -> InputError:
    hidden = "EncryptedPackage".encode("utf-16-le")
    if type(error).__name__ == "PasswordError" or hidden in content:
        return InputError(
            "{path} is protected by a password",
            path=path,
            remedies=["open it in Excel and save it without a password"],
        )
    return InputError(
        "{path} is a workbook that cannot be read ({reason})",
        path=path,
        reason=str(error),
        remedies=["open it in Excel and save it as .xlsx", "get the file anew"],
    )


def _sheet_of(book: Any, path: Path, layout: Layout) -> str:
    """Choose a sheet: the one that was given, else the first that holds a table."""
    names = book.sheet_names
    if layout.sheet is not None:
        if layout.sheet in names:
            return layout.sheet
        raise InputError(
            "{path} has no sheet {value!r}; its sheets are {names}",
            parameter="sheet",
            value=layout.sheet,
            path=path,
            names=", ".join(map(repr, names)),
        )
    visible = [
        one.name
        for one in book.sheets_metadata
        if str(one.typ).endswith("WorkSheet") and str(one.visible).endswith("Visible")
    ]
    full = [name for name in visible if book.get_sheet_by_name(name).height > 1]
    if not full:
        raise InputError(
            "{path} has no sheet that holds column names and rows", path=path
        )
    if len(full) > 1:
        warn(
            "{path} has {n} sheets with rows, and the first of them is read, {sheet!r}",
            parameter="sheet",
            path=path,
            n=len(full),
            sheet=full[0],
            remedies=[Remedy("for another, give {setting}", Setting("sheet", full[1]))],
            stacklevel=5,
        )
    return full[0]


def _plain(cell: Any) -> Any:
    if isinstance(cell, float):
        return whole_or_float(float(f"{cell:.{SIGNIFICANT}g}"))
    return cell


def _warn_of_errors(sheet: bytes, path: Path) -> None:
    """Mention cells that come in empty though the sheet shows something there."""
    errors = _ERROR.findall(sheet) if b't="e"' in sheet else []
    if errors:
        warn(
            "{path}: {n} cells hold an error of Excel (such as {error} in {cell}) and "
            "are read as missing",
            path=path,
            n=len(errors),
            error=errors[0][1].decode(errors="replace"),
            cell=errors[0][0].decode(),
            stacklevel=5,
        )
    formulas = _UNCOMPUTED.findall(sheet) if b"<f" in sheet else []
    if formulas:
        warn(
            "{path}: {n} cells hold a formula that was never computed (the first is "
            "{cell}) and are read as missing",
            path=path,
            n=len(formulas),
            cell=formulas[0].decode(),
            remedies=["open the file in Excel and save it"],
            stacklevel=5,
        )


def _fill_merged(grid: list[list[Any]], sheet: Any, path: Path) -> None:
    """Give each row that a merged cell reaches over its value."""
    ranges = sheet.merged_cell_ranges or []
    filled = []
    for (top, left), (bottom, right) in ranges:
        below = grid[top : bottom + 1]
        if bottom == top or not below or _is_above(grid, top):
            continue
        value = below[0][left]
        for row in below:
            row[left : right + 1] = [value] * (right + 1 - left)
        filled.append(top)
    if filled:
        warn(
            "{path}: {n} merged cells were filled, so that each of their rows has the "
            "value (the first in line {line})",
            path=path,
            n=len(filled),
            line=filled[0] + 1,
            stacklevel=5,
        )


def _is_above(grid: list[list[Any]], top: int) -> bool:
    """Tell whether a line is the first one that is filled: names, or a title."""
    return not any(cell not in (None, "") for row in grid[:top] for cell in row)
