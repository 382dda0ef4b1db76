"""Tails: the outermost values of a number, which few people have, coded together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Snap = Callable[[np.ndarray], np.ndarray]
"""Moves numbers onto what a column can hold."""


@dataclass(frozen=True)
class Tails:
    """Which numbers are coded together at the ends of a column, and as what.

    Parameters
    ----------
    low_end, high_end : float
        The innermost values of the two tails; infinite where there is none.
    low, high : float
        What stands for all values of a tail; NaN where they are left out.
    """

    low_end: float = -np.inf
    low: float = -np.inf
    high_end: float = np.inf
    high: float = np.inf

    @property
    def is_coded(self) -> bool:
        """Whether anything is coded together."""
        return self != NO_TAILS

    def code(self, values: np.ndarray) -> np.ndarray:
        """Code the values of the tails together.

        Parameters
        ----------
        values : ndarray
            Any numbers; NaN stays NaN.

        Returns
        -------
        ndarray of the same shape
            The numbers, each of a tail as what stands for it.
        """
        if self == NO_TAILS:
            return values
        return np.where(
            values >= self.high_end,
            self.high,
            np.where(values <= self.low_end, self.low, values),
        )

    def over(self, before: Tails) -> Tails:
        """Code anew what was coded before.

        Parameters
        ----------
        before : Tails
            How the values were coded from which these tails were found.

        Returns
        -------
        Tails
            What codes uncoded values as both do, one after the other.
        """
        # A tail that was found anew reaches farther in: it begins at what stands for
        # the one before, which has become too small.
        low, high = (self.low_end, self.low), (self.high_end, self.high)
        if np.isneginf(self.low_end):
            low = before.low_end, before.low
        if np.isposinf(self.high_end):
            high = before.high_end, before.high
        return Tails(*low, *high)

    def contain(self, values: np.ndarray) -> np.ndarray:
        """Mark the values of either tail.

        Parameters
        ----------
        values : ndarray
            Any numbers.

        Returns
        -------
        ndarray of bool
            True for those that are coded; also for what stands for them.
        """
        if self == NO_TAILS:
            return np.zeros(np.shape(values), dtype=bool)
        return (values <= self.low_end) | (values >= self.high_end)


NO_TAILS = Tails()
"""Of a column of which nothing is coded together."""

LEFT_OUT = Tails(np.inf, np.nan, -np.inf, np.nan)
"""Of a column whose values so few have that not even one stands for all."""


def tails_of(
    values: np.ndarray, persons: np.ndarray | None, least: int, snap: Snap
) -> Tails:
    """Find the outermost values, which fewer persons have than are enough.

    Parameters
    ----------
    values : ndarray of shape (n_rows,)
        The numbers of a column; NaN where missing.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Whose rows they are; None takes each row for a person.
    least : int
        How many persons are enough.
    snap : callable
        Moves numbers onto what the column can hold.

    Returns
    -------
    Tails
        Each with at least so many persons, for whom a round number stands. An end that
        so many have by itself has no tail. Where fewer than twice as many have any
        value, all are one tail; where not even so many have, and the others miss it,
        all are left out.
    """
    filled = ~np.isnan(values)
    people = np.arange(len(values)) if persons is None else persons
    values, people = values[filled], people[filled]
    if least < 2 or not len(values):
        return NO_TAILS
    if len(np.unique(people)) < least:
        return NO_TAILS if filled.all() else LEFT_OUT
    low_end, low = _low_tail(values, people, least)
    # Mirrored, the high end is a low one.
    high_end, high = _low_tail(-values, people, least)
    low, high = snap(np.array([low, -high])).tolist()
    tails = Tails()
    if np.isfinite(low_end):
        tails = Tails(low_end, low)
    if np.isfinite(high_end):
        tails = Tails(tails.low_end, tails.low, -high_end, high)
    return tails


def _low_tail(
    values: np.ndarray, persons: np.ndarray, least: int
) -> tuple[float, float]:
    """Find where the low tail ends, and what stands for it."""
    firsts = np.sort(_smallest_of_each(values, persons))
    one_tail = len(firsts) < 2 * least
    end = values.max() if one_tail else firsts[least - 1]
    if end == firsts[0]:
        return -np.inf, float(end)
    if len(np.unique(persons[values == end])) >= least:
        return float(end), float(end)
    # Of the middle third: the mean of all would follow whoever is farthest out.
    tail = firsts[firsts <= end]
    cut = len(tail) // 3
    middle = tail[cut : len(tail) - cut].mean()
    return float(end), _round_between(float(middle), float(end))


def _round_between(middle: float, end: float) -> float:
    """Find a round number from the middle of a tail on, but not beyond its end."""
    # The value of one of them, repeated, would be that person's more often than a
    # stranger's; a round number is either's as often.
    width = end - middle
    if width <= 0:
        return middle
    power = 10.0 ** np.floor(np.log10(width))
    step = max(m * power for m in (0.5, 1.0, 2.0, 5.0) if m * power <= width)
    return min(float(np.ceil(middle / step) * step), end)


def _smallest_of_each(values: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """The smallest value of each person."""
    order = np.lexsort((values, persons))
    _, first = np.unique(persons[order], return_index=True)
    smallest: np.ndarray = values[order[first]]
    return smallest
