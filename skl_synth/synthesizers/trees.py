"""Bagged trees whose leaves hold donors: one attribute, given those before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import rankdata
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from skl_synth.synthesizers.smoothing import RankSpace
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import MISSING

MOST_LEVELS = 20
"""Levels that a tree tells apart; rarer ones are one level to it, not to its donors."""


@dataclass(frozen=True)
class Step:
    """One attribute of a row, drawn in its turn.

    Parameters
    ----------
    is_number : bool
        Whether it is a number or a code.
    position : int
        Which of the numbers, or which of the codes.
    missing_code : int
        Which code says that the number is missing; -1 where none does.
    n_levels : int
        Levels of a code.
    """

    is_number: bool
    position: int
    missing_code: int = -1
    n_levels: int = 0

    def of(self, rows: EncodedRows) -> np.ndarray:
        """Take the attribute out of rows.

        Parameters
        ----------
        rows : EncodedRows
            The rows.

        Returns
        -------
        ndarray of shape (n_rows,)
            Numbers or codes.
        """
        source = rows.numbers if self.is_number else rows.codes
        return source[:, self.position]

    def present(self, rows: EncodedRows) -> np.ndarray:
        """Mark the rows that have the attribute.

        Parameters
        ----------
        rows : EncodedRows
            Rows whose codes are known.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            False where the number is missing.
        """
        if self.missing_code < 0:
            return np.ones(len(rows), dtype=bool)
        return rows.codes[:, self.missing_code] != MISSING


@dataclass(frozen=True, eq=False)
class Predictors:
    """The attributes before one, as the columns on which its trees split.

    Parameters
    ----------
    steps : list of Step
        The attributes.
    scales : list of tuple of float
        Mean and standard deviation of each number, in the order of the steps.
    tables : list of ndarray
        For each code, in the order of the steps, the position of each of its levels.
        A tree splits positions in two at one place; with levels in the order of
        the mean response that place is the best of all ways to split the levels.
    """

    steps: list[Step]
    scales: list[tuple[float, float]]
    tables: list[np.ndarray]

    @classmethod
    def fit(
        cls, rows: EncodedRows, steps: list[Step], response: np.ndarray
    ) -> Predictors:
        """Order the levels of codes by a response.

        Parameters
        ----------
        rows : EncodedRows
            Real rows.
        steps : list of Step
            The attributes that come before the response.
        response : ndarray of shape (n_rows,) or (n_rows, n_outputs)
            The response, as numbers or as 0/1 columns.

        Returns
        -------
        Predictors
            The columns to split on.
        """
        scales, tables = [], []
        outputs = response if response.ndim == 2 else response[:, None]
        for step in steps:
            values = step.of(rows)
            if step.is_number:
                known = values[~np.isnan(values)]
                mean = float(known.mean()) if len(known) else 0.0
                scales.append((mean, float(known.std()) or 1.0 if len(known) else 1.0))
            else:
                tables.append(_order_levels(values, step.n_levels, outputs))
        return cls(steps, scales, tables)

    def matrix(self, rows: EncodedRows) -> np.ndarray:
        """Write rows as columns to split on.

        Parameters
        ----------
        rows : EncodedRows
            Rows whose attributes before the response are known.

        Returns
        -------
        ndarray of shape (n_rows, n_steps), dtype float32
            A missing number stands at the mean; its code tells it from those there.
        """
        matrix = np.empty((len(rows), len(self.steps)), dtype=np.float32)
        scales, tables = iter(self.scales), iter(self.tables)
        for column, step in enumerate(self.steps):
            values = step.of(rows)
            if step.is_number:
                mean, scale = next(scales)
                matrix[:, column] = np.nan_to_num((values - mean) / scale)
            else:
                matrix[:, column] = next(tables)[values]
        return matrix


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
        leaves = _leaves(self.tree, matrix)
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
        ranks = self.space.ranks[drawn]
        numbers, places = self.space.spread(*ranks, smoothing, rng)
        rows.numbers[wanted, self.step.position] = numbers
        rows.places[wanted, self.step.position] = places


def grow_forest(
    rows: EncodedRows,
    steps: list[Step],
    seeds: np.ndarray,
    min_samples_leaf: int,
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

    Returns
    -------
    DonorForest
        The trees and their donors.
    """
    *before, step = steps
    rows = rows.take(step.present(rows))
    before = [
        one for one in before if one.is_number or one.position != step.missing_code
    ]
    values = step.of(rows)
    if step.is_number:
        space = RankSpace.of(values, rows.places[:, step.position])
        ranks, response = space.ranks, rankdata(values)
        outputs = response
    else:
        space, ranks, response = None, values, _frequent(values)
        outputs = np.eye(int(response.max(initial=0)) + 1)[response]
    predictors = Predictors.fit(rows, before, outputs)
    matrix = predictors.matrix(rows)
    trees = [
        DonorTree.of(
            _grow(matrix, response, step.is_number, min_samples_leaf, seed),
            matrix,
            ranks,
        )
        for seed in seeds.tolist()
    ]
    return DonorForest(step, predictors, trees, values, space)


