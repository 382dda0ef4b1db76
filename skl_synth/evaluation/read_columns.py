"""The columns of a table as an audit reads them: floats and text, each once.

How a column is written was decided when the real table was read; that decision holds
for every table that is compared with it, and nothing is guessed from a table again.
What the generator made of the values is not used: an audit has eyes of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.beside_numbers import NumbersBeside
from skl_synth.table.codecs import Codec, PlainNumbers, find_codec
from skl_synth.table.codecs.large_numbers import LargeNumbers
from skl_synth.table.containers import frame_of
from skl_synth.table.missing_tokens import MissingTokens
from skl_synth.table.schema import Schema
from skl_synth.table.values import dense, is_text, numbers_of
from skl_synth.table.variables import NumberVariable, Variable

BESIDE = "{} (special values)"
"""The name of what stands beside the numbers of a column."""

MISSING = "(missing)"
"""The level of a missing value."""


def codecs_of(schema: Schema) -> dict[int, Codec]:
    """List how the columns of a schema are read as numbers.

    Parameters
    ----------
    schema : Schema
        What the real table is.

    Returns
    -------
    dict of int to Codec
        By the position of the column; none for columns that are mere categories.
    """
    position = {column: i for i, column in enumerate(schema.columns)}
    found = {
        position[name]: _codec_of(one, schema.tokens.get(name))
        for one in schema.variables
        for name in one.columns
    }
    return {place: codec for place, codec in found.items() if codec is not None}


def _codec_of(variable: Variable, tokens: MissingTokens | None) -> Codec | None:
    """Read what is no number, special or missing, as such."""
    codec = getattr(variable, "codec", None)
    beside: tuple = ()
    if isinstance(variable, NumberVariable):
        beside = (*variable.special, *variable.suppressed)
    if tokens is not None:
        beside = (*beside, *tokens.cells)
        if variable.kind == "one_hot":
            codec = PlainNumbers(dtype=tokens.dtype)
    if codec is None or not beside:
        return codec
    return NumbersBeside(dtype=codec.dtype, codec=codec, special=beside)


class ReadColumns:
    """The columns of one table, read where they are asked for, and no more than once.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table.
    codecs : mapping of int to Codec
        How its columns are read as numbers, from `codecs_of`.
    """

    def __init__(self, X: Any, codecs: Mapping[int, Codec]) -> None:
        self._columns = frame_of(X)
        self._codecs = codecs
        self._floats: dict[int, np.ndarray] = {}
        self._texts: dict[int, pd.Series] = {}

    def __len__(self) -> int:
        return len(self._columns)

    def floats(self, place: int) -> np.ndarray:
        """Read a column of anything that is a number.

        Parameters
        ----------
        place : int
            Position of the column.

        Returns
        -------
        ndarray of float64
            Its values, NaN where missing: dates as days since 1970, durations as days,
            ordered categories as places in their order.

        Raises
        ------
        ValueError
            If it holds something else.
        """
        if place not in self._floats:
            series = dense(self._columns.iloc[:, place])
            self._floats[place] = floats_of(series, self._codecs.get(place))
        return self._floats[place]

    def texts(self, place: int) -> pd.Series:
        """Read a column as text.

        Parameters
        ----------
        place : int
            Position of the column; from the number of columns on, those of what stands
            beside its numbers.

        Returns
        -------
        Series of dtype object
            Its values as strings, None where missing.
        """
        n_columns = self._columns.shape[1]
        if place not in self._texts and place >= n_columns:
            codec = self._codecs[place - n_columns]
            assert isinstance(codec, NumbersBeside)
            series = self._columns.iloc[:, place - n_columns]
            self._texts[place] = codec.levels(series.reset_index(drop=True))
        if place not in self._texts:
            self._texts[place] = text_of(self._columns.iloc[:, place])
        return self._texts[place]

    def frame(self, numbers: Sequence[int], levels: Sequence[int]) -> pd.DataFrame:
        """Put columns side by side, named by position (``x0``, ``x1``).

        Parameters
        ----------
        numbers, levels : sequence of int
            Positions of the columns to be read as floats, and as text.

        Returns
        -------
        DataFrame
            The columns of numbers, then those of text. No name that an encoder makes
            of a column and a level can be that of another column.
        """
        columns: dict[str, Any] = {f"x{i}": self.floats(i) for i in numbers}
        columns |= {f"x{i}": self.texts(i) for i in levels}
        return pd.DataFrame(columns, index=pd.RangeIndex(len(self)))


def floats_of(series: pd.Series, codec: Codec | None) -> np.ndarray:
    """Read a column of anything that is a number as floats.

    Parameters
    ----------
    series : Series
        A column of numbers, booleans, dates, durations or ordered categories.
    codec : Codec or None
        How the real column is read; None for plain numbers.

    Returns
    -------
    ndarray of float64
        Its values, NaN where missing: dates as days since 1970, durations as days,
        ordered categories as places in their order.

    Raises
    ------
    ValueError
        If it holds something else.
    """
    present = series.dropna()
    if not len(present):
        return np.full(len(series), np.nan)
    if is_text(present) and (codec is None or not _is_of_text(codec)):
        # Somebody has written as text what the real table has in a type of its own.
        found = find_codec(series)
        codec = None if found is None else found[0]
    if codec is None:
        return numbers_of(series)
    if isinstance(getattr(codec, "codec", codec), LargeNumbers):
        # From the least of the real ones on: as floats two neighbours would be the
        # same, and a row beside a real one would be called a copy of it.
        return codec.read(series)
    values = codec.comparable(codec.read(series))
    if values.dtype.kind == "M":
        values = values - np.datetime64(0, "s")
    if values.dtype.kind == "m":
        values = values / np.timedelta64(1, "D")
    return values


def text_of(series: pd.Series) -> pd.Series:
    """Read a column as text.

    Parameters
    ----------
    series : Series
        Any column.

    Returns
    -------
    Series of dtype object
        Its values as strings, None where missing.
    """
    codes, values = pd.factorize(dense(series))
    text = np.array([*(_text(value) for value in values), None], dtype=object)
    return pd.Series(text[codes], dtype=object)


def _is_of_text(codec: Codec) -> bool:
    dtype = codec.dtype
    is_category = isinstance(dtype, pd.CategoricalDtype)
    plain = dtype.categories.dtype if is_category else dtype
    return pd.api.types.is_object_dtype(plain) or pd.api.types.is_string_dtype(plain)


def _text(value: Any) -> str:
    """0, not 0.0: numbers that stand for levels are read as people write them."""
    is_float = isinstance(value, (float, np.floating))
    return f"{value:.12g}" if is_float else str(value)
