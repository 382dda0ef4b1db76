"""A table with its target as one more column, as formulas want it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.foreign import as_pandas

UNNAMED = "y"
"""The name of a target that has none."""


def joined(X: Any, y: Any) -> pd.DataFrame:
    """Put a table and its target into one.

    Parameters
    ----------
    X : dataframe of shape (n_rows, n_columns)
        The table; that of another library is read.
    y : array-like of shape (n_rows,), dataframe or None
        Its target; called ``y`` where it has no name.

    Returns
    -------
    DataFrame
        The columns of X, and the target last.

    Raises
    ------
    InputError
        If X has no names of columns, or the target has the name of a column.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.inference.joined_table import joined
    >>> joined(pd.DataFrame({"age": [60, 70]}), [0, 1]).columns.tolist()
    ['age', 'y']
    """
    X, y = as_pandas(X), as_pandas(y)
    if not isinstance(X, pd.DataFrame):
        raise InputError(
            "a formula names columns, and X is a {kind}",
            kind=type(X).__name__,
            remedies=["pass a pandas DataFrame"],
        )
    if y is None:
        return X
    if isinstance(y, pd.DataFrame):
        return _with_all(X, y)
    name = getattr(y, "name", None)
    name = UNNAMED if name is None else name
    if name in X.columns:
        raise InputError(
            "X and y both have a column {column!r}",
            column=name,
            remedies=[f"rename y: y.rename({f'{name}_target'!r})"],
        )
    labels = y.array if isinstance(y, pd.Series) else y
    return X.assign(**{name: labels}) if isinstance(name, str) else _with(X, name, y)


def _with_all(X: pd.DataFrame, y: pd.DataFrame) -> pd.DataFrame:
    """A target of several columns, such as a time and its event, one by one."""
    for name in y.columns:
        X = joined(X, y[name])
    return X


def _with(X: pd.DataFrame, name: Any, y: Any) -> pd.DataFrame:
    whole = X.copy()
    whole[name] = list(y)
    return whole
