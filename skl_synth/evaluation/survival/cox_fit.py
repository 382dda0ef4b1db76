"""Proportional hazards, fitted by Newton's method with Efron's ties.

Own, so that the audit needs no more than numpy; a test holds it against statsmodels.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.survival.survival_sample import SurvivalSample

MOST_STEPS = 30
RIDGE = 1e-6
"""Keeps what rows do not tell from being without a bound; it moves nothing else."""

LARGEST = 20.0
"""A log hazard ratio beyond this, of a column of spread one, ran away."""


class CoxFit(NamedTuple):
    """Log hazard ratios and their standard errors.

    Parameters
    ----------
    coefficients, errors : ndarray of shape (n_columns,)
        By column; NaN where a column says nothing or ran away.
    """

    coefficients: np.ndarray
    errors: np.ndarray

    def risk(self, matrix: np.ndarray) -> np.ndarray:
        """Say how high the risk of rows is.

        Parameters
        ----------
        matrix : ndarray of shape (n_rows, n_columns)
            The columns.

        Returns
        -------
        ndarray of shape (n_rows,)
            The linear predictor.
        """
        return np.asarray(matrix @ np.nan_to_num(self.coefficients))


def fit_cox(sample: SurvivalSample, matrix: np.ndarray) -> CoxFit:
    """Fit a Cox model.

    Parameters
    ----------
    sample : SurvivalSample
        The times.
    matrix : ndarray of shape (n_rows, n_columns)
        The columns.

    Returns
    -------
    CoxFit
        The model.

    References
    ----------
    .. [1] D. R. Cox, "Regression models and life-tables", Journal of the Royal
       Statistical Society B 34, 187-220, 1972.
    .. [2] B. Efron, "The efficiency of Cox's likelihood function for censored data",
       Journal of the American Statistical Association 72, 557-565, 1977.
    """
    varying = matrix.std(axis=0) > 0 if len(matrix) else np.zeros(matrix.shape[1], bool)
    places = np.flatnonzero(varying)
    coefficients, errors = np.full((2, matrix.shape[1]), np.nan)
    if not len(places) or not sample.event.any():
        return CoxFit(coefficients, errors)
    # In order of time, so that those at risk are a stretch of rows.
    order = np.argsort(sample.time, kind="stable")
    columns = matrix[order][:, places] - matrix[:, places].mean(axis=0)
    ties = _Ties.of(sample.time[order], sample.event[order])
    found, spread = _newton(columns, ties)
    settled = (np.abs(found) < LARGEST) & np.isfinite(spread)
    coefficients[places[settled]] = found[settled]
    errors[places[settled]] = spread[settled]
    return CoxFit(coefficients, errors)


class _Ties(NamedTuple):
    """Where the rows at risk of each event begin, and how its ties are weighed."""

    events: np.ndarray
    first: np.ndarray
    group: np.ndarray
    weight: np.ndarray

    @classmethod
    def of(cls, time: np.ndarray, event: np.ndarray) -> _Ties:
        events = np.flatnonzero(event)
        _, group, counts = np.unique(
            time[events], return_inverse=True, return_counts=True
        )
        group = group.reshape(-1)
        turn = np.arange(len(events)) - (np.cumsum(counts) - counts)[group]
        first = np.searchsorted(time, time[events])
        return cls(events, first, group, turn / counts[group])


def _newton(columns: np.ndarray, ties: _Ties) -> tuple[np.ndarray, np.ndarray]:
    beta = np.zeros(columns.shape[1])
    value, score, information = _likelihood(columns, ties, beta)
    for _ in range(MOST_STEPS):
        step = np.linalg.solve(information, score)
        scale = 1.0
        while scale > 1e-4:
            new = _likelihood(columns, ties, beta + scale * step)
            if new[0] >= value - 1e-9:
                break
            scale /= 2
        beta = beta + scale * step
        gain, (value, score, information) = new[0] - value, new
        if abs(gain) < 1e-9 * max(abs(value), 1.0):
            break
    return beta, np.sqrt(np.abs(np.diag(np.linalg.inv(information))))


def _likelihood(
    columns: np.ndarray, ties: _Ties, beta: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Log likelihood, score and information at some coefficients."""
    linear = columns @ beta
    shift = linear.max()
    hazard = np.exp(linear - shift)
    total = _at_risk(hazard, ties)
    mean = _at_risk(hazard[:, None] * columns, ties) / total[:, None]
    squares = (hazard * _seen(total, len(hazard), ties))[:, None] * columns
    value = (linear[ties.events] - np.log(total) - shift).sum() - RIDGE * beta @ beta
    score = (columns[ties.events] - mean).sum(axis=0) - 2 * RIDGE * beta
    information = squares.T @ columns - mean.T @ mean
    return float(value), score, information + 2 * RIDGE * np.eye(len(beta))


def _seen(total: np.ndarray, n_rows: int, ties: _Ties) -> np.ndarray:
    """Sum over the events at which each row was at risk, one over their totals."""
    seen = np.bincount(ties.first, weights=1 / total, minlength=n_rows).cumsum()
    tied = np.bincount(ties.group, weights=ties.weight / total)
    seen[ties.events] -= tied[ties.group]
    return seen


def _at_risk(part: np.ndarray, ties: _Ties) -> np.ndarray:
    """Sum over the rows at risk, less a share of those that end at the same time."""
    sums = part[::-1].cumsum(axis=0)[::-1][ties.first]
    tied = np.zeros((int(ties.group.max(initial=-1)) + 1, *part.shape[1:]))
    np.add.at(tied, ties.group, part[ties.events])
    weight = ties.weight.reshape(-1, *[1] * (part.ndim - 1))
    return np.asarray(sums - weight * tied[ties.group])
