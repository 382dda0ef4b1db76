"""The tables of benchmarks/neural.py, and their folds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.datasets import load_breast_cancer, load_wine
from sklearn.model_selection import StratifiedKFold

from benchmarks.course_tables import TABLES

PACKAGED = {"breast_cancer": load_breast_cancer, "wine": load_wine}

NAMES = [table.name for table in TABLES] + list(PACKAGED)

SMALL_ROWS = 660
"""A table of small size: sixty rows of the rare class and six hundred others."""

N_FOLDS = 5


@dataclass(frozen=True, eq=False)
class Fold:
    """The rows that a generator is given, and those that it is not.

    Parameters
    ----------
    X, y : DataFrame, Series
        Four fifths of the rows.
    X_out, y_out : DataFrame, Series
        The others.
    groups : dict of str to list of str
        The columns of each one-hot group.
    """

    X: pd.DataFrame
    y: pd.Series
    X_out: pd.DataFrame
    y_out: pd.Series
    groups: dict[str, list[str]]


def read_table(name: str, folder: Path) -> tuple[pd.DataFrame, pd.Series]:
    """Read a table with numbers only, and its classes as numbers.

    Parameters
    ----------
    name : str
        One of the course's tables, ``small_stroke`` (part of one), or a packaged one.
    folder : Path
        Where the course's tables are.

    Returns
    -------
    X : DataFrame
        The columns.
    y : Series
        The target.
    """
    if name in PACKAGED:
        X, y = PACKAGED[name](return_X_y=True, as_frame=True)
        return X, y
    X, y = _course_table(name).read(folder)
    if name.startswith("small_"):
        rare = np.flatnonzero(y == 1)[: SMALL_ROWS // 11]
        kept = np.sort(np.r_[rare, np.flatnonzero(y == 0)[: SMALL_ROWS - len(rare)]])
        X, y = X.iloc[kept].reset_index(drop=True), y.iloc[kept].reset_index(drop=True)
    return X, y


def read_fold(name: str, folder: Path, fold: int) -> Fold:
    """Read a table and hold out a fifth of it.

    Parameters
    ----------
    name : str
        The table.
    folder : Path
        Where the course's tables are.
    fold : int
        Which fifth is held out.

    Returns
    -------
    Fold
        The two parts.
    """
    X, y = read_table(name, folder)
    folds = StratifiedKFold(N_FOLDS, shuffle=True, random_state=0)
    given, out = list(folds.split(X, y))[fold]
    parts = (
        part.iloc[rows].reset_index(drop=True)
        for rows in (given, out)
        for part in (X, y)
    )
    groups = {} if name in PACKAGED else _course_table(name).groups(X)
    return Fold(*parts, groups=groups)


def _course_table(name: str):
    return next(one for one in TABLES if name in (one.name, f"small_{one.name}"))
