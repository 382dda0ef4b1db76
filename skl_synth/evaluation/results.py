"""Tidy figures of all folds, and their summary."""

from __future__ import annotations

import numpy as np
import pandas as pd

REAL, SYNTHETIC, BOTH, TEST = "real", "synthetic", "real+synthetic", "test"
"""What a figure is about: the rows trained on, or the rows measured."""

BASE_LINE = {"utility": REAL, "fidelity": TEST, "privacy": TEST}
"""Whose figure, in each section, is that of real rows."""

RESULT_COLUMNS = ["fold", "section", "rows", "metric", "value", "better"]


def stack_sections(fold: int, sections: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Put the figures of one fold under one another.

    Parameters
    ----------
    fold : int
        Number of the fold.
    sections : dict of str to DataFrame
        Figures with the columns rows, metric, value and better, by section.

    Returns
    -------
    DataFrame
        With the columns fold and section before them.
    """
    parts = [
        part.assign(fold=fold, section=name)
        for name, part in sections.items()
        if len(part)
    ]
    return pd.concat(parts, ignore_index=True)[RESULT_COLUMNS]


def summarise(results: pd.DataFrame) -> pd.DataFrame:
    """Sum figures up over the folds.

    Parameters
    ----------
    results : DataFrame
        Figures with the columns of `RESULT_COLUMNS`.

    Returns
    -------
    DataFrame
        One line per section, metric and rows: mean and std over the folds; ratio, the
        mean divided by that of real rows (trained on real; real test rows), NaN where
        that is not above 0; and better.
    """
    keys = ["section", "metric", "rows"]
    grouped = results.groupby(keys, sort=False)
    summary = grouped["value"].agg(["mean", "std"]).reset_index()
    is_base = summary["rows"] == summary["section"].map(BASE_LINE)
    base = summary[is_base].set_index(["section", "metric"])["mean"]
    of_real = base.reindex(pd.MultiIndex.from_frame(summary[["section", "metric"]]))
    divisor = of_real.where(of_real > 0, np.nan).to_numpy()
    summary["ratio"] = summary["mean"] / divisor
    summary["better"] = grouped["better"].first().to_numpy()
    return summary
