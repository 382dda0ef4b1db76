"""The best few among pairs of rows: by distance, and by position among equals."""

from __future__ import annotations

import numpy as np
from scipy import sparse

_GROUPS = 128
"""Groups that values are dealt out into."""

_CELLS = 200_000
"""Distances that are sorted at a time."""


def keep_best(
    n_queries: int, k: int, mine: np.ndarray, theirs: np.ndarray, squared: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Choose the k nearest rows of each query among pairs.

    Parameters
    ----------
    n_queries : int
        Number of queries.
    k : int
        Rows wanted per query.
    mine, theirs : ndarray of shape (n_pairs,), dtype int
        Query and row of each pair; no pair twice.
    squared : ndarray of shape (n_pairs,)
        Their squared distances.

    Returns
    -------
    squared : ndarray of shape (n_queries, k)
        Nearest first, the lower position first among equals; infinite where a query
        has fewer pairs.
    positions : ndarray of shape (n_queries, k), dtype int
        The rows; -1 where there is none.
    """
    best = np.full((n_queries, k), np.inf)
    positions = np.full((n_queries, k), -1, dtype=np.intp)
    shape = (n_queries, int(theirs.max(initial=0)) + 1)
    # A sparse matrix sorts the pairs of each query by position, and fast.
    pairs = sparse.csr_matrix((squared, (mine, theirs)), shape=shape)
    pairs.sort_indices()
    sizes = np.diff(pairs.indptr)
    by_size = np.argsort(sizes, kind="stable")[np.count_nonzero(sizes == 0) :]
    while len(by_size):
        # From the longest on, as many as fit, side by side.
        longest = sizes[by_size[-1]]
        some = by_size[-max(_CELLS // longest, 1) :]
        by_size = by_size[: len(by_size) - len(some)]
        place = np.arange(longest)
        inside = place < sizes[some, None]
        at = np.where(inside, pairs.indptr[some, None] + place, 0)
        values = np.where(inside, pairs.data[at], np.inf)
        order = _smallest(values, k)
        n_found = order.shape[1]
        best[some, :n_found] = np.take_along_axis(values, order, axis=1)
        found = pairs.indices[np.take_along_axis(at, order, axis=1)]
        positions[some, :n_found] = np.where(np.isinf(best[some, :n_found]), -1, found)
    return best, positions


def kth_smallest_at_most(values: np.ndarray, k: int) -> np.ndarray:
    """Bound the kth smallest value of each row from above, without sorting the row.

    The values are dealt out into groups. The smallest of each are values of different
    places, so that the kth smallest of them is no smaller than the kth of all; and
    rarely larger, where there are many more groups than k.

    Parameters
    ----------
    values : ndarray of shape (n_rows, n_values)
        The values.
    k : int
        At most ``n_values``.

    Returns
    -------
    ndarray of shape (n_rows,)
        The bounds; not a number where one of the values is none.
    """
    n_groups = max(_GROUPS, 8 * k)
    n_rounds = values.shape[1] // n_groups
    if n_rounds > 1:
        dealt = values[:, : n_rounds * n_groups].reshape(-1, n_rounds, n_groups)
        values = dealt.min(axis=1)
    return np.partition(values, k - 1, axis=1)[:, k - 1]


def _smallest(values: np.ndarray, k: int) -> np.ndarray:
    """Where the k smallest of each row are, the first one first among equals."""
    if k == 1:
        return values.argmin(axis=1)[:, None]
    return np.argsort(values, axis=1, kind="stable")[:, :k]
