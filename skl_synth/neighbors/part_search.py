"""PartSearch: the nearest rows in one part of a table, by their places in the whole.

The k nearest rows of a table are among the k nearest of each of its parts. So parts can
be searched apart, and their answers merged: with the distances, and the order of rows
that are equally near, of a search in the whole.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.neighbors.distinct import distinct_rows
from skl_synth.neighbors.mixed_rows import MixedRows
from skl_synth.neighbors.search import Search
from skl_synth.neighbors.within import with_equals


class PartSearch:
    """The k nearest rows among those of a part, exactly.

    Parameters
    ----------
    rows : MixedRows or ndarray of shape (n_rows, n_columns)
        The rows of the part, standardised; equal ones too, or none at all.
    positions : ndarray of shape (n_rows,), dtype int, default=None
        Where each stands in the whole table; none twice. As they are if None.
    n_jobs : int or None
        Threads for the search, as in scikit-learn.

    See Also
    --------
    NearestRow : The nearest row of a whole table.
    merged : The answers of two parts in one.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.neighbors.part_search import PartSearch
    >>> part = PartSearch(np.array([[0.0], [4.0], [1.0]]), np.array([20, 3, 7]))
    >>> squared, positions = part.nearest(np.array([[3.0]]), k=2)
    >>> squared, positions
    (array([[1., 4.]]), array([[3, 7]]))
    """

    def __init__(
        self,
        rows: MixedRows | np.ndarray,
        positions: np.ndarray | None = None,
        n_jobs: int | None = None,
    ) -> None:
        rows = MixedRows.of(rows)
        if positions is None:
            positions = np.arange(len(rows))
        if np.any(positions[1:] < positions[:-1]):
            # In their order in the whole, a tie within falls to the row it falls to in
            # the whole.
            order = np.argsort(positions)
            rows, positions = rows.take(order), positions[order]
        self.positions = positions
        self._distinct = distinct_rows(rows.numbers, rows.codes)
        self._search = Search(rows.subset(self._distinct.first), n_jobs)

    def __len__(self) -> int:
        return len(self.positions)

    def __sizeof__(self) -> int:
        """Size of what it holds, which schedulers ask for; without its engines."""
        rows = self._search.rows
        held = (rows.numbers, rows.codes, self.positions, self._distinct.inverse)
        return sum(array.nbytes for array in held)

    def __getstate__(self) -> dict[str, Any]:
        """What is sent elsewhere: engines take more memory than rows, and are built."""
        bare = Search(self._search.rows, self._search.n_jobs)
        return {**self.__dict__, "_search": bare}

    def nearest(
        self,
        queries: MixedRows | np.ndarray,
        k: int,
        bounds: np.ndarray | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the k nearest rows of each query.

        Parameters
        ----------
        queries : MixedRows or ndarray of shape (n_queries, n_columns)
            Any rows of the same table.
        k : int
            Number of rows wanted; there may be fewer.
        bounds : ndarray of shape (n_queries,), default=None
            Squared distance beyond which no row matters.

        Returns
        -------
        squared : ndarray of shape (n_queries, k)
            Squared distances, the lower position first among equals; infinite where
            fewer than k rows are within the bound.
        positions : ndarray of shape (n_queries, k), dtype int
            Where these rows stand in the whole table; -1 where there is none.
        """
        queries = MixedRows.of(queries)
        best = np.full((len(queries), k), np.inf)
        positions = np.full((len(queries), k), -1, dtype=np.intp)
        if not len(self) or not len(queries):
            return best, positions
        first = self._distinct.first
        n_found = min(k, len(first))
        squared, found = self._search.nearest(queries, n_found, bounds)
        if bounds is not None:
            # An engine may come upon rows beyond, but need not: none of them is given.
            beyond = squared > bounds[:, None]
            squared[beyond], found[beyond] = np.inf, -1
        if k == 1 or len(first) == len(self):
            found = np.where(found < 0, -1, first[found])
            best[:, :n_found], positions[:, :n_found] = squared, found
        else:
            best, positions = with_equals(self._distinct, squared, found, k)
        return best, np.where(positions < 0, -1, self.positions[positions])


def merged(
    one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Merge what two parts answered to the same queries.

    Parameters
    ----------
    one, other : (squared, positions)
        As `PartSearch.nearest` gives them, for different rows.

    Returns
    -------
    squared, positions : ndarray of shape (n_queries, k)
        The k nearest of both, the lower position first among equally near ones.
    """
    squared = np.hstack([one[0], other[0]])
    positions = np.hstack([one[1], other[1]])
    best = np.lexsort((positions, squared), axis=1)[:, : one[0].shape[1]]
    return (
        np.take_along_axis(squared, best, axis=1),
        np.take_along_axis(positions, best, axis=1),
    )
