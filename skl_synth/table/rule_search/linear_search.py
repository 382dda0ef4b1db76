"""Weighted sums of one or two columns that give another, and constant differences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from skl_synth.table.constraints import Constraint, Linear, Shift, Sum, SumTo
from skl_synth.table.rule_search.candidate import Candidate
from skl_synth.table.rule_search.chance import formula_is_sure
from skl_synth.table.rule_search.exact_fit import (
    ENDS,
    MOST_ROWS,
    at_ties,
    bounds,
    fit_weights,
)
from skl_synth.table.rule_search.round_numbers import count_digits
from skl_synth.table.rule_search.screens import Screen, double_fits, single_fits
from skl_synth.table.rule_search.searched_table import Quantity, SearchedTable

NOISE_OF_ROUNDING = 0.12
"""What rounding leaves of a perfect fit, in squared steps: 1/12, and some more."""

MOST_ROUNDS = 4
"""How often rows that broke a fit are added to those that it is made on."""

Tried = tuple[list[Quantity], Quantity]
"""Columns, and one that may follow from them."""


def linear_rules(table: SearchedTable, pool: list[Quantity]) -> list[Candidate]:
    """Find the columns that are weighted sums of one or two others.

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
    return [*_rules(table, pool, _singles), *_rules(table, pool, _doubles)]


def _rules(
    table: SearchedTable, pool: list[Quantity], find: Callable[..., Iterator[Tried]]
) -> list[Candidate]:
    found: list[Candidate] = []
    for sources, target in find(table, pool):
        if not {one.name for one in (*sources, target)} <= {q.name for q in pool}:
            continue
        best = _best(table, sources, target)
        if best is not None:
            found.append(best)
            pool[:] = [one for one in pool if one.name != best.rule.computed]
    return found


def _singles(table: SearchedTable, pool: list[Quantity]) -> Iterator[Tried]:
    if len(pool) < 2:
        return
    columns = list(pool)
    good = single_fits(_screen(table, columns))
    for first, target in np.argwhere(good).tolist():
        yield [columns[first]], columns[target]


def _doubles(table: SearchedTable, pool: list[Quantity]) -> Iterator[Tried]:
    if len(pool) < 3:
        return
    columns = list(pool)
    owns = np.array([one.owns_number for one in columns])
    for first, second, target in double_fits(_screen(table, columns), owns):
        yield [columns[first], columns[second]], columns[target]


def _screen(table: SearchedTable, pool: list[Quantity]) -> Screen:
    values = np.array([one.values[table.sample] for one in pool])
    steps = np.array([one.step for one in pool])
    return Screen.of(values, NOISE_OF_ROUNDING * steps**2)


def _best(
    table: SearchedTable, sources: list[Quantity], target: Quantity
) -> Candidate | None:
    """Give the best way in which one of the columns follows from the others."""
    columns = [*sources, target]
    found = []
    for place, one in enumerate(columns):
        others = columns[:place] + columns[place + 1 :]
        if one.owns_number:
            found += _formulas(table, others, one)
    return min(found, key=lambda one: one.rank, default=None)


def _formulas(
    table: SearchedTable, others: list[Quantity], target: Quantity
) -> list[Candidate]:
    found: list[tuple[str, np.ndarray, float]] = []
    for rounding in ENDS if target.step else ("round",):
        fitted = fit_on_rows(table, others, target, rounding)
        if fitted is not None:
            found.append((rounding, *fitted))
        if found and not _may_be_rounded_otherwise(*found[0][1:], target):
            break
    if not found:
        return []
    rounding, weights, intercept = min(found, key=lambda one: _n_digits(*one[1:]))
    rule = _as_rule(others, target, weights, intercept, rounding)
    return [Candidate(rule, _rank(rule, others, target, weights, intercept))]


def _may_be_rounded_otherwise(
    weights: np.ndarray, intercept: float, target: Quantity
) -> bool:
    """Whether what is added may be but the half that is cut off by rounding down."""
    return len(weights) == 1 and 0 < abs(intercept) <= target.step / 2


