"""Targets of several columns, one for each class, as `label_binarize` writes them.

A column may be empty: a class that is known, and that nobody of this table has. The
labels of such a target are the positions of its columns, so that no class moves to
another place where one is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from skl_synth.errors import InputError, Row
from skl_synth.table.values import some_of


@dataclass(frozen=True)
class TargetColumns:
    """How a target of two dimensions is written.

    Parameters
    ----------
    n_columns : int
        One, or as many as there are classes, rows of which there may be none.
    low : int, default=0
        What stands where a row is not of the class: 0 or -1.
    """

    n_columns: int
    low: int = 0

    @classmethod
    def of(cls, y: Any) -> TargetColumns | None:
        """Look at the shape of a target.

        Parameters
        ----------
        y : array-like of shape (n_rows,) or (n_rows, n_columns)
            A target that was read; if of several columns, one for each class.

        Returns
        -------
        TargetColumns or None
            None for a target of one dimension.
        """
        width = width_of(y)
        if width is None:
            return None
        is_negative = width > 1 and bool((numbers_of(y) < 0).any())
        return cls(width, -1 if is_negative else 0)

    @property
    def is_one_vs_all(self) -> bool:
        """Whether there is one column for each class."""
        return self.n_columns > 1

    def write(self, y: Any, columns: np.ndarray) -> Any:
        """Write a one-vs-all target in the container of the real one.

        Parameters
        ----------
        y : DataFrame, ndarray or list
            The real target, or one without its rows.
        columns : ndarray of shape (n_rows,), dtype int
            The column of each row.

        Returns
        -------
        same container as y
            Ones in these columns.
        """
        shape = len(columns), self.n_columns
        cells = np.full(shape, self.low, dtype=np.int64)
        cells[np.arange(len(columns)), columns] = 1
        if isinstance(y, pd.DataFrame):
            return pd.DataFrame(cells).set_axis(y.columns, axis=1).pipe(_cast_like, y)
        if isinstance(y, list):
            return cells.tolist()
        return cells.astype(np.asarray(y).dtype)


@dataclass(frozen=True)
class SparseTarget:
    """The container of a sparse target, in which synthetic ones are written as well.

    Parameters
    ----------
    format : str
        Such as ``"csc"``.
    is_array : bool
        Whether it is a sparse array rather than a matrix.
    """

    format: str
    is_array: bool

    @classmethod
    def of(cls, y: Any) -> SparseTarget | None:
        """Recognise a sparse target.

        Parameters
        ----------
        y : object
            What the user passed.

        Returns
        -------
        SparseTarget or None
            None for what is not sparse.
        """
        if not sparse.issparse(y):
            return None
        return cls(y.format, isinstance(y, sparse.sparray))

    def write(self, y: np.ndarray) -> Any:
        """Write a decoded target.

        Parameters
        ----------
        y : ndarray of shape (n_rows, n_columns)
            The target.

        Returns
        -------
        sparse matrix or array
            The same.
        """
        kind = "array" if self.is_array else "matrix"
        return getattr(sparse, f"{self.format}_{kind}")(y)

    def append(self, y: Any, y_new: Any) -> Any:
        """Put synthetic targets behind the real ones.

        Parameters
        ----------
        y, y_new : sparse matrix or array
            Both of this container.

        Returns
        -------
        sparse matrix or array
            All of them.
        """
        return self.write(sparse.vstack([y, y_new]))


def width_of(y: Any) -> int | None:
    """Count the columns of a target.

    Parameters
    ----------
    y : array-like
        The target.

    Returns
    -------
    int or None
        None for a target of one dimension.

    Raises
    ------
    InputError
        If its rows have different numbers of cells.
    """
    try:
        shape = np.shape(y)
    except ValueError as error:
        raise InputError(
            "the rows of the target have different numbers of cells: y should be a 1d "
            "array",
            parameter="y",
            remedies=["give one label for each row"],
        ) from error
    return shape[1] if len(shape) == 2 else None


def columns_of_classes(y: Any) -> np.ndarray:
    """Read a one-vs-all target: the column in which each row has its 1.

    Parameters
    ----------
    y : DataFrame, ndarray or list of shape (n_rows, n_columns)
        The target.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Positions of columns.

    Raises
    ------
    InputError
        If it holds anything but 0 and 1 (or -1 and 1), or a row is of no class, or of
        several.
    """
    cells = numbers_of(y)
    if not (np.isin(cells, (0, 1)).all() or np.isin(cells, (-1, 1)).all()):
        raise _no_classes(y)
    per_row = (cells == 1).sum(axis=1)
    odd = np.flatnonzero(per_row != 1)
    if len(odd):
        raise InputError(
            "the target has one column for each class, and {n} rows are of {found}, "
            "the first is {row}. Multilabel and multioutput targets are not supported",
            parameter="y",
            n=len(odd),
            found="no class"
            if (per_row[odd] == 0).all()
            else "several classes"
            if (per_row[odd] > 1).all()
            else "no class or of several",
            row=Row(int(odd[0])),
            remedies=["leave these rows out", "give each row a 1 in one column"],
        )
    return np.asarray(cells.argmax(axis=1), dtype=np.intp)


def numbers_of(y: Any) -> np.ndarray:
    """Read the cells of a target of several columns as numbers.

    Parameters
    ----------
    y : DataFrame, ndarray or list of shape (n_rows, n_columns)
        The target.

    Returns
    -------
    ndarray of shape (n_rows, n_columns), dtype float64
        True is 1.

    Raises
    ------
    InputError
        If there are others than numbers.
    """
    array = np.asarray(y)
    if array.dtype.kind not in "biuf":
        cells = np.asarray(y, dtype=object)
        # "1" would be read as 1, and 1 beside it as well.
        if any(isinstance(cell, (str, bytes)) for cell in cells.ravel().tolist()):
            raise _no_classes(y)
        try:
            array = cells.astype(np.float64)
        except (TypeError, ValueError) as error:
            raise _no_classes(y) from error
    return array.astype(np.float64)


def _no_classes(y: Any) -> InputError:
    width = width_of(y)
    names = f" ({some_of(list(y.columns))})" if isinstance(y, pd.DataFrame) else ""
    return InputError(
        "Unknown label type: multioutput. The target has {n} columns{names} that are "
        "not one 0/1 column for each class, and y should be a 1d array. Multilabel and "
        "multioutput targets are not supported",
        parameter="y",
        n=width,
        names=names,
        remedies=["give one column as the target, and the others with the table"],
    )


def _cast_like(frame: pd.DataFrame, y: pd.DataFrame) -> pd.DataFrame:
    """Give columns the dtypes of others by position, whatever they are called."""
    columns = [
        frame.iloc[:, place].astype(dtype) for place, dtype in enumerate(y.dtypes)
    ]
    return pd.concat(columns, axis=1).set_axis(y.columns, axis=1)
