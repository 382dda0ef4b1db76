"""Propensities by a classification tree, and what chance gives by permutation."""

from __future__ import annotations

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from skl_synth.evaluation.fidelity.logit_propensity import CERTAIN, Propensity
from skl_synth.evaluation.fidelity.table_cells import persons_of_both
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import Attribute, TableData

LEAST_LEAF = 5
"""Rows of a leaf, at least."""

LEAVES = 100
"""A leaf holds no fewer rows than this part of all, unless another size is given."""


class PropensityTree:
    """A tree that tells two tables apart.

    Parameters
    ----------
    attributes : sequence of Attribute
        The columns.
    real, other : TableData
        The rows of both tables.
    min_leaf : int or None, default=None
        Rows of a leaf, at least; None for one hundredth of all, and five at least.
        Small leaves tell any two tables apart, so that those that differ stand out
        less.

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
        self.is_other = np.repeat([False, True], [len(real), len(other)])
        self._persons = persons_of_both(real, other)
        n = len(self.is_other)
        self._leaf = max(LEAST_LEAF, n // LEAVES) if min_leaf is None else min_leaf

    def scores(
        self, is_other: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, int]:
        """Grow a tree, and read off how synthetic each row looks to it.

        Parameters
        ----------
        is_other : ndarray of bool
            Which rows are taken for those of the other table.
        rng : RandomState
            Source of the seed, by which ties are broken.

        Returns
        -------
        scores : ndarray of float
            The share of such rows in the leaf of each row.
        n_leaves : int
            How many leaves there are.
        """
        ordered = [_by_share(codes, is_other) for codes in self._codes]
        features = np.column_stack([*self._numbers, *ordered])
        tree = DecisionTreeClassifier(
            min_samples_leaf=self._leaf, random_state=draw_seed(rng)
        )
        found = tree.fit(features, is_other).predict_proba(features)[:, 1]
        return found, tree.get_n_leaves()

    def error(self, is_other: np.ndarray, rng: np.random.RandomState) -> float:
        """Grow a tree, and measure how far its scores lie from the share of the table.

        Parameters
        ----------
        is_other, rng : object
            As in `scores`.

        Returns
        -------
        float
            The mean squared error.
        """
        scores, _ = self.scores(is_other, rng)
        return float(np.mean((scores - is_other.mean()) ** 2))

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
        drawn = (self._permuted(rng) for _ in range(n_permutations))
        return np.array([self.error(is_other, rng) for is_other in drawn])

    def propensity(
        self, by_chance: np.ndarray, rng: np.random.RandomState
    ) -> Propensity:
        """Tell the tables apart.

        Parameters
        ----------
        by_chance : ndarray
            Errors of two samples of one population.
        rng : RandomState
            Source of the seed.

        Returns
        -------
        Propensity
            The error of the tree, beside these.
        """
        scores, n_leaves = self.scores(self.is_other, rng)
        share = float(self.is_other.mean())
        return Propensity(
            float(np.mean((scores - share) ** 2)),
            float(by_chance.mean()),
            float(by_chance.std(ddof=1)) if len(by_chance) > 1 else np.nan,
            share,
            n_leaves - 1,
            float(np.mean(np.abs(scores - 0.5) > CERTAIN - 0.5)),
        )

    def _permuted(self, rng: np.random.RandomState) -> np.ndarray:
        if self._persons is None:
            return rng.permutation(self.is_other)
        people = np.zeros(int(self._persons.max()) + 1, dtype=bool)
        people[self._persons[self.is_other]] = True
        drawn: np.ndarray = rng.permutation(people)[self._persons]
        return drawn


def _by_share(codes: np.ndarray, is_other: np.ndarray) -> np.ndarray:
    """Number levels by the share of rows of the other table that have them."""
    counts = np.bincount(codes)
    share = np.bincount(codes, weights=is_other) / np.maximum(counts, 1)
    place = np.empty(len(counts), dtype=np.intp)
    place[np.argsort(share, kind="stable")] = np.arange(len(counts))
    return place[codes]
