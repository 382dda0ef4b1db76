"""The cost rule: what each engine would have to do, in pairs of brute force.

No engine is the fastest for every table: which bounds help depends on how many rows
share their codes and how many numbers are independent, and neither is known beforehand.
So what an engine would do is counted on some of the queries. It is counted, not timed:
a clock would choose differently from run to run and beside other jobs. All engines give
the same answer, so that a wrong choice costs time and nothing else.

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
"""A pair in a product whose kth smallest values are bounded as well."""

COMPARED = 40.0
"""A pair that is compared by differences, and sorted among the best; as first set."""

PAIRED = 300.0
"""A cell that is bounded for a query, and not ruled out; as first set."""

KD_ROW = 6.0
"""A row that a k-d tree visits: 4 for the nearest row, 7 for the 7 nearest."""

KD_QUERY = 500.0
"""A query of the buckets, however few rows it visits: 440 to 640."""

VISITED = 5.0
"""A node that the compiled tree visits, or a row of few codes: 4 to 6."""

CLEARLY = 2.0
"""A tree this much cheaper than comparing all with all is not compared with cells."""

PROBES = 128
"""Queries on which the work of an engine is counted before it is chosen."""

_LEAF_ROWS = 16
"""Rows of a leaf in the k-d tree of SciPy, by default."""

_ALL = 100.0
"""Logarithm of more leaves than any tree has."""


def kd_rows(sizes: np.ndarray, n_numbers: int, k: int) -> np.ndarray:
    """Estimate how many rows a k-d tree visits.

    Measure lengths in leaves, each a box with 16 rows. A box with the k nearest rows
    has k/16 of a leaf's volume, so its side is the root of that. Along each coordinate
    it meets the one leaf that it begins in, and as many more as its side is long: with
    d coordinates (1 + side)ᵈ leaves. That grows fast with d: for the 7 nearest rows and
    ten coordinates it comes to 11,000 rows.

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
        Rows that are visited in each tree, at most all.
    """
    length = (k / _LEAF_ROWS) ** (1.0 / max(n_numbers, 1))
    # Of a thousand coordinates the power is no float any longer.
    leaves = np.exp(min(n_numbers * np.log1p(length), _ALL))
    return np.minimum(sizes, _LEAF_ROWS * leaves)


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


def tree_pays(visited: float, n_rows: int) -> bool:
    """Say whether the compiled tree is cheaper than comparing all with all.

    Parameters
    ----------
    visited : float
        Rows and nodes that a query visits, in the mean of the probes.
    n_rows : int
        Rows of the table.

    Returns
    -------
    bool
        Whether the tree is to be used.
    """
    return VISITED * visited < MULTIPLIED * n_rows


def buckets_pay(visited: float, solved: float, n_rows: int) -> bool:
    """Say whether a search in buckets saves more than it costs.

    Parameters
    ----------
    visited : float
        Rows that a query visits in its bucket, in the mean of the probes.
    solved : float
        Share of the probes that need no other bucket.
    n_rows : int
        Rows of the table, with which all others are compared.

    Returns
    -------
    bool
        Whether the buckets are to be used.
    """
    # Every query pays for its bucket, and only a solved one is spared the comparison
    # with all rows.
    return KD_QUERY + KD_ROW * visited < solved * MULTIPLIED * n_rows


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
