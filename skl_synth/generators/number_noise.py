"""Noise on numbers, so that the exact values of single people are not handed on.

A number that was drawn from a leaf, and moved in ranks, still ends on or beside the
value of some real person; and who has all values of a table can solve for the people
behind them. Noise that is wider than the gaps between people takes that away.
"""

from __future__ import annotations

import numpy as np

from skl_synth.generators.roundness import roundness, shares_given, units_up_to
from skl_synth.generators.smoothing import spikes_of
from skl_synth.table.rounding import FULL, count_decimals

NORMAL_IQR = 1.349
"""The interquartile range of a normal distribution, in standard deviations."""

NEIGHBOURS = 64
"""A number is as round as one of so many real ones beside it."""

LARGEST_UNIT = 2.0
"""A number is rounded to units of up to so many standard deviations of its noise: a
larger unit would undo the noise."""

HEAP_WINDOW, HEAP, LEAST_IN_HEAP = 11, 5.0, 10
"""A value that so many rows have, and so many times as many as the values beside it
usually have, stays what it is: that it is there says nothing of one person."""

FEW_VALUES = 20
"""A column of so few different numbers is one of levels: years, terms of loans. Those
that enough people have stay what they are, as levels do."""


def add_noise(
    drawn: np.ndarray, real: np.ndarray, noise_scale: float, rng: np.random.RandomState
) -> np.ndarray:
    """Add normal noise to the numbers of a column, within the range of the real ones.

    Parameters
    ----------
    drawn : ndarray of shape (n_rows,)
        Numbers; NaN where missing.
    real : ndarray of shape (n_real,)
        Those of the real rows.
    noise_scale : float
        Standard deviation of the noise, in units of the spread of the column: that
        between its quartiles, and farther out the distance from the median, since the
        gaps between people grow with it.
    rng : RandomState
        Source of the noise.

    Returns
    -------
    ndarray of shape (n_rows,)
        The numbers; a value that one real row in twenty has, or far more rows than the
        values beside it, stays what it is. Where real numbers are round, so are these.
    """
    noise = rng.normal(size=len(drawn))
    known = real[~np.isnan(real)]
    if not len(known):
        return drawn
    first, median, third = np.quantile(known, [0.25, 0.5, 0.75])
    spread = np.maximum((third - first) / NORMAL_IQR, np.abs(drawn - median))
    moved = drawn + noise_scale * spread * noise
    # Turned back at the ends: cut off there, the extremes of two people would be shown.
    low, high = known.min(), known.max()
    moved = np.where(moved > high, 2 * high - moved, moved)
    moved = np.clip(np.where(moved < low, 2 * low - moved, moved), low, high)
    staying = np.r_[spikes_of(known), _heaps_of(known)]
    # Those that move are as round as those of the real numbers that would.
    others = known[~np.isin(known, staying)]
    moved = _as_round(moved, others, LARGEST_UNIT * noise_scale * spread, rng)
    return np.where(np.isin(drawn, staying), drawn, np.clip(moved, low, high))


def _heaps_of(known: np.ndarray) -> np.ndarray:
    """Find values that far more rows have than those beside them: prices, doses."""
    values, counts = np.unique(known, return_counts=True)
    if len(values) <= FEW_VALUES:
        return values[counts >= LEAST_IN_HEAP]
    padded = np.pad(counts, HEAP_WINDOW // 2, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, HEAP_WINDOW)
    usual = np.median(windows, axis=1)[: len(values)]
    return values[counts >= np.maximum(LEAST_IN_HEAP, HEAP * usual)]


def _as_round(
    moved: np.ndarray, known: np.ndarray, most: np.ndarray, rng: np.random.RandomState
) -> np.ndarray:
    """Round numbers as real ones near them are: money in hundreds stays in hundreds."""
    if not len(known):
        return moved
    decimals = int(count_decimals(known).max())
    largest = np.nanmax(most, initial=0.0) if len(most) else 0.0
    if decimals == FULL or largest * 10.0**decimals < 5:
        return moved
    step = 10.0**-decimals
    units = units_up_to(largest / step)
    ordered = np.sort(known)
    place = np.searchsorted(ordered, moved) + rng.randint(NEIGHBOURS, size=len(moved))
    place = np.clip(place - NEIGHBOURS // 2, 0, len(ordered) - 1)
    classes = roundness(ordered / step, units)
    shares = np.bincount(classes, minlength=len(units)) / len(ordered)
    upto = np.cumsum(shares_given(shares, units), axis=1)[classes[place]]
    found = (rng.uniform(size=(len(moved), 1)) > upto).sum(axis=1)
    allowed = np.searchsorted(units, np.nan_to_num(most / step), side="right") - 1
    unit = units[np.maximum(np.minimum(found, allowed), 0)] * step
    return np.where(unit > step, np.rint(moved / unit) * unit, moved)
