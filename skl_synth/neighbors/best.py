"""The best few among pairs of rows: by distance, and by position among equals."""

from __future__ import annotations

import numpy as np


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
    order = np.lexsort((theirs, squared, mine))
    mine = mine[order]
    start = np.searchsorted(mine, np.arange(n_queries))
    rank = np.arange(len(mine)) - start[mine]
    chosen = rank < k
    best = np.full((n_queries, k), np.inf)
    positions = np.full((n_queries, k), -1, dtype=np.intp)
    place = mine[chosen], rank[chosen]
    best[place] = squared[order][chosen]
    positions[place] = theirs[order][chosen]
    return best, positions
