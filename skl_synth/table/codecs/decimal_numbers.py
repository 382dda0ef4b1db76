"""Decimal numbers: objects of `decimal.Decimal`, and Arrow's decimal128."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from skl_synth.table.codecs.codec import Codec
from skl_synth.table.codecs.text_numbers import number_texts


@dataclass(frozen=True, eq=False, kw_only=True)
class DecimalNumbers(Codec):
    """Decimal numbers, with as many decimals as were seen.

    Parameters
    ----------
    decimals : tuple of int
        The fewest and the most decimals that a number has.
    """

    decimals: tuple[int, int]

    def read(self, series: pd.Series) -> np.ndarray:
        """Read the numbers."""
        cells = series.to_numpy(dtype=object)
        missing = series.isna().to_numpy()
        numbers = np.full(len(cells), np.nan)
        numbers[~missing] = [float(cell) for cell in cells[~missing]]
        return numbers

    def write(self, numbers: np.ndarray) -> pd.Series:
        """Write them as decimal numbers."""
        texts = number_texts(numbers, self.decimals)
        cells = [None if text is None else Decimal(text) for text in texts]
        return pd.Series(cells, dtype=self.dtype)
