"""Bagged trees whose leaves hold donors: one attribute, given those before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import rankdata
from sklearn import config_context
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from skl_synth.generators.sequence import Predictors, Step
from skl_synth.generators.smoothing import RankSpace
from skl_synth.table.rows import EncodedRows

MOST_LEVELS = 20
"""Levels that a tree tells apart; rarer ones are one level to it, not to its donors."""


@dataclass(frozen=True, eq=False)
class DonorTree:
    """A tree and the real rows in each of its leaves.

    Parameters
    ----------
    tree : DecisionTreeRegressor, DecisionTreeClassifier or None
        The fitted tree; None for one that is all root.
    donors : ndarray of shape (n_donors,), dtype int
        Positions of the real rows, leaf after leaf, by rank within a leaf.
    start, size : ndarray of shape (n_nodes,), dtype int
        Where the donors of a leaf begin, and how many they are.
    """

    tree: Any
    donors: np.ndarray
    start: np.ndarray
    size: np.ndarray

    @classmethod
    def of(cls, tree: Any, matrix: np.ndarray, ranks: np.ndarray) -> DonorTree:
        """Put all real rows into the leaves of a tree, whether it was grown on them.

        Parameters
        ----------
        tree : fitted tree or None
            The tree.
        matrix : ndarray of shape (n_donors, n_steps)
            The columns it splits on.
        ranks : ndarray of shape (n_donors,)
            The order of donors within a leaf.

        Returns
        -------
        DonorTree
            The tree with its donors.
        """
        leaves = _leaves(tree, matrix)
        donors = np.lexsort((ranks, leaves))
        size = np.bincount(leaves)
        return cls(tree, donors, np.cumsum(size) - size, size)

    def leaves_of(self, matrix: np.ndarray) -> np.ndarray:
        """Find the leaves that rows fall into.

        Parameters
        ----------
        matrix : ndarray of shape (n_rows, n_steps)
            The columns to split on.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            The leaves.
        """
        return _leaves(self.tree, matrix)

    def draw(
        self, matrix: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Draw a donor for each row from the leaf that it falls into.

        Parameters
        ----------
        matrix : ndarray of shape (n_rows, n_steps)
            The columns to split on, of the new rows.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        donors, below, above : ndarray of shape (n_rows,), dtype int
            Positions of the donors and of their neighbours in the leaf; a donor at the
            end of its leaf is its own neighbour.
        """
        leaves = self.leaves_of(matrix)
        start, size = self.start[leaves], self.size[leaves]
        place = (rng.uniform(size=len(leaves)) * size).astype(np.intp)
        below, above = np.maximum(place - 1, 0), np.minimum(place + 1, size - 1)
        return (
            self.donors[start + place],
            self.donors[start + below],
            self.donors[start + above],
        )


@dataclass(frozen=True, eq=False)
class DonorForest:
    """Bagged trees of one attribute; every new row draws its tree, leaf and donor.

    Parameters
    ----------
    step : Step
        The attribute.
    predictors : Predictors
        What the trees split on.
    trees : list of DonorTree
        The trees.
    values : ndarray of shape (n_donors,)
        The attribute of the donors.
    space : RankSpace or None
        The ranks of a number.
    """

    step: Step
    predictors: Predictors
    trees: list[DonorTree]
    values: np.ndarray
    space: RankSpace | None

    def draw(
        self, rows: EncodedRows, smoothing: float, rng: np.random.RandomState
    ) -> None:
        """Fill in the attribute of new rows, in place.

        Parameters
        ----------
        rows : EncodedRows
            New rows, whose attributes before this one are drawn.
        smoothing : float
            See `RankSpace.spread`.
        rng : RandomState
            Source of randomness.
        """
        wanted = np.flatnonzero(self.step.present(rows))
        matrix = self.predictors.matrix(rows.take(wanted))
        drawn = np.empty((3, len(wanted)), dtype=np.intp)
        turn = rng.randint(len(self.trees), size=len(wanted))
        for place, tree in enumerate(self.trees):
            mine = np.flatnonzero(turn == place)
            drawn[:, mine] = tree.draw(matrix[mine], rng)
        if self.space is None:
            rows.codes[wanted, self.step.position] = self.values[drawn[0]]
            return
        donors, below, above = self.space.ranks[drawn]
        numbers, decimals = self.space.spread(donors, below, above, smoothing, rng)
        rows.numbers[wanted, self.step.position] = numbers
        rows.decimals[wanted, self.step.position] = decimals


