"""Axes: dates of several columns on one scale, so that they can be compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.table.codecs.time_steps import NANOSECONDS, OF_NUMPY
from skl_synth.table.codecs.times import Times
from skl_synth.table.schema import Schema

DAY = NANOSECONDS["day"]

ORIGIN = 946_684_800 * 10**9
"""The year 2000, from which days are counted: near most dates, so that floats hold the
fractions of a day."""


@dataclass(frozen=True)
class Axis:
    """The place of a column's numbers on an axis.

    Parameters
    ----------
    scale : float
        Length of a step of the column.
    origin : float
        Where its zero lies.
    family : str
        What is measured on an axis that several columns share, in days; empty for a
        column that has one of its own.
    """

    scale: float = 1.0
    origin: float = 0.0
    family: str = ""

    def onto(self, numbers: np.ndarray) -> np.ndarray:
        """Move numbers of the column onto the axis.

        Parameters
        ----------
        numbers : ndarray of float64
            Numbers in the unit of the column.

        Returns
        -------
        ndarray of float64
            Their places.
        """
        return numbers * self.scale + self.origin

    def back(self, places: np.ndarray) -> np.ndarray:
        """Move places on the axis back.

        Parameters
        ----------
        places : ndarray of float64
            Places on the axis.

        Returns
        -------
        ndarray of float64
            Numbers in the unit of the column.
        """
        return (places - self.origin) / self.scale


def axes_of(schema: Schema) -> list[Axis]:
    """Give each number of a schema its axis.

    Parameters
    ----------
    schema : Schema
        The schema of a table.

    Returns
    -------
    list of Axis
        In the order of the numbers. Months differ in length and stay by themselves.
    """
    return [_axis_of(variable.codec) for variable in schema.numbers]


def _axis_of(codec: object) -> Axis:
    if not isinstance(codec, Times) or not codec.family.startswith("dates"):
        return Axis()
    steps = codec.steps
    if steps.unit == "month":
        return Axis()
    tick = NANOSECONDS[OF_NUMPY[np.datetime_data(steps.dtype)[0]]]
    # Whole numbers until the end: nanoseconds since 1970 are too many for a float.
    return Axis(
        steps.size * tick / DAY, (steps.low * tick - ORIGIN) / DAY, codec.family
    )
