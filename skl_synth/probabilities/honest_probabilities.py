"""HonestProbabilities: a classifier whose probabilities are those of real rows."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin
from sklearn.model_selection import StratifiedGroupKFold, check_cv
from sklearn.utils import assert_all_finite, get_tags, indexable
from sklearn.utils.metadata_routing import (
    MetadataRouter,
    MethodMapping,
    get_routing_for_object,
)
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import (
    check_is_fitted,
    column_or_1d,
)

from skl_synth.compat import HasMethods, StrOptions, fit_context
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.probabilities.calibration_maps import CalibrationMap, Unchanged
from skl_synth.probabilities.held_out_rows import (
    METHODS,
    Fold,
    checked_params,
    held_out,
    probabilities_of,
    shift_for,
    weights_of,
)
from skl_synth.probabilities.trained_counts import count, fit_counting
from skl_synth.table.persons import read_groups
from skl_synth.table.target import check_pair


class HonestProbabilities(ClassifierMixin, MetaEstimatorMixin, BaseEstimator):
    """Correct the probabilities of a model that was trained on evened-out classes.

    A model that has seen a rare outcome as often as the common one says too high
    probabilities for it. This wraps the whole of it, most often a pipeline in which a
    synthesizer stands, and makes its probabilities those of the real rows, which it
    was given: it ranks people as before, and what it calls 10 % happens to one in ten.

    Parameters
    ----------
    estimator : classifier
        What is corrected: any classifier, or a pipeline of imbalanced-learn with a
        sampler in it.
    method : {"auto", "prior", "sigmoid", "isotonic", "none"}, default="auto"
        ``"prior"``: each probability is weighed by how much rarer its class is in the
        real rows than in those that the last step was trained on [1]_ [2]_; nothing is
        fitted to held-out rows, so it needs one fit only. ``"sigmoid"``: log-odds are
        moved along a straight line that is fitted to held-out real rows (Platt).
        ``"isotonic"``: steps that never fall, for many rows, some thousand or more.
        ``"none"``: as the model says. ``"auto"``: whichever of these is best on
        held-out real rows; where two are, the simpler.
    cv : int, splitter or iterable, default=5
        The folds of real rows that are held out, as in scikit-learn. ``"prior"`` and
        ``"none"`` need none.
    scoring : {"brier", "log_loss"}, default="brier"
        What "auto" goes by: the Brier score, or the log loss, which punishes a sure
        mistake hard.
    n_jobs : int or None, default=None
        Processes for the folds.

    Attributes
    ----------
    estimator_ : classifier
        Fitted to all rows.
    calibration_ : CalibrationMap
        What its probabilities are turned by.
    method_ : str
        Which way that is.
    scores_ : DataFrame
        Where rows were held out: Brier score and log loss of each way on them, lower
        is better; by people where ``groups`` are given.
    trained_frequencies_, real_frequencies_ : dict of label to float
        Shares of the classes that the last step was trained on, and the real ones.
    classes_ : ndarray of shape (n_classes,)
        The classes.
    n_features_in_ : int
        Number of columns, where the estimator knows it.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where the estimator knows them.

    See Also
    --------
    ProximityFilter : The synthesizer that evens out classes.
    sklearn.calibration.CalibratedClassifierCV : The same two curves, without the choice
        and without the correction of class frequencies.
    sklearn.model_selection.FixedThresholdClassifier : Says yes from another
        probability on than one half.

    Notes
    -----
    ``predict`` names the class that is most probable. Of a rare one that is seldom
    said: set a threshold (``FixedThresholdClassifier``) where that matters.

    The correction of class frequencies takes the model at its word. Forests and boosted
    trees are seldom right about what they were trained on: let a curve be fitted.

    What is said is right of people like those in the rows. Of people among whom the
    outcome is more or less common, it is wrong again.

    References
    ----------
    .. [1] C. Elkan, "The foundations of cost-sensitive learning", IJCAI 2001, 973-978.
    .. [2] M. Saerens, P. Latinne, C. Decaestecker, "Adjusting the outputs of a
       classifier to new a priori probabilities: a simple procedure", Neural Computation
       14, 21-41, 2002.
    .. [3] J. Platt, "Probabilistic outputs for support vector machines and comparisons
       to regularized likelihood methods", Advances in Large Margin Classifiers, 1999.

    Examples
    --------
    >>> from imblearn.pipeline import make_pipeline
    >>> from sklearn.linear_model import LogisticRegression
    >>> from skl_synth import HonestProbabilities, TypeAwareSMOTE
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(600, random_state=0, return_X_y=True)
    >>> X = X[["age", "length_of_stay", "emergency"]]
    >>> augmented = make_pipeline(TypeAwareSMOTE(random_state=0), LogisticRegression())
    >>> honest = HonestProbabilities(augmented, method="prior").fit(X, y)
    >>> honest.trained_frequencies_
    {0: 0.5, 1: 0.5}
    >>> before = honest.estimator_.predict_proba(X)[:, 1].mean()
    >>> after = honest.predict_proba(X)[:, 1].mean()
    >>> print(f"{before:.2f} {after:.2f}, and there are {y.mean():.2f}")
    0.41 0.15, and there are 0.14
    """

    _parameter_constraints: dict = {
        "estimator": [
            HasMethods(["fit", "predict_proba"]),
            HasMethods(["fit", "decision_function"]),
        ],
        "method": [StrOptions({"auto", *METHODS})],
        "cv": ["cv_object"],
        "scoring": [StrOptions({"brier", "log_loss"})],
        "n_jobs": [numbers.Integral, None],
    }

    estimator_: Any
    calibration_: CalibrationMap
    method_: str
    classes_: np.ndarray
    scores_: pd.DataFrame

    def __init__(
        self,
        estimator: Any,
        *,
        method: str = "auto",
        cv: Any = 5,
        scoring: str = "brier",
        n_jobs: int | None = None,
    ) -> None:
        self.estimator = estimator
        self.method = method
        self.cv = cv
        self.scoring = scoring
        self.n_jobs = n_jobs

    @fit_context(prefer_skip_nested_validation=False)
    def fit(
        self, X: Any, y: Any, groups: Any = None, **params: Any
    ) -> HonestProbabilities:
        """Fit the estimator to all rows, and the correction to held-out ones.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real rows.
        y : array-like of shape (n_rows,)
            Their classes.
        groups : array-like of shape (n_rows,), default=None
            Which person each row belongs to: all rows of one are held out together.
            Handed on to the estimator where metadata routing says that it asks for
            them.
        **params : dict
            Further arguments of the ``fit`` of the estimator. ``sample_weight`` says
            how much a row counts, in training and among the real rows. Weights of one
            step of a pipeline, ``step__sample_weight``, are those of training only:
            real rows then count one each.

        Returns
        -------
        HonestProbabilities
            The fitted classifier.

        Raises
        ------
        ValueError
            If there are no two classes, or a class has fewer rows, or people, than
            there are folds; if it is not known whose a row is; if ``groups`` or weights
            have the row labels of ``X`` in another order; and whatever the estimator
            raises.
        """
        check_pair(X, groups, "groups")
        X, y, groups = indexable(X, _flat(y), groups)
        read_groups(groups, len(y))
        params = checked_params(X, params, len(y))
        self.classes_ = np.unique(np.asarray(y))
        self._check_two_classes()
        params = self._with_groups(groups, params)
        self.estimator_, trained = fit_counting(self.estimator, X, y, params)
        real = count(y, weights_of(params, len(y)))
        self.trained_frequencies_ = _shares(trained)
        self.real_frequencies_ = _shares(real)
        said = None
        if self.method not in ("none", "prior"):
            data, folds = (X, y, self.classes_), self._folds(X, y, groups)
            said = held_out(self.estimator, data, params, folds, self.n_jobs)
            self.scores_ = said.scores()
        self.method_ = self._best_method()
        if said is None or self.method_ in ("none", "prior"):
            shift = shift_for(trained, real, self.classes_)
            self.calibration_ = Unchanged() if self.method_ == "none" else shift
        else:
            self.calibration_ = said.fit_map(self.method_)
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Say how probable each class is among real rows.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The rows.

        Returns
        -------
        ndarray of shape (n_rows, n_classes)
            Probabilities, in the order of ``classes_``.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        check_is_fitted(self)
        proba = probabilities_of(self.estimator_, X, self.classes_)
        return self.calibration_(proba)

    def predict(self, X: Any) -> np.ndarray:
        """Name the class that is most probable.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The rows.

        Returns
        -------
        ndarray of shape (n_rows,)
            The classes.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        check_is_fitted(self)
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """Return the share of rows whose class is named rightly.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The rows.
        y : array-like of shape (n_rows,)
            Their classes.
        sample_weight : array-like of shape (n_rows,), default=None
            Weights of the rows.

        Returns
        -------
        float
            From 0 to 1. It says nothing of probabilities: for these there is the
            Brier score.
        """
        return float(super().score(X, y, sample_weight=sample_weight))

    @property
    def n_features_in_(self) -> int:
        """Number of columns.

        Raises
        ------
        AttributeError
            If the estimator does not know it.
        """
        return self._known("n_features_in_")

    @property
    def feature_names_in_(self) -> np.ndarray:
        """Names of the columns.

        Raises
        ------
        AttributeError
            If the estimator does not know them.
        """
        return self._known("feature_names_in_")

    def get_metadata_routing(self) -> MetadataRouter:
        """Say which further arguments of ``fit`` go where.

        Returns
        -------
        MetadataRouter
            The routing.
        """
        mapping = MethodMapping().add(caller="fit", callee="fit")
        router = MetadataRouter(owner=type(self).__name__).add_self_request(self)
        return router.add(estimator=self.estimator, method_mapping=mapping)

    def __sklearn_tags__(self) -> Any:
        tags, own = super().__sklearn_tags__(), get_tags(self.estimator).input_tags
        tags.input_tags.sparse = own.sparse
        tags.input_tags.allow_nan = own.allow_nan
        return tags

    def _known(self, name: str) -> Any:
        if "estimator_" not in vars(self):
            raise AttributeError(f"{type(self).__name__} has no {name} before fit")
        return getattr(self.estimator_, name)

    def _check_two_classes(self) -> None:
        # Of an empty table the estimator says what is wrong with it.
        if len(self.classes_) == 1:
            raise InputError(
                "the target has one class, {value!r}: there is nothing to be probable",
                value=self.classes_.tolist()[0],
                remedies=["pass rows of two classes or more"],
            )

    def _with_groups(self, groups: Any, params: dict[str, Any]) -> dict[str, Any]:
        routing = get_routing_for_object(self.estimator)
        if groups is None or not routing.consumes("fit", ["groups"]):
            return params
        return {**params, "groups": groups}

    def _folds(self, X: Any, y: Any, groups: Any) -> list[Fold]:
        cv = self.cv
        if isinstance(cv, numbers.Integral):
            self._check_enough(y, groups, int(cv))
            if groups is not None:
                cv = StratifiedGroupKFold(int(cv))
        split = check_cv(cv, y, classifier=True).split(X, y, groups)
        folds = [(train, test) for train, test in split if len(test)]
        if not folds:
            raise InputError(
                "cv has no fold in which a row is held out",
                parameter="cv",
                value=self.cv,
                remedies=[
                    Remedy("say how many folds, {setting}", Setting("cv", 5)),
                    Remedy("hold nothing out, {setting}", Setting("method", "prior")),
                ],
            )
        return folds

    def _check_enough(self, y: Any, groups: Any, n_folds: int) -> None:
        """Refuse more folds than the rarest class has rows, or people."""
        frame = pd.DataFrame({"y": np.asarray(y), "row": np.arange(len(y))})
        who = "row" if groups is None else "person"
        if groups is not None:
            frame["row"] = np.asarray(groups)
        counts = frame.groupby("y")["row"].nunique()
        if counts.min() >= n_folds:
            return
        raise InputError(
            "class {label!r} has {n} {who}(s), fewer than the folds that rows are held "
            "out in, {given}",
            parameter="cv",
            value=n_folds,
            label=counts.index.tolist()[int(counts.argmin())],
            n=int(counts.min()),
            who=who,
            given=Setting("cv", n_folds),
            remedies=[
                Remedy("hold nothing out, {setting}", Setting("method", "prior")),
                "merge or drop the class",
            ],
        )

    def _best_method(self) -> str:
        if self.method != "auto":
            return self.method
        # The first of the best: rounded, so that float noise does not choose.
        return str(self.scores_[self.scoring].round(9).idxmin())


def _flat(y: Any) -> Any:
    """Check the classes, and take those of a single column out of it."""
    assert_all_finite(y if hasattr(y, "dtype") else np.asarray(y), input_name="y")
    flat = column_or_1d(y, warn=True)
    check_classification_targets(flat)
    return y if len(getattr(y, "shape", ())) == 1 else flat


def _shares(counts: dict) -> dict:
    total = sum(counts.values())
    return {label: n_rows / total for label, n_rows in counts.items()}
