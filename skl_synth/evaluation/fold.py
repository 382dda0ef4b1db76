"""One fold: fit on the training part, generate, and audit with the other part."""

from __future__ import annotations

from copy import copy
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import safe_indexing
from skl_synth.evaluation.fidelity.fidelity_report import (
    FidelityReport,
    describe_fidelity,
)
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import BOTH, REAL, SYNTHETIC
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.run_attacks import AttackResult, run_attacks
from skl_synth.evaluation.results import RESULT_COLUMNS
from skl_synth.evaluation.seeds import draw_seed, seeded
from skl_synth.evaluation.splits import Split
from skl_synth.evaluation.tables import make_resampler, plain_target, read_tables
from skl_synth.evaluation.utility.compare import Comparison, compare, model_panel
from skl_synth.evaluation.utility.training import Table

SECTIONS = ("utility", "fidelity", "privacy")
"""What can be measured."""


class EvaluationConfig(NamedTuple):
    """What is measured, and by what.

    Parameters
    ----------
    sections : tuple of str
        Some of `SECTIONS`, in their order.
    estimator : estimator or None
        The model that judges; None for the default ones.
    scoring : str, callable, list, tuple, set, dict or None
        Scorers; None for those that fit the target.
    """

    sections: tuple[str, ...]
    estimator: Any
    scoring: Any


class FoldOutcome(NamedTuple):
    """What one fold gives."""

    figures: pd.DataFrame
    predictions: pd.DataFrame
    moments: pd.DataFrame
    notes: tuple[str, ...]
    not_applicable: pd.DataFrame


def evaluate_fold(
    synthesizer: BaseSynthesizer,
    real: tuple[Any, Any, np.ndarray],
    split: Split,
    config: EvaluationConfig,
) -> FoldOutcome:
    """Judge a synthesizer on one split of the real rows.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Unfitted; a clone is given the training part and nothing else.
    real : (X, y, labels)
        The real rows, their target as given, and as a plain array.
    split : Split
        Which rows train and which test.
    config : EvaluationConfig
        What is measured, and by which models and scorers.

    Returns
    -------
    FoldOutcome
        Figures, predictions for the test rows, moments, and what should be noted.
    """
    with threadpool_limits(1):
        fold = _Fold(synthesizer, real, split)
        reports = [getattr(fold, section)(config) for section in config.sections]
    figures = pd.concat([report.figures for report in reports], ignore_index=True)
    of = dict(zip(config.sections, reports, strict=True))
    predictions, moments = pd.DataFrame(), pd.DataFrame()
    if "utility" in of:
        predictions = of["utility"].predictions.assign(fold=split.fold)
        predictions["row"] = split.test[predictions["row"]]
    if "fidelity" in of:
        moments = of["fidelity"].moments.assign(fold=split.fold)
    notes = [note for report in reports for note in report.notes]
    figures = figures.assign(fold=split.fold)[RESULT_COLUMNS]
    not_applicable = FigureList().not_applicable()
    if "privacy" in of:
        not_applicable = of["privacy"].not_applicable
    return FoldOutcome(
        figures,
        predictions,
        moments,
        (*fold.tables.notes, *notes),
        not_applicable.assign(fold=split.fold),
    )


class _Fold:
    """A synthesizer fitted to the training part, and the tables of its audit."""

    def __init__(
        self,
        synthesizer: BaseSynthesizer,
        real: tuple[Any, Any, np.ndarray],
        split: Split,
    ) -> None:
        X, y, labels = real
        rng = check_random_state(split.seed)
        # Seeds of their own: no section depends on which others are measured.
        seeds = [draw_seed(rng) for _ in SECTIONS]
        self.rngs = dict(zip(SECTIONS, map(np.random.RandomState, seeds), strict=True))
        self.train, self.test = (
            (safe_indexing(X, rows), safe_indexing(y, rows))
            for rows in (split.train, split.test)
        )
        self.labels = labels[split.train], labels[split.test]
        self.is_first = split.fold == 0
        self.synthesizer = seeded(synthesizer, rng).fit(*self.train)
        self.new = synthetic_table(self.synthesizer, rng)
        table = self.synthesizer.table_
        self.schema = table.schema.as_published()
        self.train, self.test = (
            (table.without_dropped(X), y) for X, y in (self.train, self.test)
        )
        self.target = self.synthesizer.target_
        self.tables = read_tables(
            *self.train, *self.new, *self.test, schema=self.schema, target=self.target
        )

    def utility(self, config: EvaluationConfig) -> Comparison:
        rng, continuous = self.rngs["utility"], self.target.kind == "continuous"
        real = self.train[0], self.labels[0]
        return compare(
            training_tables(copy(self.synthesizer), real, self.new, rng),
            (self.test[0], self.labels[1]),
            model_panel(config.estimator, self.schema, continuous=continuous, rng=rng),
            scoring=config.scoring,
            schema=self.schema,
            continuous=continuous,
            rng=rng,
        )

    def fidelity(self, config: EvaluationConfig) -> FidelityReport:
        return describe_fidelity(
            self.tables,
            [self.train[0], self.new[0], self.test[0]],
            schema=self.schema,
            synthesizer=self.synthesizer,
            rng=self.rngs["fidelity"],
        )

    def privacy(self, config: EvaluationConfig) -> AttackResult:
        # One fold shows what further tables give away: drawing and attacking them
        # takes longer than all else.
        draw = None
        if self.is_first:
            draw = make_resampler(self.synthesizer, self.tables, self.train, self.test)
        options = AttackOptions(draw=draw)
        return run_attacks(self.tables, rng=self.rngs["privacy"], options=options)


def synthetic_table(
    synthesizer: BaseSynthesizer, rng: np.random.RandomState
) -> tuple[Any, Any]:
    """Draw as many rows of each class as the synthesizer was given.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted.
    rng : RandomState
        Source of the seed.

    Returns
    -------
    (X, y)
        Synthetic rows and their target, in the containers of the real ones.
    """
    target = synthesizer.target_
    n_rows: Any = len(target.encoded)
    if target.classes is not None:
        counts = np.bincount(target.encoded, minlength=target.n_groups)
        n_rows = dict(zip(target.classes.tolist(), counts.tolist(), strict=True))
    return synthesizer.sample(n_rows, random_state=draw_seed(rng))


def training_tables(
    synthesizer: BaseSynthesizer,
    real: Table,
    synthetic: tuple[Any, Any],
    rng: np.random.RandomState,
) -> dict[str, Table]:
    """Make the real, the synthetic and the joint table.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted to these rows.
    real : (X, y)
        The real training rows, and their target as a plain array.
    synthetic : (X, y)
        As many synthetic rows.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    dict of str to (X, y)
        Three tables. The joint one is what ``fit_resample`` gives in augment mode;
        where that would add nothing by design (replace mode, no classes) it holds the
        whole synthetic table behind the real one.
    """
    target = synthesizer.target_
    X_more, y_more = synthetic
    if synthesizer.mode == "augment" and target.classes is not None:
        X_more, y_more = synthesizer.sample(random_state=draw_seed(rng))
    both = (
        synthesizer.table_.container.append(real[0], X_more),
        np.concatenate([real[1], plain_target(target, y_more)]),
    )
    X_new, y_new = synthetic
    return {REAL: real, SYNTHETIC: (X_new, plain_target(target, y_new)), BOTH: both}
