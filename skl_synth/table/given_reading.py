"""What a user gives of the rows to be drawn: a mapping of columns, or a frame."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, InputTypeError, Remedy
from skl_synth.table.foreign import as_pandas
from skl_synth.table.given import Condition
from skl_synth.table.given_columns import GivenColumns
from skl_synth.table.real import RealTable


@dataclass(frozen=True, eq=False)
class ReadGiven:
    """What a user gives, read by the columns of a table.

    Parameters
    ----------
    conditions : tuple of Condition
        The different ones.
    which : ndarray of shape (n_rows,), dtype int, or None
        Which of them each row of a frame asks for; None where one holds in all rows,
        however many.
    index : pandas.Index or None
        The index of the frame where it is more than a plain range.
    """

    conditions: tuple[Condition, ...]
    which: np.ndarray | None = None
    index: pd.Index | None = None


def read_given(real: RealTable, given: Any) -> ReadGiven:
    """Read what is given.

    Parameters
    ----------
    real : RealTable
        The table, with or without its rows.
    given : mapping or dataframe
        Values, lists and ranges by column; or rows of some columns.

    Returns
    -------
    ReadGiven
        The conditions.

    Raises
    ------
    InputError
        If it names what is no column, or a value that the table never had.
    InputTypeError
        If it is neither a mapping nor a frame.
    """
    table = as_pandas(given)
    if isinstance(table, pd.Series) and table.name is not None:
        table = table.to_frame()
    if isinstance(table, pd.DataFrame):
        return _of_frame(real, table)
    if isinstance(given, Mapping):
        return ReadGiven((_of_mapping(real, given),))
    raise InputTypeError(
        "{parameter} must be a mapping of columns to values, or a frame of rows, and "
        "is a {kind}",
        parameter="given",
        value=given,
        kind=type(given).__name__,
        remedies=[
            Remedy('pass a mapping such as {{"sex": "F", "age": (80, None)}}'),
            Remedy("pass a DataFrame of the columns that are given"),
        ],
    )


def _of_mapping(real: RealTable, given: Mapping[Hashable, Any]) -> Condition:
    if not len(given):
        raise _nothing()
    columns, all_of_it = GivenColumns(real), Condition()
    for name, value in given.items():
        all_of_it = all_of_it.both(columns.condition(name, value))
    _check_possible(all_of_it, list(given))
    return all_of_it


def _of_frame(real: RealTable, frame: pd.DataFrame) -> ReadGiven:
    if not frame.shape[1]:
        raise _nothing()
    if not frame.columns.is_unique:
        raise InputError(
            "{parameter} has two columns called {column!r}",
            column=frame.columns[frame.columns.duplicated()].tolist()[0],
            parameter="given",
            remedies=["rename or drop one"],
        )
    columns = GivenColumns(real)
    read = [_of_column(columns, frame, place) for place in range(frame.shape[1])]
    codes = np.column_stack([code for code, _ in read])
    rows, which = np.unique(codes, axis=0, return_inverse=True)
    conditions = []
    for row in rows.tolist():
        condition = Condition()
        for place, (_, parts) in zip(row, read, strict=True):
            condition = condition.both(parts[place])
        _check_possible(condition, list(frame.columns))
        conditions.append(condition)
    index: pd.Index = frame.index
    is_plain = index.equals(pd.RangeIndex(len(index))) and index.name is None
    return ReadGiven(tuple(conditions), which.reshape(-1), None if is_plain else index)


def _of_column(
    columns: GivenColumns, frame: pd.DataFrame, place: int
) -> tuple[np.ndarray, list[Condition]]:
    """Read the different values of a column, each once."""
    # By position: a name may be a tuple. As objects: whatever the dtype, each value
    # is read as one that a user types.
    name, column = frame.columns[place], frame.iloc[:, place]
    codes, values = pd.factorize(column.astype(object), use_na_sentinel=True)
    cells = [*values.tolist(), None]
    codes = np.where(codes < 0, len(cells) - 1, codes)
    is_used = np.zeros(len(cells), dtype=bool)
    is_used[codes] = True
    parts = []
    for i, value in enumerate(cells):
        parts.append(columns.fixed(name, value) if is_used[i] else Condition())
    if not len(frame):
        columns.find(name)
    return codes, parts


def _check_possible(condition: Condition, names: list) -> None:
    """Refuse what contradicts itself."""
    if not condition.is_impossible:
        return
    raise InputError(
        "what is given of the columns {columns} contradicts itself",
        parameter="given",
        columns=names,
        remedies=["leave one of them out"],
    )


def _nothing() -> InputError:
    return InputError(
        "{parameter} names no column",
        parameter="given",
        remedies=["leave it out", "name one"],
    )
