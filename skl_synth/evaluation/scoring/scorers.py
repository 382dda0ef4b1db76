"""Scorers with scikit-learn's signature, for searches and cross-validation."""

from __future__ import annotations

from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.scoring.attack_scores import (
    N_ROWS,
    fidelity_of,
    harmonic_mean,
    privacy_of,
)
from skl_synth.evaluation.scoring.scoring_context import ScoringContext
from skl_synth.evaluation.scoring.utility_score import utility_score
from skl_synth.threads import by_itself


def privacy_scorer(
    estimator: Any,
    X: Any,
    y: Any = None,
    *,
    groups: Any = None,
    attack: str = "worst",
    n_rows: int = N_ROWS,
    random_state: int = 0,
) -> float:
    """Score how little a fitted synthesizer discloses by membership inference.

    The synthesizer is found in the estimator, a fresh sample is drawn, and an
    attack of membership inference tries to distinguish the rows that the synthesizer
    was fitted to from the rows of the test fold, as many of each and of each class. The
    score is twice the distance of its area under the ROC curve from one, ``2 * (1 -
    AUC)``: 1 where the attack guesses, 0 where it knows everyone. Higher is better. It
    is not cut at 1, which chance may exceed, so that its mean over folds is right.

    Parameters
    ----------
    estimator : estimator
        A fitted synthesizer, or a pipeline or search that holds one.
    X : table of shape (n_rows, n_columns)
        Rows that it was not fitted to: the test fold. Steps before the synthesizer are
        applied to them first.
    y : array-like of shape (n_rows,), default=None
        Their target.
    groups : array-like of shape (n_rows,), default=None
        Which person each row belongs to; the synthesizer must have been fitted with
        groups, too. What `make_privacy_scorer` makes has them routed to it.
    attack : {"worst", "distance", "density", "learned"}, default="worst"
        The attack. The worst is chosen on one half of the people and measured on the
        other.
    n_rows : int, default=500
        Rows of the test fold that are used, at most; people, where these are known.
    random_state : int, default=0
        Seed of the sample and of the attack; every call gives the same.

    Returns
    -------
    float
        The score; nan, with a warning, for the rows that the synthesizer was fitted
        to, as with ``return_train_score=True``.

    Raises
    ------
    ValueError
        If there is no synthesizer in the estimator, or the groups do not fit the rows.

    Warns
    -----
    UserWarning
        If the test fold has fewer than 50 rows, or persons; or if their groups are
        known and those that the synthesizer was fitted to are not.

    See Also
    --------
    make_privacy_scorer : The same with other settings.
    most_private_within_one_se : Chooses among the settings of a search.
    privacy_report : Every attack, with intervals.

    Notes
    -----
    In replace mode the sample is the table that would be published, of the size that
    ``sampling_strategy`` asks for; else it has as many rows as the real table.

    References
    ----------
    .. [1] S. Yeom, I. Giacomelli, M. Fredrikson, S. Jha, "Privacy risk in machine
       learning: analyzing the connection to overfitting", IEEE Computer Security
       Foundations Symposium, 268-282, 2018 (membership advantage).

    Examples
    --------
    >>> from sklearn.model_selection import cross_val_score
    >>> from skl_synth import TypeAwareSMOTE, privacy_scorer
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("breast_cancer", return_X_y=True)
    >>> smote = TypeAwareSMOTE(mode="replace", random_state=0)
    >>> scores = cross_val_score(smote, X, y, cv=3, scoring=privacy_scorer)
    >>> bool(scores.mean() < 0.9)
    True
    """
    rng = np.random.RandomState(random_state)
    with threadpool_limits(1), by_itself():
        context = ScoringContext.of(estimator, X, y, rng, groups)
        return NAN if context is None else privacy_of(context, attack, n_rows, rng)


