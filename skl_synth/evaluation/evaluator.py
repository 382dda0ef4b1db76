"""SyntheticEvaluator: a synthesizer is judged by real rows that were held out."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import HasMethods, StrOptions, fit_context
from skl_synth.errors import InputError
from skl_synth.evaluation.compared import Compared, people_in
from skl_synth.evaluation.drawn_tables import synthetic_table
from skl_synth.evaluation.evaluation_page import sections_of
from skl_synth.evaluation.evaluation_text import (
    header_of,
    verdicts_of,
    write_report,
)
from skl_synth.evaluation.fold import (
    EvaluationConfig,
    FoldOutcome,
    RealData,
    evaluate_fold,
)
from skl_synth.evaluation.fold_workers import FoldWorkers
from skl_synth.evaluation.page_parts import page_of
from skl_synth.evaluation.person_makers import given_to
from skl_synth.evaluation.privacy.disclosure.named_columns import check_known
from skl_synth.evaluation.privacy.shadow.shadow_plan import check_shadow_models
from skl_synth.evaluation.results import notes_of_folds, summarise
from skl_synth.evaluation.sections import SECTIONS, check_sections
from skl_synth.evaluation.seeds import seeded
from skl_synth.evaluation.splits import DEFAULT_FOLDS, Split, draw_splits
from skl_synth.evaluation.stopping import IsOver, judge_until_over
from skl_synth.evaluation.tables import plain_labels, plain_target
from skl_synth.evaluation.utility.compare import model_panel
from skl_synth.evaluation.utility.encoded_labels import fit_on_labels
from skl_synth.evaluation.utility.target_twins import warn_of_twins_in
from skl_synth.evaluation.utility.training import Scoring, default_scoring
from skl_synth.evaluation.verdict import Verdict
from skl_synth.evaluation.work_ahead import weights_of_folds
from skl_synth.keywords import SettableParameters
from skl_synth.pages import HtmlReport, Page
from skl_synth.progress import counting
from skl_synth.said_once import said_once
from skl_synth.selection import ProximityFilter
from skl_synth.synthesizers import as_synthesizer
from skl_synth.table.containers import record_columns
from skl_synth.table.fetched_first import check_all_fetched
from skl_synth.table.real import RealTable
from skl_synth.table.several_rows import warn_of_several_rows


class SyntheticEvaluator(SettableParameters, HtmlReport, BaseEstimator):
    """Judge a synthesizer by real rows that it has not seen.

    In each fold a clone of the synthesizer is fitted to the training part only; the
    other part is the control, which no generator and no filter has seen. Three sections
    are measured: utility (TSTR, train on synthetic, test on real: models trained on
    real rows, on as many synthetic rows of each class, and on both, all tested on the
    control), fidelity (columns, pairs and classes, and whether a discriminator
    distinguishes the tables) and privacy (attacks, of which only counts what succeeds
    more often than against the control).

    Parameters
    ----------
    synthesizer : object with ``fit_resample``, default=None
        A synthesizer, an over-sampler of imbalanced-learn, or a pipeline that ends in
        one. None stands for `ProximityFilter()`, the taught method.
    estimator : estimator, default=None
        The model that is trained; it is cloned and gets the columns as they are. None
        stands for three: a logistic regression (a ridge regression for a continuous
        target), a random forest and gradient boosting, behind imputation, one-hot
        encoding and scaling, without keys.
    cv : int, splitter or iterable, default=5
        The folds. An int stands for that many shuffled ones, stratified by class, of
        whole persons where ``groups`` are given; fewer, with a warning, where the
        smallest class has fewer rows or persons. Splitters are given the groups.
    scoring : str, callable, list, tuple, set or dict, default=None
        Scikit-learn scorers. None stands for accuracy, ROC AUC and Brier score, or for
        R² and mean absolute error where the target is continuous.
    sections : "all" or list of {"utility", "fidelity", "privacy"}, default="all"
        What is measured.
    shadow_models : int, default=0
        How many shadow models are fitted in the first fold, see `privacy_report`; 0 for
        none.
    quasi_identifiers, secrets : list of column names or None, default=None
        What an outsider knows of a person, and would like to know, see
        `privacy_report`: with the first, uniques and what follows from them (repU,
        DiSCO, k-anonymity, l-diversity) are measured.
    n_jobs : int or None, default=None
        Folds at a time, and shadow models, as in scikit-learn. The result does not
        depend on it.
    random_state : int, RandomState instance or None, default=None
        Seed of folds, synthetic rows and models.

    Attributes
    ----------
    results_ : DataFrame
        Every figure of every fold: fold, section, metric, scope ("table", "model",
        "column", "pair", "class" or "group"), subject (the name of that column and so
        on), rows (those trained on, or those measured), value, low, high, better
        ("higher" or "lower") and ceiling (the same figure of real rows that nobody was
        given; for utility of the model trained on real rows).
    summary_ : DataFrame
        The figures of the whole table over the folds, one line per metric and rows:
        section, metric, rows, mean, std, low and high (95 % interval of the mean),
        ratio (mean over ceiling), ceiling and better.
    details_ : DataFrame
        The same for every scope, with scope and subject.
    predictions_ : DataFrame
        What the models said of each test row: row (position in X), target, model,
        trained_on, label and score (or prediction), fold. Without utility, empty.
    moments_ : DataFrame
        Means, standard deviations and shares per class, real training rows beside
        synthetic ones, with the fold, see `ClassMomentsDisplay`. Without fidelity,
        empty.
    not_applicable_ : DataFrame
        Figures that there cannot be, and why: section, metric, scope, subject, reason
        and fold, such as keys where no identifier is released.
    membership_curves_ : DataFrame
        ROC curves of the worst membership attack: fold, group, fpr and tpr. Without
        privacy, empty.
    notes_ : tuple of str
        What the reader of the report should know besides.
    synthesizer_ : BaseSynthesizer
        Fitted to all rows.
    estimator_ : estimator
        The first model, trained on one synthetic table of the size of the real one.
    scoring_ : str, callable, list, tuple, set or dict
        The scorers that were used.
    n_splits_ : int
        Number of folds.
    n_persons_ : int
        Number of people: of rows, where nothing else is known.
    n_controls_ : int
        Number of people who were held out by one fold or another; with fewer than 50
        the report gives no verdict.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    utility_report, fidelity_report, privacy_report : The sections as functions, for a
        table made by anyone.
    ProximityFilter : The synthesizer that is judged unless another is given.
    RocDisplay : ROC curves of models trained on real and on synthetic rows.
    ClassMomentsDisplay : Means and standard deviations, real against synthetic.

    Notes
    -----
    Folds share training rows, so that intervals are those of Nadeau and Bengio [2]_.
    What further tables would disclose (``cumulative_membership_auc``) is measured in
    the first fold. Attacks that fail prove little: others may succeed.

    References
    ----------
    .. [1] C. Esteban, S. L. Hyland, G. Rätsch, "Real-valued (medical) time series
       generation with recurrent conditional GANs", arXiv:1706.02633, 2017 (train on
       synthetic, test on real).
    .. [2] C. Nadeau, Y. Bengio, "Inference for the generalization error", Machine
       Learning 52, 239-281, 2003.

    Examples
    --------
    >>> from skl_synth import ProximityFilter, SyntheticEvaluator
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(400, random_state=0, return_X_y=True)
    >>> X = X.drop(columns="patient_id")
    >>> evaluator = SyntheticEvaluator(
    ...     ProximityFilter(mode="replace"), cv=2, random_state=0
    ... )
    >>> summary = evaluator.fit(X, y).summary_.set_index(["metric", "rows"])
    >>> float(summary.loc[("identical_to_training", "synthetic"), "mean"])
    0.0
    >>> bool(summary.loc[("roc_auc", "synthetic"), "ratio"] > 0.8)
    True
    >>> bool(summary.loc[("membership_worst_auc", "synthetic"), "mean"] > 0.6)
    True
    """

    _parameter_constraints: dict = {
        "synthesizer": [HasMethods(["fit_resample"]), None],
        "estimator": [HasMethods(["fit"]), None],
        "cv": ["cv_object"],
        "sections": [StrOptions({"all"}), "array-like"],
        "scoring": [str, callable, list, tuple, set, dict, None],
        "shadow_models": [numbers.Integral],
        "quasi_identifiers": ["array-like", None],
        "secrets": ["array-like", None],
        "n_jobs": [numbers.Integral, None],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        synthesizer: Any = None,
        *,
        estimator: Any = None,
        cv: Any = DEFAULT_FOLDS,
        scoring: Any = None,
        sections: Any = "all",
        shadow_models: int = 0,
        quasi_identifiers: Any = None,
        secrets: Any = None,
        n_jobs: int | None = None,
        random_state: Any = None,
    ) -> None:
        self.synthesizer = synthesizer
        self.estimator = estimator
        self.cv = cv
        self.scoring = scoring
        self.sections = sections
        self.shadow_models = shadow_models
        self.quasi_identifiers = quasi_identifiers
        self.secrets = secrets
        self.n_jobs = n_jobs
        self.random_state = random_state

    @fit_context(prefer_skip_nested_validation=False)
    def fit(self, X: Any, y: Any = None, groups: Any = None) -> SyntheticEvaluator:
        """Judge the synthesizer on a real table.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target.
        y : array-like of shape (n_rows,), default=None
            Its target: class labels or numbers. Without one no model is compared, and
            fidelity and privacy are measured alone.
        groups : array-like of shape (n_rows,), default=None
            Which person each row belongs to, such as ``X["patient_id"]``. Nobody then
            stands on both sides of a fold, and people are attacked, by all of their
            rows. None where every row is another person.

        Returns
        -------
        SyntheticEvaluator
            The fitted evaluator.

        Raises
        ------
        ValueError
            If the table, the target, the groups or a parameter cannot be used, or if
            there is one class or one person only, or a class of fewer than three rows
            or persons; the message names the column or the class, the value and the
            remedy.

        Warns
        -----
        InputWarning
            If there are fewer folds than asked for, ``cv`` is a splitter that puts rows
            or persons on both sides, or tests on one class, or a column says the same
            as the target. What several folds warn of is said once.
        """
        check_sections(self.sections)
        check_shadow_models(self.shadow_models)
        check_all_fetched(type(self).__name__, X, y, groups)
        X = X.tocsr() if sparse.issparse(X) else X
        synthesizer = self._synthesizer()
        encoder = synthesizer._table_encoder()
        table = RealTable.read(X, y, encoder=encoder, groups=groups)
        _check_measurable(self.sections, table)
        check_known(table, self.quasi_identifiers, self.secrets)
        warn_of_several_rows(table)
        with said_once():
            return self._fit_table(table, X, y, synthesizer)

    def _fit_table(
        self,
        table: RealTable,
        X: Any,
        y: Any,
        synthesizer: BaseSynthesizer,
        is_over: IsOver | None = None,
    ) -> SyntheticEvaluator:
        """Judge a synthesizer on a table that was read, unless it is over before."""
        record_columns(self, table.header, reset=True)
        rng = check_random_state(self.random_state)
        given, _ = given_to(synthesizer, table)
        self.synthesizer_ = seeded(synthesizer, rng)._fit_table(given)
        self.n_persons_ = table.n_persons
        # That of a synthesizer with a guarantee has noisy counts.
        self._target = table.target
        labels = plain_labels(table.target, table.target.encoded)
        is_classes = table.target.kind == "classes"
        warn_of_twins_in(table, X, labels)
        splits = draw_splits(
            self.cv,
            X,
            labels,
            is_classes=is_classes,
            rng=rng,
            persons=table.persons,
        )
        if table.target.kind != "none":
            self._refit(rng)
        real = RealData(table, X, y, labels)
        outcomes = self._judge(synthesizer, real, splits, is_over)
        shares = [len(split.test) / len(split.train) for split in splits]
        self._keep(outcomes, float(np.mean(shares)))
        self.n_splits_ = len(outcomes)
        tested = np.concatenate([split.test for split in splits[: len(outcomes)]])
        self.n_controls_ = people_in(table.persons, np.unique(tested))
        return self

    def score(self, X: Any, y: Any) -> float:
        """Score the model trained on synthetic rows on real ones.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            Real rows.
        y : array-like of shape (n_rows,)
            Their target.

        Returns
        -------
        float
            The first of the scorers.

        Raises
        ------
        ValueError
            If the columns differ from those fitted, or for a class never seen.
        """
        check_is_fitted(self)
        if self._target.kind == "none":
            raise InputError(
                "{name} was fitted without a target, and has trained no model",
                name=type(self).__name__,
                parameter="y",
                remedies=["pass y to fit"],
            )
        record_columns(self, X, reset=False)
        X = self.synthesizer_.table_.without_dropped(X)
        score = Scoring(self.estimator_, self.scoring_)
        labels = plain_target(self.synthesizer_.target_, y)
        return next(iter(score(self.estimator_, X, labels).values()))

    def report(self) -> str:
        """Say in plain words what was measured, and what may be claimed.

        Returns
        -------
        str
            A text to be read in a minute.
        """
        check_is_fitted(self)
        return write_report(*self._words())

    def _words(self) -> tuple[str, list[Verdict]]:
        judged = self.synthesizer_ if self.synthesizer is None else self.synthesizer
        name = type(judged).__name__
        target, mode = self._target, self.synthesizer_.mode
        header = header_of(name, mode, target, self.n_splits_, self.n_persons_)
        n_rows = len(target.encoded)
        who = "persons" if self.n_persons_ < n_rows else "rows"
        compared = Compared(self.n_persons_, self.n_controls_, who)
        return header, verdicts_of(self.details_, self.notes_, compared)

    def _repr_html_(self) -> str:
        if not hasattr(self, "details_"):
            return BaseEstimator._repr_html_.fget(self)
        return super()._repr_html_()

    def _page(self) -> Page:
        check_is_fitted(self)
        header, verdicts = self._words()
        judged = self.synthesizer_ if self.synthesizer is None else self.synthesizer
        return page_of(
            f"Evaluation of {type(judged).__name__}",
            verdicts,
            sections_of(self.details_.rename(columns={"mean": "value"})),
            header=header,
            not_applicable=self.not_applicable_,
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """Show the verdicts in a notebook once there are some, else the parameters."""
        if not hasattr(self, "details_"):
            return super()._repr_mimebundle_(**kwargs)
        return {"text/plain": self.report(), "text/html": self._repr_html_()}

    def _synthesizer(self) -> BaseSynthesizer:
        if self.synthesizer is None:
            return ProximityFilter()
        return as_synthesizer(self.synthesizer)

    def _judge(
        self,
        synthesizer: BaseSynthesizer,
        real: RealData,
        splits: list[Split],
        is_over: IsOver | None,
    ) -> list[FoldOutcome]:
        sections = _measurable(self.sections, real.table)
        config = EvaluationConfig(
            sections,
            self.estimator,
            self.scoring,
            self.shadow_models,
            self.n_jobs,
            self.quasi_identifiers,
            self.secrets,
        )
        with self._workers() as workers:
            if is_over is not None:
                return judge_until_over(
                    workers, synthesizer, real, splits, config, is_over=is_over
                )
            arguments = [(synthesizer, real, split, config) for split in splits]
            weights = weights_of_folds(len(splits), sections)
            with counting("fold", len(splits), weights=weights) as count:
                return workers(evaluate_fold, arguments, count=count)

    def _workers(self) -> FoldWorkers:
        """Make what runs the folds."""
        return FoldWorkers(self.n_jobs)

    def _refit(self, rng: np.random.RandomState) -> None:
        """Train the model that ``score`` uses; check the scorers on the way."""
        continuous = self.synthesizer_.target_.kind == "continuous"
        schema = self.synthesizer_.encoder_.schema_.as_published()
        panel = model_panel(self.estimator, schema, continuous=continuous, rng=rng)
        model = next(iter(panel.values()))
        self.scoring_ = self.scoring
        if self.scoring is None:
            labels = self.synthesizer_.target_.encoded
            self.scoring_ = default_scoring(model, labels, continuous=continuous)
        Scoring(model, self.scoring_)
        X, y = synthetic_table(self.synthesizer_, rng)
        labels = plain_target(self.synthesizer_.target_, y)
        self.estimator_ = fit_on_labels(model, X, labels)

    def _keep(self, outcomes: list[FoldOutcome], test_share: float) -> None:
        figures, predictions, moments, notes, reasons, curves = zip(
            *outcomes, strict=True
        )
        self.results_ = pd.concat(figures, ignore_index=True)
        self.details_ = summarise(self.results_, test_share)
        of_table = self.details_[self.details_["scope"] == "table"]
        self.summary_ = of_table.drop(columns=["scope", "subject"]).reset_index(
            drop=True
        )
        self.predictions_ = pd.concat(predictions, ignore_index=True)
        self.moments_ = pd.concat(moments, ignore_index=True)
        self.not_applicable_ = pd.concat(reasons, ignore_index=True)
        self.membership_curves_ = pd.concat(curves, ignore_index=True)
        self.notes_ = notes_of_folds(notes)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.allow_nan = True
        return tags


def _measurable(sections: Any, table: RealTable) -> tuple[str, ...]:
    """The sections that are asked for, and can be measured of such a table."""
    chosen = SECTIONS if isinstance(sections, str) else sections
    without = () if table.target.kind != "none" else ("utility",)
    return tuple(name for name in SECTIONS if name in chosen and name not in without)


def _check_measurable(sections: Any, table: RealTable) -> None:
    """Refuse to measure nothing."""
    if not _measurable(sections, table):
        raise InputError(
            "utility requires y to be passed, but the target y is None: models are "
            "trained to predict it",
            parameter="y",
            remedies=["pass the target", "measure fidelity and privacy"],
        )
