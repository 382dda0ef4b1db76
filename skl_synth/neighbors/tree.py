"""Tree: branch and bound over codes and numbers, compiled.

The engine of the extra ``fast``. What is compiled stands in ``search_kernels.py``, so
that nothing here imports numba before it is needed.
"""

from __future__ import annotations

import numpy as np

from skl_synth.fast import load
from skl_synth.neighbors.mixed_rows import MixedRows

KERNELS = "skl_synth.neighbors.search_kernels"
"""The module that holds what is compiled."""


class Tree:
    """The nearest rows by branch and bound: levels first, then a k-d tree.

    Each node holds rows that are equal in some codes and lie in a box of numbers. No
    row in it is nearer to a query than the sum of the squared distances of these codes
    and of the box. A node that cannot hold a row nearer than, or as near as, the worst
    of the best so far is left out with all below it.

    Levels come first because they part the rows at once by a whole gap, and because
    below the last of them all codes are equal: what they add to a distance is then
    added up once for all rows there.

    Parameters
    ----------
    rows : MixedRows
        The rows that are searched; all different.
    """

    def __init__(self, rows: MixedRows) -> None:
        sizes = [len(level) for level in rows.levels]
        self._offsets = np.r_[0, np.cumsum(sizes)].astype(np.int64)
        nothing = np.empty(0)
        self._halves = np.concatenate(
            [nothing] + [level.halves[:-1] for level in rows.levels]
        )
        self._unknown = np.concatenate(
            [nothing] + [level.to_unknown[:-1] for level in rows.levels]
        )
        grown = load(KERNELS).grow(
            rows.numbers, rows.codes, self._halves, self._offsets
        )
        self._order, self._nodes, self._low, self._high = grown
        self._rows = rows.take(self._order)

    def nearest(
        self, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the k nearest rows of each query.

        Parameters
        ----------
        queries : MixedRows
            Any rows.
        k : int
            Number of neighbours.
        bounds : ndarray of shape (n_queries,)
            Squared distance beyond which no row matters, infinite if not known.

        Returns
        -------
        squared : ndarray of shape (n_queries, k)
            Squared distances, the lower position first among equals; infinite where
            fewer than k rows are within the bound.
        positions : ndarray of shape (n_queries, k), dtype int
            The rows; -1 where there is none.
        """
        return self._search(queries, k, bounds)[:2]

    def work(self, queries: MixedRows, k: int, bounds: np.ndarray) -> int:
        """Count the rows and nodes that a search visits.

        Parameters
        ----------
        queries : MixedRows
            Any rows.
        k : int
            Number of neighbours.
        bounds : ndarray of shape (n_queries,)
            Squared distance beyond which no row matters.

        Returns
        -------
        int
            Their number.
        """
        return self._search(queries, k, bounds)[2]

    def _search(
        self, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, int]:
        squared = np.full((len(queries), k), np.inf)
        positions = np.full((len(queries), k), -1, dtype=np.int64)
        visited = load(KERNELS).search(
            self._nodes,
            self._low,
            self._high,
            self._rows.numbers,
            self._rows.codes,
            self._order,
            self._halves,
            self._unknown,
            self._offsets,
            queries.numbers,
            queries.codes,
            bounds,
            squared,
            positions,
        )
        return squared, positions, visited
