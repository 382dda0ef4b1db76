"""One fold: fit on the training part, generate, and audit with the other part."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import safe_indexing
from skl_synth.errors import InputError
from skl_synth.evaluation.drawn_tables import synthetic_table
from skl_synth.evaluation.fidelity.fidelity_report import (
    FidelityReport,
    describe_fidelity,
)
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import BOTH, REAL, SYNTHETIC
from skl_synth.evaluation.people import taken
from skl_synth.evaluation.person_makers import given_to, persons_made
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.run_attacks import AttackResult, run_attacks
from skl_synth.evaluation.privacy.shadow.shadow_plan import ShadowPlan
from skl_synth.evaluation.results import RESULT_COLUMNS
from skl_synth.evaluation.sections import SECTIONS
from skl_synth.evaluation.seeds import draw_seed, seeded
from skl_synth.evaluation.splits import Split
from skl_synth.evaluation.tables import (
    Persons,
    make_resampler,
    plain_target,
    read_tables,
    reader_of,
)
from skl_synth.evaluation.utility.compare import Comparison, compare
from skl_synth.evaluation.utility.training import TrainingTable
from skl_synth.evaluation.work_ahead import MAKING, SECONDS_OF_SECTION
from skl_synth.progress import PART, counting, steps
from skl_synth.synthesizers import as_synthesizer
from skl_synth.table.real import RealTable


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
    shadow_models : int, default=0
        How many shadow models are fitted in the first fold.
    n_jobs : int or None, default=None
        How many of them at a time.
    quasi_identifiers, secrets : collection of str or None, default=None
        What an outsider knows of a person, and would like to know.
    """

    sections: tuple[str, ...]
    estimator: Any
    scoring: Any
    shadow_models: int = 0
    n_jobs: int | None = None
    quasi_identifiers: Any = None
    secrets: Any = None


class FoldOutcome(NamedTuple):
    """What one fold gives."""

    figures: pd.DataFrame
    predictions: pd.DataFrame
    moments: pd.DataFrame
    notes: tuple[str, ...]
    not_applicable: pd.DataFrame
    curves: pd.DataFrame

    def beside(self, other: FoldOutcome) -> FoldOutcome:
        """Put what other sections gave behind what these gave.

        Parameters
        ----------
        other : FoldOutcome
            Of the same fold.

        Returns
        -------
        FoldOutcome
            Both.
        """
        figures, predictions, moments, reasons, curves = (
            # A frame without rows has no dtypes that could be kept.
            pd.concat([f for f in both if len(f)] or both[:1], ignore_index=True)
            for both in (
                (self.figures, other.figures),
                (self.predictions, other.predictions),
                (self.moments, other.moments),
                (self.not_applicable, other.not_applicable),
                (self.curves, other.curves),
            )
        )
        notes = (*self.notes, *other.notes)
        return FoldOutcome(figures, predictions, moments, notes, reasons, curves)


class RealData(NamedTuple):
    """The real table: as it was read, and as it came.

    Parameters
    ----------
    table : RealTable
        As it was read, once for all folds.
    X, y : table and target
        As they came.
    labels : ndarray of shape (n_rows,)
        The target as a plain array.
    """

    table: RealTable
    X: Any
    y: Any
    labels: np.ndarray


def evaluate_fold(
    synthesizer: BaseSynthesizer,
    real: RealData,
    split: Split,
    config: EvaluationConfig,
) -> FoldOutcome:
    """Judge a synthesizer on one split of the real rows.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Unfitted; a clone is given the training part and nothing else.
    real : RealData
        The real rows.
    split : Split
        Which rows train and which test.
    config : EvaluationConfig
        What is measured, and by which models and scorers.

    Returns
    -------
    FoldOutcome
        Figures, predictions for the test rows, moments, and what should be noted.
    """
    return start_and_judge(synthesizer, real, split, config)[1]


