"""Product: the nearest rows by one matrix product of all with all.

Brute force, made exact: the engine for small classes, and for shapes that defeat every
bound. As in the `Screen`, float32 only rules out. The limit is not known beforehand,
but comes from the product itself.
"""

from __future__ import annotations

import numpy as np

from skl_synth.neighbors.best import keep_best, kth_smallest_at_most
from skl_synth.neighbors.mixed_rows import MixedRows, squared_distances
from skl_synth.neighbors.screen import error_of, side_of_product

CELLS = 1_000_000
"""Distances that are computed at a time, which fits the cache of a core."""

FEWEST = 32
"""Queries of a product, however many rows there are."""

MARGIN = 2.5
"""Errors between two inexact distances: one of each, and half of one for rounding the
limit and for taking the error off in float32."""


class Product:
    """The nearest rows by comparing all with all, in float32 first.

    The squared distances |a|² + |b|² - 2ab of a block of queries to all rows are one
    matrix product, with the error of each pair that `Screen` proves. A row whose
    distance exceeds the kth smallest of its query by more than the errors of both is
    not among the k nearest. The few that remain are compared by differences.

    Parameters
    ----------
    rows : MixedRows
        The rows that are searched; all different.
    """

    def __init__(self, rows: MixedRows) -> None:
        self._rows = rows
        self._middle = rows.numbers.mean(axis=0)
        narrow = rows.narrow
        n_heavy = sum(int(one.is_heavy.sum()) for one in rows.levels if one.is_wide)
        self._error = error_of(narrow.n_columns + len(rows.levels) + n_heavy)
        right = _side(rows, self._middle)
        self._wide = None if rows.wide_units is None else rows.wide_units.T.tocsr()
        self._errors = right[:, -1] * np.float32(MARGIN * self._error)
        self._largest_error = float(self._errors.max())
        right[:, -2] = right[:, -1]
        right[:, -1] = 1.0
        self._right = right
        self._any_unknown = bool(rows.has_unknown_wide.any())

    def nearest(
        self, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the k nearest rows of each query.

        Parameters
        ----------
        queries : MixedRows
            Any rows.
        k : int
            Number of neighbours; there are as many rows.
        bounds : ndarray of shape (n_queries,)
            Squared distance beyond which no row matters, infinite if not known.

        Returns
        -------
        squared : ndarray of shape (n_queries, k)
            Squared distances, the lower position first among equals; infinite where
            fewer than k rows are within the bound.
        positions : ndarray of shape (n_queries, k), dtype int
            The rows; -1 where there is none.
        """
        step = max(CELLS // len(self._rows), FEWEST)
        starts = range(0, len(queries), step)
        # Numbers too large for float32 overflow, and are never ruled out: see _hits.
        with np.errstate(over="ignore", invalid="ignore"):
            hits = [self._hits(queries, k, bounds, i, i + step) for i in starts]
        query, row = map(np.concatenate, zip(*hits, strict=True))
        squared = squared_distances(queries, query, self._rows, row)
        return keep_best(len(queries), k, query, row, squared)

    def _hits(
        self, queries: MixedRows, k: int, bounds: np.ndarray, start: int, stop: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of some queries and rows that are not ruled out."""
        some = queries.take(np.arange(start, min(stop, len(queries))))
        left = _side(some, self._middle)
        errors = MARGIN * self._error * left[:, -1].astype(np.float64)
        left[:, :-2] *= -2.0
        left[:, -2] = 1.0
        product = left @ self._right.T
        if self._wide is not None:
            self._take_equal_levels(product, some)
        # The k rows that stay lowest with their errors taken off are candidates for the
        # k nearest. With the errors put back, and added once more, they are certainly
        # within the limit; twice the largest error of any row does for all of them.
        product -= self._errors
        kth = kth_smallest_at_most(product, k) + 2.0 * self._largest_error
        limit = np.fmin(kth, bounds[start:stop]) * (1.0 + MARGIN * self._error)
        is_out = product > (limit + errors).astype(np.float32)[:, None]
        if self._wide is not None:
            # The distance to an unknown level is no sum of what two levels add.
            is_out[some.has_unknown_wide | self._any_unknown] = False
        # Not "at most": what is too large for float32 is NaN, and not ruled out.
        query, row = np.divmod(np.flatnonzero(~is_out), len(self._rows))
        return query + start, row

    def _take_equal_levels(self, product: np.ndarray, queries: MixedRows) -> None:
        """Take off, in place, what rows of the same level among thousands share."""
        units = queries.wide_units
        assert units is not None
        equal = (units @ self._wide).tocoo()
        product[equal.row, equal.col] -= (2.0 * equal.data).astype(np.float32)


def _side(rows: MixedRows, middle: np.ndarray) -> np.ndarray:
    """Write rows in float32; what has thousands of levels adds to their length only."""
    columns = rows.narrow.dummies(np.float32)
    if rows.wide_units is not None:
        columns = np.hstack([columns, rows.heavy_columns()])
    side = side_of_product(rows.numbers - middle, columns)
    if rows.wide_units is not None:
        side[:, -1] += np.asarray(rows.wide_units.power(2).sum(axis=1)).ravel()
    return side
