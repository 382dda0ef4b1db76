"""The goals of a release beside what was reached, as a table of the documentation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from benchmarks.release_words import (
    ENOUGH,
    LEAST_PEOPLE,
    epsilon_of,
    of_tables,
    table_line,
)

METHODS = ("release setting", "epsilon 1", "epsilon 4")


class Goal(NamedTuple):
    """A figure, where it is looked at, and what is aimed at.

    Parameters
    ----------
    words : str
        What it is called.
    name : str
        The figure.
    how : {"mean", "max", "sum", "share"}
        Over tables and sizes; "share": how many releases have any.
    where : {"enough", "many", "all"}
        Where the smallest class times epsilon is `ENOUGH`, from `LEAST_PEOPLE` people
        on, or everywhere.
    aims : tuple of str
        For each of the methods.
    """

    words: str
    name: str
    how: str
    where: str
    aims: tuple[str, str, str]


PRIVATE = "≤ .54"

GOALS = (
    Goal("TSTR AUC", "auc_ratio", "mean", "enough", ("> .986", "≥ .95", "≥ .98")),
    Goal(
        "TSTR balanced accuracy",
        "balanced_ratio",
        "mean",
        "enough",
        ("> .985", "≥ .93", "≥ .97"),
    ),
    Goal("columns", "marginal_ratio", "mean", "enough", ("≥ .99", "≥ .98", "≥ .98")),
    Goal("pairs", "pair_ratio", "mean", "enough", ("≥ .985", "≥ .96", "≥ .96")),
    Goal(
        "two-sample AUC, unseen rows",
        "two_sample",
        "mean",
        "enough",
        ("< .556", "", "≤ .62"),
    ),
    Goal("worst attack, mean", "worst", "mean", "many", ("≤ .58", PRIVATE, PRIVATE)),
    Goal("worst attack, largest", "worst", "max", "all", ("≤ .62", "", "")),
    Goal(
        "smallest class, mean",
        "smallest_class",
        "mean",
        "many",
        ("≤ .62", "≤ .58", "≤ .58"),
    ),
    Goal("outliers, mean", "outliers", "mean", "many", ("≤ .62", "≤ .58", "≤ .58")),
    Goal("copies above strangers, largest", "copies", "max", "all", ("0", "0", "0")),
    Goal("levels of one person, released", "single_shown", "sum", "all", ("0", "", "")),
    Goal("releases distorted", "moved", "share", "all", ("0", "0", "0")),
    Goal("releases crashed or refused", "error", "share", "all", ("0", "0", "0")),
    Goal("seconds, largest", "seconds", "max", "all", ("≤ 5", "≤ 5", "≤ 5")),
)


def reached(records: pd.DataFrame, goal: Goal, method: str) -> float:
    """Compute one figure of one method.

    Parameters
    ----------
    records : DataFrame
        All records.
    goal : Goal
        The figure.
    method : str
        The method.

    Returns
    -------
    float
        What it reached; NaN where nothing was measured.
    """
    mine = records[records["method"] == method]
    if goal.name not in mine:
        return 0.0 if goal.name == "error" else float("nan")
    if goal.how == "share":
        values = mine[goal.name]
        return float(
            values.notna().sum() if goal.name == "error" else (values > 0).sum()
        )
    if goal.how == "sum":
        return float(mine[goal.name].sum())
    cells = of_tables(mine)
    cells = cells[_where(cells, goal.where, epsilon_of(method))]
    return float(cells[goal.name].agg(goal.how))


def _where(cells: pd.DataFrame, where: str, epsilon: float | None) -> pd.Series:
    if where == "enough":
        return cells["smallest"] * (epsilon or np.inf) >= ENOUGH
    return cells["members"] >= (LEAST_PEOPLE if where == "many" else 0)


def against_goals(records: pd.DataFrame) -> str:
    """Write goals and what was reached side by side.

    Parameters
    ----------
    records : DataFrame
        All records.

    Returns
    -------
    str
        In reStructuredText.
    """
    heads = [cell for name in METHODS for cell in (name, "aim")]
    lines = [
        ".. list-table::",
        "   :header-rows: 1",
        f"   :widths: {' '.join(['30', *['12'] * len(heads)])}",
        "",
        *table_line(["", *heads]),
    ]
    for goal in GOALS:
        cells = [goal.words]
        for method, aim in zip(METHODS, goal.aims, strict=True):
            cells += [_shown(reached(records, goal, method), goal), aim]
        lines += table_line(cells)
    return "\n".join(lines) + "\n"


def _shown(value: float, goal: Goal) -> str:
    if np.isnan(value):
        return ""
    if goal.how in ("share", "sum"):
        return f"{value:.0f}"
    return f"{value:.1f}" if goal.name == "seconds" else f"{value:.3f}"
