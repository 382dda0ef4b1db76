"""Scorers with settings of your own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from skl_synth.errors import InputError
from skl_synth.evaluation.scoring.attack_scores import N_ROWS, check_settings
from skl_synth.evaluation.scoring.scorers import (
    fidelity_scorer,
    privacy_scorer,
    utility_privacy_scorer,
)

Scorer = Callable[..., float]


def make_privacy_scorer(
    *, attack: str = "worst", n_rows: int = N_ROWS, random_state: int = 0
) -> Scorer:
    """Make a privacy scorer with settings of your own.

    Parameters
    ----------
    attack : {"worst", "distance", "density", "learned"}, default="worst"
        The membership attack. "distance" and "density" are quick, and weaker.
    n_rows : int, default=500
        Rows of the test fold that are used, at most.
    random_state : int, default=0
        Seed of the sample and of the attack.

    Returns
    -------
    callable
        A scorer like `privacy_scorer`.

    Raises
    ------
    ValueError
        For an attack that is not known, or ``n_rows`` below 1.

    See Also
    --------
    privacy_scorer : The same with the usual settings.

    Examples
    --------
    >>> from skl_synth import ProximityFilter, make_privacy_scorer
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("wine", return_X_y=True)
    >>> synthesizer = ProximityFilter(random_state=0).fit(X[::2], y[::2])
    >>> by_distance = make_privacy_scorer(attack="distance")
    >>> bool(by_distance(synthesizer, X[1::2], y[1::2]) < 1)
    True
    """
    check_settings(attack, n_rows)
    return partial(
        privacy_scorer, attack=attack, n_rows=n_rows, random_state=random_state
    )


def make_fidelity_scorer(*, n_rows: int = N_ROWS, random_state: int = 0) -> Scorer:
    """Make a fidelity scorer with settings of your own.

    Parameters
    ----------
    n_rows : int, default=500
        Rows of either kind that are used, at most.
    random_state : int, default=0
        Seed of the sample and of the classifier.

    Returns
    -------
    callable
        A scorer like `fidelity_scorer`.

    Raises
    ------
    ValueError
        For ``n_rows`` below 1.

    See Also
    --------
    fidelity_scorer : The same with the usual settings.

    Examples
    --------
    >>> from skl_synth import make_fidelity_scorer
    >>> make_fidelity_scorer(n_rows=2000).keywords["n_rows"]
    2000
    """
    check_settings("worst", n_rows)
    return partial(fidelity_scorer, n_rows=n_rows, random_state=random_state)


def make_utility_privacy_scorer(
    *,
    scoring: Any = None,
    weight: float = 0.5,
    attack: str = "worst",
    n_rows: int = N_ROWS,
    random_state: int = 0,
) -> Scorer:
    """Make a scorer of utility and privacy together with settings of your own.

    Parameters
    ----------
    scoring : str or callable, default=None
        A scorer of scikit-learn for the utility, from 0 to 1 at best. It needs an
        estimator that predicts.
    weight : float, default=0.5
        The weight of utility, above 0 and below 1.
    attack, n_rows, random_state : object
        As in `make_privacy_scorer`.

    Returns
    -------
    callable
        A scorer like `utility_privacy_scorer`.

    Raises
    ------
    ValueError
        For an attack that is not known, ``n_rows`` below 1, or a weight that leaves
        nothing of the one or the other.

    See Also
    --------
    utility_privacy_scorer : The same with the usual settings.

    Examples
    --------
    >>> from skl_synth import make_utility_privacy_scorer
    >>> make_utility_privacy_scorer(scoring="balanced_accuracy").keywords["weight"]
    0.5
    """
    check_settings(attack, n_rows)
    if not 0 < weight < 1:
        raise InputError(
            "{parameter}={value!r} must lie between 0 and 1: it is the weight of "
            "utility, and the rest up to 1 that of privacy",
            parameter="weight",
            value=weight,
        )
    return partial(
        utility_privacy_scorer,
        scoring=scoring,
        weight=weight,
        attack=attack,
        n_rows=n_rows,
        random_state=random_state,
    )
