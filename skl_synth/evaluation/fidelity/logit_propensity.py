"""Propensities by logistic regression, and what chance gives in closed form."""

from __future__ import annotations

import warnings

import numpy as np
from scipy.linalg import LinAlgWarning
from scipy.special import expit
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from skl_synth.evaluation.fidelity.both_tables import permuted, persons_of_both
from skl_synth.evaluation.fidelity.propensity import Propensity
from skl_synth.evaluation.fidelity.propensity_terms import Terms, basis_of
from skl_synth.evaluation.table_data import TableData

NEARLY_FREE = 1e4
"""Inverse penalty: nothing beside the rows, and finite where tables are separated."""


def fit_logit(terms: np.ndarray, is_one: np.ndarray) -> np.ndarray:
    """Fit a logistic regression, all but free of a penalty.

    Parameters
    ----------
    terms : ndarray of shape (n_rows, n_terms)
        The terms, without an intercept, of about one scale.
    is_one : ndarray of bool
        What is explained; it has both values.

    Returns
    -------
    ndarray of shape (1 + n_terms,)
        The intercept and the coefficients.
    """
    model = LogisticRegression(C=NEARLY_FREE, solver="newton-cholesky")
    with warnings.catch_warnings():
        # Where tables are separated the coefficients have no end, the scores have.
        for category in (ConvergenceWarning, LinAlgWarning):
            warnings.simplefilter("ignore", category)
        model.fit(terms, is_one)
    return np.append(model.intercept_, model.coef_[0])


class PropensityLogit:
    """A logistic regression that tells two tables apart.

    Parameters
    ----------
    terms : Terms
        Its terms.
    real, other : TableData
        The rows of both tables.
    """

    def __init__(self, terms: Terms, real: TableData, other: TableData) -> None:
        basis = basis_of(np.vstack([terms.of(data) for data in (real, other)]))
        self._basis = basis
        self._is_other = np.repeat([False, True], [len(real), len(other)])
        self._persons = persons_of_both(real, other)

    @property
    def n_terms(self) -> int:
        """Independent terms besides the intercept."""
        return int(self._basis.shape[1])

    def propensity(self) -> Propensity:
        """Tell the tables apart.

        Returns
        -------
        Propensity
            The error, and what it is by chance: k c (1 - c) / N for k terms besides the
            intercept. Where persons have several rows, what rows of one person have in
            common is counted in place of k.
        """
        if not self.n_terms:
            return Propensity(share=float(self._is_other.mean()))
        found = Propensity.of(
            self._scores(self._is_other), self._is_other, self.n_terms
        )
        mean, spread = float(self.n_terms), float(np.sqrt(2 * self.n_terms))
        if self._persons is not None:
            mean, spread = self._moments_by_persons(self._persons)
        return found._replace(expected=mean * found.unit, spread=spread * found.unit)

    def by_chance(self, n_permutations: int, rng: np.random.RandomState) -> np.ndarray:
        """Measure the error where it is chance which table a row is of.

        Parameters
        ----------
        n_permutations : int
            How often.
        rng : RandomState
            Source of the permutations, which move all rows of a person together.

        Returns
        -------
        ndarray of shape (n_permutations,)
            The errors.
        """
        drawn = (
            permuted(self._is_other, self._persons, rng) for _ in range(n_permutations)
        )
        return np.array(
            [Propensity.of(self._scores(one), one, self.n_terms).pmse for one in drawn]
        )

    def _scores(self, is_other: np.ndarray) -> np.ndarray:
        rows = self._basis * np.sqrt(len(self._basis))
        coefficients = fit_logit(rows, is_other)
        scores: np.ndarray = expit(coefficients[0] + rows @ coefficients[1:])
        return scores

    def _moments_by_persons(self, persons: np.ndarray) -> tuple[float, float]:
        """Mean and standard deviation of what stands for the number of terms.

        The error is a quadratic form of the score of the regression, which is a sum
        over persons: its covariance says what the form is by chance.
        """
        c = float(self._is_other.mean())
        covariance = np.zeros((self.n_terms, self.n_terms))
        for side, weight in (
            (self._is_other, (1 - c) ** 2),
            (~self._is_other, c**2),
        ):
            sums = _sums_of_persons(self._basis[side], persons[side])
            people = len(sums)
            covariance += weight * sums.T @ sums * people / max(people - 1, 1)
        covariance /= c * (1 - c)
        return float(np.trace(covariance)), float(np.sqrt(2 * (covariance**2).sum()))


def _sums_of_persons(rows: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """Sum what the rows of each person differ by from the mean of all."""
    whose = np.unique(persons, return_inverse=True)[1].ravel()
    sums = np.zeros((int(whose.max()) + 1, rows.shape[1]))
    np.add.at(sums, whose, rows - rows.mean(axis=0))
    return sums
