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
    start_and_judge,
)
from skl_synth.evaluation.fold_workers import FoldWorkers
from skl_synth.evaluation.splits import Split
from skl_synth.evaluation.work_ahead import SECONDS_OF_SECTION, weights_of_folds
from skl_synth.progress import PART, counting

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
    rest = tuple(name for name in config.sections if name != "privacy")
    attacks = config._replace(sections=("privacy",))
    with counting(PART, 1 + bool(rest), weights=_weights(len(splits), rest)) as part:
        part.begin("attacks")
        arguments = [(synthesizer, real, split, attacks) for split in splits]
        attacked, given_up = _attack_until_over(workers, arguments, is_over)
        outcomes = [outcome for _, outcome in attacked]
        part.done(quietly=True)
        if given_up or not rest:
            return outcomes
        part.begin(" and ".join(rest))
        # The tables of the folds were kept: nothing is fitted or drawn a second time.
        others = config._replace(sections=rest)
        judged = workers(judge_fold, [(fold, others) for fold, _ in attacked])
        part.done(quietly=True)
    return [one.beside(privacy) for one, privacy in zip(judged, outcomes, strict=True)]


def _weights(n_folds: int, rest: tuple[str, ...]) -> list[float]:
    """How long the attacks take on all folds, and what is measured after them."""
    others = sum(SECONDS_OF_SECTION[name] for name in rest) * n_folds
    return [sum(weights_of_folds(n_folds, ["privacy"])), *([others] if rest else [])]


def _attack_until_over(
    workers: FoldWorkers, arguments: list[tuple[Any, ...]], is_over: IsOver
) -> tuple[list[tuple[Fold, FoldOutcome]], bool]:
    """Attack fold after fold, and say whether the rest was given up."""
    attacked: list[tuple[Fold, FoldOutcome]] = []
    n_folds = len(arguments)
    weights = weights_of_folds(n_folds, ["privacy"])
    with counting("fold", n_folds, weights=weights) as count:
        for lot in gen_batches(n_folds, workers.n_at_once):
            attacked += workers(start_and_judge, arguments[lot], lot.start, count)
            outcomes = [outcome for _, outcome in attacked]
            figures = pd.concat([one.figures for one in outcomes], ignore_index=True)
            reasons = pd.concat(
                [one.not_applicable for one in outcomes], ignore_index=True
            )
            if is_over(figures, reasons):
                return attacked, True
    return attacked, False
