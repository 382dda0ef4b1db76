"""Rows chosen so that classes keep the patterns by which they are told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.pattern_trees import PatternTrees, choose_by_chance
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, stack_candidates

CANDIDATES_PER_ROW = 3.0
"""Candidates that are drawn at a time for each row that is wanted."""

MOST_DRAWS = 3
"""How often, at most, candidates are drawn."""

ENOUGH = 0.98
"""Share of the rows for which there must be candidates in the right leaves."""

KEPT, DRAWN = "kept", "drawn"
"""What may become of patterns: they are kept, or come as rows are drawn."""

DrawRows = Callable[[np.ndarray, np.random.RandomState], Candidates]


@dataclass(frozen=True, eq=False)
class KeptPatterns:
    """A choice among drawn rows by the leaves that they fall into.

    A class that comes about in several ways lies in several small regions, each bounded
    by several columns together. What draws column by column blurs their edges: rows of
    the class lie outside, and rows of others inside. Trees that tell the classes of the
    real table apart find the regions, and of the drawn rows those are chosen by which
    every class has as many rows in each leaf as the real rows have.

    Parameters
    ----------
    real : RealTable
        The real table.
    trees : PatternTrees
        The trees.
    """

    real: RealTable
    trees: PatternTrees

    @classmethod
    def learn(
        cls, real: RealTable, kept: np.ndarray, rng: np.random.RandomState
    ) -> KeptPatterns | None:
        """Learn the patterns of a table.

        Parameters
        ----------
        real : RealTable
            The table.
        kept : ndarray of int
            Positions of the rows that are learnt from.
        rng : RandomState
            Source of randomness; untouched where there are no patterns.

        Returns
        -------
        KeptPatterns or None
            None where there are no two classes, or no columns that tell them apart.
        """
        n_columns = real.rows.numbers.shape[1] + real.rows.codes.shape[1]
        if real.target.kind != "classes" or real.n_groups < 2 or not n_columns:
            return None
        return cls(real, PatternTrees.grow(real, kept, rng))

    def draw(
        self, draw_rows: DrawRows, counts: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Draw more rows than needed, until there are enough in every leaf.

        Parameters
        ----------
        draw_rows : callable
            Draws rows of each class.
        counts : ndarray of shape (n_classes,), dtype int
            Rows of each class.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        Candidates
            So many rows.
        """
        pool, short = draw_rows(_more_than(counts), rng), counts
        for _ in range(MOST_DRAWS - 1):
            short = self._short(pool, short)
            if not short.any():
                break
            pool = stack_candidates([pool, draw_rows(_more_than(short), rng)])
        return self._choose(pool, counts, rng)

    def _short(self, pool: Candidates, counts: np.ndarray) -> np.ndarray:
        """Keep the counts of the classes of which more rows have to be drawn."""
        short = np.zeros_like(counts)
        for group, _, leaves in self._classes(pool, counts):
            chances = self.trees.chances(leaves, group, int(counts[group]))
            if chances.sum() < ENOUGH * counts[group]:
                short[group] = counts[group]
        return short

    def _choose(
        self, pool: Candidates, counts: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        chosen = [np.empty(0, dtype=np.intp)]
        for group, members, leaves in self._classes(pool, counts):
            n_rows = int(counts[group])
            chances = self.trees.chances(leaves, group, n_rows)
            chosen.append(members[choose_by_chance(chances, leaves, n_rows, rng)])
        return pool.take(np.concatenate(chosen))

    def _classes(
        self, pool: Candidates, counts: np.ndarray
    ) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
        """Give each class that is wanted, its rows in the pool, and their leaves."""
        groups = self.real.target.groups_of(pool.target)
        for group in np.flatnonzero(counts).tolist():
            members = np.flatnonzero(groups == group)
            yield group, members, self.trees.leaves(pool.rows.take(members))


def _more_than(counts: np.ndarray) -> np.ndarray:
    return np.ceil(counts * CANDIDATES_PER_ROW).astype(counts.dtype)
