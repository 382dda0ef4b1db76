"""Scorers with settings of your own."""

from __future__ import annotations

from functools import partial
from typing import Any

from sklearn import get_config
from sklearn.utils.metadata_routing import MetadataRequest

from skl_synth.errors import InputError
from skl_synth.evaluation.scoring.attack_scores import N_ROWS, check_settings
from skl_synth.evaluation.scoring.scorers import (
    fidelity_scorer,
    privacy_scorer,
    utility_privacy_scorer,
)


class Scorer(partial):
    """A scorer with settings, which metadata can be routed to as in scikit-learn.

    Parameters
    ----------
    func : callable
        The function that scores.
    **keywords : object
        The settings.

    See Also
    --------
    make_privacy_scorer : Makes one.

    Examples
    --------
    >>> import sklearn
    >>> from skl_synth import make_privacy_scorer
    >>> with sklearn.config_context(enable_metadata_routing=True):
    ...     by_persons = make_privacy_scorer().set_score_request(groups=True)
    >>> by_persons.get_metadata_routing().score.requests
    {'groups': True}
    """

    def set_score_request(self, *, groups: bool | str | None = None) -> Scorer:
        """Say whether a search or a cross-validation hands the groups on.

        Parameters
        ----------
        groups : bool, str or None, default=None
            Whether ``groups`` are passed to the scorer, or by what name they are
            known; None raises an error where there are some.

        Returns
        -------
        Scorer
            The same.

        Raises
        ------
        RuntimeError
            If metadata routing is not enabled.
        """
        if not get_config()["enable_metadata_routing"]:
            raise RuntimeError(
                "set_score_request needs metadata routing: enable it by "
                "sklearn.set_config(enable_metadata_routing=True)."
            )
        self.groups_request = groups
        return self

    def get_metadata_routing(self) -> MetadataRequest:
        """Say what metadata is wanted.

        Returns
        -------
        MetadataRequest
            That of ``score``: groups, as `set_score_request` says.
        """
        request = MetadataRequest(owner=type(self).__name__)
        wanted = getattr(self, "groups_request", None)
        request.score.add_request(param="groups", alias=wanted)
        return request


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
        A scorer like `privacy_scorer`. Where metadata is routed,
        ``set_score_request(groups=True)`` has persons told from one another.

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
    return Scorer(
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
        A scorer like `fidelity_scorer`, with ``set_score_request``.

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
    return Scorer(fidelity_scorer, n_rows=n_rows, random_state=random_state)


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
        A scorer like `utility_privacy_scorer`, with ``set_score_request``.

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
    return Scorer(
        utility_privacy_scorer,
        scoring=scoring,
        weight=weight,
        attack=attack,
        n_rows=n_rows,
        random_state=random_state,
    )
