"""A table against its dictionary: what does not fit is named with its first row."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Row, Setting, warn
from skl_synth.table.dictionary.dictionary_field import LEVEL_KINDS, Field, lacking_of
from skl_synth.table.dictionary.schema_shapes import did_you_mean
from skl_synth.table.level_keys import key_of
from skl_synth.table.values import some_of

if TYPE_CHECKING:
    from skl_synth.table.dictionary.data_dictionary import DataDictionary


def check_columns(
    dictionary: DataDictionary,
    frame: pd.DataFrame,
    y: Any = None,
    *,
    all_of: bool = False,
) -> dict[str, Hashable]:
    """Compare the columns of a table with those that are described.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    frame : DataFrame
        The table, without the target.
    y : array-like or None, default=None
        The target.
    all_of : bool, default=False
        Whether to refuse a column that is not described; else it is warned of.

    Returns
    -------
    dict of str to hashable
        The columns of the table that are described, by their names there.

    Raises
    ------
    InputError
        If a column that is described is not there.

    Warns
    -----
    InputWarning
        If a column that is there is not described.
    """
    there = {str(name): name for name in frame.columns}
    target = {str(getattr(y, "name", None)), dictionary.target}
    known = [one.name for one in dictionary.fields]
    more = [name for name in there if name not in (*known, *dictionary.drop)]
    lacking = [name for name in known if name not in there and name not in target]
    if lacking:
        raise InputError(
            "the table lacks {columns}, which the dictionary describes; {likely}",
            column=lacking[0],
            columns=some_of(lacking, 20),
            likely=did_you_mean(lacking[0], more or list(there)),
            remedies=[
                "take a table that has them",
                "strike them out of the dictionary",
            ],
        )
    if more:
        _tell_of_more(more, refuse=all_of)
    return {name: there[name] for name in known if name in there}


def _tell_of_more(more: list[str], *, refuse: bool) -> None:
    said: dict[str, Any] = {
        "column": more[0],
        "columns": some_of(more, 20),
        "remedies": [
            Remedy("leave them out, {setting}", Setting("drop", tuple(more))),
            Remedy(
                "describe them: skl-synth inspect --dictionary OLD --write NEW adds "
                "them",
                only="command line",
            ),
            Remedy("describe them in the dictionary", only="python"),
        ],
    }
    if refuse:
        raise InputError(
            "the table has the columns {columns}, which the dictionary does not "
            "describe",
            **said,
        )
    warn(
        "the table has the columns {columns}, which the dictionary does not describe; "
        "they are taken for what they look like",
        stacklevel=5,
        **said,
    )


def is_token(series: pd.Series, missing: Sequence[str]) -> np.ndarray:
    """Find the cells that stand for a missing value.

    Parameters
    ----------
    series : Series
        A column.
    missing : sequence of str
        Texts that do.

    Returns
    -------
    ndarray of bool
        Where one stands.
    """
    if not missing or series.dtype.kind in "biufcmM":
        return np.zeros(len(series), dtype=bool)
    found: np.ndarray = series.isin(list(missing)).to_numpy(dtype=bool)
    return found


def check_field(field: Field, series: pd.Series, missing: Sequence[str]) -> None:
    """Refuse a column whose levels are others, or that lacks values it must have.

    Parameters
    ----------
    field : Field
        What is known of it.
    series : Series
        The column.
    missing : sequence of str
        Texts that stand for a missing value.

    Raises
    ------
    InputError
        For the first level that is none of those listed, or the first row that has no
        value where one is required.
    """
    absent = series.isna().to_numpy() | is_token(series, missing)
    if not field.nullable and absent.any():
        raise InputError(
            "column {column!r} has no value in {n} rows, the first is {row}; the "
            "dictionary says that it is required",
            column=field.name,
            n=int(absent.sum()),
            row=Row(int(absent.argmax())),
            remedies=[
                'say {{"required": false}} under its constraints',
                "fill the value in",
            ],
        )
    if field.kind in LEVEL_KINDS and (field.levels or field.is_empty):
        _check_levels(field, series, absent)


def check_target(field: Field, series: pd.Series) -> None:
    """Refuse a target with a class that is not listed, or outside its bounds.

    Parameters
    ----------
    field : Field
        What is known of it.
    series : Series
        The target.

    Raises
    ------
    InputError
        For the first class or number that does not fit.
    """
    check_field(field, series, ())
    if field.kind in LEVEL_KINDS or lacking_of(field) is not None:
        return
    numbers = pd.to_numeric(series, errors="coerce").to_numpy(np.float64)
    outside = (numbers < field.minimum) | (numbers > field.maximum)
    if outside.any():
        row = int(outside.argmax())
        raise outside_bounds(field, numbers[row], row, int(outside.sum()))


def outside_bounds(field: Field, value: Any, row: int, n_rows: int) -> InputError:
    """Say that a value lies outside the bounds of its column.

    Parameters
    ----------
    field : Field
        What is known of the column.
    value : object
        The first such value.
    row : int
        Where it stands, counted from 0.
    n_rows : int
        How many there are.

    Returns
    -------
    InputError
        The error.
    """
    return InputError(
        "column {column!r} holds {shown!s} in {row}, which is outside the bounds "
        "of the dictionary, {low!s} to {high!s}{more}",
        column=field.name,
        value=value,
        shown=value,
        row=Row(row),
        low=field.minimum,
        high=field.maximum,
        more=f"; {n_rows} such rows in all" if n_rows > 1 else "",
        remedies=[
            "widen minimum and maximum",
            'name it among its "special_values", if it stands for something else',
            "correct the cell",
        ],
    )


def _check_levels(field: Field, series: pd.Series, absent: np.ndarray) -> None:
    known = {key_of(level) for level in field.levels}
    if all(isinstance(level, bool) for level in field.levels):
        # Flags are often kept as numbers.
        known |= {str(int(level)) for level in field.levels}
    present = series[~absent]
    unknown = [one for one in present.unique() if not _is_known(one, known)]
    if not unknown:
        return
    value = unknown[0]
    raise InputError(
        "column {column!r} holds {value!r} in {row}, which is none of the levels "
        "that the dictionary lists ({levels}){more}",
        column=field.name,
        value=getattr(value, "item", lambda: value)(),
        row=Row(int(np.flatnonzero(~absent)[(present == value).to_numpy().argmax()])),
        levels=some_of(field.levels) or "none",
        more=f"; {len(unknown)} such levels in all" if len(unknown) > 1 else "",
        remedies=[
            'add it to "enum" under its constraints',
            'add it to "missingValues", if it stands for a missing value',
            "correct the cell",
        ],
    )


def _is_known(value: Any, known: set[str]) -> bool:
    if key_of(value) in known:
        return True
    try:
        # In a file that is read as text, 1 may be written 1.0.
        return key_of(float(value)) in known
    except (TypeError, ValueError, OverflowError):
        return False
