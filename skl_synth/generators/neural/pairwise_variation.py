"""Pairwise total variation: how far generated rows are from real ones.

It is the mean, over all pairs of columns, of the total variation distance between the
two tables of joint counts. Numbers are binned for it. It sees what columns have to do
with one another, two at a time, and takes milliseconds, so that a training can be
scored by it again and again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.neural.forward import Weights
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows
from skl_synth.threads import one_thread

LEAST_GENERATED = 2000
"""So many rows are generated, at least, to be compared with real ones."""

DRAWS = 4
"""So many tables are drawn from the real rows, to know what a distance means."""

BINS = 5
"""Numbers are read as the fifth of the real values that they fall into."""

Generate = Callable[
    [Weights, np.ndarray, np.random.RandomState], tuple[EncodedRows, np.ndarray]
]


@dataclass(frozen=True, eq=False)
class PairwiseVariation:
    """The pairwise total variation between tables, on binned copies of them.

    Parameters
    ----------
    edges : tuple of ndarray
        The inner bounds of the bins of every number, and of a continuous target.
    sizes : tuple of int
        Levels of every column of a binned table: numbers, target, codes, class.
    """

    edges: tuple[np.ndarray, ...]
    sizes: tuple[int, ...]

    @classmethod
    def fit(cls, real: RealTable) -> PairwiseVariation:
        """Take the bins from real rows.

        Parameters
        ----------
        real : RealTable
            The real table.

        Returns
        -------
        PairwiseVariation
            The fitted distance.
        """
        numbers = list(real.rows.numbers.T)
        if real.target.kind == "continuous":
            numbers.append(real.target.encoded)
        edges = tuple(map(_edges, numbers))
        # One more level than bins, for missing numbers.
        of_numbers = [len(bounds) + 2 for bounds in edges]
        of_codes = [variable.n_levels for variable in real.schema.codes]
        return cls(edges, (*of_numbers, *of_codes, real.n_groups))

    def binned(
        self, rows: EncodedRows, target: np.ndarray, groups: np.ndarray
    ) -> np.ndarray:
        """Read rows as levels of the binned table.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the table.
        target : ndarray of shape (n_rows,)
            Their encoded target.
        groups : ndarray of shape (n_rows,), dtype int
            Their classes.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype int
            The levels.
        """
        numbers = list(rows.numbers.T)
        if len(self.edges) > len(numbers):
            numbers.append(target)
        levels = [
            np.where(np.isnan(values), len(bounds) + 1, np.searchsorted(bounds, values))
            for values, bounds in zip(numbers, self.edges, strict=True)
        ]
        return np.column_stack([*levels, rows.codes, groups]).astype(np.intp)

    def distance(self, one: np.ndarray, other: np.ndarray) -> float:
        """Compare two binned tables.

        Parameters
        ----------
        one, other : ndarray of shape (n_rows, n_columns), dtype int
            Levels, as `binned` gives them.

        Returns
        -------
        float
            Total variation distance between the tables of counts of two columns, mean
            over all pairs of columns: from 0, the same, to 1.
        """
        gap = np.abs(self._joint_shares(one) - self._joint_shares(other))
        starts = self._starts
        # Sums over the block of every two columns: first of its lines, then across.
        blocks = np.add.reduceat(np.add.reduceat(gap, starts, axis=0), starts, axis=1)
        pairs = blocks[np.triu_indices(len(starts), k=1)]
        return float(0.5 * pairs.mean()) if len(pairs) else 0.0

    def _joint_shares(self, binned: np.ndarray) -> np.ndarray:
        """Share of rows in which two levels meet, for every two.

        The product of the one-hot table with itself holds the joint counts of all pairs
        of columns at once.
        """
        one_hot = np.zeros((len(binned), sum(self.sizes)), dtype=np.float32)
        np.put_along_axis(one_hot, binned + self._starts, 1.0, axis=1)
        # One thread is as fast here, and does not wait for others.
        with one_thread():
            return one_hot.T @ one_hot / max(len(binned), 1)

    @property
    def _starts(self) -> np.ndarray:
        """The first column of the levels of every column."""
        return np.cumsum([0, *self.sizes[:-1]], dtype=np.intp)


class Reference:
    """The real rows that generated ones are compared with while a network learns.

    Parameters
    ----------
    variation : PairwiseVariation
        Fitted to the real rows.
    binned : ndarray of shape (n_rows, n_columns)
        The real rows, binned.
    groups : ndarray of shape (n_rows,), dtype int
        Their classes.
    generate : callable
        Generates rows and their target from weights, for given classes and a source of
        randomness.
    """

    def __init__(
        self,
        variation: PairwiseVariation,
        binned: np.ndarray,
        groups: np.ndarray,
        generate: Generate,
    ) -> None:
        self.variation = variation
        self.binned = binned
        self.groups = groups
        self.generate = generate

    @classmethod
    def of(cls, real: RealTable, generate: Generate) -> Reference:
        """Take the real rows as the reference.

        Parameters
        ----------
        real : RealTable
            The real table.
        generate : callable
            Generates rows to be compared with them.

        Returns
        -------
        Reference
            The reference. It holds real rows, and is not kept after a training.
        """
        variation, target = PairwiseVariation.fit(real), real.target
        binned = variation.binned(real.rows, target.encoded, target.groups)
        return cls(variation, binned, target.groups, generate)

    def distance(self, weights: Weights, positions: np.ndarray | None = None) -> float:
        """Measure how far what weights generate is from real rows.

        Parameters
        ----------
        weights : dict of str to ndarray
            The arrays of a network.
        positions : ndarray of int, default=None
            The real rows to compare with; all of them if None or empty.

        Returns
        -------
        float
            From 0, the same, to 1. The same random numbers are used every time, so that
            scores differ by what was learnt and not by luck.
        """
        if positions is None or not len(positions):
            positions = np.arange(len(self.groups))
        # The classes of the real rows over and over: of few rows luck would decide.
        groups = np.resize(self.groups[positions], max(LEAST_GENERATED, len(positions)))
        generated = self.generate(weights, groups, np.random.RandomState(0))
        binned = self.variation.binned(*generated, groups)
        return self.variation.distance(binned, self.binned[positions])

    def bounds(self, rng: np.random.RandomState) -> tuple[float, float]:
        """Measure the same for rows that know all of the table, and nothing of it.

        Parameters
        ----------
        rng : RandomState
            Source of randomness.

        Returns
        -------
        resampled : float
            Distance of a table of real rows, drawn again with replacement: what chance
            alone makes of another sample.
        independent : float
            Distance of a table of columns that are drawn each on its own, the class
            too. Both are means over a few draws.
        """
        n_rows, real = len(self.binned), self.binned
        resampled, independent = [], []
        for _ in range(DRAWS):
            drawn = real[rng.randint(n_rows, size=n_rows)]
            resampled.append(self.variation.distance(drawn, real))
            chosen = rng.randint(n_rows, size=real.shape)
            drawn = np.take_along_axis(real, chosen, axis=0)
            independent.append(self.variation.distance(drawn, real))
        return float(np.mean(resampled)), float(np.mean(independent))


def _edges(values: np.ndarray) -> np.ndarray:
    """Inner bounds of bins of equal counts; fewer where values repeat."""
    present = values[~np.isnan(values)]
    if not len(present):
        return np.empty(0)
    return np.unique(np.quantile(present, np.linspace(0, 1, BINS + 1)[1:-1]))
