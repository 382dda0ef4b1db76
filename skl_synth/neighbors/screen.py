"""Screen: exact nearest rows by matrix products in float32 that only rule out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from skl_synth.neighbors.best import keep_best, kth_smallest_at_most
from skl_synth.neighbors.cells import Cells
from skl_synth.neighbors.cost import COMPARED, PAIRED, SCREENED, SORTED, probes
from skl_synth.neighbors.rows import MixedRows, squared_distances
from skl_synth.neighbors.signatures import ROUNDING

CELL_ROWS = 256
"""Most rows of a cell."""

FIRST_CELLS = 4
"""Cells per query that are searched first, so that the others need a look less."""

LEFT_ROWS = 256
"""Queries in one product."""

BLOCK_ROWS = 1024
"""Rows in one product, which fits the cache of a core."""

MOST = 0.5
"""If more than this share of the cells remains, all are searched without a look."""

WAITING_PAIRS = 500_000
"""Pairs that wait until they are compared together."""


class Screen:
    """The nearest rows, by ruling out all that are certainly farther.

    The squared distance of a query a to a row b is |a|² + |b|² - 2ab, which for blocks
    of rows is one matrix product: fast, but inexact. It is computed in float32, from
    the middle of a cell, and only to rule out: with D columns and u = 2⁻²⁴ its error
    is below 4 (D + 8) u (|a|² + |b|² + r²), so that a row is certainly farther than a
    bound r if |a|² + |b|² - 2ab exceeds r² by more than that. The error is a sum of one
    number of each row, and the bound is one of each query: both are added to the
    product as two more columns, and a row is ruled out if the result is above zero.
    The few that remain are compared by differences, in float64.

    Whole cells are ruled out before, query by query, by what is known of them. Bounds
    that are not given come from the cell that a query lies in.

    Parameters
    ----------
    rows : MixedRows
        The rows to be found; all different.

    Attributes
    ----------
    work : float
        What was done so far, in pairs of brute force.
    """

    def __init__(self, rows: MixedRows) -> None:
        self._cells = Cells(rows, CELL_ROWS)
        self.work = 0.0

    def nearest(
        self, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the k nearest rows of each query.

        Parameters
        ----------
        queries : MixedRows
            Any rows.
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
            scan = _Scan(self._cells, queries, k, bounds)
            found = scan.run()
        self.work += scan.work
        return found


class _Scan:
    """One search: the queries, and the bounds on their nearest rows so far."""

    def __init__(
        self, cells: Cells, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> None:
        self._cells = cells
        self._queries = queries
        self._k = k
        self._bounds = bounds.copy()
        self._dummies = queries.dummies(np.float32)
        n_columns = queries.n_columns
        self.work = 0.0
        self._product = np.empty(LEFT_ROWS * BLOCK_ROWS, dtype=np.float32)
        self._is_out = np.empty(LEFT_ROWS * BLOCK_ROWS, dtype=bool)
        self._error = error_of(n_columns)

    def run(self) -> tuple[np.ndarray, np.ndarray]:
        if np.isinf(self._bounds).any():
            self._bound_by_own_cells()
        if self._share_of_cells() > MOST:
            return self._best(self._search(self._all_blocks()))
        mine, cells, least = self._cells.within(self._queries, self._bounds)
        self.work += PAIRED * len(mine)
        is_first = _rank(mine, least) < FIRST_CELLS
        best = self._best(self._search(self._blocks(mine[is_first], cells[is_first])))
        self._bounds = np.minimum(self._bounds, best[0][:, -1])
        rest = ~is_first & (least * (1.0 - ROUNDING) <= self._bounds[mine])
        mine, cells = mine[rest], cells[rest]
        if not len(mine):
            return best
        more = self._search(self._blocks(mine, cells))
        return self._best(
            [np.concatenate(both) for both in zip(_pairs(*best), more, strict=True)]
        )

    def _share_of_cells(self) -> float:
        """Share of the cells that cannot be ruled out, counted on some queries."""
        some = probes(len(self._queries))
        mine, _, _ = self._cells.within(self._queries.take(some), self._bounds[some])
        return len(mine) / (len(some) * len(self._cells))

    def _all_blocks(self) -> Iterator[tuple[np.ndarray, slice]]:
        """All queries with all rows, in blocks of a size."""
        everyone = np.arange(len(self._queries))
        for start in range(0, len(self._cells.order), BLOCK_ROWS):
            for i in range(0, len(everyone), LEFT_ROWS):
                yield everyone[i : i + LEFT_ROWS], slice(start, start + BLOCK_ROWS)

    def _blocks(
        self, mine: np.ndarray, cells: np.ndarray
    ) -> Iterator[tuple[np.ndarray, slice]]:
        """Queries with the cells that they are paired with, cell after cell."""
        order = np.argsort(cells, kind="stable")
        for members in _runs(cells[order], order):
            start, stop = self._cells.starts[cells[members[0]] + np.arange(2)]
            for i in range(0, len(members), LEFT_ROWS):
                yield mine[members[i : i + LEFT_ROWS]], slice(start, stop)

    def _best(self, found: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        mine, theirs, squared = found
        return keep_best(len(self._queries), self._k, mine, theirs, squared)

    def _bound_by_own_cells(self) -> None:
        """Bound the k nearest rows by those of the cell that a query lies in."""
        own = self._cells.locate(self._queries, self._dummies)
        order = np.argsort(own, kind="stable")
        n_rows, least = len(self._cells.order), max(self._k, CELL_ROWS // 2)
        for members in _runs(own[order], order):
            start, stop = self._cells.starts[own[members[0]] + np.arange(2)]
            # A cell may have few rows: then with those before and behind it.
            missing = max(least - (stop - start), 0)
            block = slice(max(start - missing, 0), min(stop + missing, n_rows))
            for i in range(0, len(members), LEFT_ROWS):
                some = members[i : i + LEFT_ROWS]
                left, right = self._operands(some, block, 1.0)
                above = left @ right.T
                self.work += SORTED * above.size
                kth = kth_smallest_at_most(above, self._k)
                # Not a number where it is too large for float32: no bound then.
                kth = np.maximum(kth.astype(np.float64), 0.0)
                self._bounds[some] = np.fmin(self._bounds[some], kth)

    def _search(
        self, blocks: Iterable[tuple[np.ndarray, slice]]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs of query and row within the bounds, in the blocks given."""
        parts, waiting = [], [(np.empty(0, np.intp), np.empty(0, np.intp))]
        n_waiting = 0
        for some, block in blocks:
            left, right = self._operands(some, block, -1.0)
            left[:, -1] -= self._bounds[some] * (1.0 + self._error)
            self.work += SCREENED * len(left) * len(right)
            hits = self._hits(left, right)
            query, row = np.divmod(hits, len(right))
            waiting.append((some[query], row + block.start))
            n_waiting += len(hits)
            if n_waiting > WAITING_PAIRS:
                parts.append(self._compared(waiting))
                waiting, n_waiting = waiting[:1], 0
        parts.append(self._compared(waiting))
        mine, theirs, squared = map(np.concatenate, zip(*parts, strict=True))
        return mine, theirs, squared

    def _hits(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Places in the product of those that are not ruled out."""
        n_pairs = len(left) * len(right)
        # New arrays of this size would cost more than the product.
        product = self._product[:n_pairs].reshape(len(left), len(right))
        is_out = self._is_out[:n_pairs]
        np.dot(left, right.T, out=product)
        np.greater(product.ravel(), 0.0, out=is_out)
        # Not "at most zero": what is too large for float32 is not ruled out.
        return np.flatnonzero(np.logical_not(is_out, out=is_out))

    def _compared(
        self, pairs: list[tuple[np.ndarray, np.ndarray]]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs that are within the bounds, with their distances."""
        mine, theirs = map(np.concatenate, zip(*pairs, strict=True))
        self.work += COMPARED * len(mine)
        squared = squared_distances(self._queries, mine, self._cells.rows, theirs)
        near = squared <= self._bounds[mine]
        return mine[near], self._cells.order[theirs[near]], squared[near]

    def _operands(
        self, some: np.ndarray, block: slice, side: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Queries and rows of a block as the two sides of the product."""
        cells = self._cells
        middle = cells.rows.numbers[block].mean(axis=0)
        widened = 1.0 + side * self._error
        numbers = self._queries.numbers.take(some, axis=0) - middle
        left = side_of_product(numbers, self._dummies.take(some, axis=0))
        norms = left[:, -1] * widened
        left[:, :-2] *= -2.0
        left[:, -2], left[:, -1] = 1.0, norms
        right = side_of_product(
            cells.rows.numbers[block] - middle, cells.dummies[block]
        )
        right[:, -2] = right[:, -1] * widened
        right[:, -1] = 1.0
        return left, right


def error_of(n_columns: int) -> float:
    """Bound the relative error of a squared distance in a product of float32.

    Parameters
    ----------
    n_columns : int
        Columns of the matrix.

    Returns
    -------
    float
        The error, as a share of |a|² + |b|² + r²: see `Screen`.
    """
    return 4.0 * (n_columns + 8) * 2.0**-24


def side_of_product(numbers: np.ndarray, dummies: np.ndarray) -> np.ndarray:
    """Write rows in float32, with their squared length in the last of two more columns.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows, n_numbers)
        Standardised numbers, less those of a middle.
    dummies : ndarray of shape (n_rows, n_dummies), dtype float32
        Standardised 0/1 columns.

    Returns
    -------
    ndarray of shape (n_rows, n_numbers + n_dummies + 2), dtype float32
        The rows; the column before the last one is not filled.
    """
    n_numbers, n_dummies = numbers.shape[1], dummies.shape[1]
    side = np.empty((len(numbers), n_numbers + n_dummies + 2), dtype=np.float32)
    side[:, :n_numbers] = numbers
    side[:, n_numbers:-2] = dummies
    side[:, -1] = np.einsum("ij,ij->i", side[:, :-2], side[:, :-2])
    return side


def _pairs(
    squared: np.ndarray, positions: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Write what was found as pairs of query and row, with their distances."""
    query, place = np.nonzero(positions >= 0)
    return query, positions[query, place], squared[query, place]


def _rank(mine: np.ndarray, least: np.ndarray) -> np.ndarray:
    """Which cell of its query each one is, nearest first."""
    order = np.lexsort((least, mine))
    of_query = mine[order]
    is_new = np.r_[True, of_query[1:] != of_query[:-1]][: len(mine)]
    starts = np.maximum.accumulate(np.where(is_new, np.arange(len(mine)), 0))
    rank = np.empty(len(mine), dtype=np.intp)
    rank[order] = np.arange(len(mine)) - starts
    return rank


def _runs(keys: np.ndarray, values: np.ndarray) -> list[np.ndarray]:
    """Split values where their sorted keys change."""
    if not len(keys):
        return []
    return np.split(values, np.flatnonzero(np.diff(keys)) + 1)
