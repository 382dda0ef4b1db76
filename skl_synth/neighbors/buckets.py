"""Buckets: rows of equal codes, searched by a k-d tree over their numbers.

The engine for mixed tables where the compiled tree is not used. It solves the queries
whose nearest rows share all their codes, as a row of SMOTE does with one of its
parents, and says which these are. The others are left to an engine that considers all
rows.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from skl_synth.neighbors.best import keep_best
from skl_synth.neighbors.mixed_rows import MixedRows, squared_distances
from skl_synth.neighbors.signatures import ROUNDING, Signatures


class Buckets:
    """The nearest rows with the same codes.

    Among rows of equal codes only the numbers count, and these are few: a k-d tree
    finds the nearest fast. One tree serves all buckets, since a tree for each would
    cost a call of Python for each. Its first coordinate is the index of the bucket,
    times more than a search reaches: no search leaves its bucket, and rows of one
    bucket differ in it by exactly zero.

    The nearest row of the bucket is the nearest of all if it is nearer than the gap,
    the least squared distance of one level of an attribute to another: see
    `Signatures.gaps`. A single attribute in which two rows differ adds at least that
    much, and the numbers add nothing negative.

    Parameters
    ----------
    rows : MixedRows
        The rows that are searched; all different.
    signatures : Signatures
        Their combinations of codes.
    """

    def __init__(self, rows: MixedRows, signatures: Signatures) -> None:
        self._rows = rows
        self._signatures = signatures
        spread = np.ptp(rows.numbers, axis=0) if rows.numbers.size else np.zeros(0)
        # More than any two rows are apart. A query from far outside may have no row
        # within this reach, and is left to the next engine.
        self._reach = 2.0 * float(np.sqrt(np.square(spread).sum())) + 1.0
        self._tree = cKDTree(self._points(rows.numbers, signatures.of_rows))

    def nearest(
        self, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Find the k nearest rows in the bucket of each query.

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
            the bucket has no k rows.
        positions : ndarray of shape (n_queries, k), dtype int
            The rows; -1 where there is none.
        solved : ndarray of shape (n_queries,), dtype bool
            Whether these are the nearest of all rows.
        """
        best = np.full((len(queries), k), np.inf)
        positions = np.full((len(queries), k), -1, dtype=np.intp)
        bucket = self._signatures.match(queries.codes)
        todo = np.flatnonzero(bucket >= 0)
        # One row more than wanted shows whether the kth is tied with the next.
        n_candidates = k + 1
        farthest = np.sqrt(bounds.max(initial=0.0)) * (1.0 + ROUNDING)
        # The tree searches strictly below its reach. Where the bound is 0 it must still
        # reach the replicates, at distance 0.
        reach = min(self._reach, farthest + 1e-150)
        while len(todo):
            nearest = self._query_tree(
                queries.take(todo), bucket[todo], k, n_candidates, reach
            )
            best[todo], positions[todo] = nearest[:2]
            # Again, with more rows, where the next one may be as near as the last.
            todo, n_candidates = todo[nearest[2]], 4 * n_candidates
        # Below the gap no row of other codes is as near, and below the reach no row of
        # the bucket was missed. Strictly: a row of other codes at the gap would tie,
        # and may stand at a lower position.
        limit = np.minimum(self._signatures.gaps(queries.codes), reach * reach)
        return best, positions, np.minimum(best[:, -1], bounds) < limit

    def _query_tree(
        self,
        queries: MixedRows,
        bucket: np.ndarray,
        k: int,
        n_candidates: int,
        reach: float,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Take the best k of some candidates, and say where these may be too few.

        The tree adds up distances in its own order and breaks ties as it likes. So it
        only proposes: its rows are compared again, and where the last candidate is not
        clearly farther than the kth best, a row beyond it may tie with that one.
        """
        n_candidates = min(n_candidates, len(self._rows))
        distances, candidates = self._tree.query(
            self._points(queries.numbers, bucket),
            k=np.arange(1, n_candidates + 1),
            distance_upper_bound=reach,
        )
        # At infinity where the bucket has no more rows within reach.
        query, rank = np.nonzero(np.isfinite(distances))
        row = candidates[query, rank]
        squared = squared_distances(queries, query, self._rows, row)
        best, positions = keep_best(len(queries), k, query, row, squared)
        last = np.square(distances[:, -1])
        more = np.isfinite(last) & (last <= best[:, -1] * (1.0 + ROUNDING))
        return best, positions, more & (n_candidates < len(self._rows))

    def _points(self, numbers: np.ndarray, bucket: np.ndarray) -> np.ndarray:
        """Coordinates in the tree: the bucket, farther apart than any reach, first."""
        return np.column_stack([bucket * (4.0 * self._reach), numbers])
