"""What rows are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.marginals.columns import Column
from skl_synth.generators.marginals.pair_tree import PairTree
from skl_synth.generators.marginals.pool import Pool
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import PRESENT


@dataclass(frozen=True, eq=False)
class FittedMarginals:
    """What rows are drawn from.

    Parameters
    ----------
    tree : PairTree
        Columns, and the pairs that make a tree.
    class_counts : ndarray of shape (n_classes,)
        How many rows each class is thought to have.
    pool : Pool or None
        Rows of the tree, weighted, where there are margins beside it.
    """

    tree: PairTree
    class_counts: np.ndarray
    pool: Pool | None = None

    @property
    def columns(self) -> list[Column]:
        """All columns."""
        return self.tree.columns

    def draw_bins(self, groups: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
        """Draw rows as bins.

        Parameters
        ----------
        groups : ndarray of shape (n_rows,), dtype int
            The class of each.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype int
            Their bins.
        """
        if self.pool is None:
            return self.tree.draw(groups, rng)[1]
        return self.pool.draw(groups, rng)

    def draw_cells(self, groups: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
        """Draw rows.

        Parameters
        ----------
        groups : ndarray of shape (n_rows,), dtype int
            The class of each.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype int
            Their cells.
        """
        bins = self.draw_bins(groups, rng)
        cells = np.empty_like(bins)
        for place, column in enumerate(self.columns):
            cells[:, place] = column.cells_in(bins[:, place], rng)
        return cells

    def rows_of(
        self,
        cells: np.ndarray,
        schema: Schema,
        rng: np.random.RandomState,
        given: Mapping[int, np.ndarray] | None = None,
    ) -> tuple[EncodedRows, np.ndarray | None]:
        """Draw numbers within cells, the target too where it is one of the columns.

        Parameters
        ----------
        cells : ndarray of shape (n_rows, n_columns), dtype int
            The cells of rows.
        schema : Schema
            The schema of the rows.
        rng : RandomState
            Source of randomness.
        given : mapping of int to ndarray of shape (n_rows,), default=None
            Numbers that are drawn already, by the place of their column; NaN for none.

        Returns
        -------
        rows : EncodedRows
            Rows that are still to be snapped.
        target : ndarray of shape (n_rows,) or None
            A target that is a number.
        """
        given = given or {}
        n_rows, n_numbers = len(cells), len(schema.numbers)
        # A target that is a number stands behind the others.
        numbers = np.full((n_rows, n_numbers + 1), np.nan)
        decimals = np.zeros((n_rows, n_numbers), dtype=np.int8)
        codes = np.zeros((n_rows, len(schema.codes)), dtype=np.int32)
        target = None
        for place, (column, own) in enumerate(zip(self.columns, cells.T, strict=True)):
            one = column.attribute
            if not one.is_ordered:
                codes[:, one.code] = own
                continue
            drawn = column.round_numbers(one.values_in(own, rng), own, rng)
            if place in given:
                drawn = np.where(np.isnan(given[place]), drawn, given[place])
            numbers[:, one.number] = drawn
            if one.number == n_numbers:
                target = drawn
                continue
            decimals[:, one.number] = one.decimals
            if one.code >= 0:
                codes[:, one.code] = np.maximum(own - one.n_values + 1, PRESENT)
        rows = EncodedRows(numbers[:, :n_numbers].copy(), decimals, codes)
        return rows, target
