"""Brute force of scikit-learn, made exact."""

from __future__ import annotations

import numpy as np
from sklearn.neighbors import NearestNeighbors

from skl_synth.neighbors.rows import MixedRows, squared_distances

SPARE = 2
"""Rows asked for beyond those wanted: ties and rounding hide behind the last one."""


class Brute:
    """The nearest rows by comparing all with all.

    scikit-learn computes |a|² + |b|² - 2ab in float64, whose error with D columns and
    u = 2⁻⁵³ is below 4 (D + 8) u (|a|² + |b|²), and among equally near rows it takes
    any. So a few more rows are asked for than wanted, and compared by differences. If
    the last of them is farther than the last wanted one by more than the error, no
    other row can be nearer.

    Parameters
    ----------
    rows : MixedRows
        The rows to be found; all different.
    """

    def __init__(self, rows: MixedRows) -> None:
        self._rows = rows
        matrix = _matrix(rows)
        self._search = NearestNeighbors(algorithm="brute").fit(matrix)
        self._longest = np.einsum("ij,ij->i", matrix, matrix).max()

    def nearest(
        self, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Find the k nearest rows of each query.

        Parameters
        ----------
        queries : MixedRows
            Any rows.
        k : int
            Rows wanted; there are as many.
        bounds : ndarray of shape (n_queries,)
            Ignored: the k nearest are found, however far they are.

        Returns
        -------
        squared : ndarray of shape (n_queries, k)
            Squared distances, the lower position first among equals.
        positions : ndarray of shape (n_queries, k), dtype int
            The rows.
        solved : ndarray of shape (n_queries,), dtype bool
            Whether these are the nearest; among ties there may be others.
        """
        matrix = _matrix(queries)
        n_asked = min(k + SPARE, len(self._rows))
        distances, found = self._search.kneighbors(matrix, n_asked)
        found = np.sort(found, axis=1)
        mine = np.repeat(np.arange(len(queries)), n_asked)
        squared = squared_distances(queries, mine, self._rows, found.ravel())
        squared = squared.reshape(found.shape)
        order = np.argsort(squared, axis=1, kind="stable")[:, :k]
        best = np.take_along_axis(squared, order, axis=1)
        positions = np.take_along_axis(found, order, axis=1)
        lengths = np.einsum("ij,ij->i", matrix, matrix) + self._longest
        error = 4.0 * (matrix.shape[1] + 8) * 2.0**-53 * lengths
        solved = best[:, -1] < np.square(distances[:, -1]) - 2.0 * error
        return best, positions, solved | (n_asked == len(self._rows))


def _matrix(rows: MixedRows) -> np.ndarray:
    """Write the rows as a matrix; where it has no columns, all rows are one."""
    return rows.matrix() if rows.n_columns else np.zeros((len(rows), 1))
