"""The cost rule: what each engine would have to look at, in pairs of brute force.

One is what scikit-learn's brute force spends on a pair of rows: 2.7 to 4 ns on the core
that the others were measured on, one after another, on classes of 1,000 to 16,000 rows
of the four simulated tables of ``benchmarks/speed_tables.py`` (20 to 43 columns, 7
nearest rows of all rows). They are the middle of what was seen, and need to be right to
a factor of two. What shapes and sizes change is said with each.
"""

from __future__ import annotations

import numpy as np

MULTIPLIED = 0.7
"""A pair in the product of all with all: 0.5 to 0.8, up to 0.95 for 1,000 rows."""

SCREENED = 0.7
"""A pair in the product of a cell. With it the screen took 0.8 to 1.3 of its count."""

SORTED = 1.5
"""A pair in a product of which the smallest are sought."""

COMPARED = 40.0
"""A pair that is compared by differences, and sorted among the best; as first set."""

PAIRED = 300.0
"""A cell that is bounded for a query, and not ruled out; as first set."""

KD_ROW = 6.0
"""A row that a k-d tree looks at: 4 for the nearest row, 7 for the 7 nearest."""

KD_QUERY = 500.0
"""A query of the buckets, however few rows it looks at: 440 to 640."""

LOOKED = 5.0
"""A node that the compiled tree looks at, or a row of few codes: 4 to 6."""

CLEARLY = 2.0
"""A tree this much cheaper than comparing all with all is not held against cells."""

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
    """Say whether the compiled tree is cheaper than comparing all with all.

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
    return LOOKED * looked < MULTIPLIED * n_rows


def buckets_pay(looked: float, solved: float, n_rows: int) -> bool:
    """Say whether a search in buckets saves more than it costs.

    Parameters
    ----------
    looked : float
        Rows that a query looks at in its bucket, in the mean of the probes.
    solved : float
        Share of the probes that need no other bucket.
    n_rows : int
        Rows of the table, with which all others are compared.

    Returns
    -------
    bool
        Whether the buckets are to be used.
    """
    return KD_QUERY + KD_ROW * looked < solved * MULTIPLIED * n_rows


def screen_pays(work: float, n_rows: int) -> bool:
    """Say whether screening is cheaper than comparing all with all.

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
    return work < MULTIPLIED * n_rows
