"""Buckets: rows of equal codes, each bucket with a k-d tree over its numbers."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from skl_synth.neighbors.best import keep_best
from skl_synth.neighbors.rows import MixedRows, squared_distances
from skl_synth.neighbors.signatures import ROUNDING, Signatures


class Buckets:
    """The nearest rows with the same codes.

    Among rows of equal codes only the numbers count, and these are few: a k-d tree
    finds the nearest fast. One tree serves all buckets. Its first coordinate is the
    number of the bucket, times more than the numbers can be apart: no search leaves
    its bucket, and rows of one bucket differ in it by exactly zero.

    Whoever is nearest in the bucket is nearest of all if no row of other codes can be
    nearer, which the gap says: the least squared distance of one level of an attribute
    to another, see `Signatures.gaps`. A single attribute in which two rows differ adds
    at least that much, and the numbers add nothing negative.

    Parameters
    ----------
    rows : MixedRows
        The rows to be found; all different.
    signatures : Signatures
        Their combinations of codes.
    """

    def __init__(self, rows: MixedRows, signatures: Signatures) -> None:
        self._rows = rows
        self._signatures = signatures
        spread = np.ptp(rows.numbers, axis=0) if rows.numbers.size else np.zeros(0)
        # Queries from far outside see farther than this, and are left to others.
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
            Rows wanted.
        bounds : ndarray of shape (n_queries,)
            Squared distance that need not be exceeded, infinite if not known.

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
        n_asked = k + 1
        farthest = np.sqrt(bounds.max(initial=0.0)) * (1.0 + ROUNDING)
        # Nearer than this, strictly: also copies, where no more is allowed.
        reach = min(self._reach, farthest + 1e-150)
        while len(todo):
            asked = queries.take(todo)
            found = self._ask(asked, bucket[todo], k, n_asked, reach)
            best[todo], positions[todo] = found[:2]
            # Again, with more rows, where the next one may be as near as the last.
            todo, n_asked = todo[found[2]], 4 * n_asked
        gap = self._signatures.gaps(queries.codes)
        return best, positions, np.minimum(best[:, -1], bounds) < gap

    def _ask(
        self,
        queries: MixedRows,
        bucket: np.ndarray,
        k: int,
        n_asked: int,
        reach: float,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Take the best k of ``n_asked`` rows, and say where these may be too few."""
        n_asked = min(n_asked, len(self._rows))
        distances, found = self._tree.query(
            self._points(queries.numbers, bucket),
            k=np.arange(1, n_asked + 1),
            distance_upper_bound=reach,
        )
        mine, place = np.nonzero(np.isfinite(distances))
        theirs = found[mine, place]
        squared = squared_distances(queries, mine, self._rows, theirs)
        best, positions = keep_best(len(queries), k, mine, theirs, squared)
        last = np.square(distances[:, -1])
        more = np.isfinite(last) & (last <= best[:, -1] * (1.0 + ROUNDING))
        return best, positions, more & (n_asked < len(self._rows))

    def _points(self, numbers: np.ndarray, bucket: np.ndarray) -> np.ndarray:
        return np.column_stack([bucket * (4.0 * self._reach), numbers])
