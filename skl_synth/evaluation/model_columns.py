"""The columns of a table as a judge reads them: by kind, never by the encoder's values.

A model that judges synthetic rows must not see them through the encoder that made
them. What is shared with the generator is only what each column *is*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from skl_synth.table.codecs import find_codec
from skl_synth.table.containers import check_table
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.schema import Schema
from skl_synth.table.values import dense, is_number, numbers_of
from skl_synth.table.variables import LevelVariable, NumberVariable, Variable

MISSING = "(missing)"
"""The level of a missing value."""


@dataclass(frozen=True)
class ModelColumns:
    """Positions of the columns that a judge looks at; keys and constants are left out.

    Parameters
    ----------
    numbers : tuple of int
        Columns of measurements and counts.
    flags : tuple of int
        Columns of two numbers, or of booleans; the columns of one-hot groups.
    levels : tuple of int
        Columns of text and of codes that stand for it.
    """

    numbers: tuple[int, ...] = ()
    flags: tuple[int, ...] = ()
    levels: tuple[int, ...] = ()

    @classmethod
    def of(cls, schema: Schema) -> ModelColumns:
        """Sort the columns of a schema.

        Parameters
        ----------
        schema : Schema
            What the table is.

        Returns
        -------
        ModelColumns
            Its columns by position.
        """
        found: dict[str, list[int]] = {"numbers": [], "flags": [], "levels": []}
        position = {column: i for i, column in enumerate(schema.columns)}
        for variable in schema.variables:
            role = role_of(variable)
            if role is not None:
                found[role] += [position[column] for column in variable.columns]
        return cls(**{role: tuple(positions) for role, positions in found.items()})


def role_of(variable: Variable) -> str | None:
    """Say how a judge reads a variable.

    Parameters
    ----------
    variable : Variable
        A column, or a group of one-hot columns.

    Returns
    -------
    {"numbers", "flags", "levels"} or None
        As in `ModelColumns`; None for keys and constants.
    """
    if isinstance(variable, NumberVariable):
        # Words whose order only the user told stay words.
        told_order = variable.kind == "ordinal" and not _has_order(variable.dtype)
        return "levels" if told_order else "numbers"
    if variable.kind == "one_hot":
        return "flags"
    if not isinstance(variable, LevelVariable):
        return None
    dtype = variable.levels.dtype
    of_numbers = is_number(dtype) or pd.api.types.is_bool_dtype(dtype)
    return "flags" if variable.kind == "binary" and of_numbers else "levels"


def _has_order(dtype: Any) -> bool:
    return is_number(dtype) or bool(getattr(dtype, "ordered", False))


def schema_of(X: Any) -> Schema:
    """Infer the schema of a real table; a key is found, not refused.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        A real table.

    Returns
    -------
    Schema
        What the table is.

    Raises
    ------
    ValueError
        If a column cannot be read; the message names it.
    """
    return TableEncoder(identifiers="surrogate").fit(X).schema_


class ColumnReader(TransformerMixin, BaseEstimator):
    """Read a table of any dtypes as plain floats and plain text.

    What comes out is named by position, ``x0``, ``x1``, …, so that no name that an
    encoder makes of a column and a level can be that of another column.

    Parameters
    ----------
    numbers : sequence of int, default=()
        Positions of the columns to be read as floats, NaN where missing.
    levels : sequence of int, default=()
        Positions of the columns to be read as text, None where missing.

    Attributes
    ----------
    empty_ : list of str
        Columns of numbers without one value in the table that was fitted. They can
        say nothing and are zero from then on.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.evaluation.model_columns import ColumnReader
    >>> table = pd.DataFrame({"ward": ["A", "B"], "key": [1, 2], "age": [31, 54]})
    >>> ColumnReader(numbers=[2], levels=[0]).fit_transform(table)
         x2 x0
    0  31.0  A
    1  54.0  B
    """

    def __init__(self, numbers: Any = (), levels: Any = ()) -> None:
        self.numbers = numbers
        self.levels = levels

    def fit(self, X: Any, y: Any = None) -> ColumnReader:
        """Remember the columns, and which of them hold nothing.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A table.
        y : None
            Ignored.

        Returns
        -------
        ColumnReader
            The fitted reader.
        """
        frame = check_table(self, X, reset=True)
        is_empty = self._read(frame).isna().all()
        numbers = [f"x{position}" for position in self.numbers]
        self.empty_ = [name for name in numbers if is_empty[name]]
        return self

    def transform(self, X: Any) -> pd.DataFrame:
        """Read a table.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A table with the columns that were fitted.

        Returns
        -------
        DataFrame
            The columns of numbers, then those of text.
        """
        check_is_fitted(self)
        frame = self._read(check_table(self, X, reset=False))
        return frame.assign(**dict.fromkeys(self.empty_, 0.0))

    def _read(self, frame: pd.DataFrame) -> pd.DataFrame:
        numbers = {f"x{i}": floats_of(frame.iloc[:, i]) for i in self.numbers}
        levels = {f"x{i}": text_of(frame.iloc[:, i]) for i in self.levels}
        return pd.DataFrame({**numbers, **levels}, index=pd.RangeIndex(len(frame)))


def floats_of(series: pd.Series) -> np.ndarray:
    """Read a column of anything that is a number as floats.

    Parameters
    ----------
    series : Series
        A column of numbers, booleans, dates, durations or ordered categories.

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
    series = dense(series)
    found = find_codec(series) if series.notna().any() else None
    if found is None:
        return numbers_of(series)
    codec, _ = found
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


def _text(value: Any) -> str:
    """0, not 0.0: numbers that stand for levels are read as people write them."""
    is_float = isinstance(value, (float, np.floating))
    return f"{value:.12g}" if is_float else str(value)
