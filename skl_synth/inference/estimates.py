"""Estimates as models give them, in one shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError


@dataclass(frozen=True, eq=False)
class Estimates:
    """What several tables gave for the same terms.

    Parameters
    ----------
    terms : tuple of str
        What was estimated.
    values : ndarray of shape (m, n_terms)
        The estimates, a line for each table.
    covariances : ndarray of shape (m, n_terms, n_terms)
        Their covariances, as each table gave them.
    """

    terms: tuple[str, ...]
    values: np.ndarray
    covariances: np.ndarray

    @property
    def m(self) -> int:
        """How many tables."""
        return len(self.values)

    @property
    def means(self) -> np.ndarray:
        """The mean over the tables, by term."""
        return self.values.mean(axis=0)

    @property
    def within(self) -> np.ndarray:
        """The mean of the covariances."""
        return self.covariances.mean(axis=0)

    @property
    def between(self) -> np.ndarray:
        """The covariance of the estimates between tables; NaN of a single one."""
        if self.m < 2:
            return np.full_like(self.within, np.nan)
        return np.atleast_2d(np.cov(self.values, rowvar=False))


def read_estimates(results: Sequence[Any]) -> Estimates:
    """Read what was estimated from each table.

    Parameters
    ----------
    results : sequence
        Fitted models, or pairs of estimates and standard errors or covariances.

    Returns
    -------
    Estimates
        In one shape, terms in the order of the first.

    Raises
    ------
    InputError
        If one is of another kind, lacks a term, or holds what is no number.
    """
    read = [_read_one(result, place) for place, result in enumerate(results)]
    terms = tuple(read[0][0].index)
    for place, (values, _) in enumerate(read):
        _check_terms(set(terms), set(values.index), place)
    order = list(terms)
    return Estimates(
        terms,
        np.array([values.loc[order] for values, _ in read], dtype=float),
        np.array([spread.loc[order, order] for _, spread in read], dtype=float),
    )


def _read_one(result: Any, place: int) -> tuple[pd.Series, pd.DataFrame]:
    if hasattr(result, "params") and callable(getattr(result, "cov_params", None)):
        values, spread = result.params, result.cov_params()
    elif isinstance(result, tuple | list) and len(result) == 2:
        values, spread = result
    else:
        raise InputError(
            "result {place} is a {kind}: neither a fitted model with params and "
            "cov_params(), nor a pair of estimates and standard errors",
            place=place,
            kind=type(result).__name__,
            remedies=["pass what statsmodels' fit() returns"],
        )
    if np.ndim(values) > 1:
        raise InputError(
            "result {place} has several columns of coefficients",
            place=place,
            remedies=["pass a pair of estimates and standard errors"],
        )
    series = _named(values)
    return series, _covariance(spread, series.index, place)


def _named(values: Any) -> pd.Series:
    if isinstance(values, pd.Series):
        return values.rename(index=str).astype(float)
    plain = np.atleast_1d(np.asarray(values, dtype=float))
    return pd.Series(plain, [f"x{place}" for place in range(len(plain))])


def _covariance(spread: Any, terms: pd.Index, place: int) -> pd.DataFrame:
    given = np.asarray(spread, dtype=float)
    if given.ndim < 2:
        given = np.diag(np.atleast_1d(given) ** 2)
    if given.shape != (len(terms), len(terms)):
        raise InputError(
            "result {place} has {n_terms} estimates, and standard errors of shape "
            "{shape}",
            place=place,
            n_terms=len(terms),
            shape=np.shape(spread),
        )
    if not np.isfinite(given).all():
        raise InputError(
            "result {place} has standard errors that are no numbers: the model could "
            "not be fitted to that table",
            place=place,
            remedies=["leave out terms that few rows have"],
        )
    return pd.DataFrame(given, terms, terms)


def _check_terms(expected: set[str], found: set[str], place: int) -> None:
    if differing := sorted(expected ^ found):
        raise InputError(
            "result {place} has other terms than the first, {term!r} for one",
            place=place,
            term=differing[0],
            remedies=[
                "merge levels that few rows have, so that every table has them all",
            ],
        )