def _grow(
    matrix: np.ndarray,
    response: np.ndarray,
    is_number: bool,
    min_samples_leaf: int,
    seed: int,
) -> Any:
    n_rows, n_columns = matrix.shape
    if n_rows < 2 * min_samples_leaf or not n_columns or np.ptp(response) == 0:
        return None
    rng = np.random.RandomState(seed)
    kind = DecisionTreeRegressor if is_number else DecisionTreeClassifier
    tree = kind(min_samples_leaf=min_samples_leaf, random_state=rng)
    # Rows of weight zero do not count for the size of a leaf, so that every leaf has
    # as many different donors as it must.
    bag = np.bincount(rng.randint(n_rows, size=n_rows), minlength=n_rows)
    return tree.fit(matrix, response, sample_weight=bag.astype(np.float64))


def _leaves(tree: Any, matrix: np.ndarray) -> np.ndarray:
    if tree is None or not len(matrix):
        return np.zeros(len(matrix), dtype=np.intp)
    return tree.apply(matrix)


def _frequent(codes: np.ndarray) -> np.ndarray:
    """Number the levels by frequency, all but the most frequent as one."""
    if not len(codes):
        return codes.astype(np.intp)
    counts = np.bincount(codes)
    position = np.empty(len(counts), dtype=np.intp)
    position[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    return np.minimum(position, MOST_LEVELS - 1)[codes]


def _order_levels(codes: np.ndarray, n_levels: int, outputs: np.ndarray) -> np.ndarray:
    """Put the levels of a code in the order of their mean response.

    The response of several levels is reduced to its first principal component over
    the levels, as Coppersmith, Hong and Hosking (1999) do.
    """
    if n_levels < 3 or not len(codes):
        return np.arange(n_levels, dtype=np.float32)
    counts = np.bincount(codes, minlength=n_levels).astype(np.float64)
    sums = [np.bincount(codes, weights=one, minlength=n_levels) for one in outputs.T]
    center = outputs.mean(axis=0)
    # A level that these rows do not have stands at the mean.
    seen = np.maximum(counts, 1.0)[:, None]
    means = np.column_stack(sums) / seen - center * (counts > 0)[:, None]
    if means.shape[1] > 1:
        spread = means * np.sqrt(counts)[:, None]
        axis = np.linalg.eigh(spread.T @ spread)[1][:, -1]
        # The sign of an axis is arbitrary; fixing it makes results repeat anywhere.
        means = means @ (axis * np.sign(axis[np.argmax(np.abs(axis))]))
    position = np.empty(n_levels, dtype=np.float32)
    position[np.argsort(means.ravel(), kind="stable")] = np.arange(n_levels)
    return position
