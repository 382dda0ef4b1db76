"""Decimal numbers: objects of `decimal.Decimal`, and Arrow's decimal128."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from skl_synth.table.codecs.base import Codec
from skl_synth.table.codecs.texts import number_texts


@dataclass(frozen=True, eq=False, kw_only=True)
class DecimalNumbers(Codec):
    """Decimal numbers, with the number of decimals that all of them have.

    Parameters
    ----------
    decimals : int or None
        Decimals that every number has; None where they differ, and a number is
        written with as many as it needs.
    """

    decimals: int | None

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
