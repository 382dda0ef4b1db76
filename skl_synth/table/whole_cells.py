"""What a cell may hold: one value each, so that a row can be compared with others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_object_dtype

from skl_synth.errors import InputTypeError, Remedy, Row, Setting, in_code, warn

CELLS = (
    *(str, bytes, bool, int, float, np.generic, type(None), type(pd.NA), type(pd.NaT)),
    *(dt.date, dt.time, dt.timedelta, Decimal),
)
"""What a cell of a column of objects may be."""

SHOWN = 40
"""So many letters of an odd cell are shown: it may be a whole table."""


def check_cells(frame: pd.DataFrame, *, named: bool = True) -> None:
    """Refuse cells that hold something else than one value.

    Parameters
    ----------
    frame : DataFrame
        The table.
    named : bool, default=True
        Whether its columns have names of their own; those of an array have none.

    Raises
    ------
    InputTypeError
        If a cell holds something else than text, a number, a time or a missing value;
        the message names its column, its row, and what to do with such a column.
    """
    for place in _objects(frame):
        for row, cell in enumerate(frame.iloc[:, place]):
            # A record of numpy is a generic, but holds several values.
            if not isinstance(cell, CELLS) or isinstance(cell, np.void):
                raise _refusal(frame.columns[place], cell, row, named=named)


def with_plain_flags(frame: pd.DataFrame) -> pd.DataFrame:
    """Read True and False as 1 and 0 in columns that hold other numbers, too.

    Python takes True and 1 for one and the same value. Whichever stands in the first
    row would be written for both, so synthetic rows would mix them as well.

    Parameters
    ----------
    frame : DataFrame
        The table.

    Returns
    -------
    DataFrame
        The same, where no column mixes them; a warning names those that do.
    """
    mixed = [place for place in _objects(frame) if mixes_flags(frame.iloc[:, place])]
    if not mixed:
        return frame
    warn_of_flags([frame.columns[place] for place in mixed])
    columns = [
        flags_as_numbers(frame.iloc[:, place])
        if place in mixed
        else frame.iloc[:, place]
        for place in range(frame.shape[1])
    ]
    return pd.concat(columns, axis=1)


def warn_of_flags(names: list[Any]) -> None:
    """Warn that True and False are read as 1 and 0.

    Parameters
    ----------
    names : list of hashable
        The columns that hold them beside other numbers; at least one.
    """
    warn(
        "{what} True or False beside other numbers, which are read and written as 1 "
        "and 0",
        column=names[0],
        what=f"column {names[0]!r} holds" if len(names) == 1 else f"{names} hold",
        remedies=[
            *in_code("make it all numbers", "X[{column!r}].astype(float)"),
            "write yes and no in place of True and False, if they mean something else",
        ],
    )


def _objects(frame: pd.DataFrame) -> list[int]:
    return [i for i, one in enumerate(frame.dtypes) if is_object_dtype(one)]


def mixes_flags(column: pd.Series) -> bool:
    """Tell whether a column of objects holds True or False beside other numbers.

    Parameters
    ----------
    column : Series
        The column.

    Returns
    -------
    bool
        True where all that it holds is one or the other, and both occur.
    """
    kinds = set(map(type, column.dropna().tolist()))
    flags = {one for one in kinds if issubclass(one, (bool, np.bool_))}
    others = kinds - flags
    return bool(flags) and bool(others) and all(map(_is_number, others))


def _is_number(kind: type) -> bool:
    return issubclass(kind, (int, float, np.integer, np.floating))


def flags_as_numbers(column: pd.Series) -> pd.Series:
    """Read True and False as 1 and 0.

    Parameters
    ----------
    column : Series
        A column of objects.

    Returns
    -------
    Series
        The column.
    """
    cells = [
        int(cell) if isinstance(cell, (bool, np.bool_)) else cell for cell in column
    ]
    return pd.Series(cells, index=column.index, name=column.name, dtype=object)


def _refusal(name: Any, cell: Any, row: int, *, named: bool) -> InputTypeError:
    text = " ".join(repr(cell).split())
    return InputTypeError(
        # scikit-learn asks for the words "argument must be ... string ... number".
        "column {column!r} holds {shown}, of type {kind}, in {row}; a cell of this "
        "argument must be one string, number, date or missing value",
        column=name,
        value=cell,
        shown=text if len(text) <= SHOWN else f"{text[: SHOWN - 2]} …",
        kind=type(cell).__name__,
        row=Row(row),
        remedies=_instead(cell, name) if named else ["leave that column out"],
    )


def _instead(cell: Any, name: Any) -> list[Remedy]:
    return [
        *_made_of(cell),
        Remedy("leave it out, {setting}", Setting("drop", [name])),
    ]


def _made_of(cell: Any) -> list[Remedy]:
    """Say what else can be made of such a column."""
    if isinstance(cell, Mapping):
        columns = "pandas.DataFrame(X[{column!r}].tolist(), index=X.index)"
        return in_code("make a column of each of its keys", columns)
    if isinstance(cell, np.ndarray) and not cell.ndim and cell is not np.ma.masked:
        return in_code("take the value out of it", "X[{column!r}].map(float)")
    if isinstance(cell, (list, tuple, set, frozenset, np.ndarray)):
        length = in_code("count what is in it", "X[{column!r}].map(len)")
        if isinstance(cell, (set, frozenset)):
            return length
        flat = "pandas.DataFrame(X[{column!r}].map(list).tolist(), index=X.index)"
        return [*in_code("make a column of each of its places", flat), *length]
    if isinstance(cell, complex):
        return in_code("take its real part", "X[{column!r}].map(lambda z: z.real)")
    if isinstance(cell, Iterable) or callable(cell):
        return []
    return in_code("make text of it", "X[{column!r}].astype(str)")
