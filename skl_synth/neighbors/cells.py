"""Cells: a table cut into blocks of rows that lie together, each in a box."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.neighbors.rows import MixedRows

CELL_ROWS = 1024
"""Most rows of a cell: enough for a matrix product to be worth while."""

_SAMPLE = 512
"""Rows by which a cut is chosen."""


@dataclass(frozen=True)
class _Cut:
    """One cut of the table: rows up to a value of a column go left."""

    column: int
    value: float


class Cells:
    """Rows in an order in which neighbours lie together, cut into boxes.

    A block is cut at the median of the column that spreads most in it, until it has
    no more than `CELL_ROWS` rows.

    Parameters
    ----------
    rows : MixedRows
        The rows; all different.

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
    low, high : ndarray of shape (n_cells, n_columns)
        The boxes.
    """

    def __init__(self, rows: MixedRows) -> None:
        wide = rows.dummies(np.float32)
        self._cuts: list[tuple[_Cut, int, int]] = []
        parts: list[np.ndarray] = []
        self._root = self._split(rows.numbers, wide, np.arange(len(rows)), parts)
        self.order = np.concatenate(parts)
        self.rows = rows.take(self.order)
        self.dummies = wide[self.order]
        self.starts = np.cumsum([0] + [len(part) for part in parts])
        low, high = zip(
            *(
                box_of(self.rows.numbers[start:stop], self.dummies[start:stop])
                for start, stop in zip(self.starts, self.starts[1:], strict=False)
            ),
            strict=True,
        )
        self.low, self.high = np.array(low), np.array(high)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def locate(self, rows: MixedRows, dummies: np.ndarray) -> np.ndarray:
        """Order queries like the cells that they would be put into.

        Parameters
        ----------
        rows : MixedRows
            Queries.
        dummies : ndarray of shape (n_queries, n_dummies)
            Their 0/1 columns.

        Returns
        -------
        ndarray of shape (n_queries,), dtype int
            Positions of the queries, cell after cell.
        """
        parts: list[np.ndarray] = []
        stack = [(self._root, np.arange(len(rows)))]
        while stack:
            node, members = stack.pop()
            if node < 0 or not len(members):
                parts.append(members)
                continue
            cut, left, right = self._cuts[node]
            goes_left = _column(rows.numbers, dummies, cut.column, members) <= cut.value
            stack.append((right, members[~goes_left]))
            stack.append((left, members[goes_left]))
        return np.concatenate(parts)

    def _split(
        self,
        numbers: np.ndarray,
        dummies: np.ndarray,
        members: np.ndarray,
        parts: list[np.ndarray],
    ) -> int:
        """Cut a block in two, and each part again; -1 for a block that is a cell."""
        cut = None
        if len(members) > CELL_ROWS:
            cut = _best_cut(numbers, dummies, members)
        if cut is None:
            parts.append(members)
            return -1
        goes_left = _column(numbers, dummies, cut.column, members) <= cut.value
        left = self._split(numbers, dummies, members[goes_left], parts)
        right = self._split(numbers, dummies, members[~goes_left], parts)
        self._cuts.append((cut, left, right))
        return len(self._cuts) - 1


def box_of(numbers: np.ndarray, dummies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest value of each column.

    Parameters
    ----------
    numbers, dummies : ndarray of shape (n_rows, n_columns)
        The columns of some rows, at least one.

    Returns
    -------
    low, high : ndarray of shape (n_columns,)
        The box.
    """
    low = np.concatenate([numbers.min(axis=0), dummies.min(axis=0)])
    high = np.concatenate([numbers.max(axis=0), dummies.max(axis=0)])
    return low, high


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
    is rare: a cut leaves two parts that are worth having.
    """
    step = max(len(members) // _SAMPLE, 1)
    for sample in (members[::step], members):
        values = np.hstack([numbers[sample], dummies[sample]])
        middle = np.median(values, axis=0)
        column = int(np.abs(values - middle).mean(axis=0).argmax())
        of_column = _column(numbers, dummies, column, members)
        low, high = of_column.min(), of_column.max()
        if low < high:
            # The largest value would leave nothing to the right.
            value = middle[column] if middle[column] < high else (low + high) / 2
            return _Cut(column, float(max(value, low)))
    return None
