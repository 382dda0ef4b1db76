"""Grids of cells, as of a sheet of Excel: names, rows, and what stands about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.files.bounds import Bound
from skl_synth.files.cells_of_columns import as_texts, series_of, text_of_cell
from skl_synth.files.column_names import column_names, numbered_names, warn_of_names
from skl_synth.files.line_checks import checked
from skl_synth.files.style import TableStyle
from skl_synth.files.text_lines import ChosenLines, without

TAB = "\t"

LOOKED_AT = 200
"""So many lines at either end are looked through for what is no row."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where a table stands in its file, as far as the user has said.

    Parameters
    ----------
    lines : ChosenLines, default=ChosenLines()
        Which lines are the table.
    missing : tuple of str, default=()
        Texts that stand for a missing value.
    sheet : str or None, default=None
        The sheet of a workbook.
    as_text : bool, default=False
        Whether each cell is read by itself, see `read_table`.
    bound : Bound, default=Bound()
        How much is read.
    """

    lines: ChosenLines = field(default_factory=ChosenLines)
    missing: tuple[str, ...] = ()
    sheet: str | None = None
    as_text: bool = False
    bound: Bound = field(default_factory=Bound)


def frame_of_grid(
    rows: list[list[Any]], path: Path, layout: Layout
) -> tuple[pd.DataFrame, TableStyle]:
    """Find the table in a grid of cells.

    Parameters
    ----------
    rows : list of list of object
        All cells from the first line and the first column on, all lines equally long;
        empty ones are None or an empty text.
    path : Path
        The file, for messages.
    layout : Layout
        What the user has said.

    Returns
    -------
    frame : DataFrame
        The table, without empty lines and empty columns that have no name.
    style : TableStyle
        How it is written.

    Raises
    ------
    InputError
        If lines above or below do not belong to the table, or there are no rows. The
        message names the options that help.

    Warns
    -----
    InputWarning
        If lines are left out, or columns have no name or that of another.
    """
    body = _table_of(_without_empty_columns(rows), path, layout)
    header = body.pop(0) if layout.lines.has_header and body else []
    if not body:
        raise InputError("{path} has column names but no rows", path=path)
    columns = list(zip(*body, strict=True))
    if layout.lines.has_header:
        names = column_names([_shown(cell) for cell in header])
        warn_of_names(names, path)
    else:
        names = numbered_names(len(columns))
    cells = dict(zip(names.used, columns, strict=True))
    style = TableStyle(header=layout.lines.has_header, names=names.written)
    if layout.as_text:
        frame = pd.DataFrame(cells, dtype=object)
        frame = frame.mask(frame.astype(str).isin(layout.missing))
        return as_texts(frame), style
    read = {
        name: series_of(column, missing=layout.missing)
        for name, column in cells.items()
    }
    frame = pd.DataFrame({name: series for name, (series, _) in read.items()})
    return frame, replace(style, columns={name: one for name, (_, one) in read.items()})


def _without_empty_columns(rows: list[list[Any]]) -> list[list[Any]]:
    width = max(map(len, rows), default=0)
    filled = [
        at
        for at in range(width)
        if any(at < len(row) and _is_filled(row[at]) for row in rows)
    ]
    if filled == list(range(width)):
        return rows
    return [[row[at] if at < len(row) else None for at in filled] for row in rows]


def _table_of(rows: list[list[Any]], path: Path, layout: Layout) -> list[list[Any]]:
    """Leave out lines, by the same rules by which those of a text are left out."""
    text = without(_text_of(rows), layout.lines)
    if not text.strip():
        raise InputError("{path} is empty: a line must hold column names", path=path)
    text = checked(text, TAB, layout.lines, path, as_text=layout.as_text)
    lines = text.split("\n")
    # Lines that are left out are empty now, and those at the end are gone.
    return [row for row, line in zip(rows, lines, strict=False) if line]


def _text_of(rows: list[list[Any]]) -> str:
    """Write the lines as text, those in the middle as far as it matters."""
    start = next((at for at, row in enumerate(rows) if _n_filled(row) > 1), 0)
    lines = [
        # A title has no cells beside it, as in a text.
        _line(row[: 1 + _last_filled(row)] if at < start else row)
        for at, row in enumerate(rows[:LOOKED_AT])
    ]
    heads = [row for row in rows[:LOOKED_AT] if all(type(cell) is str for cell in row)]
    middle = rows[LOOKED_AT:-LOOKED_AT]
    lines += [
        _line(row) if row in heads else "1" if any(map(_is_filled, row)) else ""
        for row in middle
    ]
    lines += map(_line, rows[LOOKED_AT + len(middle) :])
    return "\n".join(lines)


def _line(row: Sequence[Any]) -> str:
    cells = [_shown(cell).replace('"', "'") for cell in row]
    return TAB.join(cells) if any(cells) else ""


def _n_filled(row: Sequence[Any]) -> int:
    return sum(map(_is_filled, row))


def _last_filled(row: Sequence[Any]) -> int:
    return max((at for at, cell in enumerate(row) if _is_filled(cell)), default=0)


def _is_filled(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _shown(cell: Any) -> str:
    """Write a name or a title in one line."""
    return " ".join(text_of_cell(cell).split()) if _is_filled(cell) else ""
