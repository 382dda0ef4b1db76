"""Propensities by logistic regression, and what chance gives in closed form."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
from scipy.linalg import LinAlgWarning
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from skl_synth.evaluation.fidelity.propensity_terms import Terms, basis_of
from skl_synth.evaluation.fidelity.table_cells import persons_of_both
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.table_data import TableData

NEARLY_FREE = 1e4
"""Inverse penalty: nothing beside the rows, and finite where tables are separated."""

CERTAIN = 0.999
"""A propensity from here on, or its opposite, is no longer an estimate."""


class Propensity(NamedTuple):
    """How well two tables are told apart, and how well by chance.

    Parameters
    ----------
    pmse : float
        Mean squared error of the propensities about the share of synthetic rows.
    expected : float
        The same of two samples of one population, in the mean.
    spread : float
        Standard deviation of that.
    share : float
        The share of synthetic rows.
    n_terms : int
        Terms, or leaves less one, that were estimated.
    certain : float
        Share of the rows of which the model is certain.
    """

    pmse: float = NAN
    expected: float = NAN
    spread: float = NAN
    share: float = NAN
    n_terms: int = 0
    certain: float = NAN

    @property
    def ratio(self) -> float:
        """The error over that of two samples of one population."""
        return self.pmse / self.expected if self.expected > 0 else NAN

    @property
    def s_pmse(self) -> float:
        """The error over that of a correct synthesizer.

        That is less than of two samples: the synthetic rows alone are drawn by chance,
        the real ones are what the synthesizer was fitted to.
        """
        return self.ratio / (1 - self.share)

    @property
    def standardised(self) -> float:
        """Standard deviations above two samples of one population."""
        return (self.pmse - self.expected) / self.spread if self.spread > 0 else NAN


def logit_propensity(terms: Terms, real: TableData, other: TableData) -> Propensity:
    """Tell two tables apart by logistic regression.

    Parameters
    ----------
    terms : Terms
        The terms.
    real, other : TableData
        The rows.

    Returns
    -------
    Propensity
        The error, and what it is by chance: k c (1 - c) / N for k terms besides the
        intercept. Where persons have several rows, what rows of one person have in
        common is counted in place of k.
    """
    basis = basis_of(np.vstack([terms.of(data) for data in (real, other)]))
    is_other = np.repeat([False, True], [len(real), len(other)])
    share, n = float(is_other.mean()), len(is_other)
    rank = basis.shape[1]
    if not rank:
        return Propensity(share=share)
    scores = _scores(basis * np.sqrt(n), is_other)
    persons = persons_of_both(real, other)
    mean, spread = float(rank), float(np.sqrt(2 * rank))
    if persons is not None:
        mean, spread = _moments_by_persons(basis, is_other, persons)
    by_chance = share * (1 - share) / n
    return Propensity(
        float(np.mean((scores - share) ** 2)),
        mean * by_chance,
        spread * by_chance,
        share,
        rank,
        float(np.mean(np.abs(scores - 0.5) > CERTAIN - 0.5)),
    )


def _scores(basis: np.ndarray, is_other: np.ndarray) -> np.ndarray:
    model = LogisticRegression(C=NEARLY_FREE, solver="newton-cholesky", max_iter=100)
    with warnings.catch_warnings():
        # Where tables are separated the coefficients have no end, the scores have.
        for category in (ConvergenceWarning, LinAlgWarning):
            warnings.simplefilter("ignore", category)
        found: np.ndarray = model.fit(basis, is_other).predict_proba(basis)[:, 1]
    return found


def _moments_by_persons(
    basis: np.ndarray, is_other: np.ndarray, persons: np.ndarray
) -> tuple[float, float]:
    """Mean and standard deviation of what stands for the number of terms.

    The error is a quadratic form of the score of the regression, which is a sum over
    persons: its covariance says what the form is by chance.
    """
    c = float(is_other.mean())
    covariance = np.zeros((basis.shape[1], basis.shape[1]))
    for side, weight in ((is_other, (1 - c) ** 2), (~is_other, c**2)):
        rows = basis[side] - basis[side].mean(axis=0)
        whose = np.unique(persons[side], return_inverse=True)[1].ravel()
        people = int(whose.max()) + 1
        sums = np.zeros((people, basis.shape[1]))
        np.add.at(sums, whose, rows)
        covariance += weight * sums.T @ sums * people / max(people - 1, 1)
    covariance /= c * (1 - c)
    spread = np.sqrt(2 * (covariance**2).sum())
    return float(np.trace(covariance)), float(spread)
