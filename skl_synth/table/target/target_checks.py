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
    missing = pd.isna(np.asarray(y, dtype=object))
    if missing.any():
        rows = np.flatnonzero(missing.reshape(len(missing), -1).any(axis=1))
        raise InputError(
            "{what} is missing in {n_rows} rows, the first is {row}",
            parameter="y",
            what=Phrase("Input y contains NaN: the target", "the target"),
            n_rows=len(rows),
            row=Row(int(rows[0])),
            remedies=["drop the rows whose target is not known"],
        )
    _check_finite(y)


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


def _check_finite(y: Any) -> None:
    array = np.asarray(y)
    if array.dtype.kind == "f" and np.isinf(array).any():
        row = int(np.argwhere(np.isinf(array))[0][0])
        raise InputError(
            "{what} is infinite in {row}",
            parameter="y",
            what=Phrase(f"{INFINITE}: the target", "the target"),
            row=Row(row),
            remedies=["correct it", "drop the row"],
        )