def fidelity_scorer(
    estimator: Any,
    X: Any,
    y: Any = None,
    *,
    groups: Any = None,
    n_rows: int = N_ROWS,
    random_state: int = 0,
) -> float:
    """Score how hard a fresh sample is to distinguish from held-out real rows.

    A discriminator is trained to know the sample from the test fold and tested on
    rows of both that it has not seen. The score is ``2 * (1 - AUC)`` of it: 1 where it
    guesses, 0 where it knows every row. Higher is better; it is not cut at 1. Since
    the real rows are those of the test fold, copies of training rows gain nothing.

    Parameters
    ----------
    estimator : estimator
        A fitted synthesizer, or a pipeline or search that holds one.
    X : table of shape (n_rows, n_columns)
        Rows that it was not fitted to: the test fold.
    y : array-like of shape (n_rows,), default=None
        Their target.
    groups : array-like of shape (n_rows,), default=None
        Which person each row belongs to: the discriminator is then tested on people
        that it was not trained on.
    n_rows : int, default=500
        Rows of either kind that are used, at most.
    random_state : int, default=0
        Seed of the sample and of the classifier; every call gives the same.

    Returns
    -------
    float
        The score; nan, with a warning, for the rows that the synthesizer was fitted
        to.

    Raises
    ------
    ValueError
        If there is no synthesizer in the estimator, or the groups do not fit the rows.

    See Also
    --------
    make_fidelity_scorer : The same with other settings.
    fidelity_report : Columns, pairs and classes, with intervals.

    References
    ----------
    .. [1] D. Lopez-Paz, M. Oquab, "Revisiting classifier two-sample tests",
       International Conference on Learning Representations, 2017.

    Examples
    --------
    >>> from skl_synth import ProximityFilter, fidelity_scorer
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("breast_cancer", return_X_y=True)
    >>> synthesizer = ProximityFilter(random_state=0).fit(X[::2], y[::2])
    >>> score = fidelity_scorer(synthesizer, X[1::2], y[1::2])
    >>> 0.3 < score < 1.2
    True
    """
    rng = np.random.RandomState(random_state)
    with threadpool_limits(1), by_itself():
        context = ScoringContext.of(estimator, X, y, rng, groups)
        return NAN if context is None else fidelity_of(context, n_rows, rng)


def utility_privacy_scorer(
    estimator: Any,
    X: Any,
    y: Any,
    *,
    groups: Any = None,
    scoring: Any = None,
    weight: float = 0.5,
    attack: str = "worst",
    n_rows: int = N_ROWS,
    random_state: int = 0,
) -> float:
    """Score utility and privacy in one number, neither of which can buy the other.

    The weighted harmonic mean of both, as F1 is of precision and recall: 0 as soon as
    one of them is 0. Privacy is that of `privacy_scorer`. Utility is what the model in
    the estimator reaches on the test fold: ``2 * AUC - 1`` for classes (the mean of
    each class against the rest), R² for numbers, so that 0 is a guess and 1 perfect.
    Where the estimator is a synthesizer alone, a logistic (or ridge) regression is
    trained on the fresh sample. Higher is better.

    Parameters
    ----------
    estimator : estimator
        A fitted pipeline that holds a synthesizer, or a synthesizer.
    X : table of shape (n_rows, n_columns)
        Rows that it was not fitted to: the test fold.
    y : array-like of shape (n_rows,)
        Their target.
    groups : array-like of shape (n_rows,), default=None
        As in `privacy_scorer`.
    scoring : str or callable, default=None
        A scorer of scikit-learn for the utility, from 0 to 1 at best.
    weight : float, default=0.5
        The weight of utility; that of privacy is the rest up to 1.
    attack, n_rows, random_state : object
        As in `privacy_scorer`.

    Returns
    -------
    float
        The score; nan, with a warning, for the rows that the synthesizer was fitted
        to.

    Raises
    ------
    ValueError
        If there is no synthesizer in the estimator, or the groups do not fit the rows.

    See Also
    --------
    make_utility_privacy_scorer : The same with other settings.
    most_private_within_one_se : Keeps the two apart, and says which comes first.

    Examples
    --------
    >>> from skl_synth import ProximityFilter, utility_privacy_scorer
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("breast_cancer", return_X_y=True)
    >>> synthesizer = ProximityFilter(mode="replace", random_state=0)
    >>> synthesizer = synthesizer.fit(X[::2], y[::2])
    >>> score = utility_privacy_scorer(synthesizer, X[1::2], y[1::2])
    >>> 0 < score < 1
    True
    """
    rng = np.random.RandomState(random_state)
    with threadpool_limits(1), by_itself():
        context = ScoringContext.of(estimator, X, y, rng, groups)
        if context is None:
            return NAN
        privacy = privacy_of(context, attack, n_rows, rng)
        utility = utility_score(estimator, X, y, context, scoring)
    return harmonic_mean(utility, privacy, weight)
