"""Nearest neighbours of each row among the others."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.utils.parallel import Parallel, delayed

from skl_synth.neighbors.best import keep_best
from skl_synth.neighbors.distinct import Distinct, distinct_rows
from skl_synth.neighbors.rows import MixedRows
from skl_synth.neighbors.search import Search
from skl_synth.threads import one_thread

QUERY_ROWS = 4096
"""Rows that a given search object looks for at a time."""

MOST = 0.5
"""If more than this share of the rows is asked about, all are searched for at once."""


class NeighborLists:
    """Neighbours of the rows of one class, searched for when they are asked about.

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
        self.rows = MixedRows.of(rows)
        self.k_neighbors = k_neighbors
        self.n_jobs = n_jobs
        self._known = np.zeros(len(self.rows), dtype=bool)
        self._lists = np.empty((len(self.rows), 0), dtype=np.intp)

    def __len__(self) -> int:
        return len(self.rows)

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
            # An object of the user learns the rows every time: once is enough.
            is_own = not isinstance(self.k_neighbors, numbers.Integral)
            if is_own or missing.mean() > MOST:
                missing = ~self._known
            self._search(np.flatnonzero(missing))
        return self._lists.take(rows, axis=0)

    def _search(self, rows: np.ndarray) -> None:
        found = neighbors_within(self.rows, self.k_neighbors, self.n_jobs, rows)
        if not self._lists.shape[1]:
            self._lists = np.empty((len(self), found.shape[1]), dtype=np.intp)
        self._lists[rows], self._known[rows] = found, True


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
        approximate: its neighbours are taken as they come.
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
    ValueError
        If a search object has no ``n_neighbors`` of two or more.
    """
    rows = MixedRows.of(rows)
    wanted = np.arange(len(rows)) if of is None else of
    if isinstance(k_neighbors, numbers.Integral):
        n_found = min(int(k_neighbors) + 1, len(rows))
        found = _exact(rows, n_found, n_jobs, wanted)
    else:
        found = _given(rows, k_neighbors, n_jobs, wanted)
    return _without_self(found, wanted)


def _exact(
    rows: MixedRows, n_found: int, n_jobs: int | None, wanted: np.ndarray
) -> np.ndarray:
    """The nearest rows of each, itself included.

    Equal rows have the same nearest ones, so that different rows are searched for
    once: the nearest ``n_found`` of these, with all rows that equal them, hold the
    nearest ``n_found`` rows.
    """
    distinct = distinct_rows(rows.numbers, rows.codes)
    asked, back = np.unique(distinct.inverse[wanted], return_inverse=True)
    points = rows.some(distinct.first)
    k = min(n_found, len(points))
    squared, found = Search(points, n_jobs).nearest(points.some(asked), k)
    if len(points) < len(rows):
        found = _with_equals(distinct, squared, found, n_found)
    return found[back.reshape(-1)]


def _with_equals(
    distinct: Distinct, squared: np.ndarray, found: np.ndarray, n_found: int
) -> np.ndarray:
    """Put all rows in the place of each different one, and keep the nearest."""
    order = np.argsort(distinct.inverse, kind="stable")
    sizes = np.bincount(distinct.inverse)
    starts = np.cumsum(sizes) - sizes
    # No more of one kind than are wanted in all.
    n_copies = np.minimum(sizes, n_found)[found.ravel()]
    pairs = np.repeat(np.arange(found.size), n_copies)
    copy = np.arange(len(pairs)) - np.repeat(np.cumsum(n_copies) - n_copies, n_copies)
    theirs = order[starts[found.ravel()[pairs]] + copy]
    mine = pairs // found.shape[1]
    return keep_best(len(found), n_found, mine, theirs, squared.ravel()[pairs])[1]


def _given(
    rows: MixedRows, search: Any, n_jobs: int | None, wanted: np.ndarray
) -> np.ndarray:
    """What a search object of the user finds, in blocks of fixed size."""
    n_neighbors = getattr(search, "n_neighbors", None)
    if n_neighbors is None or n_neighbors < 2:
        raise ValueError(
            f"k_neighbors={search!r} has n_neighbors={n_neighbors}, and needs an "
            "attribute n_neighbors of 2 or more: each row finds itself as the first."
        )
    matrix = rows.matrix()
    # A table of constants has a matrix without columns, in which all rows are one.
    if not matrix.shape[1]:
        matrix = np.zeros((len(matrix), 1))
    search = clone(search, safe=False)
    search.fit(matrix)
    n_found = min(n_neighbors, len(matrix))
    blocks = [wanted[i : i + QUERY_ROWS] for i in range(0, len(wanted), QUERY_ROWS)]
    with one_thread():
        found = Parallel(n_jobs=n_jobs, prefer="threads")(
            delayed(search.kneighbors)(matrix[block], n_found, return_distance=False)
            for block in blocks
        )
    return np.concatenate([np.asarray(block) for block in found])


def _without_self(found: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Drop each row from its own neighbours; the last one where it is not among them.

    Among equal rows a search may list another before the row itself, or instead of it.
    """
    n_rows, n_found = found.shape
    is_self = found == wanted[:, None]
    dropped = np.where(is_self.any(axis=1), is_self.argmax(axis=1), n_found - 1)
    keep = np.arange(n_found) != dropped[:, None]
    return found[keep].reshape(n_rows, n_found - 1)
