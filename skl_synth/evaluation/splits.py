"""How the rows are split, with a seed for each split before work runs in parallel."""

from __future__ import annotations

from numbers import Integral
from typing import Any, NamedTuple

import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold, check_cv

from skl_synth.errors import InputError, Setting, warn
from skl_synth.evaluation.person_folds import (
    require_persons,
    split_by,
    split_persons,
)
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.user_splits import check_classes, sides_of

DEFAULT_FOLDS = 5

LEAST_ROWS = 3
"""Of a class: two to generate from, one to test on."""


class Split(NamedTuple):
    """One way to split the rows, and the seed of all that is random in it."""

    fold: int
    train: np.ndarray
    test: np.ndarray
    seed: int


def draw_splits(
    cv: Any,
    X: Any,
    y: np.ndarray,
    *,
    is_classes: bool,
    rng: np.random.RandomState,
    persons: np.ndarray | None = None,
) -> list[Split]:
    """Split rows into training and test parts.

    Parameters
    ----------
    cv : int, splitter, iterable or None
        As in scikit-learn, but an int stands for shuffled folds.
    X, y : array-like
        The rows and their target.
    is_classes : bool
        Whether the target holds classes, which each fold then holds in equal shares.
    rng : RandomState
        Source of the shuffle and of the seeds.
    persons : ndarray of shape (n_rows,), dtype int, or None, default=None
        Which person each row belongs to: nobody is split. None where nothing is known.

    Returns
    -------
    list of Split
        One per fold.

    Raises
    ------
    ValueError
        If there is one class or one person only, or a class has too few rows, or
        people, to be split; or a fold of a splitter of the user's cannot be used.

    Warns
    -----
    InputWarning
        If there are fewer folds than asked for, or a fold of a splitter of the user's
        has rows or persons on both sides, or one class to be tested on.
    """
    cv = DEFAULT_FOLDS if cv is None else cv
    if persons is not None:
        require_persons(persons)
        # Where everybody has one row, rows are people.
        if len(np.unique(persons)) < len(y):
            return _splits_of_persons(cv, X, y, persons, is_classes, rng)
    is_own = not isinstance(cv, Integral)
    if not is_own:
        n_folds = _folds_for_classes(y, int(cv)) if is_classes else int(cv)
        kind = StratifiedKFold if is_classes else KFold
        cv = kind(n_folds, shuffle=True, random_state=draw_seed(rng))
    sides = sides_of(check_cv(cv, y, classifier=is_classes), X, y, persons)
    if is_classes and is_own:
        _require_classes(y)
        check_classes(sides, y)
    return [Split(fold, *both, draw_seed(rng)) for fold, both in enumerate(sides)]


def _splits_of_persons(
    cv: Any,
    X: Any,
    y: np.ndarray,
    persons: np.ndarray,
    is_classes: bool,
    rng: np.random.RandomState,
) -> list[Split]:
    if is_classes:
        _require_classes(y)
    if isinstance(cv, Integral):
        labels = y if is_classes else None
        sides = split_persons(int(cv), persons, labels, rng)
    else:
        sides = split_by(check_cv(cv, y, classifier=is_classes), X, y, persons)
        if is_classes:
            check_classes(sides, y)
    return [Split(fold, *both, draw_seed(rng)) for fold, both in enumerate(sides)]


def _require_classes(labels: np.ndarray) -> None:
    classes = np.unique(labels).tolist()
    if len(classes) < 2:
        raise InputError(
            "the target holds one class only, {value!r}: a model needs two classes to "
            "distinguish",
            value=classes[0],
        )


def _folds_for_classes(labels: np.ndarray, n_folds: int) -> int:
    """Leave each class a row in every test part, and two in every training part."""
    classes, sizes = np.unique(labels, return_counts=True)
    label, size = classes.tolist()[sizes.argmin()], int(sizes.min())
    _require_classes(labels)
    if size < LEAST_ROWS:
        raise InputError(
            "class {value!r} has n_samples={size}, too few to be split in training and "
            "test rows; {least} are needed",
            value=label,
            size=size,
            least=LEAST_ROWS,
            remedies=["merge or drop the class"],
        )
    if size < n_folds:
        warn(
            "class {label!r} has {size} rows: {size} folds are used instead of {asked}",
            label=label,
            size=size,
            asked=Setting("cv", n_folds),
            parameter="cv",
        )
    return min(n_folds, size)
