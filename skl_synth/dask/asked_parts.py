"""AskedParts: the parts of a table, asked only about what they can know."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, eq=False)
class _Queries:
    """What is asked: rows, how many of the nearest, and one more number of each row."""

    rows: RowBlocks
    k: int
    number: np.ndarray | None

    def number_of(self, some: np.ndarray) -> np.ndarray | None:
        return None if self.number is None else self.number[some]


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
        self.rows = _in_parts(rows, layout)
        self._layout = layout
        self._number = number
        self._runner = rows.runner
        sizes = self.rows.sizes
        # Where each row of the blocks stands among the rows that are searched.
        positions: np.ndarray = np.full(sizes.sum(), -1, dtype=self.positions_dtype)
        positions[self._places] = np.arange(len(rows))
        self._positions = np.split(positions, np.cumsum(sizes)[:-1])
        self._used = np.flatnonzero([bool((one >= 0).any()) for one in self._positions])
        self._indexes: list[Any] | None = None
        self.asked_ = {
            "parts": len(self._used),
            "queries": 0,
            "questions": 0,
            "tasks": 0,
        }

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
        everyone = np.arange(len(queries))
        bounds = np.full(len(queries), np.inf) if bounds is None else bounds
        asked = _Queries(queries.kept(), k, number)
        if home is None:
            home = self._nearest_boxes(asked.rows)
        # Each of the parts multiplies matrices by itself, in threads of the scheduler.
        with one_thread():
            best, positions, query, part = self._round(
                asked, everyone, home, bounds, self._boxes()
            )
            if len(query):
                bounds = np.minimum(bounds, best[:, -1])
                found = self._round(asked, query, part, bounds)
                _merge_into((best, positions), query, found[:2])
        return best, positions

    def _boxes(self) -> Boxes:
        boxes = [self.rows.boxes[block] for block in self._used.tolist()]
        return Boxes(boxes, self._layout.levels)

    def _nearest_boxes(self, queries: RowBlocks) -> np.ndarray:
        shared = (self._boxes(), self._layout)
        found = self._runner.results(queries.each(_nearest_box, shared=shared))
        return np.concatenate(found)

    def _round(
        self,
        asked: _Queries,
        query: np.ndarray,
        part: np.ndarray,
        bounds: np.ndarray,
        boxes: Boxes | None = None,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Ask queries of parts; say which others to ask, where boxes are given."""
        order = np.argsort(part, kind="stable")
        parts, sizes = _pieces(part[order])
        cuts = np.split(order, np.cumsum(sizes)[:-1])
        self.asked_["questions"] += len(order)
        self.asked_["tasks"] += len(sizes)
        moved = asked.rows.take(query[order]).in_blocks(sizes)
        known = self._runner.put((self._layout, boxes))
        indexes = self._known_indexes()
        tasks = [
            self._runner.task(
                _asked,
                block,
                indexes[of],
                self._runner.put((bounds[query[cut]], asked.number_of(query[cut]))),
                known,
                of,
                asked.k,
            )
            for block, of, cut in zip(moved.blocks, parts.tolist(), cuts, strict=True)
        ]
        squared = np.empty((len(query), asked.k))
        positions = np.empty((len(query), asked.k), dtype=np.intp)
        further, where = [], []
        for cut, found in zip(cuts, self._runner.results(tasks), strict=True):
            squared[cut], positions[cut] = found[:2]
            further.append(query[cut[found[2]]])
            where.append(found[3])
        return squared, positions, np.concatenate(further), np.concatenate(where)

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


def _in_parts(rows: RowBlocks, layout: MatrixLayout) -> ArrangedRows:
    """Arrange rows, unless they are, and none of them is there twice."""
    if isinstance(rows, ArrangedRows) and rows.is_of(layout):
        places = rows.places
        if places is None or np.bincount(places).max(initial=0) < 2:
            return rows
    return arranged(rows, layout)


def _index(
    rows: EncodedRows,
    cut: tuple[np.ndarray, np.ndarray | None],
    layout: MatrixLayout,
) -> PartSearch:
    """Build the index of a part, of whose rows some may not be searched."""
    positions, number = cut
    among = np.flatnonzero(positions >= 0)
    if len(among) < len(rows):
        rows, positions = rows.take(among), positions[among]
        number = None if number is None else number[among]
    return PartSearch(_mixed(rows, layout, number), positions)


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
    known: tuple[MatrixLayout, Boxes | None],
    part: int,
    k: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ask a part, and find the others in which something may be as near."""
    bounds, number = cut
    layout, boxes = known
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


def _pieces(part: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
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
