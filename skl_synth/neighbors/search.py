"""Nearest real row, and nearest neighbours within a class."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.neighbors import NearestNeighbors
from sklearn.utils.parallel import Parallel, delayed
from threadpoolctl import threadpool_limits

QUERY_ROWS = 4096
"""Rows that are searched for at a time, whatever the number of threads."""

BLOCK_ROWS = 65_536
"""Rows whose distances are recomputed at a time, which bounds the memory needed."""


class NearestRow:
    """The nearest of a set of rows, exactly.

    Parameters
    ----------
    matrix : ndarray of shape (n_rows, n_columns)
        The rows to be found, standardised.
    n_jobs : int or None
        Threads for the search, as in scikit-learn.
    """

    def __init__(self, matrix: np.ndarray, n_jobs: int | None = None) -> None:
        self.matrix = matrix
        self.n_jobs = n_jobs
        self._search = NearestNeighbors(n_neighbors=1)
        # A table of constants has a matrix without columns, in which all rows are one.
        if matrix.shape[1]:
            self._search.fit(matrix)

    def query(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Find the nearest row of each query.

        Parameters
        ----------
        matrix : ndarray of shape (n_queries, n_columns)
            Standardised rows.

        Returns
        -------
        distances : ndarray of shape (n_queries,)
            Euclidean distance, in standard deviations.
        indices : ndarray of shape (n_queries,), dtype int
            Position of the nearest row.
        """
        if not len(matrix) or not matrix.shape[1]:
            return np.zeros(len(matrix)), np.zeros(len(matrix), dtype=np.intp)
        indices = _kneighbors(self._search, matrix, 1, self.n_jobs)[:, 0]
        return self._exact_distances(matrix, indices), indices

    def _exact_distances(self, matrix: np.ndarray, indices: np.ndarray) -> np.ndarray:
        """Recompute the distances from differences.

        Brute force computes them from squared norms, which loses half of the digits
        where they matter: next to zero, where copies are told from neighbours.
        """
        distances = np.empty(len(matrix))
        for start in range(0, len(matrix), BLOCK_ROWS):
            block = slice(start, start + BLOCK_ROWS)
            difference = matrix[block] - self.matrix[indices[block]]
            distances[block] = np.sqrt(np.einsum("ij,ij->i", difference, difference))
        return distances


def neighbors_within(
    matrix: np.ndarray, k_neighbors: Any, n_jobs: int | None = None
) -> np.ndarray:
    """Nearest neighbours of each row among the other rows.

    Parameters
    ----------
    matrix : ndarray of shape (n_rows, n_columns)
        The rows of one class, standardised; at least two.
    k_neighbors : int or object with ``kneighbors``
        Number of neighbours; or a search object with an attribute ``n_neighbors``,
        which counts the row itself as the first, as in imbalanced-learn.
    n_jobs : int or None
        Threads for the search, as in scikit-learn.

    Returns
    -------
    ndarray of shape (n_rows, k), dtype int
        Positions of the neighbours, nearest first; k is at most ``n_rows - 1``.

    Raises
    ------
    ValueError
        If a search object has no ``n_neighbors`` of two or more.
    """
    if not matrix.shape[1]:
        matrix = np.zeros((len(matrix), 1))
    if isinstance(k_neighbors, numbers.Integral):
        search: Any = NearestNeighbors(n_neighbors=int(k_neighbors) + 1)
    else:
        search = clone(k_neighbors, safe=False)
    search.fit(matrix)
    wanted = getattr(search, "n_neighbors", None)
    if wanted is None or wanted < 2:
        raise ValueError(
            f"k_neighbors={k_neighbors!r} has n_neighbors={wanted}, and needs an "
            "attribute n_neighbors of 2 or more: each row finds itself as the first."
        )
    return _without_self(_kneighbors(search, matrix, min(wanted, len(matrix)), n_jobs))


def _kneighbors(
    search: Any, matrix: np.ndarray, n_neighbors: int, n_jobs: int | None
) -> np.ndarray:
    """Search in blocks of fixed size, each in one thread.

    Among rows at equal distances, of which tables of 0/1 columns have many, the order
    depends on how the work is shared out. Blocks that are the same for any number of
    threads, and are worked on by one, make it depend on the rows alone.
    """
    starts = range(0, len(matrix), QUERY_ROWS)
    with threadpool_limits(1):
        found = Parallel(n_jobs=n_jobs, prefer="threads")(
            delayed(search.kneighbors)(
                matrix[start : start + QUERY_ROWS], n_neighbors, return_distance=False
            )
            for start in starts
        )
    return np.concatenate([np.asarray(block) for block in found])


def _without_self(found: np.ndarray) -> np.ndarray:
    """Drop each row from its own neighbours; the last one where it is not among them.

    Among equal rows a search may list another before the row itself, or instead of it.
    """
    n_rows, n_found = found.shape
    is_self = found == np.arange(n_rows)[:, None]
    dropped = np.where(is_self.any(axis=1), is_self.argmax(axis=1), n_found - 1)
    keep = np.arange(n_found) != dropped[:, None]
    return found[keep].reshape(n_rows, n_found - 1)
