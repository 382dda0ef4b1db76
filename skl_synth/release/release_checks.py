"""What `publish` is asked for, and whether a table is large enough to be judged."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.tables import LEAST_CONTROLS
from skl_synth.table.real import RealTable

LEAST_IN_CLASS = 40
"""People of the smallest class: of fewer the area of an attack, .5 where it guesses,
has an interval that is wider than .15 either way."""

LEAST_IN_FOLD = 2
"""Of these so many are held out by each fold: one half chooses the attack that is
measured on the other."""


def check_demands(bounds: Mapping[str, float], folds: Any) -> None:
    """Check what does not depend on the table.

    Parameters
    ----------
    bounds : mapping of str to float
        Bounds of gates, by the name of the parameter.
    folds : int
        Parts into which the real rows are to be split.

    Raises
    ------
    InputError
        If a bound is no area, or there are no folds.
    """
    for name, bound in bounds.items():
        if not (isinstance(bound, Real) and 0.5 <= bound <= 1):
            raise InputError(
                "{parameter}={value!r} must be from 0.5, which is chance, to 1, which "
                "lets everything through",
                parameter=name,
                value=bound,
            )
    if not (isinstance(folds, int | np.integer) and folds >= 2):
        raise InputError(
            "{parameter}={value!r} must be a whole number, 2 or more",
            parameter="folds",
            value=folds,
        )


def check_size(table: RealTable, folds: int) -> None:
    """Refuse a table of which nobody could say what it discloses.

    Parameters
    ----------
    table : RealTable
        The real table.
    folds : int
        Parts into which it is to be split.

    Raises
    ------
    InputError
        If a fold would hold out too few people, or a class has too few.
    """
    n_people, who = table.n_persons, "persons" if table.has_visits else "rows"
    if n_people // folds < LEAST_CONTROLS:
        raise InputError(
            "the table is too small for a release: of {n} {who} each of {value} folds "
            "keeps {controls} as controls, and {least} are needed to measure what the "
            "table discloses",
            parameter="folds",
            value=folds,
            n=n_people,
            who=who,
            controls=n_people // folds,
            least=LEAST_CONTROLS,
            remedies=_larger(n_people, who),
        )
    if table.target.classes is None:
        return
    sizes, least = people_in_classes(table), max(LEAST_IN_CLASS, LEAST_IN_FOLD * folds)
    if sizes.min() < least:
        most = int(sizes.min()) // LEAST_IN_FOLD
        fewer = Remedy("use {setting} at most", Setting("folds", most))
        raise InputError(
            "the table is too small for a release: class {value!r} has {n} {who}, and "
            "{least} are needed: what it discloses about them cannot be measured",
            value=table.target.classes.tolist()[sizes.argmin()],
            n=int(sizes.min()),
            who=who,
            least=least,
            remedies=["merge or drop the class"] + [fewer] * (least > LEAST_IN_CLASS),
        )


def people_in_classes(table: RealTable) -> np.ndarray:
    """Count the people who have a row in each class.

    Parameters
    ----------
    table : RealTable
        A table with classes.

    Returns
    -------
    ndarray of shape (n_classes,)
        Rows, where persons are not known.
    """
    if table.persons is None:
        return table.counts
    pairs = np.unique(np.column_stack([table.target.groups, table.persons]), axis=0)
    return np.bincount(pairs[:, 0], minlength=table.n_groups)


def _larger(n_people: int, who: str) -> list[Remedy]:
    most = n_people // LEAST_CONTROLS
    if most < 2:
        return [Remedy(f"use {2 * LEAST_CONTROLS} {who} or more")]
    return [
        Remedy("use {setting} at most", Setting("folds", most)),
        Remedy(f"use more {who}"),
    ]
