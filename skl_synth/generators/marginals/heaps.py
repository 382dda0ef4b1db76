"""Heaps: people give round numbers, and draws within coarse blocks are to be round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.marginals.attribute import Attribute

MOST_UNITS = 12
"""Units of roundness: 1, 5, 10, 50 and so on, in steps of the column."""


def units_of(attribute: Attribute) -> np.ndarray:
    """List the units of which a number may be a multiple, from its step on.

    Parameters
    ----------
    attribute : Attribute
        A number.

    Returns
    -------
    ndarray of shape (n_units,), dtype int
        In steps of the number; those that are no larger than a tenth of its range.
    """
    if attribute.points != 1:
        # Written in full, or so fine that a cell is wider than a unit.
        return np.ones(1, dtype=np.int64)
    units = [10**k * m for k in range(MOST_UNITS // 2) for m in (1, 5)]
    most = attribute.n_values / 10
    return np.array([unit for unit in units if unit <= max(most, 1)], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Heaps:
    """How many of the numbers of a column are round, and how round.

    Parameters
    ----------
    units : ndarray of shape (n_units,), dtype int
        Units of roundness, in steps of the column.
    shares : ndarray of shape (n_units,)
        Numbers of which each is the largest unit that they are a multiple of.
    """

    units: np.ndarray
    shares: np.ndarray

    @staticmethod
    def roundness(numbers: np.ndarray, step: float, units: np.ndarray) -> np.ndarray:
        """Find the largest unit of which each number is a multiple.

        Parameters
        ----------
        numbers : ndarray of shape (n_rows,)
            Numbers, none of them missing.
        step : float
            The step of the column.
        units : ndarray of shape (n_units,), dtype int
            From small to large; the first is 1.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            Places of units.
        """
        points = np.rint(numbers / step).astype(np.int64)
        found = np.zeros(len(points), dtype=np.intp)
        for place, unit in enumerate(units.tolist()):
            found[points % unit == 0] = place
        return found

    def rounded(
        self,
        numbers: np.ndarray,
        step: float,
        widths: np.ndarray,
        rng: np.random.RandomState,
    ) -> np.ndarray:
        """Round numbers that were drawn within blocks, as often as real ones are round.

        Parameters
        ----------
        numbers : ndarray of shape (n_rows,)
            Numbers; NaN where missing.
        step : float
            The step of the column.
        widths : ndarray of shape (n_rows,)
            Width of the block of each, in steps: no number is moved farther.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,)
            The numbers.
        """
        upto = np.cumsum(self.shares) / self.shares.sum()
        place = np.searchsorted(upto, rng.uniform(size=len(numbers)))
        fits = np.searchsorted(self.units, np.maximum(widths, 1), side="right") - 1
        unit = self.units[np.minimum(np.minimum(place, len(upto) - 1), fits)] * step
        return np.where(widths > 1, np.rint(numbers / unit) * unit, numbers)
