"""Columns that are the sum of many others, and parts that add up to a constant."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.table.constraints import Constraint, Linear, Sum, SumTo
from skl_synth.table.rule_search.candidate import Candidate
from skl_synth.table.rule_search.linear_search import NOISE_OF_ROUNDING, fit_on_rows
from skl_synth.table.rule_search.searched_table import Quantity, SearchedTable

MOST_MISSING = 0.3
"""A column of which more is missing is left out of long sums."""

COARSE = 0.2
"""A column of which rounding leaves no more than this is too coarse for a sum."""

RIDGE = 1e-11
"""What keeps columns that follow from one another from stopping the search."""


class Long(NamedTuple):
    """A column that follows from several others.

    Parameters
    ----------
    target : Quantity
        The column.
    others : list of Quantity
        The others.
    weights : ndarray
        Their coefficients.
    intercept : float
        What is added.
    """

    target: Quantity
    others: list[Quantity]
    weights: np.ndarray
    intercept: float

    def rule(self) -> Constraint:
        """Write it as a rule."""
        names = tuple(one.name for one in self.others)
        if (self.weights == 1).all() and not self.intercept:
            return Sum(self.target.name, names)
        if (self.weights == -1).all():
            return SumTo((*names, self.target.name), self.intercept)
        terms = zip(names, self.weights.tolist(), strict=True)
        return Linear(self.target.name, tuple(terms), self.intercept)

    def rank(self) -> tuple[float, ...]:
        """A sum is better than parts of a constant, and these than anything else."""
        return (
            float(not (self.weights == 1).all()),
            float(not (self.weights == -1).all()),
            len(self.others),
            -self.target.place,
        )


def sum_rules(table: SearchedTable, pool: list[Quantity]) -> list[Candidate]:
    """Find the columns that are sums of several others.

    Parameters
    ----------
    table : SearchedTable
        The real rows.
    pool : list of Quantity
        Columns of numbers. Those that are computed are taken out of it.

    Returns
    -------
    list of Candidate
        One rule for each column that follows.
    """
    found: list[Candidate] = []
    while True:
        sums = [one for one in _sums(table, pool) if one is not None]
        if not sums:
            return found
        best = min(sums, key=lambda one: one.rank())
        found.append(Candidate(best.rule(), best.rank()))
        pool[:] = [one for one in pool if one.name != best.target.name]


def counts_of_flags(table: SearchedTable, pool: list[Quantity]) -> list[Candidate]:
    """Find the columns that count yes: the number of conditions.

    Parameters
    ----------
    table : SearchedTable
        The real rows.
    pool : list of Quantity
        Columns of numbers. Those that are computed are taken out of it.

    Returns
    -------
    list of Candidate
        One rule for each column that follows.
    """
    flags = table.flags
    if len(flags) < 2:
        return []
    counts = [one for one in pool if _may_count(one, len(flags))]
    names = {one.name for one in flags}
    found = [
        one
        for one in sum_rules(table, [*counts, *flags])
        if isinstance(one.rule, Sum) and set(one.rule.parts) <= names
    ]
    computed = {one.rule.computed for one in found}
    pool[:] = [one for one in pool if one.name not in computed]
    return found


def _may_count(column: Quantity, most: int) -> bool:
    is_whole = column.owns_number and column.decimals == 0
    return is_whole and column.low >= 0 and float(np.nanmax(column.values)) <= most


def _sums(table: SearchedTable, pool: list[Quantity]) -> list[Long | None]:
    values = np.array([one.values[table.sample] for one in pool])
    if not len(pool):
        return []
    often = np.isnan(values).mean(axis=1) <= MOST_MISSING
    columns = [one for one, good in zip(pool, often, strict=True) if good]
    values = values[often]
    values = values[:, ~np.isnan(values).any(axis=0)]
    if len(columns) < 3 or values.shape[1] < 2 * len(columns) + 10:
        return []
    sd = values.std(axis=1)
    varies = sd > 0
    columns = [one for one, good in zip(columns, varies, strict=True) if good]
    centered = values[varies] - values[varies].mean(axis=1)[:, None]
    scaled = centered / sd[varies, None]
    gram = scaled @ scaled.T / scaled.shape[1]
    steps = np.array([one.step for one in columns]) / sd[varies]
    most = NOISE_OF_ROUNDING * steps**2 + 1e-8
    # What each column leaves of itself when all others are taken from it.
    rest = 1 / np.diag(np.linalg.inv(gram + RIDGE * np.eye(len(gram))))
    return [
        _sum_of(table, columns, gram, place, most[place])
        for place, one in enumerate(columns)
        if one.owns_number and rest[place] <= most[place] <= COARSE
    ]


def _sum_of(
    table: SearchedTable,
    columns: list[Quantity],
    gram: np.ndarray,
    place: int,
    most: float,
) -> Long | None:
    """Leave out columns while the others still give the column."""
    kept = [i for i in range(len(columns)) if i != place]
    _, weights, inverse = _regress(gram, kept, place)
    while len(kept) > 1:
        cost = weights**2 / np.diag(inverse)
        least = int(np.argmin(cost))
        fewer = kept[:least] + kept[least + 1 :]
        rest, weights_left, inverse_left = _regress(gram, fewer, place)
        if rest > most:
            break
        kept, weights, inverse = fewer, weights_left, inverse_left
    if len(kept) < 2:
        return None
    return _exact_sum(table, [columns[i] for i in kept], columns[place])


def _regress(
    gram: np.ndarray, kept: list[int], place: int
) -> tuple[float, np.ndarray, np.ndarray]:
    inner = gram[np.ix_(kept, kept)] + RIDGE * np.eye(len(kept))
    inverse = np.linalg.inv(inner)
    weights = inverse @ gram[kept, place]
    return float(gram[place, place] - weights @ gram[kept, place]), weights, inverse


def _exact_sum(
    table: SearchedTable, others: list[Quantity], target: Quantity
) -> Long | None:
    fitted = fit_on_rows(table, others, target, "round")
    if fitted is None:
        return None
    weights, intercept = fitted
    if len(np.unique(np.abs(weights))) > 1 and len(others) > 3:
        return None
    return Long(target, others, weights, intercept)
