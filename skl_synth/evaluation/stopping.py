"""An audit, privacy first, that is given up once its outcome is certain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from joblib import effective_n_jobs
from sklearn.utils import gen_batches
from sklearn.utils.parallel import Parallel, delayed

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation.fold import (
    EvaluationConfig,
    Fold,
    FoldOutcome,
    RealData,
    judge_fold,
    start_fold,
)
from skl_synth.evaluation.splits import Split

IsOver = Callable[[pd.DataFrame, pd.DataFrame], bool]
"""Says by the figures of the folds so far, and by those that there cannot be, whether
to give up."""


def judge_until_over(
    synthesizer: BaseSynthesizer,
    real: RealData,
    splits: list[Split],
    config: EvaluationConfig,
    *,
    is_over: IsOver,
    n_jobs: int | None = None,
) -> list[FoldOutcome]:
    """Judge the privacy of every fold, and what else is asked for if it is not over.

    Parameters
    ----------
    synthesizer, real, config : object
        As in `evaluate_fold`.
    splits : list of Split
        The folds.
    is_over : callable
        Asked after each fold; with several at a time, after each lot.
    n_jobs : int or None, default=None
        Folds at a time.

    Returns
    -------
    list of FoldOutcome
        One per fold, the same as without stopping; or of the folds until then, with
        privacy alone.
    """
    workers = Parallel(n_jobs=n_jobs)
    outcomes: list[FoldOutcome] = []
    folds: list[Fold] = []
    for lot in gen_batches(len(splits), effective_n_jobs(n_jobs)):
        attack = delayed(_attack)
        attacked = workers(attack(synthesizer, real, s, config) for s in splits[lot])
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
    judge, others = delayed(judge_fold), config._replace(sections=tuple(rest))
    judged = workers(judge(fold, others) for fold in folds)
    return [one.beside(privacy) for one, privacy in zip(judged, outcomes, strict=True)]


def _attack(
    synthesizer: BaseSynthesizer, real: RealData, split: Split, config: EvaluationConfig
) -> tuple[Fold, FoldOutcome]:
    fold: Any = start_fold(synthesizer, real, split)
    return fold, judge_fold(fold, config._replace(sections=("privacy",)))
