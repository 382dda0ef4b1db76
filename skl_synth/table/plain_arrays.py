"""Tables without names of columns: arrays, and lists of rows."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.typing import DataFrameGroupBy, SeriesGroupBy
from scipy import sparse

from skl_synth.errors import InputError, InputTypeError, Row
from skl_synth.table.codecs.large_numbers import LARGEST_WHOLE
from skl_synth.table.fetched_first import check_known


def check_container(X: Any) -> None:
    """Refuse what is no table, where there is more to say than its shape.

    Parameters
    ----------
    X : object
        What the user passed, which is no dataframe.

    Raises
    ------
    InputTypeError
        If it is text, a mapping, one column, records or a stream of rows; the message
        says what to pass.
    """
    if isinstance(X, (str, os.PathLike)):
        raise InputTypeError(
            "the table is the text {value!r}",
            value=str(X),
            remedies=["read the file first, by pandas.read_csv(...), say"],
        )
    # The sparse container DOK is a mapping, too.
    if isinstance(X, Mapping) and not sparse.issparse(X):
        raise InputTypeError(
            "the table is a mapping", remedies=["pass pandas.DataFrame(X)"]
        )
    if isinstance(X, pd.Series):
        raise InputTypeError(
            "the table is one column, a pandas Series", remedies=["pass X.to_frame()"]
        )
    if isinstance(X, (DataFrameGroupBy, SeriesGroupBy)):
        raise InputTypeError(
            "the table is a {kind}, which is many tables and not one",
            kind=type(X).__name__,
            remedies=["pass the table that was grouped, or what .agg(...) makes of it"],
        )
    if isinstance(X, (Iterator, set, frozenset)):
        raise InputTypeError(
            "the table is a {kind}, which says nothing of rows and columns",
            kind=type(X).__name__,
            remedies=["pass a list of rows, as by list(X)"],
        )
    if isinstance(X, (list, tuple)) and X and isinstance(X[0], Mapping):
        raise InputTypeError(
            "the table is a list of mappings", remedies=["pass pandas.DataFrame(X)"]
        )
    names = getattr(getattr(X, "dtype", None), "names", None)
    if names:
        raise InputTypeError(
            "the table is an array of records, with the fields {names}",
            names=list(names),
            remedies=["pass pandas.DataFrame(X)"],
        )
    check_known(X)
    if np.ma.isMaskedArray(X):
        raise InputTypeError(
            "the table is a masked array, of which the masked values would be taken "
            "for real ones",
            remedies=["pass X.filled(numpy.nan)"],
        )
    _check_dimensions(X)


def _check_dimensions(X: Any) -> None:
    """Refuse a single column, row or cell, without printing what it holds."""
    if isinstance(X, list):
        is_flat = bool(X) and all(np.ndim(one) == 0 for one in X[:1])
        n_dimensions, to_column = (
            (1, "[[value] for value in X]") if is_flat else (2, "")
        )
    else:
        n_dimensions, to_column = getattr(X, "ndim", 2), "X.reshape(-1, 1)"
    if n_dimensions == 0:
        raise InputError(
            "Expected 2D array, got scalar array instead: the table is a single value",
            remedies=["pass a table of rows and columns"],
        )
    if n_dimensions == 1:
        raise InputError(
            "Expected 2D array, got 1D array instead: the table has one dimension, and "
            "{n} values",
            n=len(X),
            remedies=[
                f"Reshape your data: pass {to_column} if it is one column",
                "pass [X] if it is one row",
            ],
        )


def array_of_rows(X: list) -> np.ndarray:
    """Read a list of rows as an array that holds every cell as it is.

    Parameters
    ----------
    X : list
        The rows.

    Returns
    -------
    ndarray
        Numbers where all cells are numbers of which none is changed, else objects: of
        a row that mixes them, numpy would make text of numbers, and of whole numbers
        beyond 2**53 others that a float can hold.

    Raises
    ------
    InputError
        If the rows are not all of one length.
    """
    widths = [len(row) if isinstance(row, (list, tuple)) else np.size(row) for row in X]
    for row, width in enumerate(widths):
        if width != widths[0]:
            raise InputError(
                "{row} of the table has {width} values, but the first has {first}",
                row=Row(row),
                width=width,
                first=widths[0],
                remedies=["give every row the same number of values"],
            )
    try:
        array = np.asarray(X)
    except ValueError:
        # Some cell is a list, of which the check of the cells says more.
        return _objects_of(X)
    is_kept = array.dtype.kind not in "US" and not _may_be_rounded(array)
    return array if is_kept else _objects_of(X)


def _objects_of(X: list) -> np.ndarray:
    cells = np.empty((len(X), len(X[0])), dtype=object)
    for place, row in enumerate(X):
        cells[place] = np.fromiter(row, dtype=object, count=len(row))
    return cells


def _may_be_rounded(array: np.ndarray) -> bool:
    """Whether a whole number may have been too large for the floats beside it."""
    if array.dtype.kind != "f" or array.ndim != 2:
        return False
    with np.errstate(invalid="ignore"):
        return bool((np.abs(array) >= LARGEST_WHOLE).any())
