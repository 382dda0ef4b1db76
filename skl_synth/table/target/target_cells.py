"""The cells of a target: read as values, and written in its own container."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import column_or_1d

from skl_synth.errors import InputError
from skl_synth.table.foreign import as_pandas
from skl_synth.table.precision import Precision
from skl_synth.table.target.one_vs_all import columns_of_classes, width_of
from skl_synth.table.values import cast_numbers, is_number, precision_of

TARGET_KINDS = ("category", "binary", "continuous", "integer")
"""What a user may call a target: the first two are classes, the others numbers."""


def opened(y: Any) -> Any:
    """Read a target of another library as one of pandas, and a sparse one as an array.

    Parameters
    ----------
    y : array-like
        What the user passed.

    Returns
    -------
    object
        The target in a container that is read here.

    Raises
    ------
    InputError
        If its rows have different numbers of cells.
    """
    y = as_pandas(y)
    y = y.toarray() if sparse.issparse(y) else y
    width_of(y)
    return y


def given_kind(y: Any, column_kinds: object) -> str | None:
    """Look up what the user called the target.

    Parameters
    ----------
    y : array-like of shape (n_rows,)
        The target, perhaps with a name.
    column_kinds : "infer" or mapping of column to kind
        What the user said.

    Returns
    -------
    str or None
        One of `TARGET_KINDS`; None where nothing was said.

    Raises
    ------
    InputError
        For a kind that no target can have.
    """
    name = getattr(y, "name", None)
    if not isinstance(column_kinds, Mapping) or name not in column_kinds:
        return None
    kind = column_kinds[name]
    if kind not in TARGET_KINDS:
        raise InputError(
            "{parameter} gives the target {column!r} the kind {value!r}, which is none "
            "of {choices}",
            column=name,
            parameter="column_kinds",
            value=kind,
            choices=list(TARGET_KINDS),
        )
    return kind


def values_and_kind(y: Any) -> tuple[np.ndarray, str]:
    """Read the target as one column of values, and say of which type it is.

    Parameters
    ----------
    y : array-like of shape (n_rows,) or (n_rows, n_classes)
        The target.

    Returns
    -------
    values : ndarray of shape (n_rows,)
        Labels or numbers.
    kind : str
        Its type, in scikit-learn's words.
    """
    if has_many_columns(y):
        return columns_of_classes(y), "multiclass"
    y = _only_column(y)
    if isinstance(y, pd.Series):
        values = plain(y.to_numpy(dtype=object))
        return values, type_of_target(values, input_name="y")
    array = plain(y)
    return column_or_1d(array), type_of_target(array, input_name="y")


def has_many_columns(y: Any) -> bool:
    """Whether a target has several columns, one for each class if it can be used.

    Parameters
    ----------
    y : array-like
        The target.

    Returns
    -------
    bool
        False for one dimension, and for a single column.
    """
    return (width_of(y) or 1) > 1


def _only_column(y: Any) -> Any:
    """Take the labels out of a target of two dimensions and one column."""
    if width_of(y) != 1:
        return y
    if isinstance(y, list):
        return [row[0] for row in y]
    return y.iloc[:, 0] if isinstance(y, pd.DataFrame) else np.asarray(y)[:, 0]


def plain(y: Any) -> np.ndarray:
    """Read numbers that stand in an array of objects as numbers.

    Parameters
    ----------
    y : array-like
        The target.

    Returns
    -------
    ndarray
        Its values, text as objects.

    Raises
    ------
    InputError
        If it mixes text with numbers.
    """
    array = np.asarray(y)
    if isinstance(y, list) and array.dtype.kind in "US":
        # numpy has made text of whatever stands beside text.
        array = np.asarray(y, dtype=object)
    if array.dtype == object and array.ndim == 1:
        # A type at a time: a million labels have a few.
        kinds = {issubclass(kind, str) for kind in set(map(type, array.tolist()))}
        if len(kinds) > 1:
            raise InputError(
                "the target mixes text with numbers",
                remedies=["make all its labels text"],
            )
        found = pd.Series(array, dtype=object).infer_objects()
        return found.to_numpy(dtype=None if found.dtype.kind in "iufb" else object)
    return array


def dtype_of(y: Any) -> Any:
    """Give the dtype of a target.

    Parameters
    ----------
    y : array-like
        The target.

    Returns
    -------
    dtype
        That of its (first) column.
    """
    if isinstance(y, pd.Series):
        return y.dtype
    return y.dtypes.iloc[0] if isinstance(y, pd.DataFrame) else np.asarray(y).dtype


def cast(values: np.ndarray, dtype: Any) -> Any:
    """Write labels or numbers in the dtype of the target.

    Parameters
    ----------
    values : ndarray of shape (n_rows,)
        Labels or numbers.
    dtype : dtype
        The dtype of the real target.

    Returns
    -------
    array
        A numpy or extension array.
    """
    if values.dtype.kind == "f" and is_number(dtype):
        return cast_numbers(values, dtype)
    if isinstance(dtype, np.dtype):
        return values.astype(dtype)
    return pd.Series(values.tolist()).astype(dtype).array


def prototype(y: Any) -> Any:
    """Keep the container, the dtype and the name of a target, but no value of it.

    Parameters
    ----------
    y : array-like or None
        The target.

    Returns
    -------
    same container as y
        One without rows.
    """
    return y if y is None else y[:0]


def without_noise(numbers: np.ndarray, y: Any) -> tuple[np.ndarray, Precision]:
    """Find the precision of a target of numbers, and take float noise from them.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows,), dtype float64
        Its values.
    y : array-like
        The target, or one without rows, for its dtype.

    Returns
    -------
    numbers : ndarray of shape (n_rows,), dtype float64
        The values.
    precision : Precision
        Their range and decimals.
    """
    precision = Precision.from_values(numbers.astype(precision_of(dtype_of(y))))
    return precision.clean(numbers), precision
