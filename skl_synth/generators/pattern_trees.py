"""Patterns: how often each class is in the leaves of trees that tell classes apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from skl_synth.generators.sequence import Predictors, steps_of
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows

N_TREES = 10
"""Trees: what one overlooks, as of columns that tell only together, another finds."""

SHARE_OF_COLUMNS = 0.6
"""Share of the columns, by lot, among which a split is chosen: so trees differ."""

MOST_COLUMNS = 100
"""So many columns at most: in a wide table more would take long."""

LEAVES = 32
"""Leaves of a tree. Of three causes with three conditions each, one needs about ten,
and a split among columns drawn by lot is not always the best one. On planted tables ten
trees of 32 leaves keep recall .85, .82, .88 (real .91, .89, .96), five of 16 .76, .75,
.84."""

LEAVES_PER_CLASS = 4
"""Leaves for each class, where there are many classes."""

LEAST_IN_LEAF = 10
"""Real rows that a leaf holds at least: so no leaf is about a few people."""

MOST_ROWS = 10_000
"""Rows of a class that a tree is grown on; where there are more, those drawn by lot."""

SWEEPS = 10
"""How often weights are fitted to the leaves of each tree, one after the other."""


@dataclass(frozen=True, eq=False)
class PatternTrees:
    """Trees that tell the classes of a real table apart, and who is in their leaves.

    Parameters
    ----------
    predictors : Predictors
        What the trees split on.
    trees : list of fitted trees
        The trees.
    shares : list of ndarray of shape (n_classes, n_nodes)
        For each tree the share of the real rows of each class in each leaf.
    """

    predictors: Predictors
    trees: list[Any]
    shares: list[np.ndarray]

    @classmethod
    def grow(
        cls, real: RealTable, kept: np.ndarray, rng: np.random.RandomState
    ) -> PatternTrees:
        """Grow the trees.

        Parameters
        ----------
        real : RealTable
            The real table, whose target are classes.
        kept : ndarray of int
            Positions of the rows that are learnt from.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        PatternTrees
            The trees.
        """
        rows, groups = real.rows.take(kept), real.target.groups[kept]
        steps = steps_of(real.schema, list(real.schema.variables))
        predictors = Predictors.fit(rows, steps, np.eye(real.n_groups)[groups])
        matrix = predictors.matrix(rows)
        trees = []
        for seed in rng.randint(np.iinfo(np.int32).max, size=N_TREES).tolist():
            some = _some_of_each(groups, np.random.RandomState(seed))
            trees.append(_tree(matrix[some], groups[some], real.n_groups, seed))
        shares = [_shares(tree, matrix, groups, real.n_groups) for tree in trees]
        return cls(predictors, trees, shares)

    def leaves(self, rows: EncodedRows) -> np.ndarray:
        """Let rows fall through the trees.

        Parameters
        ----------
        rows : EncodedRows
            The rows.

        Returns
        -------
        ndarray of shape (n_rows, n_trees), dtype int
            The leaf of each in each tree.
        """
        matrix = self.predictors.matrix(rows)
        return np.column_stack([tree.tree_.apply(matrix) for tree in self.trees])

    def chances(self, leaves: np.ndarray, group: int, n_rows: int) -> np.ndarray:
        """Say with what chance each candidate is to be chosen.

        Parameters
        ----------
        leaves : ndarray of shape (n_candidates, n_trees), dtype int
            The leaves of candidates of one class.
        group : int
            The class.
        n_rows : int
            How many are wanted.

        Returns
        -------
        ndarray of shape (n_candidates,)
            From 0 to 1. By these the candidates in each leaf are expected to be as many
            as the real rows of the class have there, as far as there are enough.
        """
        chances = np.full(len(leaves), n_rows / max(len(leaves), 1))
        for _ in range(SWEEPS):
            for places, shares in zip(leaves.T, self.shares, strict=True):
                wanted = n_rows * shares[group]
                has = np.bincount(places, weights=chances, minlength=len(wanted))
                ratio = np.divide(wanted, has, out=np.zeros(len(has)), where=has > 0)
                chances = np.minimum(chances * ratio[places], 1.0)
        return chances


def _some_of_each(groups: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    """Draw rows of each class, of a large one not all."""
    order = rng.permutation(len(groups))
    parts = [order[groups[order] == group][:MOST_ROWS] for group in np.unique(groups)]
    return np.sort(np.concatenate(parts))


def _tree(matrix: np.ndarray, groups: np.ndarray, n_groups: int, seed: int) -> Any:
    n_columns = min(int(np.ceil(SHARE_OF_COLUMNS * matrix.shape[1])), MOST_COLUMNS)
    # All classes weigh the same, so that a rare one has its share of the leaves.
    tree = DecisionTreeClassifier(
        max_leaf_nodes=max(LEAVES, LEAVES_PER_CLASS * n_groups),
        min_samples_leaf=LEAST_IN_LEAF,
        max_features=n_columns,
        class_weight="balanced",
        random_state=seed,
    )
    return tree.fit(matrix, groups)


def _shares(
    tree: Any, matrix: np.ndarray, groups: np.ndarray, n_groups: int
) -> np.ndarray:
    leaves, n_nodes = tree.tree_.apply(matrix), tree.tree_.node_count
    cells = np.bincount(groups * n_nodes + leaves, minlength=n_groups * n_nodes)
    counts = cells.reshape(n_groups, n_nodes).astype(np.float64)
    shares: np.ndarray = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    return shares


def choose_by_chance(
    chances: np.ndarray, leaves: np.ndarray, n_rows: int, rng: np.random.RandomState
) -> np.ndarray:
    """Choose a number of candidates, each with its chance.

    Parameters
    ----------
    chances : ndarray of shape (n_candidates,)
        The chances; where their sum is another number they are moved.
    leaves : ndarray of shape (n_candidates, n_trees), dtype int
        The leaves, by the first of which the choice is spread evenly.
    n_rows : int
        How many.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Positions of the candidates, in order.
    """
    order = rng.permutation(len(chances))
    order = order[np.argsort(leaves[order, 0], kind="stable")]
    summed = _summing_to(chances, n_rows)[order]
    # Systematic sampling: one row at each whole number that the sum of chances passes,
    # counted from a start by lot. So each leaf has its number, up to one.
    ends = np.floor(np.cumsum(summed) + rng.uniform()).astype(np.intp)
    passed = np.diff(ends, prepend=0) > 0
    chosen = order[passed][:n_rows]
    if len(chosen) < n_rows:
        # The sum of floats may miss the last whole number.
        others = np.setdiff1d(order, chosen)
        chosen = np.concatenate([chosen, others[: n_rows - len(chosen)]])
    return np.sort(chosen)


def _summing_to(chances: np.ndarray, n_rows: int) -> np.ndarray:
    """Move chances so that they sum to a number, none of them above 1."""
    total = chances.sum()
    if total > n_rows:
        return chances * (n_rows / total)
    rest = 1.0 - chances
    left = rest.sum()
    return chances + rest * ((n_rows - total) / left if left > 0 else 0.0)
