"""Screen: exact nearest rows by a matrix product in float32 that only rules out."""

from __future__ import annotations

import numpy as np

from skl_synth.neighbors.best import keep_best
from skl_synth.neighbors.cells import Cells, box_of
from skl_synth.neighbors.rows import MixedRows, squared_distances

GROUP_ROWS = 256
"""Queries that are screened together."""

MOST_PAIRS = 1_000_000
"""Pairs that may wait to be compared: they are thinned out when there are more."""

_BOX_MARGIN = 1.0 - 1e-6
"""Boxes of 0/1 columns are kept in float32."""


class Screen:
    """The nearest rows, by ruling out all that are certainly farther.

    The squared distance of a query a to a row b is |a|² + |b|² - 2ab, which for blocks
    of rows is one matrix product: fast, but inexact. It is computed in float32, from
    the middle of the block, and only to rule out: with D columns and u = 2⁻²⁴ its error
    is below 4 (D + 8) u (|a|² + |b|²), so that a row is certainly farther than a bound
    r if |a|² + |b|² - 2ab exceeds r² by more than that. The error is a sum of one
    number of each row, and the bound is one of each query: both are added to the
    product as two more columns, and a row is ruled out if the result is above zero.
    The few that remain are compared by differences, in float64.

    Whole cells are ruled out by the distance of their box from that of the queries.
    Bounds that are not given come from the cell that is nearest.

    Parameters
    ----------
    rows : MixedRows
        The rows to be found; all different.

    Attributes
    ----------
    work : int
        Pairs of rows that were screened so far.
    """

    def __init__(self, rows: MixedRows) -> None:
        self._cells = Cells(rows)
        self.work = 0

    def tasks(self, queries: MixedRows) -> list[np.ndarray]:
        """Share out queries such that those of a group lie together.

        Parameters
        ----------
        queries : MixedRows
            All queries.

        Returns
        -------
        list of ndarray
            Positions of the queries of each group.
        """
        order = self._cells.locate(queries, queries.dummies(np.float32))
        return [order[i : i + GROUP_ROWS] for i in range(0, len(order), GROUP_ROWS)]

    def nearest(
        self, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the k nearest rows of a group of queries.

        Parameters
        ----------
        queries : MixedRows
            Few queries that lie together.
        k : int
            Rows wanted; there are as many.
        bounds : ndarray of shape (n_queries,)
            Squared distance that need not be exceeded, infinite if not known.

        Returns
        -------
        squared : ndarray of shape (n_queries, k)
            Squared distances, the lower position first among equals; infinite where
            fewer than k rows are within the bound.
        positions : ndarray of shape (n_queries, k), dtype int
            The rows; -1 where there is none.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            return self._nearest(queries, k, bounds)

    def _nearest(
        self, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        group, cells = _Group(queries, bounds), self._cells
        least = group.distances_to(cells)
        order = np.argsort(least, kind="stable")
        if np.isinf(bounds).any():
            group.lower_bounds(cells, order, k)
        found = [np.empty((2, 0), dtype=np.intp)]
        n_found = 0
        for cell in order.tolist():
            if least[cell] > group.bounds.max():
                break
            start, stop = cells.starts[cell], cells.starts[cell + 1]
            mine, theirs = group.screen(cells, slice(start, stop), least[cell])
            self.work += group.n_screened
            found.append(np.stack([mine, theirs + start]))
            n_found += len(mine)
            if n_found > MOST_PAIRS:
                found = [group.thin_out(cells, np.hstack(found), k)]
                n_found = found[0].shape[1]
        mine, theirs = np.hstack(found)
        squared = squared_distances(queries, mine, cells.rows, theirs)
        return keep_best(len(queries), k, mine, cells.order[theirs], squared)


class _Group:
    """Queries that are screened together, and what is known of their nearest rows."""

    def __init__(self, queries: MixedRows, bounds: np.ndarray) -> None:
        self._queries = queries
        self.bounds = bounds.copy()
        self.n_screened = 0
        dummies = queries.dummies(np.float32)
        self._low, self._high = box_of(queries.numbers, dummies)
        self._middle = queries.numbers.mean(axis=0)
        centred = queries.numbers - self._middle
        self._norms = _norms(centred, dummies)
        n_columns = centred.shape[1] + dummies.shape[1]
        self._error = 4.0 * (n_columns + 8) * 2.0**-24
        self._left = np.hstack(
            [-2.0 * centred, -2.0 * dummies, np.ones((len(queries), 2))]
        ).astype(np.float32)

    def distances_to(self, cells: Cells) -> np.ndarray:
        """Squared distance of the box of the queries to that of each cell."""
        below = np.maximum(cells.low - self._high, 0.0)
        above = np.maximum(self._low - cells.high, 0.0)
        return (np.square(below) + np.square(above)).sum(axis=1) * _BOX_MARGIN

    def lower_bounds(self, cells: Cells, order: np.ndarray, k: int) -> None:
        """Bound the k nearest by those in the nearest cells."""
        enough = np.searchsorted(np.cumsum(np.diff(cells.starts)[order]), k) + 1
        parts = [
            self._right(cells, slice(cells.starts[cell], cells.starts[cell + 1]), 1.0)
            for cell in order[:enough]
        ]
        right = np.concatenate(parts)
        self._left[:, -1] = self._norms * (1.0 + self._error)
        above = self._left @ right.T
        kth = np.partition(above, k - 1, axis=1)[:, k - 1].astype(np.float64)
        # A number too large for float32 bounds nothing.
        self.bounds = np.fmin(self.bounds, np.maximum(kth, 0.0))

    def screen(
        self, cells: Cells, block: slice, least: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of a query and a row of the block that are not ruled out."""
        active = np.flatnonzero(self.bounds >= least)
        allowed = self.bounds[active] * (1.0 + self._error)
        left = self._left[active]
        left[:, -1] = self._norms[active] * (1.0 - self._error) - allowed
        right = self._right(cells, block, -1.0)
        self.n_screened = len(left) * len(right)
        product = left @ right.T
        # Not "at most zero": what is too large for float32 is not ruled out.
        hits = np.flatnonzero(~(product.ravel() > 0.0))
        mine, theirs = np.divmod(hits, len(right))
        return active[mine], theirs

    def thin_out(self, cells: Cells, found: np.ndarray, k: int) -> np.ndarray:
        """Keep the k best pairs of each query so far, and lower the bounds."""
        mine, theirs = found
        squared = squared_distances(self._queries, mine, cells.rows, theirs)
        # Ties by position are decided at the end: whatever equals the kth stays.
        best, _ = keep_best(len(self.bounds), k, mine, theirs, squared)
        self.bounds = np.minimum(self.bounds, best[:, -1])
        return found[:, squared <= self.bounds[mine]]

    def _right(self, cells: Cells, block: slice, side: float) -> np.ndarray:
        """Rows of a block as the right side of the product."""
        centred = cells.rows.numbers[block] - self._middle
        dummies = cells.dummies[block]
        right = np.empty(
            (len(centred), centred.shape[1] + dummies.shape[1] + 2), np.float32
        )
        right[:, : centred.shape[1]] = centred
        right[:, centred.shape[1] : -2] = dummies
        right[:, -2] = _norms(centred, dummies) * (1.0 + side * self._error)
        right[:, -1] = 1.0
        return right


def _norms(numbers: np.ndarray, dummies: np.ndarray) -> np.ndarray:
    """Squared lengths of rows, in float64."""
    wide = dummies.astype(np.float64)
    return np.einsum("ij,ij->i", numbers, numbers) + np.einsum("ij,ij->i", wide, wide)
