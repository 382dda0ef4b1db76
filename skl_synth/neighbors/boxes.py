"""Boxes: what is known of parts of a table, and how near their rows can be.

A part may be large, or on another machine. Its box is a few numbers, from which it is
seen that none of its rows can be among the nearest of a query, so that it is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skl_synth.neighbors.mixed_rows import Levels, MixedRows
from skl_synth.neighbors.signatures import ROUNDING

_TABLE = 400_000
"""Bounds that are held at a time."""


@dataclass(frozen=True, eq=False)
class Box:
    """The range of each number of some rows, and which levels of each code they have.

    Parameters
    ----------
    low, high : ndarray of shape (n_numbers,)
        The least and the greatest of each number; infinite for no rows.
    has : tuple of ndarray of shape (n_levels + 1,), dtype bool
        Of each code which levels occur, the unknown one last.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.neighbors import MixedRows
    >>> from skl_synth.neighbors.boxes import Box
    >>> Box.of(MixedRows.of(np.array([[0.0], [2.0]]))).high
    array([2.])
    """

    low: np.ndarray
    high: np.ndarray
    has: tuple[np.ndarray, ...] = ()

    @classmethod
    def of(cls, rows: MixedRows) -> Box:
        """Enclose some rows.

        Parameters
        ----------
        rows : MixedRows
            The rows.

        Returns
        -------
        Box
            What encloses them.
        """
        has = [
            np.bincount(code % (len(level) + 1), minlength=len(level) + 1) > 0
            for level, code in zip(rows.levels, rows.codes.T, strict=True)
        ]
        low = rows.numbers.min(axis=0, initial=np.inf)
        return cls(low, rows.numbers.max(axis=0, initial=-np.inf), tuple(has))


class Boxes:
    """Lower bounds of the distances from queries to the rows in boxes.

    A row in a box is at least as far from a query as the nearest value of each range,
    and as the nearest level of each code: the sum of these is a lower bound, term by
    term, as for the cells of one machine.

    Parameters
    ----------
    boxes : sequence of Box
        The boxes.
    levels : tuple of Levels
        One per code.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.neighbors import MixedRows
    >>> from skl_synth.neighbors.boxes import Box, Boxes
    >>> parts = [MixedRows.of(np.array([[0.0], [2.0]])), MixedRows.of(np.eye(1) * 9)]
    >>> boxes = Boxes([Box.of(part) for part in parts], ())
    >>> boxes.nearest(MixedRows.of(np.array([[3.0], [8.0]])))
    array([0, 1])
    """

    def __init__(self, boxes: Sequence[Box], levels: tuple[Levels, ...]) -> None:
        self.low = np.array([box.low for box in boxes])
        self.high = np.array([box.high for box in boxes])
        self._least = [
            np.column_stack([_least(level, box.has[place]) for box in boxes])
            for place, level in enumerate(levels)
        ]

    def __len__(self) -> int:
        return len(self.low)

    def nearest(self, queries: MixedRows) -> np.ndarray:
        """Find a box for each query in which rows are likely to be near.

        Parameters
        ----------
        queries : MixedRows
            The queries.

        Returns
        -------
        ndarray of shape (n_queries,), dtype int
            Of the boxes whose levels are nearest that whose ranges are; the first one
            among equally near ones.
        """
        boxes = np.zeros(len(queries), dtype=np.intp)
        step = max(_TABLE // len(self), 1)
        for start in range(0, len(queries), step):
            some = slice(start, start + step)
            least = self._of_codes(queries.codes[some])
            query, box = np.nonzero(least == least.min(axis=1, keepdims=True))
            outside = np.zeros(len(query))
            with np.errstate(over="ignore"):
                for column in range(self.low.shape[1]):
                    value = queries.numbers[some][query, column]
                    outside += self._outside(value, box, column)
            # The nearest first, and of each query the first.
            order = np.lexsort((outside, query))
            first = np.flatnonzero(np.r_[True, np.diff(query[order]) > 0])
            boxes[some] = box[order[first]]
        return boxes

    def within(
        self, queries: MixedRows, bounds: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the boxes that may hold rows within the bounds.

        Parameters
        ----------
        queries : MixedRows
            The queries. If they have more numbers than the boxes, the last ones are
            left out of the bounds.
        bounds : ndarray of shape (n_queries,)
            Squared distances.

        Returns
        -------
        query, box : ndarray of shape (n_pairs,), dtype int
            Query and box of each pair, query after query.
        """
        step = max(_TABLE // len(self), 1)
        nothing = np.empty(0, dtype=np.intp)
        parts = [(nothing, nothing)]
        for start in range(0, len(queries), step):
            some = slice(start, start + step)
            least = self._of_codes(queries.codes[some])
            # No margin is needed: the same attributes are added up in the same order as
            # in a distance, none of them larger than there, and rounding keeps order.
            query, box = np.nonzero(least <= bounds[some, None])
            least, query = least[query, box], query + start
            with np.errstate(over="ignore"):
                parts.append(self._with_numbers(queries, bounds, query, box, least))
        query, box = map(np.concatenate, zip(*parts, strict=True))
        return query, box

    def _of_codes(self, codes: np.ndarray) -> np.ndarray:
        """What the codes of queries add at least, for every box."""
        least = np.zeros((len(codes), len(self)))
        for table, code in zip(self._least, codes.T, strict=True):
            least += table[code]
        return least

    def _outside(self, value: np.ndarray, box: np.ndarray, column: int) -> np.ndarray:
        """Squared distances of values to ranges."""
        below, above = self.low[box, column] - value, value - self.high[box, column]
        outside = np.maximum(np.maximum(below, above), 0.0)
        return np.square(outside, out=outside)

    def _with_numbers(
        self,
        queries: MixedRows,
        bounds: np.ndarray,
        query: np.ndarray,
        box: np.ndarray,
        least: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Add the numbers to the bounds, column by column, and drop what is too far."""
        for column in range(self.low.shape[1]):
            least = least + self._outside(queries.numbers[query, column], box, column)
            # On top of the codes, where a distance adds the numbers up by themselves:
            # another order, hence the margin.
            near = least * (1.0 - ROUNDING) <= bounds[query]
            query, box, least = query[near], box[near], least[near]
        return query, box


def _least(level: Levels, has: np.ndarray) -> np.ndarray:
    """Squared distance of each level, unknown last, to the nearest one of a box."""
    known = np.flatnonzero(has[:-1])
    # What two different levels add is a sum of one number of each.
    least = level.halves + level.halves[known].min(initial=np.inf)
    least[-1] = level.to_unknown[known].min(initial=np.inf)
    if has[-1]:
        least[:-1] = np.minimum(least[:-1], level.to_unknown[:-1])
    least[has] = 0.0
    return least
