"""Tidy figures of all folds, and their summary."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.figures import KEY
from skl_synth.evaluation.intervals import over_folds

RESULT_COLUMNS = ["fold", *KEY, "value", "low", "high", "better", "ceiling"]

SUMMARY_COLUMNS = [*KEY, "mean", "std", "low", "high", "ratio", "ceiling", "better"]


def summarise(results: pd.DataFrame, test_share: float = 0.0) -> pd.DataFrame:
    """Sum figures up over the folds.

    Parameters
    ----------
    results : DataFrame
        Figures with the columns of `RESULT_COLUMNS`.
    test_share : float, default=0.0
        Rows that test over rows that train; intervals are wider for it.

    Returns
    -------
    DataFrame
        One line per section, metric, scope, subject and rows: mean and std over the
        folds; low and high, the 95 % interval of the mean (of the figure itself where
        there is one fold); ratio, the mean divided by the ceiling, NaN where that is
        not above 0; ceiling; and better.
    """
    grouped = results.groupby(KEY, sort=False, dropna=False)
    summary = grouped[["value", "low", "high", "ceiling"]].mean()
    summary = summary.rename(columns={"value": "mean"})
    summary["std"] = grouped["value"].std()
    summary["better"] = grouped["better"].first()
    if results["fold"].nunique() > 1:
        values = [part.to_numpy(float) for _, part in grouped["value"]]
        intervals = [over_folds(part, test_share) for part in values]
        summary["low"] = [one.low for one in intervals]
        summary["high"] = [one.high for one in intervals]
    divisor = summary["ceiling"].where(summary["ceiling"] > 0, np.nan)
    summary["ratio"] = summary["mean"] / divisor
    return summary.reset_index()[SUMMARY_COLUMNS]
