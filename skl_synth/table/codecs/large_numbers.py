"""Whole numbers beyond those that a float holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skl_synth.table.codecs.codec import PlainNumbers
from skl_synth.table.values import column_of

LARGEST_WHOLE = 2**53
"""Up to it a float holds every whole number."""


def is_large(values: pd.Series) -> bool:
    """Whether whole numbers of a column are too large to be floats.

    Parameters
    ----------
    values : Series
        Cells, none of them missing, of the narrowest dtype that holds them.

    Returns
    -------
    bool
        True for whole numbers of which one is beyond 2**53 on either side. Those that
        no dtype holds must lie within 2**53 of one another.
    """
    if not len(values) or not _are_whole(values):
        return False
    least, largest = int(values.min()), int(values.max())
    if values.dtype == np.dtype(object) and largest - least > LARGEST_WHOLE:
        return False
    return largest > LARGEST_WHOLE or least < -LARGEST_WHOLE


def _are_whole(values: pd.Series) -> bool:
    if values.dtype != np.dtype(object):
        return bool(pd.api.types.is_integer_dtype(values.dtype))
    # No dtype holds numbers of more than 64 bits, or signed and unsigned ones together.
    kinds = set(map(type, values.tolist()))
    return all(issubclass(one, (int, np.integer)) for one in kinds - {bool})


@dataclass(frozen=True, eq=False, kw_only=True)
class LargeNumbers(PlainNumbers):
    """Whole numbers as what they are more than the least of them.

    Parameters
    ----------
    least : int
        The least number.
    """

    least: int

    def read(self, series: pd.Series) -> np.ndarray:
        """Count from the least one, in whole numbers, so that nothing is rounded."""
        cells = series.to_numpy(dtype=object)
        missing = series.isna().to_numpy()
        numbers = np.full(len(cells), np.nan)
        numbers[~missing] = [float(int(cell) - self.least) for cell in cells[~missing]]
        return numbers

    def write(self, numbers: np.ndarray) -> pd.Series:
        """Add the least one again."""
        cells = [
            None if np.isnan(number) else self.whole(number)
            for number in numbers.tolist()
        ]
        return column_of(cells, self.dtype)

    def whole(self, number: float) -> int | float:
        """Give the number itself, to the last digit; NaN where missing."""
        return number if np.isnan(number) else self.least + round(number)

    def comparable(self, numbers: np.ndarray) -> np.ndarray:
        """Give the numbers as near as floats can be."""
        return numbers + float(self.least)

    def show(self, number: float) -> str:
        """Write every digit."""
        return str(self.whole(number))
