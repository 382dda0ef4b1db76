"""AskedParts: the parts of a table, asked only about what they can know."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.dask.arrangement import ArrangedRows, arranged
from skl_synth.dask.row_blocks import BLOCK_ROWS, RowBlocks
from skl_synth.neighbors import MixedRows
from skl_synth.neighbors.boxes import Boxes
from skl_synth.neighbors.part_search import PartSearch, merged
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.rows import EncodedRows
from skl_synth.threads import one_thread

KEPT_ROWS = 4_194_304
"""Of a table of more rows the indexes of the parts are built for each question, and not
kept: they take more memory than the rows."""

Answers = tuple[np.ndarray, np.ndarray]
"""Squared distances and positions, as `PartSearch` gives them."""


class AskedParts:
    """The k nearest rows among rows that are elsewhere, by asking part after part.

    Each query is first asked of one part, in which its nearest rows are likely to be:
    what is found there bounds how far away they are. From the boxes of the other parts
    is then seen which of them may hold something as near, and only these are asked. The
    answers are merged by distance, and by position among equal ones. So they are those
    of a search in the whole, to the last bit, however the rows are cut into parts.

    Parameters
    ----------
    rows : RowBlocks
        The rows that are searched; they are arranged, unless they are so already.
    layout : MatrixLayout
        The matrix in which they are compared.
    number : ndarray of shape (n_rows,), default=None
        One more standardised number of each row.

    Attributes
    ----------
    rows : ArrangedRows
        The rows, in their order.
    asked_ : dict of str to int
        How many ``parts`` there are, how many ``queries`` came, of how many parts they
        were asked in all (``questions``), and in how many ``tasks``.
    """

    def __init__(
        self,
        rows: RowBlocks,
        layout: MatrixLayout,
        number: np.ndarray | None = None,
    ) -> None:
        if not (isinstance(rows, ArrangedRows) and rows.is_of(layout)):
            rows = arranged(rows, layout)
        self.rows = rows
        self._layout = layout
        self._number = number
        self._runner = rows.runner
        # Where each row of the blocks stands among the rows that are searched.
        positions = np.full(int(rows.sizes.sum()), -1, dtype=self.positions_dtype)
        positions[self._places] = np.arange(len(rows))
        self._positions = np.split(positions, np.cumsum(rows.sizes)[:-1])
        self._used = np.flatnonzero([bool((one >= 0).any()) for one in self._positions])
        self._indexes: list[Any] | None = None
        self.asked_ = dict(parts=len(self._used), queries=0, questions=0, tasks=0)

    @property
    def positions_dtype(self) -> type:
        """What positions are kept as: 4 bytes, where they fit."""
        return np.int32 if self.rows.sizes.sum() < 2**31 else np.int64

    @property
    def _places(self) -> np.ndarray:
        places = self.rows.places
        return np.arange(len(self.rows)) if places is None else places

    def home_of(self, positions: np.ndarray) -> np.ndarray:
        """Say in which part rows are.

        Parameters
        ----------
        positions : ndarray of int
            Positions of rows that are searched.

        Returns
        -------
        ndarray of int
            Their parts.
        """
        block = np.searchsorted(self.rows.starts, self._places[positions], "right") - 1
        return np.searchsorted(self._used, block)

    def nearest(
        self,
        queries: RowBlocks,
        k: int,
        home: np.ndarray | None = None,
        bounds: np.ndarray | None = None,
        number: np.ndarray | None = None,
    ) -> Answers:
        """Find the k nearest rows of each query.

        Parameters
        ----------
        queries : RowBlocks
            Rows of the same schema.
        k : int
            Number of rows wanted; there may be fewer.
        home : ndarray of shape (n_queries,), dtype int, default=None
            The part that each is first asked of; None for that whose box is nearest.
        bounds : ndarray of shape (n_queries,), default=None
            Squared distance beyond which no row matters.
        number : ndarray of shape (n_queries,), default=None
            One more number of each query, where the rows have one.

        Returns
        -------
        squared : ndarray of shape (n_queries, k)
            Squared distances, the lower position first among equals; infinite where
            fewer than k rows are within the bound.
        positions : ndarray of shape (n_queries, k), dtype int
            Their positions; -1 where there is none.
        """
        self.asked_["queries"] += len(queries)
        best = np.full((len(queries), k), np.inf)
        positions = np.full((len(queries), k), -1, dtype=np.intp)
        if not len(queries) or not len(self.rows):
            return best, positions
        queries = queries.kept()
        bounds = np.full(len(queries), np.inf) if bounds is None else bounds
        boxes = self._runner.put(self._boxes())
        if home is None:
            found = queries.each(_nearest_box, shared=(boxes, self._layout))
            home = np.concatenate(self._runner.results(found))
        everyone = np.arange(len(queries))
        # Each of the parts multiplies matrices by itself, in threads of the scheduler.
        with one_thread():
            best, positions, query, part = self._round(
                queries, k, everyone, home, bounds, number, boxes
            )
            if len(query):
                limits = np.minimum(bounds, best[:, -1])
                near, where, *_ = self._round(
                    queries, k, query, part, limits, number, None
                )
                _merge_into((best, positions), query, (near, where))
        return best, positions

    def _boxes(self) -> Boxes:
        boxes = [self.rows.boxes[block] for block in self._used.tolist()]
        return Boxes(boxes, self._layout.levels)

    def _round(
        self,
        queries: RowBlocks,
        k: int,
        query: np.ndarray,
        part: np.ndarray,
        bounds: np.ndarray,
        number: np.ndarray | None,
        boxes: Any,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Ask queries of parts; say which others to ask, where boxes are given."""
        order = np.argsort(part, kind="stable")
        parts, sizes = _chunks(part[order])
        self.asked_["questions"] += len(order)
        self.asked_["tasks"] += len(sizes)
        moved = queries.take(query[order]).in_blocks(sizes)
        layout, indexes = self._runner.put(self._layout), self._known_indexes()
        tasks, start = [], 0
        for block, size, of in zip(
            moved.blocks, sizes.tolist(), parts.tolist(), strict=True
        ):
            some = query[order[start : start + size]]
            start += size
            numbers = None if number is None else number[some]
            cut = self._runner.put((bounds[some], numbers))
            tasks.append(
                self._runner.task(_asked, block, indexes[of], cut, layout, boxes, of, k)
            )
        squared = np.empty((len(query), k))
        positions = np.empty((len(query), k), dtype=np.intp)
        others, start = [], 0
        for size, found in zip(sizes, self._runner.results(tasks), strict=True):
            some = order[start : start + size]
            start += size
            squared[some], positions[some] = found[:2]
            others.append((query[some[found[2]]], found[3]))
        further, where = map(np.concatenate, zip(*others, strict=True))
        return squared, positions, further, where

    def _known_indexes(self) -> list[Any]:
        """Tasks that give the index of each part."""
        if self._indexes is None:
            layout = self._runner.put(self._layout)
            self._indexes = [
                self._runner.task(_index, self.rows.blocks[block], cut, layout)
                for block, cut in (
                    (one, self._runner.put(self._cut(one)))
                    for one in self._used.tolist()
                )
            ]
            if len(self.rows) <= KEPT_ROWS:
                self._indexes = self._runner.kept(self._indexes)
        return self._indexes

    def _cut(self, block: int) -> tuple[np.ndarray, np.ndarray | None]:
        """Positions of the rows of a block, and their numbers."""
        positions = self._positions[block]
        if self._number is None:
            return positions, None
        return positions, self._number[positions]


