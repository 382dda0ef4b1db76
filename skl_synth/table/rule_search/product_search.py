"""Products, ratios and powers of one or two columns that give another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from skl_synth.table.constraints import Product
from skl_synth.table.rule_search.candidate import Candidate
from skl_synth.table.rule_search.chance import formula_is_sure
from skl_synth.table.rule_search.exact_fit import ENDS, bounds, fit_scale
from skl_synth.table.rule_search.linear_search import NOISE_OF_ROUNDING, slack_of
from skl_synth.table.rule_search.round_numbers import count_digits
from skl_synth.table.rule_search.screens import Screen, double_fits, single_fits
from skl_synth.table.rule_search.searched_table import Quantity, SearchedTable

POWERS_TRIED = np.array([-3, -2, -1, -0.5, 0.5, 1, 2, 3])
"""The powers that formulas have."""

NEAR_POWER = 0.12
"""How far a fitted power may be from one of them."""

FEW_STEPS = 8
"""Amounts of fewer steps are too coarse for a logarithm to tell anything."""


def product_rules(table: SearchedTable, pool: list[Quantity]) -> list[Candidate]:
    """Find the columns that are products of powers of one or two others.

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
    return _rules(table, pool, list(pool), lambda n_left, n_all: n_left == n_all)


def products_of_computed(table: SearchedTable, pool: list[Quantity]) -> list[Candidate]:
    """Find the products of columns that are computed: a percentage of a sum.

    Parameters
    ----------
    table : SearchedTable
        The real rows.
    pool : list of Quantity
        Columns of numbers that are not computed yet. Those that are now are taken out
        of it.

    Returns
    -------
    list of Candidate
        One rule for each column that follows.
    """
    every = table.of_family("numbers")
    if len(every) == len(pool):
        return []
    return _rules(table, pool, every, lambda n_left, n_all: 0 < n_left < n_all)


def _rules(
    table: SearchedTable,
    pool: list[Quantity],
    columns: list[Quantity],
    may_follow: Callable[[int, int], bool],
) -> list[Candidate]:
    """Find rules among sets of columns, by how many of each are still in the pool."""
    found: list[Candidate] = []
    for some in _screened(table, columns):
        left = {one.name for one in some} & {one.name for one in pool}
        best = _best(table, some) if may_follow(len(left), len(some)) else None
        # Another way to say it would compute a column that the best one starts from.
        if best is not None and best.rule.computed in left:
            found.append(best)
            pool[:] = [one for one in pool if one.name != best.rule.computed]
    return found


def _screened(table: SearchedTable, pool: list[Quantity]) -> Iterator[list[Quantity]]:
    """The sets of columns of which one may be a product of the others."""
    columns = [one for one in pool if one.owns_number and _is_positive(one)]
    if len(columns) < 2:
        return
    screen = _log_screen(table, columns)
    for first, target in np.argwhere(single_fits(screen)).tolist():
        yield [columns[first], columns[target]]
    owns = np.ones(len(columns), dtype=bool)
    for first, second, target in double_fits(screen, owns):
        yield [columns[first], columns[second], columns[target]]


def _is_positive(column: Quantity) -> bool:
    """Whether most values are positive: a formula of powers is one of amounts."""
    present = column.values[column.present]
    return bool(len(present) and (present > 0).mean() > 0.5 and (present >= 0).all())


def _log_screen(table: SearchedTable, columns: list[Quantity]) -> Screen:
    logs, noise = [], []
    for one in columns:
        values = one.values[table.sample]
        fine = values > _least(one)
        log = np.full(len(values), np.nan)
        np.log(values, out=log, where=fine)
        logs.append(log)
        rest = (one.step / values[fine]) ** 2 if fine.any() else np.zeros(1)
        noise.append(NOISE_OF_ROUNDING * 1.5 * rest.mean())
    return Screen.of(np.array(logs), np.array(noise))


def _least(column: Quantity) -> float:
    """Below this the logarithm of an amount tells nothing; counts are exact."""
    few = FEW_STEPS * column.step
    return few if np.nanmedian(column.values) > 4 * few else 0.0


