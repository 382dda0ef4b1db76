"""Evidence on a column: how likely each of its bins is to meet a condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.exact_given.column_conditions import (
    ColumnConditions,
    side_by_side,
)
from skl_synth.generators.exact_given.preimages import preimages
from skl_synth.generators.exact_given.weighted_draws import (
    NEARLY_ONE,
    draw_by_row,
    draw_by_weight,
    shares_within,
)
from skl_synth.generators.marginals.columns import Column
from skl_synth.table.variables import PRESENT

ROUNDING = 1e-6
"""How far a point may be off by rounding, in steps of the column."""

POINT = 1e-3
"""A range of a number written in full that is no wider, in cells, is one number."""


@dataclass(frozen=True, eq=False)
class Blocks:
    """The blocks of a column, or its cells where it has no histogram.

    Parameters
    ----------
    starts, widths : ndarray of shape (n_blocks,), dtype int
        The first cell of each, and how many it has.
    bins : ndarray of shape (n_blocks,), dtype int
        The bin that it is in.
    shares : ndarray of shape (n_blocks,)
        Its share of that bin.
    """

    starts: np.ndarray
    widths: np.ndarray
    bins: np.ndarray
    shares: np.ndarray

    @classmethod
    def of(cls, column: Column) -> Blocks:
        """List the blocks of a column.

        Parameters
        ----------
        column : Column
            The column.

        Returns
        -------
        Blocks
            Its blocks.
        """
        if column.histogram is None:
            cells = np.arange(column.attribute.n_cells)
            one = np.ones(len(cells))
            return cls(
                cells, one.astype(np.intp), column.bins, shares_within(column.bins, one)
            )
        found = column.histogram
        shares = shares_within(column.bins, found.counts)
        return cls(found.starts, found.widths, column.bins, shares)


@dataclass(frozen=True, eq=False)
class ColumnEvidence:
    """What conditions on a column say of its bins, and draws that meet them.

    Parameters
    ----------
    column : Column
        The column.
    pattern : ndarray of shape (n_conditions,), dtype int
        The pattern of each condition.
    blocks : Blocks
        Its blocks.
    of : ndarray of shape (n_pieces,), dtype int
        The pattern of each piece. A piece is a range of numbers, or all that is allowed
        of a column of levels.
    first, last : ndarray of shape (n_pieces,)
        The first and the last point of the range, in steps of the column from its least
        number on.
    weights : ndarray of shape (n_pieces, n_blocks)
        How likely what is drawn in a block is to be in the piece.
    lows, highs : ndarray of shape (n_pieces,)
        The ends of the range, as they are given.
    """

    column: Column
    pattern: np.ndarray
    blocks: Blocks
    of: np.ndarray
    first: np.ndarray
    last: np.ndarray
    weights: np.ndarray
    lows: np.ndarray
    highs: np.ndarray

    @property
    def pieces(self) -> np.ndarray:
        """List the pieces of each pattern side by side, -1 behind them."""
        return side_by_side(self.of, int(self.of.max()) + 1)

    @property
    def piece_weights(self) -> np.ndarray:
        """How likely each bin is to be in a piece, of shape (n_pieces, n_bins)."""
        in_bin = self.blocks.bins[:, None] == np.arange(self.column.n_bins)
        weights: np.ndarray = (self.weights * self.blocks.shares) @ in_bin.astype(float)
        return weights

    @property
    def bin_weights(self) -> np.ndarray:
        """How likely each bin is to meet a pattern, of shape (n_patterns, n_bins)."""
        weights = np.zeros((int(self.of.max()) + 1, self.column.n_bins))
        np.add.at(weights, self.of, self.piece_weights)
        return weights

    def draw(
        self, patterns: np.ndarray, bins: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Draw cells within bins, and numbers within cells, that meet conditions.

        Parameters
        ----------
        patterns : ndarray of shape (n_rows,), dtype int
            The pattern of each row.
        bins : ndarray of shape (n_rows,), dtype int
            Its bin, which is likely to meet it.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        cells : ndarray of shape (n_rows,), dtype int
            The cells.
        numbers : ndarray of shape (n_rows,)
            The numbers, which are still to be snapped; NaN where there is none.
        pieces : ndarray of shape (n_rows,), dtype int
            In which piece each row is.
        """
        pieces = self.pieces[patterns]
        weights = self.piece_weights[pieces, bins[:, None]] * (pieces >= 0)
        chosen = pieces[np.arange(len(bins)), draw_by_row(weights, rng)]
        n_bins = self.column.n_bins
        asked, line = np.unique(chosen * n_bins + bins, return_inverse=True)
        within = self.blocks.bins == (asked % n_bins)[:, None]
        lines = self.weights[asked // n_bins] * self.blocks.shares * within
        blocks = draw_by_weight(lines, line, rng)
        return (*self._within(blocks, chosen, rng), chosen)

    def _within(
        self, blocks: np.ndarray, pieces: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        """Draw points that are in a block and in a piece at once."""
        one, start = self.column.attribute, self.blocks.starts[blocks]
        numbers, lots = np.full(len(blocks), np.nan), rng.uniform(size=len(blocks))
        is_number = (
            start < one.n_values if one.is_ordered else np.zeros(len(blocks), bool)
        )
        if not is_number.any():
            return start, numbers
        points = float(max(one.points, 1))
        first = np.maximum(start * points, self.first[pieces])
        end = (start + self.blocks.widths[blocks]) * points
        if not one.points:
            place = first + lots * (np.minimum(end, self.last[pieces]) - first)
        else:
            n_points = np.minimum(end - 1, self.last[pieces]) - first + 1
            place = first + np.floor(lots * n_points)
            if self.column.heaps is not None:
                place = self._rounded(first, n_points, is_number, place, rng)
        numbers[is_number] = one.low + one.step * place[is_number]
        cells = np.clip(np.where(is_number, place, 0) // points, 0, one.n_values - 1)
        return np.where(is_number, cells, start).astype(np.intp), numbers

    def _rounded(
        self,
        first: np.ndarray,
        n_points: np.ndarray,
        is_number: np.ndarray,
        place: np.ndarray,
        rng: np.random.RandomState,
    ) -> np.ndarray:
        """Draw round points within narrower blocks: as likely as in the whole one."""
        one, heaps = self.column.attribute, self.column.heaps
        assert heaps is not None
        lowest = int(np.rint(one.low / one.step))
        begin = (lowest + first[is_number]).astype(np.int64)
        drawn = heaps.rounded(begin, n_points[is_number].astype(np.int64), rng)
        place = place.copy()
        place[is_number] = drawn - lowest
        return place


def evidence_on(
    column: Column,
    said: ColumnConditions,
    snap: Callable[[np.ndarray], np.ndarray] | None,
) -> ColumnEvidence:
    """Weigh the blocks of a column by conditions.

    Parameters
    ----------
    column : Column
        The column.
    said : ColumnConditions
        What conditions say of it.
    snap : callable or None
        Moves numbers onto what the column can hold; None for levels.

    Returns
    -------
    ColumnEvidence
        The weights.
    """
    one, blocks = column.attribute, Blocks.of(column)
    of, lows, highs = said.flat_ranges()
    if not one.is_ordered:
        weights = said.masks[:, blocks.starts].astype(np.float64)
        return ColumnEvidence(
            column, said.pattern, blocks, of, lows, highs, weights, lows, highs
        )
    assert snap is not None
    first, last = _points(column, snap, lows, highs)
    weights = np.zeros((len(of), len(blocks.bins)))
    present = blocks.starts < one.n_values
    weights[:, present] = _inside(column, blocks, first, last)[:, present]
    if one.n_absent:
        behind = blocks.starts[~present] - one.n_values + 1
        weights[:, present] *= said.masks[of, PRESENT][:, None]
        # What stands in the place of a number is in the first piece of a pattern.
        begins = np.r_[True, of[1:] != of[:-1]]
        weights[:, ~present] = said.masks[of][:, behind] * begins[:, None]
    return ColumnEvidence(
        column, said.pattern, blocks, of, first, last, weights, lows, highs
    )


def _points(
    column: Column,
    snap: Callable[[np.ndarray], np.ndarray],
    lows: np.ndarray,
    highs: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Find the first and the last point that is moved into each range."""
    one = column.attribute
    n_points = one.n_values * float(max(one.points, 1))
    span = one.low, one.low + one.step * n_points
    least, greatest = preimages(snap, span, lows, highs)
    first, last = (least - one.low) / one.step, (greatest - one.low) / one.step
    if not one.points:
        # The greatest number of all belongs to the last block.
        begin = np.clip(first, 0, n_points * NEARLY_ONE)
        return np.where(first <= last, begin, first), np.minimum(last, n_points)
    # Points themselves lie between the bounds, but for rounding.
    first, last = np.ceil(first - ROUNDING), np.floor(last + ROUNDING)
    return np.maximum(first, 0), np.minimum(last, n_points - 1)


def _inside(
    column: Column, blocks: Blocks, first: np.ndarray, last: np.ndarray
) -> np.ndarray:
    """How likely what is drawn in each block is to be between two points."""
    # As a float: of huge numbers a block holds more points than integers count.
    one, points = column.attribute, float(max(column.attribute.points, 1))
    start, end = blocks.starts * points, (blocks.starts + blocks.widths) * points
    first, last = first[:, None], last[:, None]
    if not one.points:
        length = np.minimum(end, last) - np.maximum(start, first)
        # A single number, written in full: as likely as rows are dense about it.
        is_point = (last - first <= POINT) & (first >= start) & (first < end)
        shares = np.where(is_point, 1.0, np.maximum(length, 0.0)) / (end - start)
        return np.asarray(shares)
    begin = np.maximum(start, first)
    n_points = np.maximum(np.minimum(end - 1, last) - begin + 1, 0)
    if column.heaps is None:
        return np.asarray(n_points / (end - start))
    lowest = int(np.rint(one.low / one.step))
    weigh = column.heaps.weights
    return np.where(
        n_points > 0,
        weigh(lowest + np.where(n_points > 0, begin, start), n_points)
        / weigh(lowest + start, end - start),
        0.0,
    )
