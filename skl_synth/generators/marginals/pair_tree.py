"""A tree of pairs: each column but the first is drawn in view of one before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.marginals.columns import Column
from skl_synth.generators.marginals.counted_rows import CountedRows
from skl_synth.generators.marginals.denoise import fit_margins, shrink_by_class
from skl_synth.generators.marginals.even_bins import draw_within
from skl_synth.generators.marginals.ledger import Measurement


@dataclass(frozen=True, eq=False)
class PairTree:
    """Columns, and pairs of them that were counted together.

    Parameters
    ----------
    columns : list of Column
        All columns.
    coarse : list of ndarray
        The coarse bin of each bin of each column.
    tables : dict of pair of int to ndarray of shape (n_classes, n_first, n_second)
        Rows by class and coarse bins, pair by pair; the pairs make no circle.
    """

    columns: list[Column]
    coarse: list[np.ndarray]
    tables: dict[tuple[int, int], np.ndarray]

    @property
    def sizes(self) -> list[int]:
        """How many coarse bins each column has."""
        return [int(bins.max()) + 1 for bins in self.coarse]

    def coarse_of(self, place: int, cells: np.ndarray) -> np.ndarray:
        """Find the coarse bins of cells.

        Parameters
        ----------
        place : int
            Which column.
        cells : ndarray of shape (n_rows,), dtype int
            Cells of it.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            Their coarse bins.
        """
        return self.coarse[place][self.columns[place].bins_of(cells)]

    def coarse_shares(self, place: int) -> np.ndarray:
        """Share the rows of each class among the coarse bins of a column.

        Parameters
        ----------
        place : int
            Which column.

        Returns
        -------
        ndarray of shape (n_classes, n_coarse)
            The shares.
        """
        return np.array(
            [
                np.bincount(self.coarse[place], weights=shares)
                for shares in self.columns[place].shares
            ]
        )

    def order(self) -> Iterator[tuple[int, int]]:
        """Give each column with the one in whose view it is drawn, -1 for none.

        Yields
        ------
        place, parent : int
            Parents come before their children.
        """
        near: dict[int, list[int]] = {place: [] for place in range(len(self.columns))}
        for first, second in self.tables:
            near[first].append(second)
            near[second].append(first)
        seen: set[int] = set()
        for root in sorted(near, key=lambda place: -len(near[place])):
            waiting = [] if root in seen else [(root, -1)]
            for place, parent in waiting:
                seen.add(place)
                yield place, parent
                waiting += [(one, place) for one in near[place] if one not in seen]

    def draw(
        self, groups: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        """Draw rows.

        Parameters
        ----------
        groups : ndarray of shape (n_rows,), dtype int
            The class of each.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        coarse, bins : ndarray of shape (n_rows, n_columns), dtype int
            Coarse bins, and bins within them.
        """
        coarse = np.zeros((len(groups), len(self.columns)), dtype=np.intp)
        bins = np.zeros_like(coarse)
        sizes = self.sizes
        for place, parent in self.order():
            if parent < 0:
                table, key = self.coarse_shares(place), groups
            else:
                pair = self.table_of(parent, place)
                table = pair.reshape(-1, sizes[place])
                key = groups * sizes[parent] + coarse[:, parent]
            coarse[:, place] = _draw_columns(table, key, rng)
            bins[:, place] = self._bins_in(place, groups, coarse[:, place], rng)
        return coarse, bins

    def table_of(self, first: int, second: int) -> np.ndarray:
        """Give the counts of a pair, whichever of the two comes first.

        Parameters
        ----------
        first, second : int
            The columns.

        Returns
        -------
        ndarray of shape (n_classes, n_first, n_second)
            Rows by class and coarse bins.
        """
        if (first, second) in self.tables:
            return self.tables[first, second]
        return self.tables[second, first].transpose(0, 2, 1)

    def _bins_in(
        self,
        place: int,
        groups: np.ndarray,
        chosen: np.ndarray,
        rng: np.random.RandomState,
    ) -> np.ndarray:
        """Draw bins within coarse ones, as the rows of a class are shared."""
        shares, coarse = self.columns[place].shares, self.coarse[place]
        n_coarse = self.sizes[place]
        within = np.arange(len(shares))[:, None] * n_coarse + coarse
        key = groups * n_coarse + chosen
        drawn = draw_within(within.ravel(), shares.ravel(), key, rng)
        return drawn % shares.shape[1]


def _draw_columns(
    table: np.ndarray, rows: np.ndarray, rng: np.random.RandomState
) -> np.ndarray:
    """Draw a column of a table in each of some of its rows."""
    n_rows, n_columns = table.shape
    of_row = np.repeat(np.arange(n_rows), n_columns)
    return draw_within(of_row, table.ravel(), rows, rng) % n_columns


def binned(rows: CountedRows, tree: PairTree) -> CountedRows:
    """Take the cells of rows together, as those of pairs are.

    Parameters
    ----------
    rows : CountedRows
        Rows by cell.
    tree : PairTree
        Its coarse bins are used.

    Returns
    -------
    CountedRows
        The same rows by coarse bin.
    """
    return rows.in_bins(tree.coarse_of)


def expected_pair(
    class_counts: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    """Count a pair as if its columns had nothing to do with each other.

    Parameters
    ----------
    class_counts : ndarray of shape (n_classes,)
        Rows of each class.
    first, second : ndarray of shape (n_classes, n_coarse)
        Shares of the bins of each column.

    Returns
    -------
    ndarray of shape (n_classes, n_first, n_second)
        The counts.
    """
    table: np.ndarray = np.einsum("c,ci,cj->cij", class_counts, first, second)
    return table


def fitted_pair(
    tree: PairTree,
    pair: tuple[int, int],
    measured: Measurement,
    expected: np.ndarray,
    class_counts: np.ndarray,
) -> np.ndarray:
    """Estimate the counts of a pair from noisy ones.

    Parameters
    ----------
    tree : PairTree
        The columns.
    pair : tuple of int
        Which two.
    measured : Measurement
        Noisy counts by class and both.
    expected : ndarray of the same shape
        What is expected without them.
    class_counts : ndarray of shape (n_classes,)
        Rows of each class.

    Returns
    -------
    ndarray of the same shape
        Counts that have the margins of what was expected.
    """
    blocks = [tree.columns[place].blocks(tree.coarse[place]) for place in pair]
    kept = shrink_by_class(
        measured.values - expected,
        measured.sigma,
        class_counts / class_counts.sum(),
        blocks,
    )
    return np.array(
        [
            fit_margins(own + more, [own.sum(axis=1), own.sum(axis=0)])
            for own, more in zip(expected, kept, strict=True)
        ]
    )
