"""Steps: numbers that are all multiples of something, such as 500, .05 or a week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.table.rounding import FULL, POWERS, count_decimals

CHANCE = 1e-5
"""Numbers that fall on steps by chance are less likely than this."""

LEAST_VALUES = 6
"""Fewer different numbers lie on no steps, however far they are apart."""

FIRST = 64
"""So many numbers rule most columns out."""

LARGEST = 2.0**52
"""Numbers that are larger, counted in their last decimal, are not looked at."""

STEPS_ASIDE = (1, -1, 2, -2, 3, -3)
"""Where steps are looked for that need as many decimals as a value has."""


@dataclass(frozen=True)
class Lattice:
    """Evenly spaced numbers: an offset, and steps from there.

    Both are counted in units of a decimal, so that they are exact.

    Parameters
    ----------
    units : int
        Units of a step; at least 2.
    first : int
        Units of the least number that is not negative.
    decimals : int
        The decimal of which a unit is one.
    """

    units: int
    first: int
    decimals: int

    @property
    def step(self) -> float:
        """How far two neighbours are apart."""
        return float(self.units / POWERS[self.decimals])

    @property
    def offset(self) -> float:
        """The least number of them that is not negative."""
        return float(self.first / POWERS[self.decimals])

    def nearest(self, values: np.ndarray) -> np.ndarray:
        """Move values to the nearest step.

        Parameters
        ----------
        values : ndarray of float64
            Any numbers; NaN stays NaN.

        Returns
        -------
        ndarray of float64
            Numbers of the lattice.
        """
        scale = POWERS[self.decimals]
        steps = np.rint((values * scale - self.first) / self.units)
        return np.asarray((steps * self.units + self.first) / scale)

    def nearest_with(self, values: np.ndarray, decimals: np.ndarray) -> np.ndarray:
        """Move values to the nearest step that needs so many decimals.

        Of ages such as 41 and 0.5 a few have halves: if a value that may have one
        became whole wherever that is nearer, there would be half as many.

        Parameters
        ----------
        values : ndarray of float64
            Any numbers; NaN stays NaN.
        decimals : ndarray of int8
            The decimals of each.

        Returns
        -------
        ndarray of float64
            Numbers of the lattice; where none near by needs so many, the nearest.
        """
        near = self.nearest(values)
        other = np.flatnonzero(count_decimals(near) != decimals)
        toward = np.where(values[other] < near[other], -self.step, self.step)
        for times in STEPS_ASIDE:
            if not len(other):
                break
            aside = self.nearest(near[other] + times * toward)
            fits = count_decimals(aside) == decimals[other]
            near[other[fits]] = aside[fits]
            other, toward = other[~fits], toward[~fits]
        return near


def find_lattice(ordered: np.ndarray, decimals: int) -> Lattice | None:
    """Find the steps on which all numbers of a column lie.

    By chance, m different numbers that may be anything all leave the same rest, divided
    by a number of units, with the probability of units ** -(m - 1).

    Parameters
    ----------
    ordered : ndarray of shape (n_values,)
        The numbers in order, none missing; also repeated ones.
    decimals : int
        The most decimals that one has.

    Returns
    -------
    Lattice or None
        The steps; None where there are none but those of the last decimal, or too few
        different numbers to tell.
    """
    if decimals == FULL or len(ordered) < LEAST_VALUES:
        return None
    scale = POWERS[decimals]
    if max(abs(float(ordered[0])), abs(float(ordered[-1]))) * scale > LARGEST:
        return None
    # Spread over the column: the first few may lie together on steps of their own.
    some = ordered[:: max(1, len(ordered) // FIRST)]
    for part in (some, ordered):
        whole = np.rint(part.astype(np.float64) * scale).astype(np.int64)
        units = int(np.gcd.reduce(whole - whole[0]))
        if units < 2 and (units == 1 or part is ordered):
            return None
    n_values = 1 + int(np.count_nonzero(np.diff(whole)))
    is_chance = (n_values - 1) * np.log(units) < -np.log(CHANCE)
    if n_values < LEAST_VALUES or is_chance:
        return None
    return Lattice(units, int(whole[0] % units), decimals)
