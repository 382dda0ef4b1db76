"""Heaps: people give round numbers, and draws within coarse blocks are to be round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.roundness import shares_given, units_up_to


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
    # Written in full, or so fine that a cell is wider than a unit: none but 1.
    most = attribute.n_values / 10 if attribute.points == 1 else 1
    return units_up_to(most)


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
        # Numbers are round by chance, too: what is drawn is to what they were rounded.
        rounded = self.shares @ shares_given(self.shares, self.units)
        upto = np.cumsum(rounded) / rounded.sum()
        place = np.searchsorted(upto, rng.uniform(size=len(numbers)))
        fits = np.searchsorted(self.units, np.maximum(widths, 1), side="right") - 1
        unit = self.units[np.minimum(np.minimum(place, len(upto) - 1), fits)] * step
        return np.where(widths > 1, np.rint(numbers / unit) * unit, numbers)
