"""The figures of a release that may be shared: of many people, and rounded."""

from __future__ import annotations

from typing import Any

import pandas as pd

from skl_synth.evaluation.privacy.attack import MIN_PEOPLE

DIGITS = 3
"""Significant digits of what is shared. Exact means over known rows could be solved for
the row that is not known."""

OF_ONE_ROW = ("mae",)
"""Figures in the unit of a column, which one row far out can set alone."""

OF_ONE_CONTROL = ("mean_gap", "sd_gap")
"""Figures whose ceiling is read from held-out rows, in which no tail is coded."""

COUNTS_OF_FEW = ("rare_levels_released", "real_keys")
"""Figures that count people or what few of them have, where there are any."""

OWNERS_SCOPES = ("pair",)
"""Figures there are so many of that counts of the real table could be solved for."""

CONTROLS = "membership_controls"


def of_many(details: pd.DataFrame) -> pd.DataFrame:
    """Leave out the figures that rest on few people, or on one.

    Parameters
    ----------
    details : DataFrame
        Every figure over folds, as in `SyntheticEvaluator`.

    Returns
    -------
    DataFrame
        The others, in their order; ceilings that one row can set are missing.
    """
    is_left_out = details["metric"].isin(OF_ONE_ROW)
    is_left_out |= details["metric"].isin(COUNTS_OF_FEW) & (details["mean"] > 0)
    is_left_out |= _is_of_small_group(details)
    kept = details[~is_left_out].reset_index(drop=True)
    by_one = kept["metric"].isin(OF_ONE_CONTROL)
    return kept.assign(
        **{name: kept[name].mask(by_one) for name in ("ceiling", "ratio")}
    )


def _is_of_small_group(details: pd.DataFrame) -> Any:
    """Lines of groups of which hardly anybody was held out: a stratum has a name."""
    counts = details[details["metric"] == CONTROLS]
    is_small = (counts["scope"] == "group") & ~(counts["mean"] >= MIN_PEOPLE)
    small = counts.loc[is_small, "subject"]
    return (details["scope"] == "group") & details["subject"].isin(small)


def shared_details(details: pd.DataFrame) -> pd.DataFrame:
    """Give the figures that may be written to a file for others.

    Parameters
    ----------
    details : DataFrame
        From `of_many`.

    Returns
    -------
    DataFrame
        Without those of pairs of columns, rounded.
    """
    kept = details[~details["scope"].isin(OWNERS_SCOPES)].reset_index(drop=True)
    return rounded(kept)


def summary_of(details: pd.DataFrame) -> pd.DataFrame:
    """Give the figures of whole tables among others.

    Parameters
    ----------
    details : DataFrame
        Figures over folds.

    Returns
    -------
    DataFrame
        As ``summary_`` of `SyntheticEvaluator`.
    """
    of_table = details[details["scope"] == "table"]
    return of_table.drop(columns=["scope", "subject"]).reset_index(drop=True)


def rounded(frame: pd.DataFrame, digits: int = DIGITS) -> pd.DataFrame:
    """Round the numbers of a table.

    Parameters
    ----------
    frame : DataFrame
        Any.
    digits : int, default=3
        Significant digits.

    Returns
    -------
    DataFrame
        A copy.
    """
    numbers = frame.select_dtypes("float").columns
    return frame.assign(
        **{name: [to_digits(one, digits) for one in frame[name]] for name in numbers}
    )


def to_digits(number: float, digits: int = DIGITS) -> float:
    """Round a number.

    Parameters
    ----------
    number : float
        NaN stays.
    digits : int, default=3
        Significant digits.

    Returns
    -------
    float
        The nearest that has no more.

    Examples
    --------
    >>> from skl_synth.release.shared_figures import to_digits
    >>> to_digits(0.546515), to_digits(1234.5)
    (0.547, 1230.0)
    """
    return float(f"{number:.{digits}g}")
