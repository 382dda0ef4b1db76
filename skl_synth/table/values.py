"""Values of single columns: numbers out of any dtype, and back into it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Phrase, Remedy


def is_number(dtype: Any) -> bool:
    """Whether a column of this dtype holds numbers (a bool is none).

    Parameters
    ----------
    dtype : dtype
        A numpy or pandas dtype.

    Returns
    -------
    bool
        True for integers and floats, nullable and sparse ones too.
    """
    types = pd.api.types
    is_other = types.is_bool_dtype(dtype) or types.is_complex_dtype(dtype)
    return types.is_numeric_dtype(dtype) and not is_other


def is_text(values: pd.Series | pd.Index) -> bool:
    """Whether a column holds text, of whatever dtype.

    Parameters
    ----------
    values : Series or Index
        Values, none of them missing.

    Returns
    -------
    bool
        True for strings.
    """
    return len(values) > 0 and isinstance(values[0:1].tolist()[0], str)


def numbers_of(series: pd.Series) -> np.ndarray:
    """Read a column as float64, NaN where missing.

    Parameters
    ----------
    series : Series
        A column of numbers or booleans.

    Returns
    -------
    ndarray of float64
        Its values, copied.

    Raises
    ------
    InputError
        If it holds something else than numbers.
    """
    try:
        return series.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    except (TypeError, ValueError) as error:
        raise InputError(
            "column {column!r} {what} and cannot be read as numbers ({reason})",
            column=series.name,
            what=Phrase(f"has dtype {series.dtype}", "holds text"),
            reason=error,
            remedies=[
                Remedy("give it the dtype of the fitted table", only="python"),
                Remedy("write numbers, as in the real table", only="command line"),
            ],
        ) from error


def precision_of(dtype: Any) -> np.dtype:
    """Float type in which a column keeps its numbers.

    Parameters
    ----------
    dtype : dtype
        A numpy or pandas dtype.

    Returns
    -------
    dtype
        float16 or float32 for columns of those, else float64.
    """
    plain = getattr(dtype, "numpy_dtype", getattr(dtype, "subtype", dtype))
    narrow = plain in (np.dtype(np.float16), np.dtype(np.float32))
    return np.dtype(plain) if narrow else np.dtype(np.float64)


def column_of(values: Any, dtype: Any) -> pd.Series:
    """Make a column of a dtype, also where pandas would infer another.

    Parameters
    ----------
    values : array
        Values of the column.
    dtype : dtype
        The dtype of the real column.

    Returns
    -------
    Series
        The column.
    """
    if isinstance(dtype, pd.SparseDtype):
        return pd.Series(values).astype(dtype)
    return pd.Series(values, dtype=dtype)


def cast_numbers(values: np.ndarray, dtype: Any) -> Any:
    """Write floats in a dtype, rounding rather than truncating to integers.

    Parameters
    ----------
    values : ndarray of float64
        Numbers, NaN where missing.
    dtype : dtype
        The dtype of the real column.

    Returns
    -------
    array
        A numpy or extension array of that dtype.
    """
    if dtype == np.dtype(object):
        cells = values.tolist()
        whole = [None if np.isnan(v) else int(v) if v == int(v) else v for v in cells]
        return np.array(whole, dtype=object)
    if isinstance(dtype, np.dtype):
        if dtype.kind in "iu":
            return np.rint(values).astype(dtype)
        return values.astype(dtype)
    if isinstance(dtype, pd.SparseDtype):
        return pd.arrays.SparseArray(values).astype(dtype)
    return pd.array(values, dtype="Float64").astype(dtype)


def some_of(values: Any, at_most: int = 6) -> str:
    """Show the first few of several values, for messages.

    Parameters
    ----------
    values : sequence
        What to show.
    at_most : int
        How many.

    Returns
    -------
    str
        A readable list.
    """
    shown = ", ".join(repr(value) for value in list(values)[:at_most])
    more = len(values) - at_most
    return shown + (f", … ({more} more)" if more > 0 else "")


def dense(series: pd.Series) -> pd.Series:
    """Undo the sparse storage of a column, and another order of its bytes.

    Parameters
    ----------
    series : Series
        Any column.

    Returns
    -------
    Series
        The column itself, or its dense copy.
    """
    dtype = series.dtype
    if isinstance(dtype, pd.SparseDtype):
        return series.astype(dtype.subtype)
    if isinstance(dtype, np.dtype) and not dtype.isnative:
        return series.astype(dtype.newbyteorder("="))
    return series
