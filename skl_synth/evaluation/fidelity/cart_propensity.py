"""Propensities by a classification tree, and what chance gives by permutation."""

from __future__ import annotations

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from skl_synth.evaluation.fidelity.both_tables import permuted, persons_of_both
from skl_synth.evaluation.fidelity.propensity import Propensity
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import Attribute, TableData

LEAST_LEAF = 5
"""Rows of a leaf, at least."""


class PropensityTree:
    """A tree that tells two tables apart.

    Parameters
    ----------
    attributes : sequence of Attribute
        The columns.
    real, other : TableData
        The rows of both tables.
    min_leaf : int or None, default=None
        Rows of a leaf, at least; None for the square root of their number. Small leaves
        tell any two tables apart, so that those that differ stand out less.

    Notes
    -----
    The levels of a column are put in order by their synthetic share before the tree is
    grown: the best division of many levels in two is then one cut.
    """

    def __init__(
        self,
        attributes: tuple[Attribute, ...],
        real: TableData,
        other: TableData,
        min_leaf: int | None = None,
    ) -> None:
        self._numbers, self._codes = (
            [
                np.concatenate([real.values(one), other.values(one)])
                for one in attributes
                if one.is_number == is_number
            ]
            for is_number in (True, False)
        )
        self._is_other = np.repeat([False, True], [len(real), len(other)])
        self._persons = persons_of_both(real, other)
        root = int(np.sqrt(len(self._is_other)))
        self._leaf = max(LEAST_LEAF, root) if min_leaf is None else min_leaf

    def by_chance(self, n_permutations: int, rng: np.random.RandomState) -> np.ndarray:
        """Measure the same where it is chance which table a row is of.

        Parameters
        ----------
        n_permutations : int
            How often.
        rng : RandomState
            Source of the permutations, which move all rows of a person together.

        Returns
        -------
        ndarray of shape (n_permutations,)
            The errors.
        """
        drawn = (
            permuted(self._is_other, self._persons, rng) for _ in range(n_permutations)
        )
        return np.array([self._told(is_other, rng).pmse for is_other in drawn])

    def propensity(self, rng: np.random.RandomState) -> Propensity:
        """Tell the tables apart.

        Parameters
        ----------
        rng : RandomState
            Source of the seed, by which ties are broken.

        Returns
        -------
        Propensity
            The error, not yet beside chance.
        """
        return self._told(self._is_other, rng)

    def _told(self, is_other: np.ndarray, rng: np.random.RandomState) -> Propensity:
        """Grow a tree, and read off the share of such rows in the leaf of each."""
        ordered = [_by_share(codes, is_other) for codes in self._codes]
        features = np.column_stack([*self._numbers, *ordered])
        tree = DecisionTreeClassifier(
            min_samples_leaf=self._leaf, random_state=draw_seed(rng)
        )
        scores = tree.fit(features, is_other).predict_proba(features)[:, 1]
        return Propensity.of(scores, is_other, tree.get_n_leaves() - 1)


def _by_share(codes: np.ndarray, is_other: np.ndarray) -> np.ndarray:
    """Number levels by the share of rows of the other table that have them."""
    counts = np.bincount(codes)
    share = np.bincount(codes, weights=is_other) / np.maximum(counts, 1)
    place = np.empty(len(counts), dtype=np.intp)
    place[np.argsort(share, kind="stable")] = np.arange(len(counts))
    return place[codes]
