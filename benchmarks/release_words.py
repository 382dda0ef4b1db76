"""What the comparison of releases found: its goals, and a table for the guide."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

REAL = "real"

CELL = ["method", "n", "table"]

EPSILON = re.compile(r"epsilon ([\d.]+)$")
"""How the names of methods with a guarantee end."""

ENOUGH = 500
"""Smallest class × epsilon, from which utility is held against the goals."""

LEAST_PEOPLE = 1_000
"""From so many on privacy is held against the stricter goal."""

MEANS = {
    "auc_ratio": "TSTR AUC",
    "balanced_ratio": "TSTR balanced accuracy",
    "marginal_ratio": "columns",
    "pair_ratio": "pairs",
    "two_sample": "two-sample AUC, unseen rows",
    "worst": "worst attack",
    "tracing": "tracing",
    "learned": "learned attack",
    "smallest_class": "smallest class",
    "outliers": "outliers",
    "copies": "copies above strangers",
    "nearly_copied": "near copies above strangers",
}
"""By the name of a figure, what it is called; those of which a mean is shown."""

SHOWN = ("auc_ratio", "balanced_ratio", "pair_ratio", "two_sample", "worst")
"""What the guide shows of each size."""

LARGEST = {"worst": "worst attack, largest", "smallest_class": "smallest, largest"}

SUMS = {
    "single_shown": "levels of one person, released",
    "single_levels": "levels of one person",
}


def of_tables(records: pd.DataFrame) -> pd.DataFrame:
    """Average over seeds and folds.

    Parameters
    ----------
    records : DataFrame
        All records.

    Returns
    -------
    DataFrame
        One row per method, size and table.
    """
    numbers = records.drop(columns=["seed", "fold"]).select_dtypes("number")
    return numbers.groupby([records[name] for name in CELL], sort=False).mean()


def goals(records: pd.DataFrame) -> pd.DataFrame:
    """Hold the methods against the goals.

    Parameters
    ----------
    records : DataFrame
        All records.

    Returns
    -------
    DataFrame
        One row per figure, one column per method. The utility and likeness of methods
        with a guarantee are means over the tables whose smallest class times epsilon
        is `ENOUGH`.
    """
    found = {}
    for method, part in records[records["method"] != REAL].groupby(
        "method", sort=False
    ):
        found[method] = _goals_of(part, epsilon_of(str(method)))
    return pd.DataFrame(found).round(3)


def epsilon_of(method: str) -> float | None:
    """Read the guarantee of a method from its name.

    Parameters
    ----------
    method : str
        Its name.

    Returns
    -------
    float or None
        Epsilon; None where there is no guarantee.
    """
    found = EPSILON.search(method)
    return float(found[1]) if found else None


def _goals_of(records: pd.DataFrame, epsilon: float | None) -> dict[str, float]:
    cells = of_tables(records).reset_index()
    has_enough = cells["smallest"] * (epsilon or np.inf) >= ENOUGH
    many = cells["members"] >= LEAST_PEOPLE
    found: dict[str, float] = {
        "cells": len(cells),
        "cells with enough": has_enough.sum(),
    }
    for name, words in MEANS.items():
        if name in cells:
            kept = has_enough if name in [*MEANS][:5] else many
            found[words] = cells.loc[kept, name].mean()
    for name, words in LARGEST.items():
        if name in cells:
            found[f"{words}, n >= {LEAST_PEOPLE:,}"] = cells.loc[many, name].max()
            found[f"{words}, any n"] = cells[name].max()
    for name, words in SUMS.items():
        if name in records:
            found[words] = records[name].sum()
    if "moved" in records:
        found["releases distorted"] = (records["moved"] > 0).sum()
    if "error" in records:
        found["releases crashed"] = records["error"].notna().sum()
    found["releases"] = len(records)
    if "seconds" in records:
        found["seconds, largest"] = records["seconds"].max()
    return found


def means(records: pd.DataFrame) -> str:
    """Write the figures of every method, size and table, for a picture.

    Parameters
    ----------
    records : DataFrame
        All records.

    Returns
    -------
    str
        JSON: one record per method, size and table.
    """
    cells = of_tables(records[records["method"] != REAL])[["members", *SHOWN]]
    text = cells.round(4).reset_index().to_json(orient="records", indent=1)
    return f"{text}\n"


def side_by_side(records: pd.DataFrame) -> str:
    """Write the table of all methods and sizes.

    Parameters
    ----------
    records : DataFrame
        All records.

    Returns
    -------
    str
        In reStructuredText: the mean over tables, and the largest of the worst attack.
    """
    cells = of_tables(records[records["method"] != REAL])
    groups = cells.groupby(["method", "n"], sort=False)
    lines = [
        ".. list-table::",
        "   :header-rows: 1",
        f"   :widths: {' '.join(['20', '8', *['12'] * (len(SHOWN) + 1)])}",
        "",
        *table_line(
            ["", "rows", *(MEANS[name] for name in SHOWN), "worst attack, largest"]
        ),
    ]
    for (method, n), part in groups:
        values = [*part[list(SHOWN)].mean(), part["worst"].max()]
        lines += table_line(
            [method, n, *("" if np.isnan(v) else f"{v:.3f}" for v in values)]
        )
    return "\n".join(lines) + "\n"


def table_line(cells: list[str]) -> list[str]:
    """Write one row of a list-table.

    Parameters
    ----------
    cells : list of str
        Its cells.

    Returns
    -------
    list of str
        Lines of reStructuredText.
    """
    marks = ["   * -", *["     -"] * (len(cells) - 1)]
    return [f"{mark} {cell}".rstrip() for mark, cell in zip(marks, cells, strict=True)]
