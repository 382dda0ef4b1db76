"""Training by sampling: the level a row has to have, and real rows that have it.

After CTGAN: without it a generator may leave out rare levels, and the critic hardly
notices, since few real rows have them.
"""

from __future__ import annotations

import numpy as np

from skl_synth.generators.neural.batches import LearningSet
from skl_synth.generators.neural.heads import Heads


def level_counts(learning: LearningSet) -> np.ndarray:
    """Count every level in every class.

    Parameters
    ----------
    learning : LearningSet
        Real rows.

    Returns
    -------
    ndarray of shape (n_groups, n_levels), dtype int
        Numbers of rows.
    """
    heads = learning.heads
    counts = np.zeros((learning.n_groups, heads.n_levels), dtype=np.intp)
    columns = learning.rows.levels + heads.starts
    np.add.at(counts, (learning.groups[:, None], columns), 1)
    return counts


def draw_conditions(
    shares: np.ndarray, heads: Heads, groups: np.ndarray, rng: np.random.RandomState
) -> np.ndarray:
    """Draw a head for every row, and one of its levels by how often it comes.

    Parameters
    ----------
    shares : ndarray of shape (n_groups, n_levels)
        How often each level is to be drawn in each class, in any unit.
    heads : Heads
        The layout of the levels; those of one level are never drawn.
    groups : ndarray of shape (n_rows,), dtype int
        The class of each row.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        The column of the level; -1 where no head has two levels.
    """
    drawn = np.full(len(groups), -1)
    choices = np.flatnonzero(heads.stops - heads.starts > 1)
    if not len(choices):
        return drawn
    chosen = choices[rng.randint(len(choices), size=len(groups))]
    point = rng.uniform(size=len(groups))
    for head in choices.tolist():
        rows = np.flatnonzero(chosen == head)
        start, stop = int(heads.starts[head]), int(heads.stops[head])
        bounds = np.cumsum(shares[:, start:stop], axis=1, dtype=np.float64)
        at = (point[rows] * bounds[groups[rows], -1])[:, None]
        level = (bounds[groups[rows]] <= at).sum(axis=1)
        drawn[rows] = start + np.minimum(level, stop - start - 1)
    return drawn


class RowsByLevel:
    """Finds a random real row of a class and a level.

    Parameters
    ----------
    learning : LearningSet
        Real rows.
    """

    def __init__(self, learning: LearningSet) -> None:
        self.counts = level_counts(learning)
        n_levels = learning.heads.n_levels
        columns = learning.rows.levels + learning.heads.starts
        keys = learning.groups[:, None] * n_levels + columns
        # One list for all heads: rows sorted by class and level. The rows of any level
        # lie side by side in it, so that a place in the list is a draw from them.
        flat = keys.T.ravel()
        order = np.argsort(flat, kind="stable")
        self.rows = order % max(len(learning), 1)
        sizes = self.counts.ravel()
        self.starts = (np.cumsum(sizes) - sizes).reshape(self.counts.shape)

    def draw(
        self, groups: np.ndarray, columns: np.ndarray, rng: np.random.RandomState
    ) -> np.ndarray:
        """Draw a real row for each class and level.

        Parameters
        ----------
        groups, columns : ndarray of shape (n_rows,), dtype int
            Classes, and columns of levels that rows of the class have.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            Positions of real rows.
        """
        place = rng.uniform(size=len(groups)) * self.counts[groups, columns]
        return self.rows[self.starts[groups, columns] + place.astype(np.intp)]
