"""The cells of a real column, moved into the domain that a dictionary gives it."""

from __future__ import annotations

import contextlib
import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.dictionary.dictionary_field import TIME_KINDS, Field
from skl_synth.table.dictionary.public_table import (
    DTYPES,
    moments,
    precision_of_field,
)
from skl_synth.table.level_keys import exact_key_of, key_of
from skl_synth.table.values import cast_numbers, column_of, is_number, numbers_of

OTHER = "other"
"""The level, in whatever case, that unknown ones go to."""

_N_BOUNDS = 2
"""Cells of a made-up column of numbers before those of its special values."""

_DAYS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y")

DAY_FIRST = tuple(day + time for time in ("", " %H:%M", " %H:%M:%S") for day in _DAYS)
"""Forms of dates beside those of ISO 8601."""


@dataclass(frozen=True, eq=False)
class Cells:
    """A column within its domain.

    Parameters
    ----------
    series : Series
        Its cells, in the dtype of the dictionary.
    outside : ndarray of bool
        Where the real cell was outside, or missing where nothing may be.
    """

    series: pd.Series
    outside: np.ndarray

    @property
    def n_outside(self) -> int:
        """How many cells were moved."""
        return int(self.outside.sum())

    @property
    def first_outside(self) -> int | None:
        """The first row that was; None where none was."""
        return int(self.outside.argmax()) if self.n_outside else None


def read_cells(
    field: Field, series: pd.Series, pattern: pd.Series, tokens: Sequence[str]
) -> Cells:
    """Move the cells of a column into its domain.

    Parameters
    ----------
    field : Field
        What is known of the column.
    series : Series
        The real column.
    pattern : Series
        The column as the dictionary alone has made it, see `public_frame`.
    tokens : sequence of str
        Texts that stand for a missing value.

    Returns
    -------
    Cells
        The column in the dtype of the dictionary.
    """
    if field.kind == "identifier":
        # Keys are never read: fresh ones are made of the dictionary's own.
        first = np.zeros(len(series), dtype=np.intp)
        return Cells(_taken(pattern, first), np.zeros(len(series), dtype=bool))
    special = _special_places(field, series)
    absent = _is_missing(series, tokens)
    if field.kind in TIME_KINDS:
        absent = absent | (special >= 0)
    if field.levels or field.is_empty:
        return _levels(field, series, absent, pattern)
    if field.kind in TIME_KINDS:
        return _times(field, series, absent, pattern)
    return _beside(field, special, _numbers(field, series, absent, pattern), pattern)


def _beside(
    field: Field, special: np.ndarray, cells: Cells, pattern: pd.Series
) -> Cells:
    """Put special values where they stand: in the rows behind those of the bounds."""
    is_special = special >= 0
    if not is_special.any():
        return cells
    series = cells.series.copy()
    of_place = pattern.iloc[_N_BOUNDS : _N_BOUNDS + len(field.beside)].to_numpy()
    series[is_special] = of_place[special[is_special]]
    return Cells(series, cells.outside & ~is_special)


def _is_missing(series: pd.Series, tokens: Sequence[str]) -> np.ndarray:
    missing: np.ndarray = series.isna().to_numpy()
    if _is_time(series.dtype):
        return missing
    known = {one.strip() for one in tokens}
    # A code such as -9 is one as a number, too: one odd cell makes text of a whole
    # column, and must not decide what the others mean.
    codes = {code for code in map(_number, known) if math.isfinite(code)}
    if is_number(series.dtype):
        return missing | np.isin(numbers_of(series), list(codes))

    def is_token(cell: Any) -> bool:
        if isinstance(cell, str) and cell.strip() in known:
            return True
        return not isinstance(cell, bool | np.bool_) and _number(cell) in codes

    return missing | np.array(each(series, is_token), dtype=bool)


def _is_time(dtype: Any) -> bool:
    """Whether a column holds dates or durations, without a time zone."""
    return isinstance(dtype, np.dtype) and dtype.kind in "mM"


def _special_places(field: Field, cells: pd.Series) -> np.ndarray:
    """Tell which special value each cell is; -1 for none."""
    if not field.special:
        return np.full(len(cells), -1)
    places = {key_of(one): place for place, one in enumerate(field.special)}
    return np.array(each(cells, lambda one: places.get(key_of(one), -1)), dtype=np.intp)


def _levels(
    field: Field, cells: pd.Series, absent: np.ndarray, pattern: pd.Series
) -> Cells:
    """Look up each level; the cells of the pattern are those of the field, in order."""
    place = {key_of(level): i for i, level in enumerate(field.levels)}
    # Some differ in a blank at their ends alone.
    place |= {exact_key_of(level): i for i, level in enumerate(field.levels)}
    if all(isinstance(level, bool) for level in field.levels):
        # Flags are often kept as numbers.
        place |= {str(int(level)): i for i, level in enumerate(field.levels)}
    stand_in = _stand_in(field)
    missing = len(field.levels) if field.may_be_missing else stand_in
    are_texts = any(isinstance(level, str) for level in field.levels)

    def place_of(cell: Any) -> int:
        # In a file that is read as text, 1 may be written 1.0.
        number = math.nan if are_texts else _number(cell)
        key = key_of(cell if math.isnan(number) else number)
        found = place.get(exact_key_of(cell), place.get(key_of(cell), -1))
        return place.get(key, -1) if found < 0 else found

    found = each(cells, place_of)
    keys = np.array(found, dtype=np.intp)
    unknown = (keys < 0) & ~absent
    keys[unknown] = stand_in
    keys[absent] = missing
    outside = unknown | (absent & (not field.may_be_missing))
    return Cells(_taken(pattern, keys), outside)


