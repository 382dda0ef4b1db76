"""Values beside a number or a date that are none: -1, "90+", "<0.5", "9999-12-31".

They stand among the cells of a column, but nothing lies between them and its numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.codecs import Codec
from skl_synth.table.values import dense, is_text, some_of

IS_NUMBER = "(a number)"
"""The level of a cell that holds a number, among the values beside it."""


def special_codes(series: pd.Series, special: tuple) -> np.ndarray:
    """Tell which cells hold a value that is no number.

    Parameters
    ----------
    series : Series
        A column.
    special : tuple
        The values that are none, as the column holds them.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int32
        0 for a number or a missing value, else the place of the value from 1 on.
    """
    codes = np.zeros(len(series), dtype=np.int32)
    if not special:
        return codes
    places, uniques = pd.factorize(dense(series))
    of_level = {cell: place for place, cell in enumerate(special, start=1)}
    found = [of_level.get(cell, 0) for cell in pd.Index(uniques).tolist()]
    return np.array([*found, 0], dtype=np.int32)[places]


def text_of_cell(cell: Any) -> str:
    """Write a special value as text.

    Parameters
    ----------
    cell : object
        The value.

    Returns
    -------
    str
        The value, without a decimal where it is whole.
    """
    is_whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if is_whole else cell)


def held_of(series: pd.Series, given: Iterable[Any]) -> tuple:
    """Find the values that a user names among those of a column.

    Parameters
    ----------
    series : Series
        The column.
    given : iterable
        What the user named: ``-1`` stands for the cell ``"-1"``, too, and
        ``"9999-12-31"`` for that day in a column of dates.

    Returns
    -------
    tuple
        The cells, as the column holds them, each once, in order of the names; what it
        does not hold is left out.
    """
    cells = pd.Index(pd.unique(dense(series.dropna()))).tolist()
    named = [cell for value in given for cell in cells if _is_named(cell, value)]
    return tuple(dict.fromkeys(named))


def _is_named(cell: Any, value: Any) -> bool:
    if isinstance(cell, str) and isinstance(value, str):
        return cell.strip() == value.strip()
    if isinstance(value, str) and str(cell) in (value, f"{value} 00:00:00"):
        return True
    # A number may be named as the text that stands in the file, and the other way.
    try:
        return float(cell) == float(value)
    except (TypeError, ValueError):
        return bool(cell == value)


def shown_cells(cells: tuple) -> str:
    """Show special values as people write them: -1, not -1.0.

    Parameters
    ----------
    cells : tuple
        Values beside numbers.

    Returns
    -------
    str
        A readable list.
    """
    plain = [
        int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        for cell in cells
    ]
    return some_of(plain)


def read_beside(codec: Codec, series: pd.Series, codes: np.ndarray) -> np.ndarray:
    """Read the numbers of a column that has other values beside them.

    Parameters
    ----------
    codec : Codec
        How its numbers are read.
    series : Series
        The column.
    codes : ndarray of shape (n_rows,)
        As `special_codes` gives them.

    Returns
    -------
    ndarray of float64
        The numbers; NaN where one is missing, or another value stands there.
    """
    # By their rows, not by blanking the others: a dtype of whole numbers has no blank.
    rest = codes == 0
    numbers = np.full(len(series), np.nan)
    if rest.any():
        numbers[rest] = codec.read(series[rest])
    return numbers


@dataclass(frozen=True, eq=False, kw_only=True)
class NumbersBeside(Codec):
    """How a judge reads a column that has other values beside its numbers.

    Parameters
    ----------
    codec : Codec
        How its numbers are read and written.
    special : tuple
        The other values, as the column holds them.
    """

    codec: Codec
    special: tuple

    @property
    def family(self) -> str:
        """What the numbers measure."""
        return self.codec.family

    def read(self, series: pd.Series) -> np.ndarray:
        """Read the numbers; all else is missing."""
        return read_beside(self.codec, series, self.codes(series))

    def write(self, numbers: np.ndarray) -> pd.Series:
        """Write numbers, none of which is another value."""
        return self.codec.write(numbers)

    def comparable(self, numbers: np.ndarray) -> np.ndarray:
        """Compare the numbers alone."""
        return self.codec.comparable(numbers)

    def codes(self, series: pd.Series) -> np.ndarray:
        """Tell which cells hold another value.

        Parameters
        ----------
        series : Series
            A column, which may be written in another dtype than the real one.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int32
            As `special_codes`.
        """
        present = series.dropna()
        is_alike = is_text(present) == isinstance(self.special[0], str)
        special = self.special if is_alike else held_of(series, self.special)
        return special_codes(series, special)

    def levels(self, series: pd.Series) -> pd.Series:
        """Name what stands beside the numbers.

        Parameters
        ----------
        series : Series
            A column.

        Returns
        -------
        Series of dtype object
            The other value as text, `IS_NUMBER` where there is a number, None where
            nothing is.
        """
        codes = self.codes(series)
        names = np.array([IS_NUMBER, *map(text_of_cell, self.special)], dtype=object)
        texts = names[codes]
        texts[series.isna().to_numpy()] = None
        return pd.Series(texts, dtype=object)
