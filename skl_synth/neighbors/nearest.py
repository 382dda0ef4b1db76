"""NearestRow: the nearest real row of every row.

This is the distance to closest record by which the proximity filter drops candidates
and the audit measures them.
"""

from __future__ import annotations

import numpy as np

from skl_synth.neighbors.distinct import distinct_rows
from skl_synth.neighbors.mixed_rows import MixedRows, squared_distances
from skl_synth.neighbors.search import Search
from skl_synth.neighbors.signatures import ROUNDING


class NearestRow:
    """The nearest row of a table, exactly.

    Parameters
    ----------
    rows : MixedRows or ndarray of shape (n_rows, n_columns)
        The rows that are searched, standardised; a plain matrix has numbers only.
    n_jobs : int or None
        Threads for the search, as in scikit-learn.
    """

    def __init__(self, rows: MixedRows | np.ndarray, n_jobs: int | None = None) -> None:
        self.rows = MixedRows.of(rows)
        self.n_jobs = n_jobs
        self._first = distinct_rows(self.rows.numbers, self.rows.codes).first
        self._search = Search(self.rows.subset(self._first), n_jobs)

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
            Distance beyond which the nearest row is not searched for.

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
        # The limit is compared as a distance below: its square must not round it down.
        limit = np.square(within) * (1.0 + ROUNDING)
        squared, nearest = self._search.nearest(queries, 1, np.minimum(bounds, limit))
        distances = np.sqrt(squared[:, 0])
        beyond = distances > within
        indices = np.where(beyond, -1, self._first[nearest[:, 0]])
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
        # The nearest row is at most as far away as any row. A bound that equals its
        # distance loses nothing: rows at the bound are kept, and tie by position.
        bounds = np.full(len(queries), np.inf)
        all_queries = np.arange(len(queries))
        for row in () if near is None else near.T:
            squared = squared_distances(queries, all_queries, self.rows, row)
            bounds = np.minimum(bounds, squared)
        return bounds
