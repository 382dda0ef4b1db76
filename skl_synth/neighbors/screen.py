"""Screen: exact nearest rows by matrix products in float32 that only rule out.

The engine for what bounds and buckets leave, where cells can be ruled out. float32
halves the memory and doubles the speed of a product, and would be wrong next to zero;
so no distance that is computed here decides anything. It is compared with a bound that
is widened by more than its error, and whatever passes is computed again, in float64.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from skl_synth.neighbors.best import keep_best, kth_smallest_at_most
from skl_synth.neighbors.cost import COMPARED, PAIRED, SCREENED, SORTED, probes
from skl_synth.neighbors.mixed_rows import MixedRows, squared_distances
from skl_synth.neighbors.search_cells import Cells
from skl_synth.neighbors.signatures import ROUNDING

CELL_ROWS = 256
"""Most rows of a cell."""

FIRST_CELLS = 4
"""Cells per query that are searched first: they tighten the bound for the others."""

LEFT_ROWS = 256
"""Queries in one product."""

BLOCK_ROWS = 1024
"""Rows in one product, which fits the cache of a core."""

MOST = 0.5
"""If more than this share of the cells remains, bounding each costs more than it saves:
all are searched."""

WAITING_PAIRS = 500_000
"""Pairs that wait until they are compared together."""


class Screen:
    """The nearest rows, by ruling out all that are certainly farther.

    The squared distance of a query a to a row b is |a|² + |b|² - 2ab, which for blocks
    of rows is one matrix product: fast, but inexact. It is computed in float32, and
    only to rule out. With D columns and u = 2⁻²⁴ its error is below
    4 (D + 8) u (|a|² + |b|² + r²): each of its D + 2 terms is rounded when it is
    stored, multiplied and added, and 2|ab| is at most |a|² + |b|². A row is certainly
    farther than a bound r if |a|² + |b|² - 2ab exceeds r² by more than that. Measured
    from the middle of a cell the lengths are small, and so is the error, wherever in
    the table the cell lies.

    The error is a sum of one number of each row, and the bound is one of each query:
    both are added to the product as two more columns, and a row is ruled out if the
    result is above zero. The few that remain are compared by differences, in float64.

    Whole cells are ruled out before, query by query, by their ranges and levels. Bounds
    that are not given come from the cell that a query lies in.

    Parameters
    ----------
    rows : MixedRows
        The rows that are searched; all different.

    Attributes
    ----------
    work : float
        Work done so far, in pairs of brute force.
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
        # Numbers too large for float32 overflow, and are never ruled out: see _hits.
        with np.errstate(over="ignore", invalid="ignore"):
            scan = _Scan(self._cells, queries, k, bounds)
            nearest = scan.run()
        self.work += scan.work
        return nearest


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
        # New arrays of this size for each block would cost more than the product.
        self._product = np.empty(LEFT_ROWS * BLOCK_ROWS, dtype=np.float32)
        self._is_out = np.empty(LEFT_ROWS * BLOCK_ROWS, dtype=bool)
        self._error = error_of(n_columns)

    def run(self) -> tuple[np.ndarray, np.ndarray]:
        if np.isinf(self._bounds).any():
            self._bound_by_own_cells()
        if self._share_of_cells() > MOST:
            return self._best(self._search(self._all_blocks()))
        query, cell, least = self._cells.within(self._queries, self._bounds)
        self.work += PAIRED * len(query)
        # The most promising cells first: the kth row in them is a bound by which most
        # of the other cells are ruled out unseen.
        is_first = _rank(query, least) < FIRST_CELLS
        best = self._best(self._search(self._blocks(query[is_first], cell[is_first])))
        self._bounds = np.minimum(self._bounds, best[0][:, -1])
        # Cells exactly at the bound stay: a row in them may tie at a lower position.
        rest = ~is_first & (least * (1.0 - ROUNDING) <= self._bounds[query])
        query, cell = query[rest], cell[rest]
        if not len(query):
            return best
        more = self._search(self._blocks(query, cell))
        return self._best(
            [np.concatenate(both) for both in zip(_pairs(*best), more, strict=True)]
        )

    def _share_of_cells(self) -> float:
        """Share of the cells that cannot be ruled out, counted on some queries."""
        some = probes(len(self._queries))
        query, _, _ = self._cells.within(self._queries.take(some), self._bounds[some])
        return len(query) / (len(some) * len(self._cells))

    def _all_blocks(self) -> Iterator[tuple[np.ndarray, slice]]:
        """All queries with all rows, in blocks of a size."""
        queries = np.arange(len(self._queries))
        for start in range(0, len(self._cells.order), BLOCK_ROWS):
            for i in range(0, len(queries), LEFT_ROWS):
                yield queries[i : i + LEFT_ROWS], slice(start, start + BLOCK_ROWS)

    def _blocks(
        self, query: np.ndarray, cell: np.ndarray
    ) -> Iterator[tuple[np.ndarray, slice]]:
        """Queries with the cells that they are paired with, cell after cell."""
        order = np.argsort(cell, kind="stable")
        for members in _runs(cell[order], order):
            start, stop = self._cells.starts[cell[members[0]] + np.arange(2)]
            for i in range(0, len(members), LEFT_ROWS):
                yield query[members[i : i + LEFT_ROWS]], slice(start, stop)

    def _best(self, pairs: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        query, row, squared = pairs
        return keep_best(len(self._queries), self._k, query, row, squared)

    def _bound_by_own_cells(self) -> None:
        """Bound the k nearest rows by those of the cell that a query lies in.

        Here the error is added to the products: the kth smallest of distances that are
        certainly not underestimated is no smaller than the kth nearest of all rows.
        """
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
                upper = left @ right.T
                self.work += SORTED * upper.size
                kth = kth_smallest_at_most(upper, self._k)
                # NaN where it is too large for float32: fmin then keeps the bound.
                kth = np.maximum(kth.astype(np.float64), 0.0)
                self._bounds[some] = np.fmin(self._bounds[some], kth)

    def _search(
        self, blocks: Iterable[tuple[np.ndarray, slice]]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs of query and row within the bounds, in the blocks given."""
        # Pairs wait until there are many: a comparison of a few costs mostly Python.
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
        query, row, squared = map(np.concatenate, zip(*parts, strict=True))
        return query, row, squared

    def _hits(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Flat indices into the product of the pairs that are not ruled out."""
        n_pairs = len(left) * len(right)
        product = self._product[:n_pairs].reshape(len(left), len(right))
        is_out = self._is_out[:n_pairs]
        np.dot(left, right.T, out=product)
        np.greater(product.ravel(), 0.0, out=is_out)
        # Not "at most zero": what is too large for float32 is NaN, and not ruled out.
        return np.flatnonzero(np.logical_not(is_out, out=is_out))

    def _compared(
        self, pairs: list[tuple[np.ndarray, np.ndarray]]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs that are within the bounds, with their distances in float64."""
        query, row = map(np.concatenate, zip(*pairs, strict=True))
        self.work += COMPARED * len(query)
        squared = squared_distances(self._queries, query, self._cells.rows, row)
        near = squared <= self._bounds[query]
        # From the order of the cells back to the order of the table, which ties need.
        return query[near], self._cells.order[row[near]], squared[near]

    def _operands(
        self, some: np.ndarray, block: slice, side: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Queries and rows of a block as the two sides of the product.

        With the columns [-2a, 1, |a|²] and [b, |b|², 1] the product is the squared
        distance, and no further pass over it is needed. ``side`` is +1 if the error is
        to be added to it, -1 if it is to be taken off.
        """
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
        The error, as a share of |a|² + |b|² + r²: see `Screen` for the reason.
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
    """Write nearest rows as pairs of query and row, with their distances."""
    query, rank = np.nonzero(positions >= 0)
    return query, positions[query, rank], squared[query, rank]


def _rank(query: np.ndarray, least: np.ndarray) -> np.ndarray:
    """Rank the cells of each query by their bounds, from 0 on."""
    order = np.lexsort((least, query))
    of_query = query[order]
    is_new = np.r_[True, of_query[1:] != of_query[:-1]][: len(query)]
    starts = np.maximum.accumulate(np.where(is_new, np.arange(len(query)), 0))
    rank = np.empty(len(query), dtype=np.intp)
    rank[order] = np.arange(len(query)) - starts
    return rank


def _runs(keys: np.ndarray, values: np.ndarray) -> list[np.ndarray]:
    """Split values where their sorted keys change."""
    if not len(keys):
        return []
    return np.split(values, np.flatnonzero(np.diff(keys)) + 1)
