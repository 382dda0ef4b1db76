"""Noise on numbers, so that the exact values of single people are not handed on.

A number that was drawn from a leaf, and moved in ranks, still ends on or beside the
value of some real person; and who has all values of a table can solve for the people
behind them. Noise that is wider than the gaps between people takes that away.
"""

from __future__ import annotations

import numpy as np

from skl_synth.generators.smoothing import spikes_of

NORMAL_IQR = 1.349
"""The interquartile range of a normal distribution, in standard deviations."""


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
        The numbers; a value that one real row in twenty has stays what it is.
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
    return np.where(np.isin(drawn, spikes_of(real)), drawn, moved)
