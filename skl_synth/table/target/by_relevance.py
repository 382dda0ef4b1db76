"""A table whose continuous target is divided by relevance into rare and common."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.table.precision import Precision
from skl_synth.table.real import RealTable
from skl_synth.table.relevance import as_numbers, function_for
from skl_synth.table.target.pairing import check_pair
from skl_synth.table.target.regions import RegionTarget
from skl_synth.table.target.target import Target
from skl_synth.table.target.target_cells import opened
from skl_synth.table.target.target_checks import check_missing, check_no_dates
from skl_synth.table.values import precision_of


def require_numbers(X: Any, y: Any) -> None:
    """Refuse a target of no numbers, where rows are made by its relevance.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table.
    y : array-like of shape (n_rows,)
        The target.

    Raises
    ------
    InputError
        If it is none, has missing values, or holds anything but numbers.
    """
    check_pair(X, y)
    y = opened(y)
    if y is None:
        raise InputError(
            "requires y to be passed, but the target y is None: relevance is that of "
            "its values",
            parameter="y",
        )
    check_missing(y)
    check_no_dates(y)
    as_numbers(y)


def divided(table: RealTable, relevance: Any, *, may_shrink: bool = False) -> RealTable:
    """Divide the target of a table into regions, by relevance.

    Parameters
    ----------
    table : RealTable
        The table, with its rows.
    relevance : "auto", Relevance, RelevanceFunction or array-like of points
        How relevance is found.
    may_shrink : bool, default=False
        Whether real rows of common regions may be left out.

    Returns
    -------
    RealTable
        The same table; whole numbers that were taken for classes are numbers.

    Raises
    ------
    InputError
        If the target is no number.

    Warns
    -----
    InputWarning
        If nothing is rare, or everything.
    """
    target = numeric_target(table.target)
    function = function_for(relevance, target.encoded)
    is_rare = function.is_rare(target.encoded)
    if is_rare.all() or not is_rare.any():
        _warn_of_one_kind(is_rare, function.threshold, function.box is not None)
    return replace(
        table, target=RegionTarget.of_target(target, function, may_shrink=may_shrink)
    )


def numeric_target(target: Target) -> Target:
    """Read whole numbers that were taken for classes as the numbers that they are.

    Parameters
    ----------
    target : Target
        Of any kind.

    Returns
    -------
    Target
        A continuous one.

    Raises
    ------
    InputError
        If there is none, or it is no column of numbers.
    """
    if isinstance(getattr(target.original, "dtype", None), pd.CategoricalDtype):
        raise InputError(
            "relevance is that of numbers, and the target is categorical: a new number "
            "would be none of its categories",
            parameter="y",
            remedies=["pass y.astype(float)"],
        )
    if target.kind == "continuous":
        return target
    if target.classes is None:
        raise InputError(
            "the table has no target, and relevance is that of a target",
            parameter="relevance",
            remedies=[
                "pass a target, y",
                Remedy("leave relevance out, {setting}", Setting("relevance", None)),
            ],
        )
    if target.columns is not None and target.columns.is_one_vs_all:
        raise InputError(
            "relevance is that of numbers, and the target has a column for each class",
            parameter="relevance",
            remedies=[
                Remedy("leave relevance out, {setting}", Setting("relevance", None))
            ],
        )
    numbers = as_numbers(target.classes)[target.encoded]
    kind = precision_of(target.classes.dtype)
    precision = Precision.from_values(numbers.astype(kind))
    return replace(
        target, kind="continuous", encoded=numbers, classes=None, precision=precision
    )


def _warn_of_one_kind(is_rare: np.ndarray, threshold: float, by_box: bool) -> None:
    is_none = not is_rare.all()
    other = f"{'lower' if is_none else 'raise'} the threshold of Relevance"
    if by_box:
        other = "lower the coef of Relevance, by which whiskers are shorter"
    warn(
        "by its relevance {few} of the target is rare{why}, so there is nothing to be "
        "balanced, and no rows are added",
        parameter="relevance",
        value=threshold,
        few="no value" if is_none else "every value",
        why=" (none lies beyond the whiskers of the box plot)" * by_box,
        remedies=[
            Remedy("give points, such as relevance=[[10, 0], [50, 1]]", only="python"),
            Remedy(other, only="python"),
        ],
        stacklevel=4,
    )
