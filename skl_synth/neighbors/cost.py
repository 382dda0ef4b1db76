"""The cost rule: what each engine would have to look at, in pairs of brute force.

One is what brute force spends on a pair of rows. The other figures were measured
beside it on tables of 20 to 50 columns; they need to be right to a factor of two.
"""

from __future__ import annotations

import numpy as np

SCREENED = 0.6
"""A pair in a matrix product of float32."""

SORTED = 3.0
"""A pair in a matrix product of which the smallest are sorted out."""

COMPARED = 40.0
"""A pair that is compared by differences, and sorted among the best."""

PAIRED = 300.0
"""A cell that is bounded for a query, and not ruled out."""

KD_ROW = 4.0
"""A row that a k-d tree looks at."""

LOOKED = 25.0
"""A row or a node that the compiled tree looks at."""

PROBES = 128
"""Queries on which the work of an engine is counted before it is chosen."""

_LEAF_ROWS = 16


def kd_rows(sizes: np.ndarray, n_numbers: int, k: int) -> np.ndarray:
    """Estimate how many rows a k-d tree looks at.

    A leaf of the tree is a box with 16 rows, and the k nearest rows fill one with as
    many: in each direction it meets the one leaf that it begins in, and as many more
    as it is long.

    Parameters
    ----------
    sizes : ndarray
        Rows of the trees.
    n_numbers : int
        Number of coordinates.
    k : int
        Rows wanted.

    Returns
    -------
    ndarray
        Rows that are looked at in each tree, at most all.
    """
    length = (k / _LEAF_ROWS) ** (1.0 / max(n_numbers, 1))
    return np.minimum(sizes, _LEAF_ROWS * (1.0 + length) ** n_numbers)


def probes(n_queries: int) -> np.ndarray:
    """Choose the queries on which work is counted, evenly among all.

    Parameters
    ----------
    n_queries : int
        Number of queries.

    Returns
    -------
    ndarray of int
        Their positions.
    """
    return np.arange(0, n_queries, max(n_queries // PROBES, 1))


def tree_pays(looked: float, n_rows: int) -> bool:
    """Say whether the compiled tree is cheaper than screening all rows.

    Parameters
    ----------
    looked : float
        Rows and nodes that a query looks at, in the mean of the probes.
    n_rows : int
        Rows of the table.

    Returns
    -------
    bool
        Whether the tree is to be used.
    """
    return LOOKED * looked < SCREENED * n_rows


def buckets_pay(looked: float, solved: float, n_rows: int) -> bool:
    """Say whether a search in buckets saves more than it costs.

    Parameters
    ----------
    looked : float
        Rows that a query looks at in its bucket, in the mean of the probes.
    solved : float
        Share of the probes that need no other bucket.
    n_rows : int
        Rows of the table, which all others are screened for.

    Returns
    -------
    bool
        Whether the buckets are to be used.
    """
    return KD_ROW * looked < solved * SCREENED * n_rows


def screen_pays(work: float, n_rows: int) -> bool:
    """Say whether screening is cheaper than brute force.

    Parameters
    ----------
    work : float
        Work of a query, in the mean of the probes.
    n_rows : int
        Rows of the table.

    Returns
    -------
    bool
        Whether the screen is to be used.
    """
    return work < n_rows
