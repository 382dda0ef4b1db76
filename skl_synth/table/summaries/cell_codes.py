"""Which different cell each row of some columns holds, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.values import dense

OF_WIDTH = {2: np.int16, 4: np.int32, 8: np.int64}
"""Whole numbers by which floats of so many bytes are distinguished."""


def cell_codes(frame: pd.DataFrame) -> np.ndarray:
    """Number the different rows of some columns, by their first places.

    Unlike in pandas, cells are the same only where nothing tells them apart: 1, 1.0 and
    True are three, as are None, NaN and NaT, and as are 0.0 and -0.0.

    Parameters
    ----------
    frame : DataFrame
        One column or more.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int64
        The same number for equal rows, from 0 on in the order of their first places.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.table.summaries import cell_codes
    >>> cell_codes(pd.DataFrame({"a": [1, True, 1.0, "1", 1]}, dtype=object)).tolist()
    [0, 1, 2, 3, 0]
    """
    codes = np.zeros(len(frame), dtype=np.int64)
    for place in range(frame.shape[1]):
        one = _codes_of(frame.iloc[:, place])
        codes = one if not place else _together(codes, one)
    return codes


def _together(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Number pairs of numbers."""
    n_second = int(second.max(initial=0)) + 1
    return _numbered(first * n_second + second)


def _codes_of(series: pd.Series) -> np.ndarray:
    dtype: Any = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _numbered(series.cat.codes.to_numpy())
    if isinstance(dtype, np.dtype) and dtype.kind != "O":
        return _numbered(_bits(dense(series).to_numpy()))
    if pd.api.types.is_object_dtype(dtype):
        return _numbered_objects(series)
    plain = dense(series)
    try:
        codes = _numbered(plain)
    except (NotImplementedError, TypeError):
        # Lists of pyarrow, which no kind can make anything of.
        return _numbered_objects(series)
    if not pd.api.types.is_float_dtype(plain.dtype):
        return codes
    numbers = plain.to_numpy(dtype=np.float64, na_value=0.0)
    return _together(codes, np.signbit(numbers).astype(np.int64))


def _bits(values: np.ndarray) -> np.ndarray:
    """See floats and times as whole numbers."""
    if values.dtype.kind == "f" and values.dtype.itemsize in OF_WIDTH:
        return np.ascontiguousarray(values).view(OF_WIDTH[values.dtype.itemsize])
    return values.view(np.int64) if values.dtype.kind in "mM" else values


def _numbered_objects(series: pd.Series) -> np.ndarray:
    cells = series.tolist()
    if {*map(type, cells)} == {str}:
        return _numbered(series)
    return _numbered(pd.Series([_key(one) for one in cells], dtype=object))


def _key(cell: Any) -> tuple:
    """Tell a cell from others that pandas takes for the same."""
    return (type(cell), cell if isinstance(cell, str | int) else repr(cell))


def _numbered(values: Any) -> np.ndarray:
    codes = pd.factorize(values, use_na_sentinel=True)[0]
    codes = np.asarray(codes, dtype=np.int64)
    of_numpy = isinstance(values, np.ndarray)
    if not of_numpy or (len(codes) and codes.min() < 0):
        # What is missing has a number as any other cell has, by its first place; and a
        # dictionary of pyarrow counts by the order of its own.
        codes = pd.factorize(codes)[0].astype(np.int64)
    return codes
