"""Tidy figures of all folds, and their summary."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from skl_synth.evaluation.figures import KEY
from skl_synth.evaluation.intervals import over_folds
from skl_synth.evaluation.ranges import range_of

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
        intervals = [
            over_folds(part.to_numpy(float), test_share, range_of(str(key[1])))
            for key, part in grouped["value"]
        ]
        summary["low"] = [one.low for one in intervals]
        summary["high"] = [one.high for one in intervals]
    divisor = summary["ceiling"].where(summary["ceiling"] > 0, np.nan)
    summary["ratio"] = summary["mean"] / divisor
    return summary.reset_index()[SUMMARY_COLUMNS]


def notes_of_folds(notes: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Put the notes of folds together; what differs in its figures only stands once.

    Parameters
    ----------
    notes : sequence of sequences of str
        Those of each fold.

    Returns
    -------
    tuple of str
        Each note once, in the order of the first fold that has it.

    Examples
    --------
    >>> from skl_synth.evaluation.results import notes_of_folds
    >>> notes_of_folds([["3 rows are equal.", "Few."], ["Few.", "5 rows are equal."]])
    ('3 rows are equal. (In 2 folds, with figures of their own.)', 'Few.')
    """
    kinds: dict[str, dict[str, set[int]]] = {}
    for fold, of_fold in enumerate(notes):
        for note in of_fold:
            kinds.setdefault(_kind(note), {}).setdefault(note, set()).add(fold)
    return tuple(text for texts in kinds.values() for text in _merged(texts))


def _kind(note: str) -> str:
    """A note without what it says of one fold: its figures, and what it lists."""
    return re.sub(r"\d[\d.,]*", "#", re.sub(r"(: ).*", r"\1", note, flags=re.DOTALL))


def _merged(texts: dict[str, set[int]]) -> list[str]:
    n_folds = len(set().union(*texts.values()))
    # Two notes of one fold are about two things, such as two classes.
    if len(texts) == 1 or sum(map(len, texts.values())) > n_folds:
        return list(texts)
    return [f"{next(iter(texts))} (In {n_folds} folds, with figures of their own.)"]
