"""The codec of a column: from its cells to numbers and back, to the same dtype."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.values import cast_numbers, column_of, numbers_of


@dataclass(frozen=True, eq=False, kw_only=True)
class Codec(ABC):
    """How the cells of a column are read as numbers and written back.

    Everything that can be a number is one: a date is a number of days, an ordered
    category a rank. Only the codec knows; all other rooms see numbers.

    Parameters
    ----------
    dtype : dtype
        The dtype of the real column.
    """

    dtype: Any

    @property
    def family(self) -> str:
        """What its numbers measure: only numbers of one family can be compared."""
        return "numbers"

    @abstractmethod
    def read(self, series: pd.Series) -> np.ndarray:
        """Read a column.

        Parameters
        ----------
        series : Series
            A column that is written as the real one is.

        Returns
        -------
        ndarray of float64
            Its numbers, NaN where missing.

        Raises
        ------
        InputError
            For a cell that is no such number.
        """

    @abstractmethod
    def write(self, numbers: np.ndarray) -> pd.Series:
        """Write numbers as cells.

        Parameters
        ----------
        numbers : ndarray of float64
            Numbers with the precision of the column, NaN where missing.

        Returns
        -------
        Series
            The column in the dtype of the real one.
        """

    def writable(self, numbers: np.ndarray) -> np.ndarray:
        """Move numbers that cannot be written to the ones that are written for them.

        Parameters
        ----------
        numbers : ndarray of float64
            Numbers with the precision of the column.

        Returns
        -------
        ndarray of float64
            What `read` gives for what `write` writes.
        """
        return numbers

    def comparable(self, numbers: np.ndarray) -> np.ndarray:
        """Give values that can be compared with those of another column.

        Parameters
        ----------
        numbers : ndarray of float64
            Numbers with the precision of the column.

        Returns
        -------
        ndarray of float64, datetime64 or timedelta64
            The values, NaN or NaT where missing.
        """
        return numbers

    def describe(self) -> dict[str, str]:
        """Say what else there is to know of the column.

        Returns
        -------
        dict
            Some of the keys ``range``, ``decimals`` and ``levels``; nothing by default.
        """
        return {}

    def show(self, number: float) -> str:
        """Write one number for people.

        Parameters
        ----------
        number : float
            A number.

        Returns
        -------
        str
            The value as the table has it.
        """
        return f"{number:.10g}"


@dataclass(frozen=True, eq=False, kw_only=True)
class PlainNumbers(Codec):
    """Numbers that stand in the table as numbers, of any dtype."""

    def read(self, series: pd.Series) -> np.ndarray:
        """Read the numbers."""
        return numbers_of(series)

    def write(self, numbers: np.ndarray) -> pd.Series:
        """Write them, rounded where the dtype has no decimals."""
        return column_of(cast_numbers(numbers, self.dtype), self.dtype)
