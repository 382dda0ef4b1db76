"""An audit, privacy first, that is given up once its outcome is certain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from sklearn.utils import gen_batches

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation.fold import (
    EvaluationConfig,
    Fold,
    FoldOutcome,
    RealData,
    judge_fold,
    start_fold,
)
from skl_synth.evaluation.fold_workers import FoldWorkers
from skl_synth.evaluation.splits import Split

IsOver = Callable[[pd.DataFrame, pd.DataFrame], bool]
"""Says by the figures of the folds so far, and by those that there cannot be, whether
to give up."""


def judge_until_over(
    workers: FoldWorkers,
    synthesizer: BaseSynthesizer,
    real: RealData,
    splits: list[Split],
    config: EvaluationConfig,
    *,
    is_over: IsOver,
) -> list[FoldOutcome]:
    """Judge the privacy of every fold, and what else is asked for if it is not over.

    Parameters
    ----------
    workers : FoldWorkers
        What runs several folds at a time.
    synthesizer, real, config : object
        As in `evaluate_fold`.
    splits : list of Split
        The folds.
    is_over : callable
        Asked after each fold; with several at a time, after each lot.

    Returns
    -------
    list of FoldOutcome
        One per fold, the same as without stopping; or of the folds until then, with
        privacy alone.
    """
    outcomes: list[FoldOutcome] = []
    folds: list[Fold] = []
    for lot in gen_batches(len(splits), workers.n_at_once):
        arguments = [(synthesizer, real, split, config) for split in splits[lot]]
        attacked = workers(_attack, arguments, lot.start)
        folds += [fold for fold, _ in attacked]
        outcomes += [outcome for _, outcome in attacked]
        figures = pd.concat([one.figures for one in outcomes], ignore_index=True)
        reasons = pd.concat([one.not_applicable for one in outcomes], ignore_index=True)
        if is_over(figures, reasons):
            return outcomes
    rest = [name for name in config.sections if name != "privacy"]
    if not rest:
        return outcomes
    # The tables of the folds were kept: nothing is fitted or drawn a second time.
    others = config._replace(sections=tuple(rest))
    judged = workers(judge_fold, [(fold, others) for fold in folds])
    return [one.beside(privacy) for one, privacy in zip(judged, outcomes, strict=True)]


def _attack(
    synthesizer: BaseSynthesizer, real: RealData, split: Split, config: EvaluationConfig
) -> tuple[Fold, FoldOutcome]:
    fold: Any = start_fold(synthesizer, real, split)
    return fold, judge_fold(fold, config._replace(sections=("privacy",)))
