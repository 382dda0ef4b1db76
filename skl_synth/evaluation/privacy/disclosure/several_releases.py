"""One synthetic table, or several of the same real one, as the user passes them."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting


def check_limit(limit: Any) -> None:
    """Refuse a limit that is no number of rows.

    Parameters
    ----------
    limit : object
        What the user passed.

    Raises
    ------
    InputError
        If it is no whole number from 1 on, nor None.
    """
    is_whole = isinstance(limit, (int, np.integer)) and not isinstance(limit, bool)
    if limit is None or (is_whole and limit >= 1):
        return
    raise InputError(
        "{parameter}={value!r} must be a whole number of rows from 1 on, or None",
        parameter="denominator_limit",
        value=limit,
        remedies=[Remedy("use {setting}", Setting("denominator_limit", 5))],
    )


def releases_of(X: Any, y: Any) -> list[tuple[Any, Any]]:
    """List the synthetic tables.

    Parameters
    ----------
    X, y : table and target, or lists of them
        One or several; a target may be None. What `synthesize_many` returns stands for
        its tables and their targets, with None in place of these.

    Returns
    -------
    list of (X, y)
        At least one.

    Raises
    ------
    InputError
        If the list is empty, or there are not as many targets.
    """
    of_many = getattr(X, "tables", None)
    if isinstance(of_many, tuple) and y is None:
        X, y = [one for one, _ in of_many], [target for _, target in of_many]
    is_several = isinstance(X, (list, tuple)) and all(_is_table(one) for one in X)
    if not is_several:
        return [(X, y)]
    if not len(X):
        raise InputError(
            "{parameter} is a list of no tables",
            parameter="X_synthetic",
            remedies=["pass one synthetic table, or a list of them"],
        )
    targets = [None] * len(X) if y is None else list(y)
    if len(targets) != len(X):
        raise InputError(
            "{n} synthetic tables have {m} targets",
            parameter="y_synthetic",
            n=len(X),
            m=len(targets),
            remedies=["pass a list of as many targets, in the same order"],
        )
    return list(zip(X, targets, strict=True))


def _is_table(X: Any) -> bool:
    return len(getattr(X, "shape", ())) == 2


def groups_of_releases(groups: Any, n_tables: int) -> list[Any]:
    """List whom the rows of each synthetic table belong to.

    Parameters
    ----------
    groups : array-like, list of them, or None
        What the user passed.
    n_tables : int
        How many tables there are.

    Returns
    -------
    list
        As many as tables.

    Raises
    ------
    InputError
        If there are not as many as tables.
    """
    if groups is None or n_tables == 1:
        several = isinstance(groups, (list, tuple)) and len(groups) == 1
        return [groups[0] if several else groups] * n_tables
    found = list(groups)
    if len(found) != n_tables:
        raise InputError(
            "groups are given for {m} of {n} synthetic tables",
            parameter="groups_synthetic",
            m=len(found),
            n=n_tables,
            remedies=["pass a list with the persons of each table"],
        )
    return found
