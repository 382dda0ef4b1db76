"""Grids of cells, as of a sheet of Excel: names, rows, and what stands about them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.files.cells_of_columns import as_texts, series_of, text_of_cell
from skl_synth.files.style import ColumnStyle

SEARCHED = 25
"""Titles above a table are looked for in so many lines."""

TOTAL = re.compile(
    r"(grand |sub)?(total|totals|sum|summe|gesamt|overall|average|mean|all)\b.*",
    re.IGNORECASE,
)
"""What stands at the beginning of a row that sums up the others."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where a table stands in its file, as far as the user has said.

    Parameters
    ----------
    skip_rows : int or None, default=None
        Lines before the one of the names.
    header_row : int or None, default=None
        The line of the names, counted from 1; 0 where there is none.
    drop_last : int or None, default=None
        Rows at the end that are left out.
    missing : tuple of str, default=()
        Texts that stand for a missing value.
    sheet : str or None, default=None
        The sheet of a workbook.
    as_text : bool, default=False
        Whether each cell is read by itself, see `read_table`.
    """

    skip_rows: int | None = None
    header_row: int | None = None
    drop_last: int | None = None
    missing: tuple[str, ...] = ()
    sheet: str | None = None
    as_text: bool = False


def frame_of_grid(
    rows: list[list[Any]], path: Path, layout: Layout
) -> tuple[pd.DataFrame, dict[str, ColumnStyle]]:
    """Find the table in a grid of cells.

    Parameters
    ----------
    rows : list of list of object
        All cells from the first line and the first column on; empty ones are None or
        an empty text.
    path : Path
        The file, for messages.
    layout : Layout
        What the user has said.

    Returns
    -------
    frame : DataFrame
        The table, without empty lines and nameless empty columns.
    styles : dict of str to ColumnStyle
        How each column is written.

    Raises
    ------
    InputError
        If lines above or below do not belong to the table, two columns have one name,
        or there are no rows. The message names the option that helps.
    """
    names, body = _split(rows, path, layout)
    body = [row for row in body if any(map(_is_filled, row))]
    if layout.drop_last:
        body = body[: -layout.drop_last]
    elif layout.drop_last is None and not layout.as_text:
        _refuse_totals(body, path)
    if not body:
        raise InputError("{path} has column names but no rows", path=path)
    columns = _named(names, list(zip(*body, strict=True)), path)
    if layout.as_text:
        frame = pd.DataFrame(columns, dtype=object)
        frame = frame.where(~frame.isin(layout.missing)) if layout.missing else frame
        return as_texts(frame), {}
    read = {
        name: series_of(cells, missing=layout.missing)
        for name, cells in columns.items()
    }
    frame = pd.DataFrame({name: series for name, (series, _) in read.items()})
    return frame, {name: style for name, (_, style) in read.items()}


def _split(
    rows: list[list[Any]], path: Path, layout: Layout
) -> tuple[list[Any] | None, list[list[Any]]]:
    """Find the line of the names; None where there is none."""
    if layout.header_row == 0:
        return None, rows[layout.skip_rows or 0 :]
    if layout.header_row is not None:
        place = layout.header_row - 1
        if place >= len(rows) or not any(map(_is_filled, rows[place])):
            raise InputError(
                "{path} has nothing in line {place}, which is to hold the names",
                parameter="header_row",
                value=layout.header_row,
                path=path,
                place=layout.header_row,
            )
        return rows[place], rows[place + 1 :]
    first = layout.skip_rows or 0
    filled = [at for at in range(first, len(rows)) if any(map(_is_filled, rows[at]))]
    if not filled:
        raise InputError("{path} is empty: a line must hold column names", path=path)
    place = filled[0]
    if layout.skip_rows is None and not layout.as_text:
        _refuse_titles(rows, filled, path)
        _refuse_data(rows[place], [rows[at] for at in filled[1:]], path)
    return rows[place], rows[place + 1 :]


def _refuse_titles(rows: list[list[Any]], filled: list[int], path: Path) -> None:
    """Refuse a first line that has far fewer cells than the lines below it."""
    sizes = [sum(map(_is_filled, rows[at])) for at in filled[:SEARCHED]]
    usual = max(sizes)
    if 2 * sizes[0] > usual or usual < 3:
        return
    header = filled[next(at for at, size in enumerate(sizes) if 2 * size > usual)]
    raise InputError(
        "{path}: line {line} looks like a title ({title!r}), and the names of the "
        "columns seem to stand in line {header}",
        parameter="header_row",
        path=path,
        line=filled[0] + 1,
        title=_shown(next(filter(_is_filled, rows[filled[0]]))),
        header=header + 1,
        remedies=[Remedy("give {setting}", Setting("header_row", header + 1))],
    )


def _refuse_data(header: Sequence[Any], body: list[list[Any]], path: Path) -> None:
    """Refuse names that are values: typed as those below them, or found among them."""
    places = [at for at, cell in enumerate(header) if _is_filled(cell)]
    some = body[:1000]
    if not some:
        return
    typed = [at for at in places if not isinstance(header[at], str)]
    if _is_series([header[at] for at in typed]):
        typed = []
    like = [at for at in typed if any(_is_alike(header[at], row[at]) for row in some)]
    texts = [at for at in places if isinstance(header[at], str)]
    again = [at for at in texts if any(row[at] == header[at] for row in some)]
    if 2 * len(like + again) <= len(places):
        return
    at = (like + again)[0]
    raise InputError(
        "{path}: the first line looks like data, not like names of columns (such as "
        "{value!r})",
        parameter="header_row",
        value=header[at],
        path=path,
        remedies=[
            Remedy(
                "if there are no names, give {setting}: the columns are then called "
                "column_1, column_2 and so on",
                Setting("header_row", 0),
            ),
            Remedy("if they are names, give {setting}", Setting("header_row", 1)),
        ],
    )


def _is_series(names: list[Any]) -> bool:
    """Tell whether names are years, weeks or other numbers in equal steps."""
    if len(names) < 2 or not all(type(name) is int for name in names):
        return False
    steps = {after - before for before, after in pairwise(names)}
    return len(steps) == 1 and steps != {0}


def _is_alike(name: Any, cell: Any) -> bool:
    if isinstance(name, dt.date | dt.time | dt.timedelta | bool):
        return type(cell) is type(name)
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return is_number and abs(cell - name) <= 10 * max(1, abs(name))


def _refuse_totals(body: list[list[Any]], path: Path) -> None:
    """Refuse rows at the end that are no people: totals, sources, notes."""
    sizes = [sum(map(_is_filled, row)) for row in body]
    usual = Counter(sizes).most_common(1)[0][0] if sizes else 0
    n = 0
    while n < min(SEARCHED, len(body) - 1) and _is_no_row(body[-1 - n], usual):
        n += 1
    if not n:
        return
    raise InputError(
        "{path}: the last {n} rows look like a total or a note, not like a row of the "
        "table (it begins with {value!r})"
        if n > 1
        else "{path}: the last row looks like a total or a note, not like a row of the "
        "table (it begins with {value!r})",
        parameter="drop_last",
        path=path,
        n=n,
        value=_shown(next(filter(_is_filled, body[-n]))),
        remedies=[
            Remedy("leave it out, {setting}", Setting("drop_last", n)),
            Remedy("if it is a row, give {setting}", Setting("drop_last", 0)),
        ],
    )


def _is_no_row(row: Sequence[Any], usual: int) -> bool:
    filled = [cell for cell in row if _is_filled(cell)]
    first = filled[0] if filled else ""
    is_text = isinstance(first, str)
    if is_text and TOTAL.fullmatch(first.strip()) and len(filled) > 1:
        # "All" may be a level; a total has numbers and leaves other cells empty.
        return len(filled) < usual or "total" in first.lower()
    return is_text and len(filled) == 1 and usual >= 3


def _named(
    names: Sequence[Any] | None, columns: list[Sequence[Any]], path: Path
) -> dict[str, Sequence[Any]]:
    """Give each column its name; those without name and values are no columns."""
    if names is None:
        kept = [cells for cells in columns if any(map(_is_filled, cells))]
        return {f"column_{at + 1}": cells for at, cells in enumerate(kept)}
    found: dict[str, Sequence[Any]] = {}
    for at, cells in enumerate(columns):
        name = _shown(names[at]) if at < len(names) and _is_filled(names[at]) else ""
        if not name and not any(map(_is_filled, cells)):
            continue
        if not name:
            name = f"column_{at + 1}"
            _warn_nameless(name, at + 1, path)
        if name in found:
            raise InputError(
                "{path} has two columns called {column!r}",
                column=name,
                path=path,
                remedies=["rename or remove one"],
            )
        found[name] = cells
    return found


def _warn_nameless(name: str, place: int, path: Path) -> None:
    warn(
        "{path}: column {place} has no name and is called {column!r}",
        column=name,
        path=path,
        place=place,
        remedies=[Remedy("leave it out, {setting}", Setting("drop", [name]))],
        stacklevel=7,
    )


def _is_filled(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _shown(cell: Any) -> str:
    """Write a name or a title in one line."""
    return " ".join(text_of_cell(cell).split())
