"""The folds of a splitter of the user's, looked at before anything is fitted."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting, warn

Sides = tuple[np.ndarray, np.ndarray]
"""The positions of the rows that train, and of those that test."""

STRATIFY = (
    Remedy("use {setting}, which puts every class into every fold", Setting("cv", 5)),
    Remedy("use StratifiedKFold or StratifiedGroupKFold", only="python"),
)
"""What to do where a fold lacks a class."""


def sides_of(
    splitter: Any, X: Any, y: np.ndarray, persons: np.ndarray | None
) -> list[Sides]:
    """Ask a splitter for its folds, and write them as positions of rows.

    Parameters
    ----------
    splitter : splitter
        Anything with ``split``, which is given the people as ``groups``.
    X, y : array-like
        The rows and their target.
    persons : ndarray of shape (n_rows,) or None
        Which person each row belongs to, where that is known.

    Returns
    -------
    list of (ndarray, ndarray)
        Training and test rows of each fold; each row that tests once, those that train
        as often as the splitter says.

    Raises
    ------
    InputError
        If there is no fold, a part of one is empty, or a row is named that there is
        not; the message names the fold.

    Warns
    -----
    InputWarning
        If rows stand on both sides of a fold.
    """
    sides = [
        (_positions(train, len(y), fold), np.unique(_positions(test, len(y), fold)))
        for fold, (train, test) in enumerate(_asked(splitter, X, y, persons))
    ]
    if not sides:
        raise InputError(
            "{parameter} gives no fold; an iterator gives its folds once only",
            parameter="cv",
            remedies=["pass a list of (train, test) positions", "pass a number"],
        )
    if persons is None:
        _warn_of_both_sides(sides, len(y))
    return sides


def _asked(
    splitter: Any, X: Any, y: np.ndarray, persons: np.ndarray | None
) -> list[Any]:
    """What a splitter says itself."""
    with warnings.catch_warnings():
        # Splitters of rows say that they ignore groups. Who is torn apart by that is
        # said elsewhere, with how many people it concerns.
        warnings.filterwarnings("ignore", "The groups parameter is ignored")
        try:
            return list(splitter.split(X, y, persons))
        except ValueError as error:
            if persons is not None or "groups" not in str(error):
                raise
            raise InputError(
                "{parameter} splits persons and nothing says whose a row is",
                parameter="cv",
                remedies=[
                    Remedy("pass groups, such as X['patient_id']", only="python"),
                    Remedy("use {setting}", Setting("cv", 5)),
                ],
            ) from error


def _positions(rows: Any, n_rows: int, fold: int) -> np.ndarray:
    """Positions from positions, from negative ones, or from a mask."""
    places = np.asarray(rows)
    try:
        found: np.ndarray = np.arange(n_rows)[places if places.size else slice(0)]
    except IndexError as error:
        raise InputError(
            "fold {fold} of {parameter} names rows that there are not: {n_rows} rows "
            "are numbered from 0 to {last}",
            parameter="cv",
            fold=fold,
            n_rows=n_rows,
            last=n_rows - 1,
            remedies=["pass positions of rows, not their index labels"],
        ) from error
    if not len(found):
        raise InputError(
            "fold {fold} of {parameter} has a part without rows",
            parameter="cv",
            fold=fold,
            remedies=["leave the fold out"],
        )
    return found


def _warn_of_both_sides(sides: Iterable[Sides], n_rows: int) -> None:
    both = {
        one for train, test in sides for one in np.intersect1d(train, test).tolist()
    }
    if both:
        warn(
            "{parameter} puts {n} of {n_rows} rows into the training and the test part "
            "of one fold: models look better there, and what a table discloses is "
            "underestimated",
            parameter="cv",
            n=len(both),
            n_rows=n_rows,
            remedies=[Remedy("use {setting}", Setting("cv", 5))],
        )


def check_classes(sides: Iterable[Sides], labels: np.ndarray) -> None:
    """Refuse a fold that trains on one class, and warn of one that tests on one.

    Parameters
    ----------
    sides : iterable of (ndarray, ndarray)
        Training and test rows of each fold.
    labels : ndarray of shape (n_rows,)
        The classes of the rows.

    Raises
    ------
    InputError
        If a fold trains on one class alone; the message names fold and class.

    Warns
    -----
    InputWarning
        If folds test on one class alone: of these there is no area under a curve.
    """
    single: dict[int, Any] = {}
    for fold, (train, test) in enumerate(sides):
        known, tested = np.unique(labels[train]).tolist(), np.unique(labels[test])
        if len(known) < 2:
            raise InputError(
                "fold {fold} of {parameter} trains on rows of class {value!r} only, "
                "and a model needs two classes to distinguish",
                parameter="cv",
                fold=fold,
                value=known[0],
                remedies=STRATIFY,
            )
        if len(tested) < 2:
            single[fold] = tested.tolist()[0]
    if single:
        warn(
            "{folds} on rows of one class only ({value!r} in fold "
            "{fold}): areas under ROC curves cannot be measured there, and are means "
            "of the other folds",
            parameter="cv",
            folds=_that_test(len(single)),
            fold=next(iter(single)),
            value=next(iter(single.values())),
            remedies=STRATIFY,
        )


def _that_test(n_folds: int) -> str:
    return "1 fold of cv tests" if n_folds == 1 else f"{n_folds} folds of cv test"
