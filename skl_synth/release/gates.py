"""The gates: what a table must not show if it is to be published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

GROUP_BOUND = 0.6
"""Membership of outliers and of the smallest class, which are few: the gate closes when
even the low end of the interval is above."""

MEMBERSHIP = "membership_worst_auc"
RECONSTRUCTION = "recall_above_control"

FOLDS, TABLE = "folds", "table"
"""What a gate looks at: the method, on rows kept aside; or the very table."""

REMEDIES = {
    "copies": "make the rows by the release setting, which drops copies, or look for "
    "whoever put real rows into the table",
    "real keys": "replace or drop identifiers",
    "invalid rows": "make the rows by a synthesizer of this package, which restores "
    "them to what the columns hold",
    "membership": "drop columns that tell people apart, merge rare levels, use the "
    "release setting if another was used, or state a bound that you can answer for",
    "reconstruction": "do not publish rows that lie between real ones: use the release "
    "setting, or drop numbers with many decimals",
}
"""By the first word of a gate, what to do."""


class Gate(NamedTuple):
    """One gate, and what was found there.

    Parameters
    ----------
    name : str
        What is looked for.
    where : {"folds", "table"}
        Whether the method was judged, on real rows kept aside, or the very table.
    figure, low, high : float
        What was found, and its 95 % interval, NaN where there is none.
    bound : float
        The most that is let through.
    passed : bool
        Whether the gate is open.
    by_low_end : bool, default=False
        Whether it is the low end of the interval that must not be above the bound:
        of a few people some are found by chance.
    """

    name: str
    where: str
    figure: float
    low: float
    high: float
    bound: float
    passed: bool
    by_low_end: bool = False

    @property
    def remedy(self) -> str:
        """What to do where it is closed."""
        fitting = (text for key, text in REMEDIES.items() if self.name.startswith(key))
        return next(fitting)

    def text(self) -> str:
        """Write it in one line."""
        state = "passed" if self.passed else "REFUSED"
        interval = "" if np.isnan(self.low) else f" [{self.low:.3g}, {self.high:.3g}]"
        where = "on folds" if self.where == FOLDS else "in the very table"
        judged = "low end at most" if self.by_low_end else "at most"
        return (
            f"{state}: {self.name} {where}, {self.figure:.3g}{interval}, {judged} "
            f"{self.bound:.3g}"
        )


def gates_of_folds(results: pd.DataFrame, bound: float) -> list[Gate]:
    """Judge the method by an audit on folds.

    Parameters
    ----------
    results : DataFrame
        The figures of every fold, from `SyntheticEvaluator`.
    bound : float
        The most that the worst membership attack may reach, as a mean over folds.

    Returns
    -------
    list of Gate
        Membership of everyone and of groups; reconstruction; copies and keys.
    """
    figures = _means(results)
    return [*_membership(figures, bound), *_others(figures, FOLDS)]


def _means(results: pd.DataFrame) -> pd.DataFrame:
    """Average the figures of folds, with an interval from those of the folds.

    The spread of a few folds says little: with two, an interval by it lets everything
    through. But each fold has an interval of its own, and other controls.
    """
    below = (results["value"] - results["low"]) ** 2
    above = (results["high"] - results["value"]) ** 2
    known = results.assign(below=below, above=above)
    key = ["metric", "scope", "subject"]
    grouped = known.groupby(key, sort=False, dropna=False)
    squared = grouped[["below", "above"]].sum(min_count=1)
    half = squared**0.5 / grouped[["below", "above"]].count()
    figures = grouped[["value"]].mean()
    figures["low"] = figures["value"] - half["below"]
    figures["high"] = figures["value"] + half["above"]
    return figures.reset_index()


def gates_of_table(figures: pd.DataFrame, n_invalid: int) -> list[Gate]:
    """Judge the very table.

    Parameters
    ----------
    figures : DataFrame
        Copies and reconstruction, as `privacy_report` measures them.
    n_invalid : int
        Rows that hold what the columns cannot.

    Returns
    -------
    list of Gate
        Invalid rows, copies, keys and reconstruction.
    """
    return [_none_of("invalid rows", TABLE, n_invalid), *_others(figures, TABLE)]


def _membership(figures: pd.DataFrame, bound: float) -> Iterator[Gate]:
    found = figures[figures["metric"] == MEMBERSHIP]
    lines = found[["scope", "subject", "value", "low", "high"]]
    for scope, subject, mean, low, high in lines.itertuples(index=False):
        if scope == "table":
            # What cannot be measured is not let through.
            passed = bool(mean <= bound)
            yield Gate("membership", FOLDS, mean, low, high, bound, passed)
        elif not np.isnan(mean):
            least = mean if np.isnan(low) else low
            passed = bool(least <= GROUP_BOUND)
            name = f"membership of {subject}"
            yield Gate(name, FOLDS, mean, low, high, GROUP_BOUND, passed, True)


def _others(figures: pd.DataFrame, where: str) -> Iterator[Gate]:
    lines = figures[["metric", "value", "low", "high"]]
    for metric, value, low, high in lines.itertuples(index=False):
        if metric == "identical_to_training":
            yield _none_of("copies of real rows", where, value)
        elif metric == "real_keys":
            yield _none_of("real keys", where, value)
        elif metric.endswith(RECONSTRUCTION) and not np.isnan(value):
            how = metric.removesuffix(f"_{RECONSTRUCTION}").replace("_", " of ")
            name = f"reconstruction by {how}, above control"
            least = value if np.isnan(low) else low
            yield Gate(name, where, value, low, high, 0.0, bool(least <= 0), True)


def _none_of(name: str, where: str, share: Any) -> Gate:
    nothing = float("nan")
    return Gate(name, where, float(share), nothing, nothing, 0.0, bool(share == 0))
