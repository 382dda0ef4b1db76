"""Ranges of numbers as ranges of ranks, among which numbers are drawn from leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from skl_synth.generators.exact_given.preimages import preimages
from skl_synth.generators.smoothing import RankSpace, spikes_of

LEAST_ROWS = 10
"""A single number stands for those beside it, too, until so many real rows have one of
them: of a number with many decimals no two rows have the same."""


@dataclass(frozen=True, eq=False)
class NumberRanges:
    """Ranges of the numbers of a column, before and after they are snapped.

    Parameters
    ----------
    lows, highs : ndarray of shape (n_ranges,)
        The numbers that are snapped into each range; the least is above the greatest
        where there are none.
    least, greatest : ndarray of shape (n_ranges,)
        The least and the greatest number of each range that the column can hold.
    is_single : ndarray of shape (n_ranges,), dtype bool
        Whether a single number is asked for.
    """

    lows: np.ndarray
    highs: np.ndarray
    least: np.ndarray
    greatest: np.ndarray
    is_single: np.ndarray

    @classmethod
    def of(
        cls,
        snap: Callable[[np.ndarray], np.ndarray],
        span: tuple[float, float],
        lows: np.ndarray,
        highs: np.ndarray,
    ) -> NumberRanges:
        """Find what is snapped into ranges.

        Parameters
        ----------
        snap : callable
            Moves numbers onto what the column can hold.
        span : (float, float)
            The least and the greatest number of the column.
        lows, highs : ndarray of shape (n_ranges,)
            The ends of closed ranges; infinite where they are open.

        Returns
        -------
        NumberRanges
            The ranges.
        """
        first, last = preimages(snap, span, lows, highs)
        least, greatest = (
            np.clip(snap(np.clip(end, *span)), lows, highs) for end in (first, last)
        )
        is_single = (lows == highs) & np.isfinite(lows)
        return cls(first, last, least, greatest, is_single)

    def ranks(self, space: RankSpace) -> tuple[np.ndarray, np.ndarray]:
        """Find the ranks between which numbers lie in each range.

        Parameters
        ----------
        space : RankSpace
            The ranks of a column.

        Returns
        -------
        first, last : ndarray of shape (n_ranges,)
            Their ends; the first is above the last where there are none.
        """
        first, last = first_rank(space, self.lows), last_rank(space, self.highs)
        end = len(space.values) - 1.0
        is_empty = ~(self.lows <= self.highs)
        first = np.where(is_empty, np.inf, np.maximum(first, 0.0))
        return first, np.where(is_empty, -np.inf, np.minimum(last, end))

    def widened(self, values: np.ndarray) -> NumberRanges:
        """Take numbers beside a single one for it, until enough rows have one of them.

        Parameters
        ----------
        values : ndarray of shape (n_values,)
            The numbers of real rows; NaN where missing.

        Returns
        -------
        NumberRanges
            The same ranges, in which a single number is met as nearly as rows tell. A
            value on which many rows heap up is never taken for another.
        """
        known = np.sort(values[~np.isnan(values)])
        if not len(known):
            return self
        begin = np.searchsorted(known, self.lows, side="left")
        end = np.searchsorted(known, self.highs, side="right")
        lacking = np.maximum(-(-(LEAST_ROWS - (end - begin)) // 2), 0)
        most = len(known) - 1
        low = known[np.clip(begin - lacking, 0, most)]
        high = known[np.clip(end + lacking - 1, 0, most)]
        low, high = _without_spikes(spikes_of(known), self.least, low, high)
        wide = self.is_single & (lacking > 0) & (self.lows <= self.highs)
        return replace(
            self,
            lows=np.where(wide, np.minimum(low, self.lows), self.lows),
            highs=np.where(wide, np.maximum(high, self.highs), self.highs),
        )


def _without_spikes(
    spikes: np.ndarray, numbers: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Keep ranges about numbers from reaching values that stand apart."""
    if not len(spikes):
        return low, high
    place = np.searchsorted(spikes, numbers)
    below = np.r_[-np.inf, spikes][np.searchsorted(spikes, numbers, side="left")]
    above = np.r_[spikes, np.inf][np.searchsorted(spikes, numbers, side="right")]
    is_spike = spikes[np.minimum(place, len(spikes) - 1)] == numbers
    low = np.maximum(low, (below + numbers) / 2)
    high = np.minimum(high, (above + numbers) / 2)
    return np.where(is_spike, numbers, low), np.where(is_spike, numbers, high)


def first_rank(space: RankSpace, bounds: np.ndarray) -> np.ndarray:
    """Find the rank from which on numbers reach a bound.

    Parameters
    ----------
    space : RankSpace
        The ranks of a column.
    bounds : ndarray of shape (n_bounds,)
        Numbers.

    Returns
    -------
    ndarray of shape (n_bounds,)
        Ranks; beyond the last where no number reaches the bound.
    """
    right = np.searchsorted(space.values, bounds, side="left")
    return _between(space, right - 1, right, bounds)


def last_rank(space: RankSpace, bounds: np.ndarray) -> np.ndarray:
    """Find the rank up to which numbers do not exceed a bound.

    Parameters
    ----------
    space : RankSpace
        The ranks of a column.
    bounds : ndarray of shape (n_bounds,)
        Numbers.

    Returns
    -------
    ndarray of shape (n_bounds,)
        Ranks; below the first where every number exceeds the bound.
    """
    right = np.searchsorted(space.values, bounds, side="right")
    return _between(space, right - 1, right, bounds)


def _between(
    space: RankSpace, left: np.ndarray, right: np.ndarray, bounds: np.ndarray
) -> np.ndarray:
    """Find the rank of a bound that lies between two values, or beyond all."""
    end = len(space.values) - 1
    low, high = np.clip(left, 0, end), np.clip(right, 0, end)
    gap = space.values[high] - space.values[low]
    with np.errstate(invalid="ignore"):
        part = (bounds - space.values[low]) / np.where(gap > 0, gap, 1.0)
    # There is nothing between a spike and the next value.
    mixed = ~(space.spike[low] | space.spike[high])
    ranks = left + np.where(mixed, np.clip(part, 0.0, 1.0), 0.5)
    ranks = np.where(left < 0, -0.5, ranks)
    return np.where(right > end, end + 0.5, ranks)