def _index(
    rows: EncodedRows,
    cut: tuple[np.ndarray, np.ndarray | None],
    layout: MatrixLayout,
) -> PartSearch:
    """Build the index of a part, of whose rows some may not be searched."""
    positions, number = cut
    mixed = _mixed(rows, layout, number)
    among = np.flatnonzero(positions >= 0)
    return PartSearch(mixed.subset(among), positions[among])


def _mixed(
    rows: EncodedRows, layout: MatrixLayout, number: np.ndarray | None
) -> MixedRows:
    mixed = layout.mixed(rows)
    return mixed if number is None else mixed.with_number(number)


def _nearest_box(rows: EncodedRows, boxes: Boxes, layout: MatrixLayout) -> np.ndarray:
    return boxes.nearest(layout.mixed(rows)).astype(np.int32)


def _asked(
    rows: EncodedRows,
    index: PartSearch,
    cut: tuple[np.ndarray, np.ndarray | None],
    layout: MatrixLayout,
    boxes: Boxes | None,
    part: int,
    k: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ask a part, and find the others in which something may be as near."""
    bounds, number = cut
    queries = _mixed(rows, layout, number)
    squared, positions = index.nearest(queries, k, bounds)
    nothing = np.empty(0, dtype=np.int32)
    if boxes is None:
        return squared, positions, nothing, nothing
    query, other = boxes.within(queries, np.minimum(bounds, squared[:, -1]))
    further = other != part
    return (
        squared,
        positions,
        query[further].astype(np.int32),
        other[further].astype(np.int32),
    )


def _chunks(part: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut sorted parts into pieces of one part, of at most `BLOCK_ROWS` each."""
    of_part, counts = np.unique(part, return_counts=True)
    parts, sizes = [], []
    for one, count in zip(of_part.tolist(), counts.tolist(), strict=True):
        n_pieces = -(-count // BLOCK_ROWS)
        parts += [one] * n_pieces
        sizes.append(np.diff(np.arange(n_pieces + 1) * count // n_pieces))
    return np.array(parts), np.concatenate(sizes)


def _merge_into(best: Answers, query: np.ndarray, found: Answers) -> None:
    """Merge further answers into the best ones, in place."""
    some = np.flatnonzero(found[1][:, 0] >= 0)
    some = some[np.argsort(query[some], kind="stable")]
    of_query = query[some]
    # A query has answers of several parts: one of each at a time.
    is_new = np.r_[True, of_query[1:] != of_query[:-1]][: len(of_query)]
    starts = np.maximum.accumulate(np.where(is_new, np.arange(len(some)), 0))
    rank = np.arange(len(some)) - starts
    for layer in range(int(rank.max(initial=-1)) + 1):
        at, one = of_query[rank == layer], some[rank == layer]
        both = merged((best[0][at], best[1][at]), (found[0][one], found[1][one]))
        best[0][at], best[1][at] = both
