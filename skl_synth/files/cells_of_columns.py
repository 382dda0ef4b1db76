"""Columns of cells that have types of their own, as those of Excel and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.files.notation import is_missing, matching, notations
from skl_synth.files.style import ColumnStyle

EXACT = 2**53
"""Up to here a float holds every whole number."""

LARGEST = 2**63 - 1


def series_of(
    cells: Sequence[Any], *, missing: Collection[str] = (), reads_texts: bool = True
) -> tuple[pd.Series, ColumnStyle]:
    """Make a column of cells that have types.

    Parameters
    ----------
    cells : sequence of object
        None, booleans, numbers, dates, times, durations and texts.
    missing : collection of str, default=()
        Texts, as `text_of_cell` writes them, that stand for a missing value.
    reads_texts : bool, default=True
        Whether texts that are numbers are read as numbers, as they are in a CSV file.

    Returns
    -------
    series : Series
        Of one type: numbers, booleans, dates, durations, or text where cells are of
        several types.
    style : ColumnStyle
        How it is written.
    """
    known = [_or_none(cell, missing) for cell in cells]
    kinds = {_kind_of(cell) for cell in known if cell is not None}
    maker = _MAKERS.get(next(iter(kinds))) if len(kinds) == 1 else None
    if maker is not None:
        return maker(known)
    texts = [None if cell is None else text_of_cell(cell) for cell in known]
    return _of_texts(texts, reads_texts)


def text_of_cell(cell: Any) -> str:
    """Write one cell as text.

    Parameters
    ----------
    cell : object
        Its value, which is not missing.

    Returns
    -------
    str
        Numbers without needless decimals, dates and times as ISO 8601 has them.
    """
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0") if abs(cell) < EXACT else repr(cell)
    if isinstance(cell, dt.datetime):
        at_midnight = cell.time() == dt.time()
        return cell.date().isoformat() if at_midnight else cell.isoformat(" ")
    if isinstance(cell, dt.timedelta):
        return _hours_of(cell)
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def python_values(series: pd.Series) -> list[Any]:
    """List the values of a column as Python has them.

    Parameters
    ----------
    series : Series
        A column of any type.

    Returns
    -------
    list of object
        None where a value is missing.
    """
    values = series.astype(object)
    return values.where(series.notna(), None).tolist()


def as_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Make each cell a text by itself, whatever the others of its column are.

    Parameters
    ----------
    frame : DataFrame
        Columns of objects.

    Returns
    -------
    DataFrame
        Texts, and None where a value is missing.
    """
    texts = {
        name: pd.Series(
            [
                None if value is None or value == "" else text_of_cell(value)
                for value in python_values(frame[name])
            ],
            dtype=object,
        )
        for name in frame.columns
    }
    return pd.DataFrame(texts)


def whole_or_float(number: float) -> float | int:
    """Make a whole number an integer, where a float holds it exactly.

    Parameters
    ----------
    number : float
        A number of a system that has floats only.

    Returns
    -------
    int or float
        The same number.
    """
    return int(number) if number.is_integer() and abs(number) <= EXACT else number


def _or_none(cell: Any, missing: Collection[str]) -> Any:
    if cell is None or cell != cell or cell == "":
        return None
    return None if missing and text_of_cell(cell) in missing else cell


def _kind_of(cell: Any) -> type:
    for kind in (bool, dt.date, dt.timedelta):
        if isinstance(cell, kind):
            return kind
    return float if isinstance(cell, int | float) else type(cell)


def _hours_of(length: dt.timedelta) -> str:
    seconds = length.total_seconds()
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(int(minutes), 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{hours:02}:{minutes:02}:{rest:02.0f}"


def _of_numbers(cells: list[Any]) -> tuple[pd.Series, ColumnStyle]:
    given = [cell for cell in cells if cell is not None]
    if not all(isinstance(cell, int) for cell in given):
        has_points = any(isinstance(one, float) and one.is_integer() for one in given)
        return _of_floats(cells), ColumnStyle(point=has_points)
    style = ColumnStyle(point=False)
    largest = max(abs(cell) for cell in given)
    if largest > LARGEST:
        texts = [None if cell is None else str(cell) for cell in cells]
        return pd.Series(texts), style
    if len(given) == len(cells):
        return pd.Series(np.array(cells, np.int64)), style
    if largest > EXACT:
        return pd.Series(cells, dtype="Int64"), style
    return _of_floats(cells), style


def _of_floats(cells: list[Any]) -> pd.Series:
    return pd.Series([np.nan if cell is None else float(cell) for cell in cells])


def _of_booleans(cells: list[Any]) -> tuple[pd.Series, ColumnStyle]:
    dtype = object if None in cells else bool
    return pd.Series(cells, dtype=dtype), ColumnStyle()


def _of_dates(cells: list[Any]) -> tuple[pd.Series, ColumnStyle]:
    values = np.array(
        ["NaT" if cell is None else cell.isoformat() for cell in cells],
        dtype="datetime64[us]",
    )
    return pd.Series(values), ColumnStyle()


def _of_durations(cells: list[Any]) -> tuple[pd.Series, ColumnStyle]:
    values = [np.timedelta64("NaT", "us") if cell is None else cell for cell in cells]
    return pd.Series(np.array(values, dtype="timedelta64[us]")), ColumnStyle()


_MAKERS = {
    bool: _of_booleans,
    float: _of_numbers,
    dt.date: _of_dates,
    dt.timedelta: _of_durations,
}
"""What makes a column of cells of one kind."""


def _of_texts(
    texts: list[str | None], reads_texts: bool
) -> tuple[pd.Series, ColumnStyle]:
    different = dict.fromkeys(text for text in texts if text is not None)
    given = [text for text in different if not is_missing(text)]
    fitting = matching(given, notations(None, ",")) if reads_texts else []
    if not fitting:
        return pd.Series(texts), ColumnStyle()
    numbers = map(whole_or_float, map(float, fitting[0].plain(given)))
    plain = dict(zip(given, numbers, strict=True))
    cells = [None if text is None else plain.get(text) for text in texts]
    return _of_numbers(cells)
