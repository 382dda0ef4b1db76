"""Cells: a table cut into blocks of rows that lie together, with bounds for each.

This is branch and bound without a tree to walk: cells are so large, and queries so
many, that all cells are bounded for all queries at once, in arrays. What is left of
them is compared by the `Screen`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from skl_synth.neighbors.mixed_rows import Levels, MixedRows
from skl_synth.neighbors.signatures import ROUNDING, Signatures

_SAMPLE = 128
"""Rows from which a cut is chosen: it may be uneven, but must be cheap."""

_TABLE = 400_000
"""Bounds that are held at a time."""

_IN_CACHE = 30_000
"""Bounds that fit the cache of a core."""

_PAIRS = 100_000
"""Pairs of query and cell that are bounded by their numbers at a time."""


@dataclass(frozen=True)
class _Cut:
    """One cut of the table: rows up to a value of a column go left."""

    column: int
    value: float


class Cells:
    """Rows in an order in which neighbours lie together, cut into cells.

    A block is cut at the median of the column that spreads most in it, until it has
    no more than ``cell_rows`` rows. Of a cell are kept the range of each number and the
    levels of each code. A row in it is at least as far from a query as the nearest
    value of the range, and as the nearest of the levels: the sum of these is a lower
    bound, term by term.

    Parameters
    ----------
    rows : MixedRows
        The rows; all different.
    cell_rows : int
        Most rows of a cell.

    Attributes
    ----------
    order : ndarray of shape (n_rows,), dtype int
        Positions of the rows, cell after cell.
    rows : MixedRows
        The rows in this order.
    dummies : ndarray of shape (n_rows, n_dummies), dtype float32
        Their 0/1 columns.
    starts : ndarray of shape (n_cells + 1,), dtype int
        Where each cell begins.
    """

    def __init__(self, rows: MixedRows, cell_rows: int) -> None:
        self._cell_rows = cell_rows
        # Cuts go through 0/1 columns and numbers alike, so that the codes are written
        # out here, and kept for the products of the screen.
        wide = rows.dummies(np.float32)
        self._cuts: list[tuple[_Cut, int, int]] = []
        parts: list[np.ndarray] = []
        self._root = self._split(rows.numbers, wide, np.arange(len(rows)), parts)
        self.order = np.concatenate(parts)
        self.rows = rows.take(self.order)
        self.dummies = wide[self.order]
        self.starts = np.cumsum([0] + [len(part) for part in parts])
        at = self.starts[:-1]
        self._low = np.minimum.reduceat(self.rows.numbers, at, axis=0)
        self._high = np.maximum.reduceat(self.rows.numbers, at, axis=0)
        owner = np.repeat(np.arange(len(self)), np.diff(self.starts))
        self._least = [
            _least(level, code, owner)
            for level, code in zip(rows.levels, self.rows.codes.T, strict=True)
        ]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def locate(self, rows: MixedRows, dummies: np.ndarray) -> np.ndarray:
        """Find the cells that queries would be put into.

        Their rows are likely to be near, no more: the nearest may be in another cell.

        Parameters
        ----------
        rows : MixedRows
            Queries.
        dummies : ndarray of shape (n_queries, n_dummies)
            Their 0/1 columns.

        Returns
        -------
        ndarray of shape (n_queries,), dtype int
            The cell of each.
        """
        cells = np.zeros(len(rows), dtype=np.intp)
        stack = [(self._root, np.arange(len(rows)))]
        n_passed = 0
        while stack:
            node, members = stack.pop()
            if node < 0:
                # The left part is taken first, as when the table was cut: the cells
                # come in the order of their numbers.
                cells[members] = n_passed
                n_passed += 1
                continue
            cut, left, right = self._cuts[node]
            goes_left = _column(rows.numbers, dummies, cut.column, members) <= cut.value
            stack.append((right, members[~goes_left]))
            stack.append((left, members[goes_left]))
        return cells

    def within(
        self, queries: MixedRows, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Find the cells that may hold rows within the bounds.

        Parameters
        ----------
        queries : MixedRows
            The queries.
        bounds : ndarray of shape (n_queries,)
            Squared distances.

        Returns
        -------
        query, cell : ndarray of shape (n_pairs,), dtype int
            Query and cell of each pair.
        least : ndarray of shape (n_pairs,)
            Lower bound of the squared distance to any row of the cell.
        """
        if not queries.levels:
            return self._by_numbers(queries, bounds)
        # Queries of equal codes share the first part of their bounds.
        signatures = Signatures(queries)
        order = np.argsort(signatures.of_rows, kind="stable")
        starts = np.r_[0, np.cumsum(signatures.sizes)]
        widest = np.maximum.reduceat(bounds[order], starts[:-1])
        step = max(_TABLE // len(self), 1)
        parts = []
        for start in range(0, len(signatures), step):
            codes = signatures.codes[start : start + step]
            least = np.zeros((len(codes), len(self)))
            for table, code in zip(self._least, codes.T, strict=True):
                least += table[code]
            # No margin is needed: the same attributes are added up in the same order as
            # in a distance, none of them larger than there, and rounding keeps order.
            bucket, cell = np.nonzero(least <= widest[start : start + step, None])
            least, bucket = least[bucket, cell], bucket + start
            # By the numbers most of them are ruled out again: not all at once.
            for some in _blocks(signatures.sizes[bucket], _PAIRS):
                pairs = _expand(order, starts, bucket[some], cell[some], least[some])
                parts.append(self._of_queries(queries, bounds, pairs))
        query, cell, least = map(np.concatenate, zip(*parts, strict=True))
        return query, cell, least

    def _by_numbers(
        self, queries: MixedRows, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Bound all cells for all queries, where there are no codes to begin with."""
        step = max(_IN_CACHE // len(self), 1)
        parts = []
        for start in range(0, len(queries), step):
            values = queries.numbers[start : start + step]
            least = np.zeros((len(values), len(self)))
            for value, low, high in zip(
                values.T, self._low.T, self._high.T, strict=True
            ):
                outside = low - value[:, None]
                np.maximum(outside, value[:, None] - high, out=outside)
                np.maximum(outside, 0.0, out=outside)
                outside *= outside
                least += outside
            limits = bounds[start : start + step, None]
            query, cell = np.nonzero(least * (1.0 - ROUNDING) <= limits)
            parts.append((query + start, cell, least[query, cell]))
        query, cell, least = map(np.concatenate, zip(*parts, strict=True))
        return query, cell, least

    def _of_queries(
        self,
        queries: MixedRows,
        bounds: np.ndarray,
        pairs: tuple[np.ndarray, np.ndarray, np.ndarray],
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Add the numbers to the bounds, column by column, and drop what is too far."""
        query, cell, least = pairs
        for column in range(queries.numbers.shape[1]):
            value = queries.numbers[query, column]
            below = self._low[cell, column] - value
            above = value - self._high[cell, column]
            outside = np.maximum(np.maximum(below, above), 0.0)
            # On top of the codes, where a distance adds the numbers up by themselves:
            # another order, hence the margin.
            least = least + outside * outside
            near = least * (1.0 - ROUNDING) <= bounds[query]
            query, cell, least = query[near], cell[near], least[near]
        return query, cell, least

    def _split(
        self,
        numbers: np.ndarray,
        dummies: np.ndarray,
        members: np.ndarray,
        parts: list[np.ndarray],
    ) -> int:
        """Cut a block in two, and each part again; -1 for a block that is a cell."""
        cut = None
        if len(members) > self._cell_rows:
            cut = _best_cut(numbers, dummies, members)
        if cut is None:
            parts.append(members)
            return -1
        goes_left = _column(numbers, dummies, cut.column, members) <= cut.value
        left = self._split(numbers, dummies, members[goes_left], parts)
        right = self._split(numbers, dummies, members[~goes_left], parts)
        self._cuts.append((cut, left, right))
        return len(self._cuts) - 1


def _least(level: Levels, code: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Squared distance of each level, unknown last, to the nearest one of each cell."""
    n_levels, n_cells = len(level), owner[-1] + 1
    least = np.full((n_levels + 1, n_cells), np.inf)
    all_levels = np.append(np.arange(n_levels), -1)
    for other in np.unique(code).tolist():
        has = np.bincount(owner[code == other], minlength=n_cells) > 0
        squared = level.squared(all_levels, np.array([other]))
        least[:, has] = np.minimum(least[:, has], squared[:, None])
    return least


def _blocks(sizes: np.ndarray, most: int) -> Iterator[slice]:
    """Cut a list into parts whose sizes add up to about ``most``; at least one part."""
    whole = np.cumsum(sizes)
    n_parts = int(whole[-1] // most) + 1 if len(sizes) else 1
    cuts = np.searchsorted(whole, most * np.arange(1, n_parts), side="right")
    for start, stop in pairwise([0, *cuts.tolist(), len(sizes)]):
        yield slice(start, stop)


def _expand(
    order: np.ndarray,
    starts: np.ndarray,
    bucket: np.ndarray,
    cell: np.ndarray,
    least: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Replace each signature by all queries that have it."""
    sizes = np.diff(starts)[bucket]
    pair = np.repeat(np.arange(len(bucket)), sizes)
    offset = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return order[starts[bucket[pair]] + offset], cell[pair], least[pair]


def _column(
    numbers: np.ndarray, dummies: np.ndarray, column: int, members: np.ndarray
) -> np.ndarray:
    n_numbers = numbers.shape[1]
    if column < n_numbers:
        return numbers[members, column]
    return dummies[members, column - n_numbers]


def _best_cut(
    numbers: np.ndarray, dummies: np.ndarray, members: np.ndarray
) -> _Cut | None:
    """Choose the column with the largest mean distance from its median.

    Of a 0/1 column that is much where both values are frequent, and little where one
    is rare: a cut leaves two parts that are worth having. It counts twice, since rows
    of different levels are a gap apart, but numbers run on across a cut.
    """
    step = max(len(members) // _SAMPLE, 1)
    # In the sample all columns may be constant that are not in the block.
    for sample in (members[::step], members):
        values = np.hstack([numbers[sample], dummies[sample]])
        half = len(values) // 2
        middle = np.partition(values, half, axis=0)[half]
        spread = np.abs(values - middle).sum(axis=0)
        spread[numbers.shape[1] :] *= 2.0
        column = int(spread.argmax())
        of_column = _column(numbers, dummies, column, members)
        low, high = of_column.min(), of_column.max()
        if low < high:
            # The largest value would leave nothing to the right. Half way between two
            # adjacent floats rounds to one of them: then the smallest value.
            value = middle[column] if middle[column] < high else (low + high) / 2
            return _Cut(column, float(value if low < value < high else low))
    return None
