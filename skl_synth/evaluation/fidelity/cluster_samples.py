"""Shares and means of samples in which one person may have several rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.people import people_of


class SampleShares(NamedTuple):
    """How often each level occurs, and how much the rows tell.

    Parameters
    ----------
    share : ndarray of shape (n_levels,)
        The shares.
    n : int
        The number of rows.
    design : ndarray of shape (n_levels,)
        How many rows tell as much of a share as one that is independent of all others
        (the design effect); 1 where every row is another person.
    """

    share: np.ndarray
    n: int
    design: np.ndarray


class SampleMean(NamedTuple):
    """A mean and its standard error, from the values that are there.

    Parameters
    ----------
    mean, spread, error : float
        The mean, the standard deviation of the values, and the error of the mean; NaN
        without values.
    n_people : int
        Number of people who have a value.
    """

    mean: float
    spread: float
    error: float
    n_people: int


def shares_of(
    codes: np.ndarray, n_levels: int, persons: np.ndarray | None
) -> SampleShares:
    """Count the levels of a sample.

    Parameters
    ----------
    codes : ndarray of int
        The level of each row; -1 for a level that is not looked at.
    n_levels : int
        Number of levels.
    persons : ndarray of int or None
        Whom the rows belong to; None where every row is another person.

    Returns
    -------
    SampleShares
        The shares.

    References
    ----------
    .. [1] L. Kish, "Survey sampling", Wiley, 1965 (design effects).
    """
    n = len(codes)
    share = np.bincount(codes[codes >= 0], minlength=n_levels) / max(n, 1)
    design = np.ones(n_levels)
    if persons is None or len(np.unique(persons)) == n:
        return SampleShares(share, n, design)
    whose = people_of(persons).persons
    sizes = np.bincount(whose).astype(np.float64)
    present = codes >= 0
    pairs, counts = np.unique(
        np.column_stack([codes, whose])[present], axis=0, return_counts=True
    )
    level, person = pairs.T
    squares = np.bincount(level, counts**2, minlength=n_levels)
    products = np.bincount(level, counts * sizes[person], minlength=n_levels)
    between = squares - 2 * share * products + share**2 * (sizes**2).sum()
    alone = share * (1 - share) * n
    # Of a share of 0 or 1 nothing is known: rows of one person then count as one.
    known = alone > 0
    design[:] = (sizes**2).sum() / n
    design[known] = between[known] / alone[known]
    return SampleShares(share, n, np.maximum(design, 1.0))


def effective(shares: SampleShares, place: int) -> tuple[int, int]:
    """Say of how many independent rows a share tells as much.

    Parameters
    ----------
    shares : SampleShares
        The shares.
    place : int
        The level.

    Returns
    -------
    hits, n : int
        How many of how many.
    """
    n = max(round(shares.n / shares.design[place]), 1)
    return round(shares.share[place] * n), n


def mean_of(values: np.ndarray, persons: np.ndarray | None) -> SampleMean:
    """Average a sample.

    Parameters
    ----------
    values : ndarray of float
        NaN where missing.
    persons : ndarray of int or None
        Whom the rows belong to; None where every row is another person.

    Returns
    -------
    SampleMean
        The mean, with the error of drawing people anew.
    """
    present = ~np.isnan(values)
    known = values[present]
    n = len(known)
    if n < 2:
        nan = float("nan")
        return SampleMean(float(known.mean()) if n else nan, nan, nan, n)
    mean, spread = float(known.mean()), float(known.std(ddof=1))
    whose = np.arange(n) if persons is None else people_of(persons[present]).persons
    totals = np.bincount(whose, known - mean)
    k = len(totals)
    if k < 2:
        return SampleMean(mean, spread, float("nan"), k)
    error = float(np.sqrt(k / (k - 1) * (totals**2).sum()) / n)
    return SampleMean(mean, spread, error, k)