def start_and_judge(
    synthesizer: BaseSynthesizer,
    real: RealData,
    split: Split,
    config: EvaluationConfig,
) -> tuple[Fold, FoldOutcome]:
    """Judge a synthesizer on one split, and keep the tables for other sections.

    Parameters
    ----------
    synthesizer, real, split, config : object
        As in `evaluate_fold`.

    Returns
    -------
    fold : Fold
        The tables.
    outcome : FoldOutcome
        As in `evaluate_fold`.
    """
    weights = [MAKING, sum(SECONDS_OF_SECTION[name] for name in config.sections)]
    with counting(PART, 2, weights=weights) as part:
        part.begin("making rows")
        fold = start_fold(synthesizer, real, split)
        part.done(quietly=True)
        part.begin()
        return fold, judge_fold(fold, config)


def start_fold(synthesizer: BaseSynthesizer, real: RealData, split: Split) -> Fold:
    """Fit a synthesizer to the training part and draw a table, which is not judged yet.

    Parameters
    ----------
    synthesizer, real, split : object
        As in `evaluate_fold`.

    Returns
    -------
    Fold
        The tables.

    Raises
    ------
    InputError
        If nothing can be made of the training part; the message names the fold.
    """
    try:
        with threadpool_limits(1):
            return Fold(synthesizer, real, split)
    except InputError as error:
        about: dict[str, Any] = {"column": error.column, "parameter": error.parameter}
        raise InputError(
            "in fold {fold}: {found}", fold=split.fold, found=error, **about
        ) from error


def judge_fold(fold: Fold, config: EvaluationConfig) -> FoldOutcome:
    """Judge the synthetic table of a fold; each section once, in whatever order.

    Parameters
    ----------
    fold : Fold
        The tables.
    config : EvaluationConfig
        What is measured, and by which models and scorers.

    Returns
    -------
    FoldOutcome
        As in `evaluate_fold`.
    """
    split = fold.split
    weights = [SECONDS_OF_SECTION[section] for section in config.sections]
    with threadpool_limits(1):
        reports = [
            getattr(fold, section)(config)
            for section in steps(config.sections, PART, name=str, weights=weights)
        ]
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
    not_applicable, curves = FigureList().not_applicable(), pd.DataFrame()
    if "privacy" in of:
        not_applicable = of["privacy"].not_applicable
        curves = of["privacy"].curves.assign(fold=split.fold)
    return FoldOutcome(
        figures,
        predictions,
        moments,
        (*fold.notes, *fold.tables.notes, *notes),
        not_applicable.assign(fold=split.fold),
        curves,
    )


