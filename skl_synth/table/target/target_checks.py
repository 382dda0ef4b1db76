"""What no target may be, whatever is made of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.multiclass import check_classification_targets

from skl_synth.errors import InputError, Phrase, Remedy, Row, in_code
from skl_synth.table.target.pairing import check_pair
from skl_synth.table.target.target_cells import (
    has_many_columns,
    opened,
    plain,
    values_and_kind,
)

TIMES = (dt.date, dt.time, dt.timedelta, np.datetime64, np.timedelta64, pd.Period)
"""Types of dates and times."""


_BY_RELEVANCE = Remedy(
    "add rows of its rare values, TypeAwareSMOTE(relevance='auto')", only="python"
)


def require_classes(X: Any, y: Any) -> None:
    """Refuse a target without classes, where rows of classes are to be balanced.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table.
    y : array-like of shape (n_rows,)
        The target.

    Raises
    ------
    InputError
        If it is continuous, or has missing values, or is none.
    """
    check_pair(X, y)
    y = opened(y)
    if y is None:
        raise InputError(
            "requires y to be passed, but the target y is None: fit_resample needs the "
            "class of each row; without a target use fit(X) and sample()",
            parameter="y",
        )
    check_missing(y)
    check_no_dates(y)
    if has_many_columns(y):
        values_and_kind(y)
        return
    try:
        check_classification_targets(plain(y))
    except ValueError as error:
        raise InputError(
            "{reason} fit_resample balances classes; a continuous target, or none, is "
            "synthesised with the columns by fit(X, y) and sample()",
            parameter="y",
            reason=error,
            remedies=[_BY_RELEVANCE] if "continuous" in str(error) else [],
        ) from error


def check_missing(y: Any) -> None:
    """Refuse a target that is not known, or infinite, in some rows.

    Parameters
    ----------
    y : array-like of shape (n_rows,) or (n_rows, n_columns)
        The target.

    Raises
    ------
    InputError
        If a value is missing or infinite; the message says in which row.
    """
    check_target_known(*find_unknown(y))


def find_unknown(y: Any) -> tuple[int, int, int | None]:
    """Find the rows in which a target is not known, or infinite.

    Parameters
    ----------
    y : array-like of shape (n_rows,) or (n_rows, n_columns)
        The target.

    Returns
    -------
    n_missing : int
        In how many rows it is missing.
    first_missing : int
        The first of them; 0 where there is none.
    first_infinite : int or None
        The first row in which it is infinite.
    """
    missing = pd.isna(np.asarray(y, dtype=object))
    rows = np.flatnonzero(missing.any(axis=tuple(range(1, missing.ndim))))
    first = int(rows[0]) if len(rows) else 0
    array = np.asarray(y)
    if array.dtype.kind != "f" or not np.isinf(array).any():
        return len(rows), first, None
    return len(rows), first, int(np.argwhere(np.isinf(array))[0][0])


def check_target_known(
    n_missing: int, first_missing: int, first_infinite: int | None
) -> None:
    """Refuse a target that is not known, or infinite, in some rows.

    Parameters
    ----------
    n_missing, first_missing, first_infinite : int
        What `find_unknown` finds of the whole target.

    Raises
    ------
    InputError
        The message says in which row.
    """
    if n_missing:
        raise InputError(
            "{what} is missing in {n_rows} rows, the first is {row}",
            parameter="y",
            what=Phrase("Input y contains NaN: the target", "the target"),
            n_rows=n_missing,
            row=Row(first_missing),
            remedies=["drop the rows whose target is not known"],
        )
    if first_infinite is not None:
        raise InputError(
            "{what} is infinite in {row}",
            parameter="y",
            what=Phrase(f"{INFINITE}: the target", "the target"),
            row=Row(first_infinite),
            remedies=["correct it", "drop the row"],
        )


def check_no_dates(y: Any) -> None:
    """Refuse dates, which are neither classes nor numbers to be predicted.

    Parameters
    ----------
    y : array-like of shape (n_rows,)
        The target.

    Raises
    ------
    InputError
        If it holds dates, times or durations.
    """
    cells = np.asarray(y, dtype=object).ravel()
    if len(cells) and isinstance(cells[0], TIMES):
        raise InputError(
            "the target holds dates or times ({value}), which are no classes",
            parameter="y",
            value=cells[0],
            remedies=[
                "turn it into a number (days since a date, say)",
                *in_code("leave it in as a column", "fit and sample without a target"),
            ],
        )


INFINITE = "Input y contains infinity or a value too large for dtype('float64')"
"""The words that scikit-learn looks for."""
