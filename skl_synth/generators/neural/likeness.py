"""How like two tables are, by how often every two levels meet in a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.neural.forward import Weights
from skl_synth.table.rows import EncodedRows
from skl_synth.threads import one_thread

MADE_ROWS = 2000
"""So many rows are made, at least, to be compared with real ones."""

Make = Callable[
    [Weights, np.ndarray, np.random.RandomState], tuple[EncodedRows, np.ndarray]
]

DRAWS = 4
"""So many tables are drawn from the real rows, to know what a distance means."""

BINS = 5
"""Numbers are read as the fifth of the real values that they fall into."""


@dataclass(frozen=True, eq=False)
class Likeness:
    """A distance between tables on a coarse copy of them.

    Parameters
    ----------
    edges : tuple of ndarray
        The inner bounds of the bins of every number, and of a continuous target.
    sizes : tuple of int
        Levels of every column of the coarse table: numbers, target, codes, class.
    """

    edges: tuple[np.ndarray, ...]
    sizes: tuple[int, ...]

    @classmethod
    def fit(
        cls, rows: EncodedRows, target: np.ndarray, code_sizes: list[int], n_groups: int
    ) -> Likeness:
        """Take the bins from real rows.

        Parameters
        ----------
        rows : EncodedRows
            The real rows.
        target : ndarray of shape (n_rows,)
            Their target; binned if it is a number.
        code_sizes : list of int
            Levels of every code.
        n_groups : int
            Number of classes.

        Returns
        -------
        Likeness
            The fitted distance.
        """
        parts = np.linspace(0, 1, BINS + 1)[1:-1]
        numbers = list(rows.numbers.T)
        if target.dtype.kind == "f":
            numbers.append(target)
        edges = tuple(
            np.unique(np.quantile(values[~np.isnan(values)], parts))
            if not np.isnan(values).all()
            else np.empty(0)
            for values in numbers
        )
        # One more level than bins, for missing numbers.
        sizes = [len(bounds) + 2 for bounds in edges] + code_sizes + [n_groups]
        return cls(edges, tuple(sizes))

    def coarse(
        self, rows: EncodedRows, target: np.ndarray, groups: np.ndarray
    ) -> np.ndarray:
        """Read rows as levels of the coarse table.

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
        binned = [
            np.where(np.isnan(values), len(bounds) + 1, np.searchsorted(bounds, values))
            for values, bounds in zip(numbers, self.edges, strict=True)
        ]
        return np.column_stack([*binned, rows.codes, groups]).astype(np.intp)

    def distance(self, one: np.ndarray, other: np.ndarray) -> float:
        """Compare two coarse tables.

        Parameters
        ----------
        one, other : ndarray of shape (n_rows, n_columns), dtype int
            Levels, as `coarse` gives them.

        Returns
        -------
        float
            Total variation distance between the tables of counts of two columns, mean
            over all pairs of columns: from 0, alike, to 1.
        """
        gap = np.abs(self._meetings(one) - self._meetings(other))
        starts = self._starts
        blocks = np.add.reduceat(np.add.reduceat(gap, starts, axis=0), starts, axis=1)
        pairs = blocks[np.triu_indices(len(starts), k=1)]
        return float(0.5 * pairs.mean()) if len(pairs) else 0.0

    def _meetings(self, coarse: np.ndarray) -> np.ndarray:
        """Share of rows in which two levels meet, for every two."""
        one_hot = np.zeros((len(coarse), sum(self.sizes)), dtype=np.float32)
        np.put_along_axis(one_hot, coarse + self._starts, 1.0, axis=1)
        # One thread is as fast here, and does not wait for others.
        with one_thread():
            return one_hot.T @ one_hot / max(len(coarse), 1)

    @property
    def _starts(self) -> np.ndarray:
        """The first column of the levels of every column."""
        return np.cumsum([0, *self.sizes[:-1]], dtype=np.intp)


class Yardstick:
    """Compares made rows with real ones.

    Parameters
    ----------
    likeness : Likeness
        Fitted to the real rows.
    coarse : ndarray of shape (n_rows, n_columns)
        The real rows, coarse.
    groups : ndarray of shape (n_rows,), dtype int
        Their classes.
    make : callable
        Makes rows and their target from weights, for given classes and a generator of
        random numbers.
    """

    def __init__(
        self, likeness: Likeness, coarse: np.ndarray, groups: np.ndarray, make: Make
    ) -> None:
        self.likeness = likeness
        self.coarse = coarse
        self.groups = groups
        self.make = make

    def distance(self, weights: Weights, positions: np.ndarray | None = None) -> float:
        """Measure how far what weights make is from real rows.

        Parameters
        ----------
        weights : dict of str to ndarray
            The arrays of a network.
        positions : ndarray of int, default=None
            The real rows to compare with; all of them if None or empty.

        Returns
        -------
        float
            From 0, alike, to 1. The same random numbers are used every time.
        """
        if positions is None or not len(positions):
            positions = np.arange(len(self.groups))
        groups = np.resize(self.groups[positions], max(MADE_ROWS, len(positions)))
        made = self.make(weights, groups, np.random.RandomState(0))
        coarse = self.likeness.coarse(*made, groups)
        return self.likeness.distance(coarse, self.coarse[positions])

    def bounds(self, rng: np.random.RandomState) -> tuple[float, float]:
        """Measure the same for rows that know all of the table, and nothing of it.

        Parameters
        ----------
        rng : RandomState
            Source of randomness.

        Returns
        -------
        again : float
            Distance of a table of real rows, drawn again with replacement: what chance
            alone makes of another sample.
        apart : float
            Distance of a table of columns that are drawn each on its own, the class
            too. Both are means over a few draws.
        """
        shape = self.coarse.shape
        again, apart = [], []
        for _ in range(DRAWS):
            drawn = self.coarse[rng.randint(len(self.coarse), size=len(self.coarse))]
            again.append(self.likeness.distance(drawn, self.coarse))
            chosen = rng.randint(len(self.coarse), size=shape)
            drawn = np.take_along_axis(self.coarse, chosen, axis=0)
            apart.append(self.likeness.distance(drawn, self.coarse))
        return float(np.mean(again)), float(np.mean(apart))
