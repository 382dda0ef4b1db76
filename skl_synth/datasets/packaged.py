"""Real tables that come with scikit-learn, as frames with readable names."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, overload

import pandas as pd
from sklearn import datasets

from skl_synth.errors import InputError

# What scikit-learn's reader is, and what its "target" is called here.
_SOURCES: dict[str, tuple[Callable[..., Any], str]] = {
    "breast_cancer": (datasets.load_breast_cancer, "diagnosis"),
    "diabetes": (partial(datasets.load_diabetes, scaled=False), "progression"),
    "iris": (datasets.load_iris, "species"),
    "wine": (datasets.load_wine, "cultivar"),
}


@overload
def load_table(name: str, *, return_X_y: Literal[False] = ...) -> pd.DataFrame: ...


@overload
def load_table(
    name: str, *, return_X_y: Literal[True]
) -> tuple[pd.DataFrame, pd.Series]: ...


def load_table(
    name: str, *, return_X_y: bool = False
) -> pd.DataFrame | tuple[pd.DataFrame, pd.Series]:
    """Read a real table that is installed with scikit-learn.

    Column names are in snake case, and class labels are words in place of codes. The
    outcome is the last column: ``diagnosis`` for ``"breast_cancer"`` (569 rows),
    ``progression``, a number, for ``"diabetes"`` (442 rows), ``species`` for
    ``"iris"`` (150 rows) and ``cultivar`` for ``"wine"`` (178 rows).

    Parameters
    ----------
    name : {"breast_cancer", "diabetes", "iris", "wine"}
        Which table.
    return_X_y : bool, default=False
        Whether to hand back the outcome apart from the other columns.

    Returns
    -------
    table : DataFrame
        The whole table, outcome last. Only if ``return_X_y`` is False.
    (X, y) : tuple of a DataFrame and a Series
        The columns and the outcome. Only if ``return_X_y`` is True.

    Raises
    ------
    InputError
        If there is no table of that name.

    See Also
    --------
    make_patients : A simulated table with columns of every kind.

    Examples
    --------
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("wine", return_X_y=True)
    >>> X.shape, sorted(y.unique())
    ((178, 13), ['class_0', 'class_1', 'class_2'])
    """
    if name not in _SOURCES:
        raise InputError(
            "{parameter} must be one of {known}, got {value!r}",
            parameter="name",
            value=name,
            known=", ".join(map(repr, _SOURCES)),
        )
    load, target = _SOURCES[name]
    bunch = load(as_frame=True)
    X = bunch.data.rename(columns=_snake_case)
    y = bunch.target.rename(target)
    if "target_names" in bunch:
        y = y.map(dict(enumerate(bunch.target_names.tolist())))
    return (X, y) if return_X_y else X.assign(**{target: y})


def _snake_case(name: str) -> str:
    """Turn "sepal length (cm)" into "sepal_length_cm"."""
    return re.sub(r"\W+", "_", name).strip("_").lower()
