"""Columns as a formula can read them, whatever types they came in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd
from pandas.api.types import (
    is_bool_dtype,
    is_datetime64_any_dtype,
    is_numeric_dtype,
    is_timedelta64_dtype,
)

from skl_synth.errors import InputError

QUOTED = re.compile(r"""^\s*Q\(\s*(['"])(?P<name>.*)\1\s*\)\s*$""", re.DOTALL)
"""A name that is no word of Python, as formulas want it."""


def column_named(text: str, frame: pd.DataFrame) -> str | None:
    """Find the column that a part of a formula names, alone.

    Parameters
    ----------
    text : str
        Such as ``"age"`` or ``"Q('length of stay')"``.
    frame : DataFrame
        The table.

    Returns
    -------
    str or None
        None where it is more than a name.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.inference.plain_columns import column_named
    >>> frame = pd.DataFrame({"length of stay": [3], "age": [60]})
    >>> column_named("Q('length of stay')", frame), column_named("np.log(age)", frame)
    ('length of stay', None)
    """
    quoted = QUOTED.match(text)
    name = quoted["name"] if quoted else text.strip()
    return name if name in frame.columns else None


def named_in(formula: str, names: Iterable[str]) -> list[str]:
    """List the names that stand in a formula, as far as its text shows.

    Parameters
    ----------
    formula : str
        A formula.
    names : iterable of str
        The columns of a table.

    Returns
    -------
    list of str
        In their order; one that is part of a longer word is not among them.
    """
    return [
        name
        for name in names
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", formula) is not None
    ]


def plain_columns(formula: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Take the columns that a formula names, as numbers or levels of plain types.

    Parameters
    ----------
    formula : str
        A formula.
    frame : DataFrame
        A table; names that are no text are named by their text.

    Returns
    -------
    DataFrame
        Numbers as float64 and levels as objects or categories, missing ones as NaN.

    Raises
    ------
    InputError
        If a date is named, which no formula takes as it is.
    """
    texts = frame.set_axis([str(name) for name in frame.columns], axis=1)
    texts = texts.loc[:, ~texts.columns.duplicated()].reset_index(drop=True)
    named = named_in(formula, texts.columns)
    return pd.DataFrame({name: _plain(texts[name]) for name in named}, texts.index)


def _plain(column: pd.Series) -> Any:
    if is_datetime64_any_dtype(column.dtype) or is_timedelta64_dtype(column.dtype):
        raise InputError(
            "column {column!r} holds dates or spans of time, which a formula does not "
            "take",
            column=column.name,
            remedies=["make a number of it first, such as days since a date"],
        )
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.remove_unused_categories()
    if is_bool_dtype(column.dtype):
        whole = column.astype(object)
        return whole.astype(bool) if column.notna().all() else _objects(whole)
    if is_numeric_dtype(column.dtype):
        return column.astype("float64")
    return _objects(column.astype(object))


def _objects(column: pd.Series) -> pd.Series:
    """Numbers in objects are numbers, and whatever is missing is NaN."""
    known = column.dropna()
    is_number = all(isinstance(one, int | float) for one in known)
    if is_number and not all(isinstance(one, bool) for one in known):
        return pd.to_numeric(column).astype("float64")
    return column.where(column.notna(), None)
