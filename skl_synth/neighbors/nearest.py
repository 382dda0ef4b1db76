"""NearestRow: the nearest real row of every row."""

from __future__ import annotations

import numpy as np

from skl_synth.neighbors.distinct import distinct_rows
from skl_synth.neighbors.rows import MixedRows, squared_distances
from skl_synth.neighbors.search import Search
from skl_synth.neighbors.signatures import ROUNDING


class NearestRow:
    """The nearest of a set of rows, exactly.

    Parameters
    ----------
    rows : MixedRows or ndarray of shape (n_rows, n_columns)
        The rows to be found, standardised; a plain matrix has numbers only.
    n_jobs : int or None
        Threads for the search, as in scikit-learn.
    """

    def __init__(self, rows: MixedRows | np.ndarray, n_jobs: int | None = None) -> None:
        self.rows = MixedRows.of(rows)
        self.n_jobs = n_jobs
        self._first = distinct_rows(self.rows.numbers, self.rows.codes).first
        self._search = Search(self.rows.some(self._first), n_jobs)

    def query(
        self,
        rows: MixedRows | np.ndarray,
        *,
        near: np.ndarray | None = None,
        within: float = np.inf,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the nearest row of each query.

        Parameters
        ----------
        rows : MixedRows or ndarray of shape (n_queries, n_columns)
            Standardised rows.
        near : ndarray of shape (n_queries, n_near), dtype int, default=None
            Positions of rows that are likely to be near, such as the parents of a
            synthetic row. They make the search shorter; the result does not depend
            on them.
        within : float, default=inf
            Distance beyond which it does not matter who is nearest.

        Returns
        -------
        distances : ndarray of shape (n_queries,)
            Euclidean distance, in standard deviations; infinite beyond ``within``.
        indices : ndarray of shape (n_queries,), dtype int
            Position of the nearest row, the first one among equally near ones; -1
            beyond ``within``.
        """
        queries = MixedRows.of(rows)
        bounds = self.bounds(queries, near)
        limit = np.square(within) * (1.0 + ROUNDING)
        squared, found = self._search.nearest(queries, 1, np.minimum(bounds, limit))
        distances = np.sqrt(squared[:, 0])
        beyond = distances > within
        indices = np.where(beyond, -1, self._first[found[:, 0]])
        return np.where(beyond, np.inf, distances), indices

    def bounds(self, queries: MixedRows, near: np.ndarray | None) -> np.ndarray:
        """Squared distances that the nearest rows do not exceed.

        Parameters
        ----------
        queries : MixedRows
            The queries.
        near : ndarray of shape (n_queries, n_near), dtype int, or None
            Positions of rows that are likely to be near.

        Returns
        -------
        ndarray of shape (n_queries,)
            The bounds; infinite where nothing is known.
        """
        bounds = np.full(len(queries), np.inf)
        everyone = np.arange(len(queries))
        for one in () if near is None else near.T:
            squared = squared_distances(queries, everyone, self.rows, one)
            bounds = np.minimum(bounds, squared)
        return bounds
