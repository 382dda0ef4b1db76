"""Table and target as a pair: slips in passing them, and rows in another order."""

from __future__ import annotations

import difflib
import numbers
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import ColumnOf, InputError, Remedy, Setting
from skl_synth.table.fetched_first import check_fetched
from skl_synth.table.target.one_vs_all import columns_of_classes
from skl_synth.table.target.target_cells import opened
from skl_synth.table.values import some_of


def check_pair(X: Any, y: Any, name: str = "y") -> None:
    """Refuse a table and a target that were passed in a way that cannot be meant.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table.
    y : array-like of shape (n_rows,) or None
        The target, or whatever else there is for each row.
    name : str, default="y"
        What it is called.

    Raises
    ------
    InputError
        If it is the name of a column, if table and target are swapped, or if both have
        the same row labels in another order.
    InputTypeError
        If its values are elsewhere, such as those of a series of dask.
    """
    if y is None:
        return
    check_fetched(y)
    _refuse_names(X, y, name)
    if _n_dimensions(X) == 1 and _n_dimensions(y) == 2:
        raise InputError(
            "X has one dimension and {name} has two: they are swapped, or X is a "
            "single column",
            parameter="X",
            name=name,
            remedies=[
                "pass the table first",
                "pass a single column as a table of one column, X.to_frame()"
                if isinstance(X, pd.Series)
                else "pass a single column as a table of one column",
            ],
        )
    _refuse_swapped(X, y, name)
    check_order(X, y, name)


def _refuse_swapped(X: Any, y: Any, name: str) -> None:
    """Refuse a target of several columns beside a table of one, which is the target."""
    if _width(X) != 1 or _width(y) < 2:
        return
    try:
        columns_of_classes(opened(y))
    except InputError as error:
        raise InputError(
            "X has one column and {name} has {n}, which are not one for each class: "
            "you have exchanged them",
            parameter="X",
            name=name,
            n=_width(y),
            remedies=["pass the table first, and then its target"],
        ) from error


def _width(value: Any) -> int:
    """Count columns; 0 for what has no two dimensions."""
    if _n_dimensions(value) != 2:
        return 0
    shape = getattr(value, "shape", None)
    return int(shape[1]) if isinstance(shape, tuple) else np.size(value[0])


def check_order(X: Any, y: Any, name: str = "y", table: str = "X") -> None:
    """Refuse a table and a target of the same row labels in another order.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table.
    y : array-like of shape (n_rows,) or None
        The target, or whatever else there is for each row.
    name : str, default="y"
        What it is called.
    table : str, default="X"
        What the table is called.

    Raises
    ------
    InputError
        If both are of pandas, and the labels of one are those of the other in another
        order: rows are paired by position, which would give them false classes.
    """
    if not (isinstance(X, pd.DataFrame) and isinstance(y, (pd.Series, pd.DataFrame))):
        return
    left, right = X.index, y.index
    if len(left) != len(right) or left.equals(right) or not _same_labels(left, right):
        return
    aligned = Remedy(
        "bring them into the order of the table first, {name} = "
        "{name}.loc[{table}.index]"
    )
    raise InputError(
        "{table} and {name} have the same row labels, but in another order, and rows "
        "are paired by position",
        parameter=name,
        name=name,
        table=table,
        remedies=[
            *([aligned] if left.is_unique else []),
            Remedy(
                "if they belong together as they stand, say so by {name} = "
                "{name}.set_axis({table}.index)"
            ),
        ],
    )


def _same_labels(left: pd.Index, right: pd.Index) -> bool:
    if left.is_unique and right.is_unique:
        return bool(right.isin(left).all())
    return (
        left.value_counts()
        .sort_index(key=_texts)
        .equals(right.value_counts().sort_index(key=_texts))
    )


def _texts(labels: pd.Index) -> pd.Index:
    return pd.Index([repr(one) for one in labels], dtype=object)


def _n_dimensions(value: Any) -> int:
    """Count dimensions without copying anything: lists are as their first row is."""
    if isinstance(value, (str, bytes, numbers.Number, np.generic, Mapping)):
        return 0
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return len(shape)
    if not isinstance(value, (list, tuple)):
        return np.ndim(value) if hasattr(value, "__array__") else -1
    rows = (list, tuple, np.ndarray, pd.Series)
    return 2 if len(value) and isinstance(value[0], rows) else 1


def _columns_of(X: Any) -> list[Hashable]:
    """Names of the columns of a frame of any library; none for what has no names."""
    if not hasattr(X, "__len__"):
        # A query, of which even the names have to be found out.
        return []
    names = getattr(X, "column_names", None)
    return list(getattr(X, "columns", []) if names is None else names)


def _refuse_names(X: Any, y: Any, name: str) -> None:
    """Refuse the name of a column, or of several, in place of the column."""
    columns = _columns_of(X)
    if _n_dimensions(y) == 0:
        _refuse_name(X, y, name)
    # A list of labels may be of the same texts as the columns, in a table of few rows.
    is_list = isinstance(y, (list, tuple)) and 0 < len(y) <= min(len(columns), 5)
    if is_list and all(isinstance(one, str) and one in columns for one in y):
        if len(y) == 1:
            _refuse_name(X, y[0], name)
        raise InputError(
            "{name} lists the names of {n} columns, and must be one column itself, a "
            "value for each row",
            parameter=name,
            value=y,
            name=name,
            n=len(y),
            one=ColumnOf(y[0]),
            remedies=[Remedy("pass one of these columns, such as {one!r}")],
        )


def _refuse_name(X: Any, value: Any, name: str) -> None:
    columns = _columns_of(X)
    is_column = isinstance(value, Hashable) and value in columns
    if not is_column and not (columns and isinstance(value, str)):
        shown = value if isinstance(value, (str, numbers.Number)) else type(value)
        raise InputError(
            "requires {name} to be passed, with one value for each row, but {name} is "
            "{value!r}",
            parameter=name,
            value=shown,
            name=name,
            remedies=["pass a column itself"],
        )
    texts = [one for one in columns if isinstance(one, str)]
    near = [value] if is_column else difflib.get_close_matches(value, texts, n=1)
    raise InputError(
        "{name} is {value!r}, and must be the column itself, one value for each row"
        "{lacking}",
        parameter=name,
        column=value if is_column else None,
        value=value,
        name=name,
        lacking=""
        if is_column
        else f". The table has no such column, but {some_of(columns)}",
        one=ColumnOf(near[0] if near else columns[-1]),
        rest=_without(X, near),
        remedies=[_way(name, is_found=bool(near))],
    )


def _way(name: str, *, is_found: bool) -> Remedy:
    if name == "y" and is_found:
        return Remedy("pass {rest} as the table and {one!r} as its target")
    return Remedy("pass {parameter}={one!r}" + ", say" * (not is_found))


def _without(X: Any, names: list[Hashable]) -> Setting | str:
    """Write the table without columns, as the library that it is of has it."""
    if isinstance(X, pd.DataFrame):
        return Setting("drop", names)
    verb = "drop_columns" if hasattr(X, "drop_columns") else "drop"
    return f"X.{verb}({names!r})"
