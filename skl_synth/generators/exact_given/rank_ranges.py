"""Ranges of numbers as ranges of ranks, among which numbers are drawn from leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.exact_given.preimages import preimages
from skl_synth.generators.smoothing import RankSpace

REACH = 0.5
"""A single number stands for so many ranks on either side at least: one real row, where
numbers are so fine that no two rows have the same."""


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
        middle = np.clip((first + last) / 2, 0, end)
        first = np.where(self.is_single, np.minimum(first, middle - REACH), first)
        last = np.where(self.is_single, np.maximum(last, middle + REACH), last)
        is_empty = ~(self.lows <= self.highs)
        first = np.where(is_empty, np.inf, np.maximum(first, 0.0))
        return first, np.where(is_empty, -np.inf, np.minimum(last, end))


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
