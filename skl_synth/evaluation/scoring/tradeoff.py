"""The setting to be chosen: the most private one that is useful enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from skl_synth.errors import InputError, InputTypeError


class Tradeoff(NamedTuple):
    """Utility and privacy of the settings of a search, with standard errors.

    Parameters
    ----------
    utility, privacy : ndarray of shape (n_settings,)
        Means over the folds.
    utility_error, privacy_error : ndarray of shape (n_settings,)
        Their standard errors over the folds; NaN for one fold.
    """

    utility: np.ndarray
    privacy: np.ndarray
    utility_error: np.ndarray
    privacy_error: np.ndarray

    @property
    def least_utility(self) -> float:
        """One standard error below the best utility."""
        best = int(np.nanargmax(self.utility))
        error = self.utility_error[best]
        return float(self.utility[best] - (0.0 if np.isnan(error) else error))

    @property
    def choice(self) -> int:
        """The most private of the settings that are useful enough."""
        enough = self.utility >= self.least_utility
        privacy = np.where(np.isnan(self.privacy) | ~enough, -np.inf, self.privacy)
        utility = np.where(enough, self.utility, -np.inf)
        # Of equally private settings the most useful one, of these the first.
        return int(np.lexsort((-np.arange(len(privacy)), utility, privacy))[-1])

    @property
    def is_efficient(self) -> np.ndarray:
        """The settings that no other one beats in one way without losing in the other.

        Two settings that are equal in both count as efficient together.
        """
        utility, privacy = self.utility[:, None], self.privacy[:, None]
        as_good = (self.utility >= utility) & (self.privacy >= privacy)
        better = (self.utility > utility) | (self.privacy > privacy)
        known = ~(np.isnan(self.utility) | np.isnan(self.privacy))
        return known & ~(as_good & better).any(axis=1)

    @classmethod
    def of(
        cls, cv_results: Mapping[str, Any], *, utility: str, privacy: str
    ) -> Tradeoff:
        """Read the results of a search.

        Parameters
        ----------
        cv_results : mapping
            ``cv_results_`` of a search with several scorers.
        utility, privacy : str
            Names of two of the scorers.

        Returns
        -------
        Tradeoff
            Means and standard errors.

        Raises
        ------
        ValueError
            If there is no such scorer, or a scorer gave no number for any setting.
        """
        found = [_over_folds(cv_results, name) for name in (utility, privacy)]
        (useful, useful_error), (private, private_error) = found
        return cls(useful, private, useful_error, private_error)


def most_private_within_one_se(
    utility: str, privacy: str | None = None
) -> Callable[[Mapping[str, Any]], int]:
    """Choose the most private setting whose utility is near enough to the best.

    Near enough is within one standard error, over the folds, of the best mean: what the
    folds can hardly distinguish from the best [1]_. Of these, the setting of highest
    mean privacy is taken.

    Parameters
    ----------
    utility : str
        Name of the scorer of utility, as in ``scoring``; higher is better.
    privacy : str
        Name of the scorer of privacy, such as `privacy_scorer`; higher is better. It
        must be given.

    Returns
    -------
    callable
        For ``refit`` of a search with several scorers: takes ``cv_results_``, returns
        the position of the setting.

    Raises
    ------
    TypeError
        Without two names, as where it is given to a search uncalled: ``refit=`` takes
        what it returns.

    See Also
    --------
    privacy_scorer : A scorer of privacy.
    PrivacyUtilityDisplay : Draws the settings and the choice.

    References
    ----------
    .. [1] L. Breiman, J. H. Friedman, R. A. Olshen, C. J. Stone, "Classification and
       regression trees", Wadsworth, 1984 (the one-standard-error rule).

    Examples
    --------
    >>> from skl_synth import most_private_within_one_se
    >>> refit = most_private_within_one_se(utility="roc_auc", privacy="privacy")
    >>> refit(
    ...     {
    ...         "split0_test_roc_auc": [0.80, 0.79, 0.60],
    ...         "split1_test_roc_auc": [0.84, 0.83, 0.64],
    ...         "split0_test_privacy": [0.50, 0.70, 0.90],
    ...         "split1_test_privacy": [0.50, 0.70, 0.90],
    ...     }
    ... )
    1
    """
    if not isinstance(utility, str) or not isinstance(privacy, str):
        what = "the results of a search" if isinstance(utility, Mapping) else "others"
        raise InputTypeError(
            "most_private_within_one_se takes the names of two scorers, as they are "
            "called in scoring=, and got {what}",
            what=what,
            remedies=[
                "give the search refit=most_private_within_one_se(utility='roc_auc', "
                "privacy='privacy'), say"
            ],
        )
    return partial(_most_private, utility=utility, privacy=privacy)


def _most_private(cv_results: Mapping[str, Any], *, utility: str, privacy: str) -> int:
    return Tradeoff.of(cv_results, utility=utility, privacy=privacy).choice


def _over_folds(
    cv_results: Mapping[str, Any], name: str
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard error of a scorer, of every setting."""
    end = f"_test_{name}"
    by_fold = [
        np.asarray(values, dtype=np.float64)
        for key, values in cv_results.items()
        if key.startswith("split") and key.endswith(end) and _is_fold(key, end)
    ]
    if not by_fold:
        start = "split0_test_"
        known = [key[len(start) :] for key in cv_results if key.startswith(start)]
        raise InputError(
            "the search has no scorer {value!r}; it has {known}",
            value=name,
            known=", ".join(known) or "none",
            remedies=[
                "pass several by name, scoring={{'roc_auc': 'roc_auc', 'privacy': "
                "privacy_scorer}}, and name two of them here"
            ],
        )
    scores = np.array(by_fold)
    mean = scores.mean(axis=0)
    if np.isnan(mean).all():
        raise InputError(
            "the scorer {value!r} gave no number for any setting",
            value=name,
            remedies=[
                "look at the warnings of the search",
                "search with error_score='raise'",
            ],
        )
    if len(scores) == 1:
        return mean, np.full(len(mean), np.nan)
    return mean, scores.std(axis=0, ddof=1) / np.sqrt(len(scores))


def _is_fold(key: str, end: str) -> bool:
    return key[len("split") : -len(end)].isdigit()