def _best(table: SearchedTable, columns: list[Quantity]) -> Candidate | None:
    found = []
    for place, target in enumerate(columns):
        others = columns[:place] + columns[place + 1 :]
        found += _formulas(table, others, target)
    return min(found, key=lambda one: one.rank, default=None)


def _formulas(
    table: SearchedTable, others: list[Quantity], target: Quantity
) -> list[Candidate]:
    powers = _powers(table, others, target)
    if powers is None:
        return []
    for rounding in ENDS if target.step else ("round",):
        for for_zero in _divisors_for_zero(others, powers):
            scale = _scale(table, others, target, powers, rounding, for_zero)
            if scale is not None:
                names = (one.name for one in others)
                factors = tuple(zip(names, powers.tolist(), strict=True))
                rule = Product(target.name, factors, scale, rounding, for_zero)
                return [Candidate(rule, _rank(others, target, powers, scale))]
    return []


def _divisors_for_zero(
    others: list[Quantity], powers: np.ndarray
) -> tuple[float | None, ...]:
    """What may stand for a divisor that is 0: people count a stay within a day as 1."""
    has_zero = any(
        (one.values == 0).any()
        for one, power in zip(others, powers, strict=True)
        if power < 0
    )
    return (None, 1.0) if has_zero else (None,)


def _powers(
    table: SearchedTable, others: list[Quantity], target: Quantity
) -> np.ndarray | None:
    """Fit the powers on the logarithms, and take those that are near."""
    values = np.array([one.values[table.sample] for one in (*others, target)])
    good = (values > 0).all(axis=0) & (values[-1] > _least(target))
    if good.sum() < 12:
        return None
    logs = np.log(values[:, good])
    logs -= logs.mean(axis=1)[:, None]
    fitted, *_ = np.linalg.lstsq(logs[:-1].T, logs[-1], rcond=None)
    nearest = POWERS_TRIED[np.abs(POWERS_TRIED[:, None] - fitted).argmin(axis=0)]
    return nearest if (np.abs(nearest - fitted) < NEAR_POWER).all() else None


def _scale(
    table: SearchedTable,
    others: list[Quantity],
    target: Quantity,
    powers: np.ndarray,
    rounding: str,
    for_zero: float | None,
) -> float | None:
    """Find the number by which the product gives the column in every row."""
    present = np.all([one.present for one in (target, *others)], axis=0)
    over, under = np.ones(len(table)), np.ones(len(table))
    with np.errstate(all="ignore"):
        for one, power in zip(others, powers, strict=True):
            side, values = over if power > 0 else under, one.values
            if power < 0 and for_zero is not None:
                values = np.where(values == 0, for_zero, values)
            side *= values ** abs(power)
        shape = over / under
    # A number where one would divide by zero was computed in another way.
    if not np.isfinite(shape[present]).all():
        return None
    rows = np.flatnonzero(present)
    names = tuple(one.name for one in (target, *others))
    n_results = len(np.unique(target.values[rows]))
    n_different = table.n_different(names, present)
    if not formula_is_sure(n_different, len(others) + 1, n_results):
        return None
    values = target.values[rows]
    slack = slack_of([target, *others]) * np.abs(values)
    low, high = bounds(values, target.step, slack, rounding)
    return fit_scale(shape[rows], low, high) or None


def _rank(
    others: list[Quantity], target: Quantity, powers: np.ndarray, scale: float
) -> tuple[float, ...]:
    """The finest column is computed; then products come before ratios.

    From a finer column a coarser one follows whatever was computed; the other way round
    only what was computed does. None may be the finest of all: a rate of a count and a
    large population is finer than the count only.
    """

    def relative(one: Quantity) -> float:
        return one.step / float(np.nanmedian(np.abs(one.values)) or 1.0)

    steps = [abs(p) * relative(one) for p, one in zip(powers, others, strict=True)]
    finest = min([*steps, relative(target)])
    return (
        max(relative(target), 1.4 * finest),
        float((powers < 0).sum()),
        count_digits(scale),
        -target.place,
    )
