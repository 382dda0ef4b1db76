"""Folds of people: whoever has several rows stands on one side of a split, with all."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.evaluation.people import people_of, rarest_classes
from skl_synth.evaluation.user_splits import Sides, sides_of

LEAST_PERSONS = 3
"""Of a class: two to generate from, one to test on."""


def require_persons(persons: np.ndarray, *, parameter: str = "groups") -> None:
    """Refuse a table of one person, of whom nobody could tell the others.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Which person each row belongs to.
    parameter : str, default="groups"
        The name by which the user passed them.

    Raises
    ------
    InputError
        If there is one person only.
    """
    if len(np.unique(persons)) < 2:
        raise InputError(
            "{parameter} has one value in all {n_rows} rows: of one person no part can "
            "be held out, and what a table discloses cannot be measured",
            parameter=parameter,
            n_rows=len(persons),
            remedies=["pass the column that says whose a row is"],
        )


def split_persons(
    n_folds: int,
    persons: np.ndarray,
    labels: np.ndarray | None,
    rng: np.random.RandomState,
) -> list[Sides]:
    """Split people into shuffled folds, stratified by class where there are classes.

    Parameters
    ----------
    n_folds : int
        How many folds were asked for.
    persons : ndarray of shape (n_rows,), dtype int
        Which person each row belongs to.
    labels : ndarray of shape (n_rows,) or None
        The classes of the rows; None without classes. Who has rows in several is
        counted in the rarest of them.
    rng : RandomState
        Source of the shuffle.

    Returns
    -------
    list of (ndarray, ndarray)
        Training and test rows of each fold. There are fewer folds, with a warning,
        where there are fewer people, or fewer in a class.

    Raises
    ------
    InputError
        If a class has rows of too few people.

    Notes
    -----
    People are dealt to the folds, not rows: so folds hold as many people each, and
    members differ from controls in nothing, not in their number of rows either.
    """
    people = people_of(persons)
    classes = np.zeros(len(people), dtype=int)
    if labels is None:
        n_folds = _at_most(n_folds, len(people))
    else:
        n_folds = _folds_for_classes(n_folds, persons, labels)
        classes = people.classes(labels, rarest_classes(labels))
    shuffled = rng.permutation(len(people))
    by_class = shuffled[np.argsort(classes[shuffled], kind="stable")]
    fold_of = np.empty(len(people), dtype=int)
    # Dealt like cards, class after class: no two folds differ by more than one person.
    fold_of[by_class] = np.arange(len(people)) % n_folds
    in_fold = fold_of[people.persons]
    return [
        (np.flatnonzero(in_fold != fold), np.flatnonzero(in_fold == fold))
        for fold in range(n_folds)
    ]


def split_by(splitter: Any, X: Any, y: np.ndarray, persons: np.ndarray) -> list[Sides]:
    """Split by a splitter of the user's, and warn where it does not keep people whole.

    Parameters
    ----------
    splitter : splitter
        Anything with ``split``, which is given the people as ``groups``.
    X, y : array-like
        The rows and their target.
    persons : ndarray of shape (n_rows,), dtype int
        Which person each row belongs to.

    Returns
    -------
    list of (ndarray, ndarray)
        As the splitter says.

    Warns
    -----
    InputWarning
        If somebody has rows on both sides of a split.
    """
    splits = sides_of(splitter, X, y, persons)
    torn = {one for train, test in splits for one in _on_both(persons, train, test)}
    if torn:
        warn(
            "{parameter} puts rows of {n} of {n_persons} persons into the training and "
            "the test part of one split: what a table discloses of them is "
            "underestimated",
            parameter="cv",
            n=len(torn),
            n_persons=len(np.unique(persons)),
            remedies=[
                Remedy("use {setting}", Setting("cv", len(splits))),
                Remedy("use GroupKFold or another splitter of groups", only="python"),
            ],
        )
    return splits


def _on_both(persons: np.ndarray, train: np.ndarray, test: np.ndarray) -> list[int]:
    both: list[int] = np.intersect1d(persons[train], persons[test]).tolist()
    return both


def _folds_for_classes(n_folds: int, persons: np.ndarray, labels: np.ndarray) -> int:
    """Leave each class a person in every test part, and two in every training part."""
    classes, codes = np.unique(labels, return_inverse=True)
    pairs = np.unique(np.column_stack([codes, persons]), axis=0)
    sizes = np.bincount(pairs[:, 0])
    label, size = classes.tolist()[sizes.argmin()], int(sizes.min())
    if size < LEAST_PERSONS:
        raise InputError(
            "class {value!r} has rows of {size} persons, too few to be split in "
            "training and test persons; {least} are needed",
            value=label,
            size=size,
            least=LEAST_PERSONS,
            remedies=["merge or drop the class"],
        )
    return _at_most(n_folds, size, "in class {label!r} ", label)


def _at_most(n_folds: int, size: int, of_class: str = "", label: Any = None) -> int:
    """As many folds as there are people; warn where that is fewer than asked for."""
    if size < n_folds:
        warn(
            f"there are {{size}} persons {of_class}only: {{size}} folds are used "
            "instead of {asked}",
            size=size,
            label=label,
            asked=Setting("cv", n_folds),
            parameter="cv",
        )
    return min(n_folds, size)