def _stand_in(field: Field) -> int:
    """The place of the level for unknown ones: Other, else missing, else the first."""
    keys = [key_of(level).lower() for level in field.levels]
    if OTHER in keys:
        return keys.index(OTHER)
    return len(field.levels) if field.may_be_missing else 0


def _taken(pattern: pd.Series, rows: np.ndarray) -> pd.Series:
    return pattern.iloc[rows].reset_index(drop=True)


def _numbers(
    field: Field, series: pd.Series, absent: np.ndarray, pattern: pd.Series
) -> Cells:
    # A million numbers need not be read one by one; text is.
    plain = numbers_of(series) if is_number(series.dtype) else each(series, _number)
    values = np.where(absent, np.nan, np.array(plain, dtype=np.float64))
    precision = precision_of_field(field)
    outside = ~absent & ~((values >= precision.low) & (values <= precision.high))
    if not field.may_be_missing:
        values = np.where(
            np.isnan(values), (precision.low + precision.high) / 2, values
        )
        outside |= absent
    values = cast_numbers(precision.snap(values), pattern.dtype)
    return Cells(column_of(values, pattern.dtype), outside)


def _times(
    field: Field, series: pd.Series, absent: np.ndarray, pattern: pd.Series
) -> Cells:
    """Clip dates or durations, and cut them to whole days or seconds."""
    low, high = field.minimum, field.maximum
    values = _read_times(field, series).mask(absent)
    is_read = values.notna().to_numpy()
    inside = is_read & (values >= low).to_numpy() & (values <= high).to_numpy()
    unit = "D" if field.whole_days else "s"
    values = values.clip(low, high)
    values = values.dt.floor(unit).clip(low, high)
    if not field.may_be_missing:
        values = values.fillna((low + (high - low) / 2).floor(unit))
    outside = np.where(absent, not field.may_be_missing, ~inside)
    return Cells(values.astype(pattern.dtype), outside.astype(bool))


def _read_times(field: Field, series: pd.Series) -> pd.Series:
    is_date = field.kind == "datetime"
    if _is_time(series.dtype) and (series.dtype.kind == "M") == is_date:
        return pd.Series(series.to_numpy().astype(DTYPES[field.kind]))
    forms = (field.format,) if field.format else ()
    read = partial(_date, forms=(*forms, *DAY_FIRST)) if is_date else _duration
    codes, different = _numbered(series.astype(object))
    values = moments([read(one) for one in different], field.kind)
    return pd.Series(values[np.array(codes, dtype=np.intp)])


def each(cells: pd.Series, read: Callable[[Any], Any]) -> list:
    """Read every cell by itself: how one is read must not depend on the others.

    What was read once is looked up, by its type too, since 1 and True are equal.

    Parameters
    ----------
    cells : Series
        A real column.
    read : callable
        Reads one cell.

    Returns
    -------
    list
        What it gives for each.
    """
    codes, different = _numbered(cells)
    read_once = [read(one) for one in different]
    return [read_once[code] for code in codes]


def _numbered(cells: pd.Series) -> tuple[list[int], list]:
    """Number the different cells, and name them."""
    known: dict[tuple[type, Any, Any], int] = {}
    codes = [
        # The same moment in two time zones is equal, and two local times.
        known.setdefault((type(cell), cell, getattr(cell, "tzinfo", None)), len(known))
        for cell in cells.tolist()
    ]
    return codes, [cell for _, cell, _ in known]


def _number(cell: Any) -> float:
    try:
        return float(cell)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _date(cell: Any, forms: Sequence[str] = DAY_FIRST) -> Any:
    """Read a date: as ISO 8601 has it, else in one of some forms, in whatever zone."""
    if isinstance(cell, int | float) and math.isfinite(cell):
        # A number such as 20240305; else it would count from 1970.
        cell = f"{cell:08.0f}"
    if isinstance(cell, str):
        cell = _date_of_text(cell.strip(), forms)
    is_date = isinstance(cell, dt.date | np.datetime64)
    read = pd.Timestamp(cell) if is_date else pd.NaT
    is_zoned = getattr(read, "tzinfo", None) is not None
    return read.tz_localize(None) if is_zoned else read


def _date_of_text(text: str, forms: Sequence[str]) -> dt.datetime | None:
    """Read text by a few forms; a reader that guesses takes "10:30" for today."""
    with contextlib.suppress(ValueError):
        return dt.datetime.fromisoformat(text)
    for form in forms:
        with contextlib.suppress(ValueError):
            return dt.datetime.strptime(text, form)
    return None


def _duration(cell: Any) -> Any:
    return pd.to_timedelta(cell, errors="coerce")
