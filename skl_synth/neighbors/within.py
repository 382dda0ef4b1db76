"""Nearest neighbours of each row among the other rows of its class."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.utils.parallel import delayed

from skl_synth.errors import InputError, Setting
from skl_synth.neighbors.best import keep_best
from skl_synth.neighbors.distinct import Distinct, distinct_rows
from skl_synth.neighbors.mixed_rows import MixedRows
from skl_synth.neighbors.search import Search
from skl_synth.threads import in_threads, one_thread

QUERY_ROWS = 4096
"""Rows that a search object of the user is asked about at a time."""

MOST = 0.5
"""If neighbours of more than this share of the rows are missing, those of all missing
rows are searched for at once."""


class NeighborLists:
    """Neighbours of the rows of one class, searched for when they are needed.

    Where few rows are drawn from a large class, most neighbours are never needed.

    Parameters
    ----------
    rows : MixedRows or ndarray of shape (n_rows, n_columns)
        The rows of one class, standardised; at least two.
    k_neighbors : int or object with ``kneighbors``
        See `neighbors_within`.
    n_jobs : int or None
        Threads for the search, as in scikit-learn.
    """

    def __init__(
        self,
        rows: MixedRows | np.ndarray,
        k_neighbors: Any,
        n_jobs: int | None = None,
    ) -> None:
        self.rows: MixedRows | None = MixedRows.of(rows)
        self.k_neighbors = k_neighbors
        self.n_jobs = n_jobs
        self._known = np.zeros(len(rows), dtype=bool)
        self._lists = np.empty((len(rows), 0), dtype=np.intp)

    def __len__(self) -> int:
        return len(self._known)

    def of(self, rows: np.ndarray) -> np.ndarray:
        """Find the neighbours of some rows.

        Parameters
        ----------
        rows : ndarray of shape (n_wanted,), dtype int
            Positions, also repeated ones.

        Returns
        -------
        ndarray of shape (n_wanted, k), dtype int
            Positions of their neighbours, nearest first.
        """
        wanted = np.zeros(len(self), dtype=bool)
        wanted[rows] = True
        missing = wanted & ~self._known
        if missing.any():
            # An object of the user is fitted to all rows at each search: once will do.
            is_custom = not isinstance(self.k_neighbors, numbers.Integral)
            if is_custom or missing.mean() > MOST:
                missing = ~self._known
            self._search(np.flatnonzero(missing))
        return self._lists.take(rows, axis=0)

    def _search(self, rows: np.ndarray) -> None:
        assert self.rows is not None
        lists = neighbors_within(self.rows, self.k_neighbors, self.n_jobs, rows)
        if len(rows) == len(self):
            # Nobody asks again: the rows would take more room than their neighbours.
            self.rows, self._lists = None, lists
        elif not self._lists.shape[1]:
            self._lists = np.empty((len(self), lists.shape[1]), dtype=np.intp)
        if len(rows) < len(self):
            self._lists[rows] = lists
        self._known[rows] = True


def neighbors_within(
    rows: MixedRows | np.ndarray,
    k_neighbors: Any,
    n_jobs: int | None = None,
    of: np.ndarray | None = None,
) -> np.ndarray:
    """Nearest neighbours of rows among the other rows.

    Parameters
    ----------
    rows : MixedRows or ndarray of shape (n_rows, n_columns)
        The rows of one class, standardised; at least two.
    k_neighbors : int or object with ``kneighbors``
        Number of neighbours; or a search object with an attribute ``n_neighbors``,
        which counts the row itself as the first, as in imbalanced-learn. It may be
        approximate: its neighbours are taken as it returns them.
    n_jobs : int or None
        Threads for the search, as in scikit-learn.
    of : ndarray of int, default=None
        Positions of the rows whose neighbours are wanted; all rows if None.

    Returns
    -------
    ndarray of shape (n_wanted, k), dtype int
        Positions of the neighbours, nearest first and the lower position first among
        equally near ones; k is at most ``n_rows - 1``.

    Raises
    ------
    InputError
        If a search object has no ``n_neighbors`` of two or more.
    """
    rows = MixedRows.of(rows)
    wanted = np.arange(len(rows)) if of is None else of
    if isinstance(k_neighbors, numbers.Integral):
        # A row is its own nearest one, and is dropped at the end.
        n_nearest = min(int(k_neighbors) + 1, len(rows))
        nearest = _exact(rows, n_nearest, n_jobs, wanted)
    else:
        nearest = _custom(rows, k_neighbors, n_jobs, wanted)
    return without_self(nearest, wanted)


def _exact(
    rows: MixedRows, n_nearest: int, n_jobs: int | None, wanted: np.ndarray
) -> np.ndarray:
    """The nearest rows of each, itself included.

    Equal rows have the same nearest rows, so that only distinct rows are searched: the
    nearest ``n_nearest`` of these, with all rows that equal them, hold the nearest
    ``n_nearest`` rows.
    """
    distinct = distinct_rows(rows.numbers, rows.codes)
    queries, inverse = np.unique(distinct.inverse[wanted], return_inverse=True)
    points = rows.subset(distinct.first)
    k = min(n_nearest, len(points))
    squared, nearest = Search(points, n_jobs).nearest(points.subset(queries), k)
    if len(points) < len(rows):
        nearest = with_equals(distinct, squared, nearest, n_nearest)[1]
    # Some versions of numpy give the inverse a second axis.
    return nearest[inverse.reshape(-1)]


def with_equals(
    distinct: Distinct, squared: np.ndarray, nearest: np.ndarray, n_nearest: int
) -> tuple[np.ndarray, np.ndarray]:
    """Replace each distinct row by all rows that equal it, and keep the nearest.

    Equal rows are equally near, and come in the order of their positions, also among
    those of other distinct rows at the same distance.

    Parameters
    ----------
    distinct : Distinct
        Which rows are equal.
    squared, nearest : ndarray of shape (n_queries, k)
        The nearest distinct rows of each query; -1 where there is none.
    n_nearest : int
        Rows wanted.

    Returns
    -------
    squared, positions : ndarray of shape (n_queries, n_nearest)
        The nearest rows; -1 where there is none.
    """
    order = np.argsort(distinct.inverse, kind="stable")
    sizes = np.bincount(distinct.inverse)
    starts = np.cumsum(sizes) - sizes
    # No more of one kind than are wanted in all: a value that thousands share would
    # make as many pairs for each of them.
    n_equal = np.minimum(sizes, n_nearest)[nearest.ravel()]
    n_equal[nearest.ravel() < 0] = 0
    pairs = np.repeat(np.arange(nearest.size), n_equal)
    offset = np.arange(len(pairs)) - np.repeat(np.cumsum(n_equal) - n_equal, n_equal)
    row = order[starts[nearest.ravel()[pairs]] + offset]
    query = pairs // nearest.shape[1]
    return keep_best(len(nearest), n_nearest, query, row, squared.ravel()[pairs])


def _custom(
    rows: MixedRows, search: Any, n_jobs: int | None, wanted: np.ndarray
) -> np.ndarray:
    """The neighbours by a search object of the user, in blocks of fixed size.

    Fixed whatever the number of threads, so that an approximate search, whose answers
    may depend on the block, gives the same ones.
    """
    n_neighbors = getattr(search, "n_neighbors", None)
    if n_neighbors is None or n_neighbors < 2:
        raise InputError(
            "{given} has n_neighbors={n_neighbors}, and each row is its own first "
            "neighbour",
            parameter="k_neighbors",
            value=search,
            given=Setting("k_neighbors", search),
            n_neighbors=n_neighbors,
            remedies=["give it an attribute n_neighbors of 2 or more"],
        )
    matrix = rows.matrix()
    # A table of constants has a matrix without columns, in which all rows are one.
    if not matrix.shape[1]:
        matrix = np.zeros((len(matrix), 1))
    search = clone(search, safe=False)
    search.fit(matrix)
    n_nearest = min(n_neighbors, len(matrix))
    blocks = [wanted[i : i + QUERY_ROWS] for i in range(0, len(wanted), QUERY_ROWS)]
    with one_thread():
        nearest = in_threads(n_jobs)(
            delayed(search.kneighbors)(matrix[block], n_nearest, return_distance=False)
            for block in blocks
        )
    return np.concatenate([np.asarray(block) for block in nearest])


def without_self(nearest: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Drop each row from its own neighbours; the last one where it is not among them.

    Among equal rows a search may list another before the row itself, or instead of it.

    Parameters
    ----------
    nearest : ndarray of shape (n_rows, n_nearest), dtype int
        The nearest rows of each.
    wanted : ndarray of shape (n_rows,), dtype int
        The position of each.

    Returns
    -------
    ndarray of shape (n_rows, n_nearest - 1), dtype int
        The others.
    """
    n_rows, n_nearest = nearest.shape
    is_self = nearest == wanted[:, None]
    dropped = np.where(is_self.any(axis=1), is_self.argmax(axis=1), n_nearest - 1)
    keep = np.arange(n_nearest) != dropped[:, None]
    return nearest[keep].reshape(n_rows, n_nearest - 1)