def _n_digits(weights: np.ndarray, intercept: float) -> int:
    numbers = [*weights.tolist(), intercept]
    return sum(count_digits(one) for one in numbers if one)


def fit_on_rows(
    table: SearchedTable, others: list[Quantity], target: Quantity, rounding: str
) -> tuple[np.ndarray, float] | None:
    """Find coefficients that give a column in every row.

    Parameters
    ----------
    table : SearchedTable
        The real rows.
    others : list of Quantity
        The columns that are added.
    target : Quantity
        The column that follows.
    rounding : str
        How it is rounded.

    Returns
    -------
    (weights, intercept) or None
        The coefficients; None where there are none, or chance is not excluded.
    """
    names = tuple(one.name for one in (target, *others))
    present = np.all([one.present for one in (target, *others)], axis=0)
    rows = np.flatnonzero(present)
    n_results = len(np.unique(target.values[rows]))
    if not formula_is_sure(
        table.n_different(names, present), len(others) + 1, n_results
    ):
        return None
    values = np.column_stack([one.values[rows] for one in others])
    scale = np.abs(values).max(axis=1) + np.abs(target.values[rows])
    slack = slack_of([target, *others]) * scale
    low, high = bounds(target.values[rows], target.step, slack, rounding)
    some = np.unique(np.linspace(0, len(rows) - 1, MOST_ROWS).astype(np.intp))
    for _ in range(MOST_ROUNDS):
        fitted = fit_weights(values[some], low[some], high[some])
        if fitted is None:
            return None
        result = values @ fitted[0] + fitted[1]
        broken = np.flatnonzero((result < low) | (result > high))
        if not len(broken):
            return None if at_ties(result, low, high, target.step) else fitted
        some = np.union1d(some, broken[:MOST_ROWS])
    return None


def slack_of(columns: list[Quantity]) -> float:
    """Tell how far, relatively, arithmetic may have moved a result, to be fitted.

    Parameters
    ----------
    columns : list of Quantity
        What takes part.

    Returns
    -------
    float
        Half of what is let pass where the rule is kept.
    """
    return max(one.error for one in columns) / 2


def _as_rule(
    others: list[Quantity],
    target: Quantity,
    weights: np.ndarray,
    intercept: float,
    rounding: str,
) -> Constraint:
    if rounding == "round" and (weights == 1).all():
        if len(others) == 1 and intercept:
            return Shift(target.name, others[0].name, intercept)
        if len(others) > 1 and not intercept:
            return Sum(target.name, tuple(one.name for one in others))
    if len(others) > 1 and (weights == -1).all() and rounding == "round":
        return SumTo((*(one.name for one in others), target.name), intercept)
    terms = zip((one.name for one in others), weights.tolist(), strict=True)
    return Linear(target.name, tuple(terms), intercept, rounding)


def _rank(
    rule: Constraint,
    others: list[Quantity],
    target: Quantity,
    weights: np.ndarray,
    intercept: float,
) -> tuple[float, ...]:
    """Of ways to say the same, the one that computes the finest column is right.

    What is multiplied by 2.2 and rounded leaves gaps: from the result the other one
    cannot be had again. Then comes a sum of parts that are not negative, and a
    difference that may be; then round numbers, and the later column.
    """
    steps = [abs(w) * one.step for w, one in zip(weights, others, strict=True)]
    coarsest = max([*steps, target.step])
    is_coarse = target.step > 1.4 * min([*steps, target.step]) if coarsest else False
    is_sum = isinstance(rule, Sum) and min(one.low for one in others) >= 0
    is_difference = target.low < 0 and not isinstance(rule, Sum)
    digits = sum(map(count_digits, [*weights.tolist(), intercept or 1.0]))
    return (
        float(is_coarse),
        0.0 if is_sum else 1.0 if is_difference else 2.0,
        digits,
        -target.place,
    )