class Fold:
    """A synthesizer fitted to the training part, and the tables of its audit."""

    def __init__(
        self, synthesizer: BaseSynthesizer, real: RealData, split: Split
    ) -> None:
        self.split, self.real = split, real
        rng = check_random_state(split.seed)
        # Seeds of their own: no section depends on which others are measured.
        seeds = [draw_seed(rng) for _ in SECTIONS]
        self.rngs = dict(zip(SECTIONS, map(np.random.RandomState, seeds), strict=True))
        self.table = real.table
        X = real.table.without_dropped(real.X)
        self.train, self.test = (
            (safe_indexing(X, rows), _target_at(real.y, rows))
            for rows in (split.train, split.test)
        )
        self.labels = real.labels[split.train], real.labels[split.test]
        self.is_first = split.fold == 0
        part, self.notes = given_to(synthesizer, real.table.take(split.train))
        self.synthesizer = seeded(synthesizer, rng)._fit_table(part)
        self.new = synthetic_table(self.synthesizer, rng)
        persons = real.table.persons
        self.persons = Persons(
            taken(persons, split.train),
            persons_made(self.synthesizer, self.new[0]),
            taken(persons, split.test),
        )
        self.continuous = real.table.target.kind == "continuous"
        # Each table is read once, whatever looks at it.
        self.read = reader_of(real.table)
        self.tables = read_tables(
            real.table,
            self.train,
            self.new,
            self.test,
            persons=self.persons,
            read=self.read,
        )

    def utility(self, config: EvaluationConfig) -> Comparison:
        """Train models on the tables and compare them."""
        rng = self.rngs["utility"]
        real = self.train[0], self.labels[0]
        return compare(
            training_tables(self.synthesizer, real, self.new, rng),
            (self.test[0], self.labels[1]),
            config.estimator,
            scoring=config.scoring,
            table=self.table,
            read=self.read,
            rng=rng,
            persons=self.persons.holdout,
        )

    def fidelity(self, config: EvaluationConfig) -> FidelityReport:
        """Compare distributions."""
        return describe_fidelity(
            self.tables,
            [self.read(X) for X in (self.train[0], self.new[0], self.test[0])],
            table=self.table,
            synthesizer=self.synthesizer,
            read=self.read,
            released=self.new,
            rng=self.rngs["fidelity"],
        )

    def privacy(self, config: EvaluationConfig) -> AttackResult:
        """Attack the synthetic table."""
        # One fold shows what further tables disclose: drawing and attacking them
        # takes longer than all else.
        draw = None
        if self.is_first:
            draw = make_resampler(
                self.synthesizer,
                self.table,
                self.tables,
                self.train,
                self.test,
                persons=self.persons,
                read=self.read,
            )
        options = AttackOptions(
            config.quasi_identifiers,
            config.secrets,
            draw,
            by=strata_of(self.synthesizer),
            shadows=self._shadows(config),
        )
        return run_attacks(self.tables, rng=self.rngs["privacy"], options=options)

    def _shadows(self, config: EvaluationConfig) -> ShadowPlan | None:
        """Plan the shadow models, of one fold: they see the rows of all others."""
        if not (self.is_first and config.shadow_models):
            return None
        rows = np.r_[self.split.train, self.split.test]
        X = self.table.without_dropped(self.real.X)
        return ShadowPlan(
            as_synthesizer(self.synthesizer),
            self.table.take(rows),
            safe_indexing(X, rows),
            _target_at(self.real.y, rows),
            len(self.split.train),
            config.shadow_models,
            config.n_jobs,
        )


def _target_at(y: Any, rows: np.ndarray) -> Any:
    """The target of some rows; None where there is none."""
    return None if y is None else safe_indexing(y, rows)


def strata_of(synthesizer: BaseSynthesizer) -> tuple[str, ...]:
    """Say which columns divide the table, by what the synthesizer makes apart.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        What it wraps is looked at, too.

    Returns
    -------
    tuple of str
        The columns; empty where it makes no strata.
    """
    parameters = synthesizer.get_params(deep=True)
    given = [
        by
        for name, by in parameters.items()
        if f"__{name}".endswith("__by") and by is not None
    ]
    columns = [one for by in given for one in (by if isinstance(by, list) else [by])]
    return tuple(dict.fromkeys(map(str, columns)))


def training_tables(
    synthesizer: BaseSynthesizer,
    real: tuple[Any, np.ndarray],
    synthetic: tuple[Any, Any],
    rng: np.random.RandomState,
) -> dict[str, TrainingTable]:
    """Make the real, the synthetic and the joint table.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted to these rows; what it remembers of its last sample is left alone.
    real : (X, y)
        The real training rows, and their target as a plain array.
    synthetic : (X, y)
        As many synthetic rows.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    dict of str to TrainingTable
        Three tables. The joint one is what ``fit_resample`` gives in augment mode;
        where that would add nothing by design (replace mode, no classes) it holds the
        whole synthetic table behind the real one.
    """
    table = synthesizer.table_
    X_more, y_more = synthetic
    if synthesizer.mode == "augment" and table.target.classes is not None:
        X_more, y_more = table.write(synthesizer._draw(random_state=draw_seed(rng)))
    labels = plain_target(table.target, y_more)
    # A balanced table is not augmented: no rows are no table that could be read.
    parts = [real[0], X_more] if len(labels) else [real[0]]
    both = TrainingTable(parts, np.concatenate([real[1], labels]))
    X_new, y_new = synthetic
    return {
        REAL: TrainingTable([real[0]], real[1]),
        SYNTHETIC: TrainingTable([X_new], plain_target(table.target, y_new)),
        BOTH: both,
    }
