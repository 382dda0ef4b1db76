"""Levels, missing values and ends of ranges that a user gives of a column."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.codecs import Codec
from skl_synth.table.given import Ends
from skl_synth.table.given_values import is_same, number_given, unknown_level
from skl_synth.table.variables import (
    ConstantVariable,
    LevelVariable,
    OneHotVariable,
    Variable,
)


def is_missing(value: Any) -> bool:
    """Whether a value that was given stands for a missing one.

    Parameters
    ----------
    value : object
        Any value.

    Returns
    -------
    bool
        True for None, NaN, NaT and NA.
    """
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def is_several(value: Any) -> bool:
    """Whether several values were given, one of which is to be had.

    Parameters
    ----------
    value : object
        What was given.

    Returns
    -------
    bool
        True for lists, sets, arrays, series and ranges of whole numbers.
    """
    kinds = list | set | frozenset | range | np.ndarray | pd.Series | pd.Index
    return isinstance(value, kinds | pd.api.extensions.ExtensionArray)


def no_value(name: Hashable, value: Any) -> InputError:
    """Say that what was given of a column is no value.

    Parameters
    ----------
    name : hashable
        The column.
    value : object
        What was given.

    Returns
    -------
    InputError
        To be raised.
    """
    return InputError(
        "what is given for column {column!r} is a {kind}, and should be a value, a "
        "list of values, or a range as a tuple (least, greatest)",
        column=name,
        parameter="given",
        value=value,
        kind=type(value).__name__,
    )


def check_missing(name: Hashable, variable: Variable) -> None:
    """Refuse a missing value in a column that has none.

    Parameters
    ----------
    name : hashable
        The column.
    variable : Variable
        Its variable.

    Raises
    ------
    InputError
        If it is never missing.
    """
    is_empty = isinstance(variable, ConstantVariable) and variable.n_missing > 0
    if variable.missing_level >= 0 or is_empty:
        return
    raise InputError(
        "column {column!r} has no missing value in the real table, so no row without "
        "one can be drawn",
        column=name,
        parameter="given",
        remedies=["leave the column out of what is given", "give a value"],
    )


def one_hot_levels(name: Hashable, variable: OneHotVariable, value: Any) -> np.ndarray:
    """Mark the levels by the name of one of the columns, or by what one holds.

    Parameters
    ----------
    name : hashable
        The group, or one of its columns.
    variable : OneHotVariable
        The group.
    value : object
        The name of a column of the group, whole or without its prefix; what a column
        holds, 0 or 1, where one is named.

    Returns
    -------
    ndarray of shape (n_levels,), dtype bool
        The levels that are meant.

    Raises
    ------
    InputError
        If none is.
    """
    levels = np.arange(variable.n_levels)
    if name in variable.columns and name != variable.name:
        flag = [one for one in (0, 1) if is_same(one, value)]
        if not flag:
            raise unknown_level(name, value, [0, 1])
        is_set = levels == variable.columns.index(name)
        return is_set if flag[0] else ~is_set & (levels != variable.missing_level)
    names = [one for one in variable.columns if one not in variable.merged]
    meant = [one for one in names if value == one or _ends_with(variable, one, value)]
    if not meant:
        raise unknown_level(name, value, names)
    return levels == variable.columns.index(meant[0])


def _ends_with(variable: OneHotVariable, column: Hashable, value: Any) -> bool:
    """Whether a value is what the name of a column says behind that of its group."""
    text, prefix = str(column), str(variable.name)
    return text.startswith(prefix) and text[len(prefix) :].lstrip("_=. :-") == str(
        value
    )


def levels_by_number(name: Hashable, variable: LevelVariable, value: Any) -> list[int]:
    """Find levels that are dates, say, typed in another form.

    Parameters
    ----------
    name : hashable
        The column.
    variable : LevelVariable
        Its variable, which has a codec.
    value : object
        What was given.

    Returns
    -------
    list of int
        The levels; none where it is none of them.
    """
    assert variable.codec is not None
    numbers = variable.codec.read(pd.Series(variable.levels, name=variable.name))
    try:
        number = number_given(name, variable.codec, value)
    except InputError:
        return []
    return np.flatnonzero(numbers == number).tolist()


def ends_of(name: Hashable, codec: Codec, ends: tuple) -> Ends:
    """Read the ends of a range.

    Parameters
    ----------
    name : hashable
        The column.
    codec : Codec
        How its cells are numbers.
    ends : tuple
        Two values; None where it is open.

    Returns
    -------
    (float, float)
        Least and greatest, infinite where open.
    """
    low, high = ends
    return (
        -np.inf if is_missing(low) else number_given(name, codec, low),
        np.inf if is_missing(high) else number_given(name, codec, high, is_end=True),
    )