def grow_forest(
    rows: EncodedRows,
    steps: list[Step],
    seeds: np.ndarray,
    min_samples_leaf: int,
    max_predictors: int | None = None,
    persons: np.ndarray | None = None,
) -> DonorForest:
    """Grow the trees of the last of some attributes on those before it.

    Parameters
    ----------
    rows : EncodedRows
        Real rows of one group.
    steps : list of Step
        The attributes, in the order in which they are drawn.
    seeds : ndarray of int
        One seed per tree.
    min_samples_leaf : int
        Least number of different real rows in a leaf.
    max_predictors : int or None
        How many of the attributes before the last the trees may split on: those that
        say most about it. None for all.
    persons : ndarray of shape (n_rows,), dtype int, default=None
        Whose rows they are, where persons have several: then a leaf holds rows of at
        least so many different persons.

    Returns
    -------
    DonorForest
        The trees and their donors.
    """
    *before, step = steps
    present = step.present(rows)
    rows = rows.take(present)
    persons = None if persons is None else persons[present]
    before = [
        one for one in before if one.is_number or one.position != step.missing_code
    ]
    values = step.of(rows)
    if step.is_number:
        space = RankSpace.of(values, rows.decimals[:, step.position])
        ranks, response = space.ranks, rankdata(values)
        outputs = response
    else:
        space, ranks, response = None, values, _frequent(values)
        outputs = np.eye(int(response.max(initial=0)) + 1)[response]
    predictors = Predictors.fit(rows, before, outputs)
    matrix = predictors.matrix(rows)
    if max_predictors is not None:
        chosen = predictors.most_telling(matrix, outputs, max_predictors)
        predictors, matrix = predictors.only(chosen), matrix[:, chosen]
    # The parameters are ours: to validate them for each tree takes a tenth of the time.
    with config_context(skip_parameter_validation=True):
        grown = [
            _grow(matrix, response, step.is_number, min_samples_leaf, seed, persons)
            for seed in seeds.tolist()
        ]
    trees = [DonorTree.of(tree, matrix, ranks) for tree in grown]
    return DonorForest(step, predictors, trees, values, space)


def _grow(
    matrix: np.ndarray,
    response: np.ndarray,
    is_number: bool,
    min_samples_leaf: int,
    seed: int,
    persons: np.ndarray | None,
) -> Any:
    n_rows, n_columns = matrix.shape
    n_people = n_rows if persons is None else len(np.unique(persons))
    if n_people < 2 * min_samples_leaf or not n_columns or np.ptp(response) == 0:
        return None
    rng = np.random.RandomState(seed)
    kind = DecisionTreeRegressor if is_number else DecisionTreeClassifier
    tree = kind(min_samples_leaf=min_samples_leaf, random_state=rng)
    # Rows of weight zero do not count for the size of a leaf, so that every leaf has
    # as many different donors as it must.
    weights = _bag(n_rows, persons, rng).astype(np.float64)
    # The matrix is of float32 and finite, which is what would be checked.
    return tree.fit(matrix, response, sample_weight=weights, check_input=False)


def _bag(
    n_rows: int, persons: np.ndarray | None, rng: np.random.RandomState
) -> np.ndarray:
    """Draw a bootstrap of rows, or of persons with one row each.

    Several rows of one person in a leaf would be that person, whose values would then
    be handed on.
    """
    if persons is None:
        return np.bincount(rng.randint(n_rows, size=n_rows), minlength=n_rows)
    order = rng.permutation(n_rows)
    _, first = np.unique(persons[order], return_index=True)
    drawn = order[first[rng.randint(len(first), size=len(first))]]
    return np.bincount(drawn, minlength=n_rows)


def _leaves(tree: Any, matrix: np.ndarray) -> np.ndarray:
    if tree is None or not len(matrix):
        return np.zeros(len(matrix), dtype=np.intp)
    leaves: np.ndarray = tree.tree_.apply(matrix)
    return leaves


def _frequent(codes: np.ndarray) -> np.ndarray:
    """Number the levels by frequency, all but the most frequent as one."""
    if not len(codes):
        return codes.astype(np.intp)
    counts = np.bincount(codes)
    position = np.empty(len(counts), dtype=np.intp)
    position[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    return np.minimum(position, MOST_LEVELS - 1)[codes]
