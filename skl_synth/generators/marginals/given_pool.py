"""A pool of weighted rows under conditions: those that are likely to meet them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.exact_given.weighted_draws import draw_by_weight
from skl_synth.generators.marginals.column_evidence import ColumnEvidence
from skl_synth.generators.marginals.pool import Pool

MOST_WEIGHTS = 4_000_000
"""So many weights are held at a time."""


@dataclass(frozen=True, eq=False)
class GivenPool:
    """The rows of a pool, by what they have of the columns that conditions name.

    Parameters
    ----------
    pool : Pool
        The rows.
    evidence : dict of int to ColumnEvidence
        What conditions say of columns, by their places.
    kinds : ndarray of shape (n_kinds, n_named), dtype int
        The different bins that rows have of the columns that are named.
    kind : ndarray of shape (n_pool,), dtype int
        Which of them each row has.
    """

    pool: Pool
    evidence: dict[int, ColumnEvidence]
    kinds: np.ndarray
    kind: np.ndarray

    @classmethod
    def of(cls, pool: Pool, evidence: dict[int, ColumnEvidence]) -> GivenPool:
        """Sort the rows of a pool by the columns that are named.

        Parameters
        ----------
        pool : Pool
            The rows.
        evidence : dict of int to ColumnEvidence
            What conditions say of columns.

        Returns
        -------
        GivenPool
            The same rows.
        """
        named = pool.bins[:, list(evidence)]
        kinds, kind = np.unique(named, axis=0, return_inverse=True)
        return cls(pool, evidence, kinds, kind.ravel())

    def likelihood(self, n_conditions: int) -> tuple[np.ndarray, np.ndarray]:
        """Find how likely each class meets each condition, and by how many rows.

        Parameters
        ----------
        n_conditions : int
            How many conditions there are.

        Returns
        -------
        likelihood : ndarray of shape (n_conditions, n_classes)
            Probabilities.
        effective : ndarray of the same shape
            How many rows of the pool, evenly weighted, would say as much.
        """
        n_classes, n_kinds = int(self.pool.groups.max()) + 1, len(self.kinds)
        key = self.pool.groups * n_kinds + self.kind
        first, second = (
            np.bincount(key, self.pool.weights**power, n_classes * n_kinds).reshape(
                n_classes, n_kinds
            )
            for power in (1, 2)
        )
        sums, squares = np.empty((2, n_conditions, n_classes))
        for some in self._slices(n_conditions, n_kinds):
            met = self._met(some)
            sums[some], squares[some] = met @ first.T, met**2 @ second.T
        effective = sums**2 / np.where(squares > 0, squares, 1.0)
        return sums / first.sum(axis=1), effective

    def draw(
        self, which: np.ndarray, groups: np.ndarray, rng: np.random.RandomState
    ) -> np.ndarray:
        """Draw rows that are likely to meet conditions, as bins.

        Parameters
        ----------
        which : ndarray of shape (n_rows,), dtype int
            The condition of each row.
        groups : ndarray of shape (n_rows,), dtype int
            Its class.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype int
            Bins.
        """
        n_kinds = len(self.kinds)
        key = self.pool.groups * n_kinds + self.kind
        n_classes = int(self.pool.groups.max()) + 1
        weights = np.bincount(key, self.pool.weights, n_classes * n_kinds)
        asked, line = np.unique(which * n_classes + groups, return_inverse=True)
        chosen = np.empty(len(which), dtype=np.intp)
        for some in self._slices(len(asked), n_kinds):
            lines = weights.reshape(n_classes, n_kinds)[asked[some] % n_classes]
            rows = np.flatnonzero((line >= some.start) & (line < some.stop))
            met = lines * self._met(asked[some] // n_classes)
            chosen[rows] = draw_by_weight(met, line[rows] - some.start, rng)
        return self.pool.bins[
            _members(key, self.pool.weights, groups * n_kinds + chosen, rng)
        ]

    def _met(self, conditions: np.ndarray | slice) -> np.ndarray:
        """How likely each kind of row is to meet conditions."""
        met: np.ndarray = np.ones(1)
        for column, one in zip(self.kinds.T, self.evidence.values(), strict=True):
            met = met * one.bin_weights[one.pattern[conditions]][:, column]
        return met

    def _slices(self, n_lines: int, width: int) -> list[slice]:
        step = max(1, MOST_WEIGHTS // width)
        return [
            slice(start, min(start + step, n_lines))
            for start in range(0, n_lines, step)
        ]


def _members(
    key: np.ndarray, weights: np.ndarray, asked: np.ndarray, rng: np.random.RandomState
) -> np.ndarray:
    """Draw a row of each kind and class that is asked for, by weight."""
    order = np.argsort(key, kind="stable")
    order = order[weights[order] > 0]
    upto = np.r_[0.0, np.cumsum(weights[order])]
    start = np.searchsorted(key[order], asked, side="left")
    end = np.searchsorted(key[order], asked, side="right")
    lots = upto[start] + rng.uniform(size=len(asked)) * (upto[end] - upto[start])
    places = np.searchsorted(upto, lots, side="right") - 1
    return order[np.clip(places, start, end - 1)]
