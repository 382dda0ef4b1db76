"""The k nearest among pairs of rows: by distance, and by position among equal ones.

On tables of whole numbers and codes many rows are equally near, and which of them is
taken decides between which rows a new one is placed. The position in the table of the
caller is the one criterion that all engines share: the order in which they meet the
pairs depends on blocks, cells and branches.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

_GROUPS = 128
"""Groups that the values of a row are divided into."""

_CELLS = 200_000
"""Distances that are sorted at a time."""


def keep_best(
    n_queries: int, k: int, query: np.ndarray, row: np.ndarray, squared: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Choose the k nearest rows of each query among pairs.

    Parameters
    ----------
    n_queries : int
        Number of queries.
    k : int
        Rows wanted per query.
    query, row : ndarray of shape (n_pairs,), dtype int
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
    shape = (n_queries, int(row.max(initial=0)) + 1)
    # A sparse matrix sorts the pairs of each query by position, and fast. A stable sort
    # by distance then leaves equally near rows in the order of their positions. (A
    # distance of 0 that is written into such a matrix stays in it.)
    pairs = sparse.csr_matrix((squared, (query, row)), shape=shape)
    pairs.sort_indices()
    sizes = np.diff(pairs.indptr)
    by_size = np.argsort(sizes, kind="stable")[np.count_nonzero(sizes == 0) :]
    while len(by_size):
        # Queries with about as many pairs are sorted together as one padded matrix:
        # from the longest list on, as many as fit.
        longest = sizes[by_size[-1]]
        some = by_size[-max(_CELLS // longest, 1) :]
        by_size = by_size[: len(by_size) - len(some)]
        offset = np.arange(longest)
        inside = offset < sizes[some, None]
        at = np.where(inside, pairs.indptr[some, None] + offset, 0)
        values = np.where(inside, pairs.data[at], np.inf)
        order = _smallest(values, k)
        kept = slice(order.shape[1])
        best[some, kept] = np.take_along_axis(values, order, axis=1)
        nearest = pairs.indices[np.take_along_axis(at, order, axis=1)]
        positions[some, kept] = np.where(np.isinf(best[some, kept]), -1, nearest)
    return best, positions


def kth_smallest_at_most(values: np.ndarray, k: int) -> np.ndarray:
    """Bound the kth smallest value of each row from above, without sorting the row.

    The values are divided into groups. The smallest value of each group is one of the
    row, no value counts twice, and so the kth smallest of these minima is no smaller
    than the kth of all. It is rarely larger, where there are many more groups than k.
    The minima are found in one pass; a partial sort of the whole row takes more than
    twice as long, about as long as the matrix product that the row comes from.

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
        # The last few values, which fill no round, may be left out: fewer values
        # make the bound larger, never smaller.
        rounds = values[:, : n_rounds * n_groups].reshape(-1, n_rounds, n_groups)
        values = rounds.min(axis=1)
    return np.partition(values, k - 1, axis=1)[:, k - 1]


def _smallest(values: np.ndarray, k: int) -> np.ndarray:
    """Where the k smallest of each row are, the first one first among equals."""
    # Both ways keep to it: argmin returns the first, and the sort is stable.
    if k == 1:
        return values.argmin(axis=1)[:, None]
    return np.argsort(values, axis=1, kind="stable")[:, :k]
