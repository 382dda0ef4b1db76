"""Marginals under conditions: exact probabilities, and rows that meet them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from skl_synth.generators.exact_given.chosen_classes import chosen_classes
from skl_synth.generators.exact_given.column_conditions import (
    ColumnConditions,
    conditions_on,
    conditions_on_target,
)
from skl_synth.generators.marginals.column_evidence import ColumnEvidence, evidence_on
from skl_synth.generators.marginals.columns import Column
from skl_synth.generators.marginals.fitted_marginals import FittedMarginals
from skl_synth.generators.marginals.given_pool import GivenPool
from skl_synth.generators.marginals.given_tree import GivenTree
from skl_synth.table.given import Condition, Given
from skl_synth.table.precision import Precision
from skl_synth.table.schema import Schema

ENOUGH_OF_POOL = 50.0
"""Rows of a pool that meet a condition, evenly weighted, are so many, or rows are drawn
from the tree."""

MOST_KINDS = 20_000_000
"""Kinds of rows of a pool, times conditions: where there are more, each condition names
so many columns that hardly a row of the pool meets it."""

ROWS_AT_ONCE = 20_000
"""So many rows are drawn at a time, or a few more conditions than that."""


@dataclass(frozen=True, eq=False)
class GivenDraw:
    """Rows that were drawn under conditions.

    Parameters
    ----------
    groups : ndarray of shape (n_rows,), dtype int
        Their classes.
    cells : ndarray of shape (n_rows, n_columns), dtype int
        Their cells.
    numbers : dict of int to ndarray of shape (n_rows,)
        Numbers of the columns that conditions name, by their places; NaN where the
        number is still to be drawn within its cell.
    lows, highs : dict of int to ndarray of shape (n_rows,)
        The ranges in which the numbers of these columns are to stay.
    effective : ndarray of shape (n_rows,)
        How many rows are behind each; infinite where its probabilities are exact.
    """

    groups: np.ndarray
    cells: np.ndarray
    numbers: dict[int, np.ndarray]
    lows: dict[int, np.ndarray]
    highs: dict[int, np.ndarray]
    effective: np.ndarray


@dataclass(frozen=True, eq=False)
class GivenMarginals:
    """What rows are drawn from under conditions; no real row is looked at.

    Parameters
    ----------
    fitted : FittedMarginals
        What was counted.
    evidence : dict of int to ColumnEvidence
        What conditions say of columns, by their places.
    tree : GivenTree
        The tree under conditions.
    pool : GivenPool or None
        The pool under conditions, where there is one.
    log_likelihood : ndarray of shape (n_conditions, n_classes)
        Logarithm of the probability that a row of a class meets a condition.
    effective : ndarray of shape (n_conditions, n_classes)
        How many rows of the pool are behind it; infinite where there is no pool.
    by_pool : ndarray of shape (n_conditions,), dtype bool
        Which conditions are met by rows of the pool. Of others it has too few: they are
        met by the tree, as if no pairs had been counted beside it.
    """

    fitted: FittedMarginals
    evidence: dict[int, ColumnEvidence]
    tree: GivenTree
    pool: GivenPool | None
    log_likelihood: np.ndarray
    effective: np.ndarray
    by_pool: np.ndarray

    @classmethod
    def of(
        cls,
        fitted: FittedMarginals,
        conditions: tuple[Condition, ...],
        schema: Schema,
        target: Precision | None,
    ) -> GivenMarginals:
        """Work out how likely each class meets each condition.

        Parameters
        ----------
        fitted : FittedMarginals
            What was counted.
        conditions : tuple of Condition
            The conditions.
        schema : Schema
            The schema of the rows.
        target : Precision or None
            What a target that is a number can hold.

        Returns
        -------
        GivenMarginals
            What rows are drawn from.
        """
        evidence = {}
        for place, column in enumerate(fitted.columns):
            said = _said_of(column, conditions, schema)
            if not said.is_free:
                evidence[place] = evidence_on(
                    column, said, _snap(column, schema, target)
                )
        tree = GivenTree.of(fitted.tree, evidence, len(conditions))
        likelihood = tree.log_likelihood
        effective = np.full(likelihood.shape, np.inf)
        by_pool = np.zeros(len(conditions), dtype=bool)
        if fitted.pool is None or not evidence:
            return cls(fitted, evidence, tree, None, likelihood, effective, by_pool)
        pool = GivenPool.of(fitted.pool, evidence)
        if len(pool.kinds) * len(conditions) > MOST_KINDS:
            effective = np.ones(likelihood.shape)
            return cls(fitted, evidence, tree, None, likelihood, effective, by_pool)
        of_pool, rows = pool.likelihood(len(conditions))
        # All classes of a condition by the same: their ratio is that of rows.
        enough = (rows >= ENOUGH_OF_POOL) | np.isneginf(likelihood)
        by_pool = np.asarray(enough.all(axis=1) & (rows > 0).any(axis=1))
        with np.errstate(divide="ignore"):
            likelihood = np.where(by_pool[:, None], np.log(of_pool), likelihood)
        effective = np.maximum(rows, 1.0)
        return cls(fitted, evidence, tree, pool, likelihood, effective, by_pool)

    def draw(self, given: Given, rng: np.random.RandomState) -> GivenDraw:
        """Draw rows.

        Parameters
        ----------
        given : Given
            What is given of each.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        GivenDraw
            The rows, in the order in which they are given. One that nobody can meet is
            drawn without the condition.
        """
        shares = self.fitted.class_counts
        groups = chosen_classes(given, shares, self.log_likelihood, rng)
        can_be = np.isfinite(self.log_likelihood[given.which, groups])
        bins = np.empty((len(given), len(self.fitted.columns)), dtype=np.intp)
        bins[~can_be] = self.fitted.draw_bins(groups[~can_be], rng)
        effective = np.where(can_be, self.effective[given.which, groups], 0.0)
        met = np.flatnonzero(can_be)
        for start in range(0, len(met), ROWS_AT_ONCE):
            rows = met[start : start + ROWS_AT_ONCE]
            of_tree = ~self.by_pool[given.which[rows]]
            for source, some in (
                (self.tree, rows[of_tree]),
                (self.pool, rows[~of_tree]),
            ):
                if source is not None and len(some):
                    bins[some] = source.draw(given.which[some], groups[some], rng)
        drawn = self._cells(given.which, bins, can_be, rng)
        return replace(drawn, groups=groups, effective=effective)

    def _cells(
        self,
        which: np.ndarray,
        bins: np.ndarray,
        can_be: np.ndarray,
        rng: np.random.RandomState,
    ) -> GivenDraw:
        """Draw cells within bins."""
        cells = np.empty_like(bins)
        numbers, lows, highs = {}, {}, {}
        for place, column in enumerate(self.fitted.columns):
            if place not in self.evidence:
                cells[:, place] = column.cells_in(bins[:, place], rng)
                continue
            one = self.evidence[place]
            number, low, high = (
                np.full(len(bins), end) for end in (np.nan, -np.inf, np.inf)
            )
            rows = can_be & (one.pattern[which] > 0)
            cells[~rows, place] = column.cells_in(bins[~rows, place], rng)
            cells[rows, place], number[rows], pieces = one.draw(
                one.pattern[which[rows]], bins[rows, place], rng
            )
            low[rows], high[rows] = one.lows[pieces], one.highs[pieces]
            numbers[place], lows[place], highs[place] = number, low, high
        nothing = np.zeros(0)
        return GivenDraw(nothing, cells, numbers, lows, highs, nothing)


def _said_of(
    column: Column, conditions: tuple[Condition, ...], schema: Schema
) -> ColumnConditions:
    one = column.attribute
    if one.number == len(schema.numbers):
        return conditions_on_target(conditions)
    n_levels = one.n_values
    if one.is_ordered:
        n_levels = one.n_absent + 1 if one.n_absent else 0
    return conditions_on(conditions, one.number, one.code, n_levels)


def _snap(
    column: Column, schema: Schema, target: Precision | None
) -> Callable[[np.ndarray], np.ndarray] | None:
    """Find what moves numbers onto what the column can hold; None for levels."""
    number = column.attribute.number
    if 0 <= number < len(schema.numbers):
        return schema.numbers[number].snap
    return None if number < 0 or target is None else target.snap
