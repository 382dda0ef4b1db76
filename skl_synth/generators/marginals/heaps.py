"""Heaps: people give round numbers, and draws within coarse blocks are to be round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.denoise import LEAST_SHARE, to_simplex
from skl_synth.generators.roundness import units_up_to


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
        Numbers that are given as multiples of each.
    """

    units: np.ndarray
    shares: np.ndarray

    @classmethod
    def of_counts(cls, units: np.ndarray, counts: np.ndarray, total: float) -> Heaps:
        """Estimate how many numbers are given as multiples of each unit.

        Parameters
        ----------
        units : ndarray of shape (n_units,), dtype int
            From small to large; the first is 1.
        counts : ndarray of shape (n_units,)
            Noisy counts of numbers, each by the largest unit that it is a multiple of.
        total : float
            How many numbers there are thought to be.

        Returns
        -------
        Heaps
            The estimate.
        """
        multiples = np.cumsum(counts[::-1])[::-1]
        # One in ten multiples of 10 is a multiple of 100, too, though nobody meant it.
        by_chance = np.minimum(units / units[:, None], 1.0)
        return cls(units, to_simplex(np.linalg.solve(by_chance, multiples), total))

    def rounded(
        self, first: np.ndarray, widths: np.ndarray, rng: np.random.RandomState
    ) -> np.ndarray:
        """Draw numbers within blocks, as often round as real ones are.

        Parameters
        ----------
        first : ndarray of shape (n_rows,), dtype int
            The first point of the block of each, in steps of the column from 0 on.
        widths : ndarray of shape (n_rows,), dtype int
            How many points the block has.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            Points, in the same steps; each is one of its block.
        """
        lowest, multiples = self._multiples(first, widths)
        # Whoever rounds to a unit lands in a narrow block seldom, but on what is in it.
        upto = np.cumsum((self.shares + LEAST_SHARE) * self.units * multiples, axis=1)
        lots = rng.uniform(size=len(first)) * upto[:, -1]
        unit = (upto < lots[:, None]).sum(axis=1)
        rows = np.arange(len(first))
        within = rng.uniform(size=len(first)) * multiples[rows, unit]
        return (lowest[rows, unit] + within.astype(np.int64)) * self.units[unit]

    def weights(self, first: np.ndarray, widths: np.ndarray) -> np.ndarray:
        """Weigh stretches of points as `rounded` does.

        Parameters
        ----------
        first : ndarray of int
            The first point of each, in steps of the column from 0 on.
        widths : ndarray of the same shape or one that fits, dtype int
            How many points it has.

        Returns
        -------
        ndarray of the shape of both
            Weights: of a part of a block by that of the block, how likely a number
            drawn in the block is to be in the part.
        """
        _, multiples = self._multiples(first, widths)
        weights: np.ndarray = multiples @ ((self.shares + LEAST_SHARE) * self.units)
        return weights

    def _multiples(
        self, first: np.ndarray, widths: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Count the multiples of each unit in stretches of points, and the lowest."""
        lowest = -(-first[..., None] // self.units)
        return lowest, (first + widths - 1)[..., None] // self.units - lowest + 1
