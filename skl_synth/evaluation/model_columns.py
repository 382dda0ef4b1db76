"""The columns of a table as a judge reads them: by kind, never by the encoder's values.

A model that judges synthetic rows must not see them through the encoder that made
them. What is shared with the generator is only what each column *is*.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from skl_synth.evaluation.read_columns import ReadColumns, codecs_of
from skl_synth.table.codecs import Codec
from skl_synth.table.containers import record_columns
from skl_synth.table.schema import Schema
from skl_synth.table.values import is_number
from skl_synth.table.variables import LevelVariable, NumberVariable, Variable


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
        Columns of text and of codes that stand for it, and what stands beside the
        numbers of others, as `beside_numbers` counts it.
    codecs : dict of int to Codec
        How columns are read as numbers, as was decided for the real table.
    """

    numbers: tuple[int, ...] = ()
    flags: tuple[int, ...] = ()
    levels: tuple[int, ...] = ()
    codecs: dict[int, Codec] = field(default_factory=dict, compare=False)

    @property
    def as_numbers(self) -> list[int]:
        """Columns that a model takes as numbers."""
        return sorted(self.numbers + self.flags)

    @property
    def positions(self) -> list[int]:
        """All columns that a model takes, numbers first."""
        return [*self.as_numbers, *self.levels]

    @property
    def n_columns(self) -> int:
        """How many they are."""
        return len(self.positions)

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
        found["levels"] += beside_numbers(schema)
        columns = {role: tuple(positions) for role, positions in found.items()}
        return cls(**columns, codecs=codecs_of(schema))


def beside_numbers(schema: Schema) -> list[int]:
    """List the columns of levels that stand beside numbers.

    Parameters
    ----------
    schema : Schema
        What the table is.

    Returns
    -------
    list of int
        Their positions, as if they stood behind all columns of the table.
    """
    special = {
        one.name
        for one in schema.variables
        if isinstance(one, NumberVariable) and one.special
    }
    n_columns = len(schema.columns)
    return [n_columns + i for i, name in enumerate(schema.columns) if name in special]


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
        # Words whose order is known from the user alone stay words.
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
    codecs : mapping of int to Codec or None, default=None
        How columns are read as numbers, as in `ModelColumns`; None for plain numbers.

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

    def __init__(self, numbers: Any = (), levels: Any = (), codecs: Any = None) -> None:
        self.numbers = numbers
        self.levels = levels
        self.codecs = codecs

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
        self.fit_transform(X)
        return self

    def fit_transform(self, X: Any, y: Any = None) -> pd.DataFrame:
        """Remember the columns, and read the table, once for both.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A table.
        y : None
            Ignored.

        Returns
        -------
        DataFrame
            As `transform`.
        """
        read = self._read(X)
        record_columns(self, X, reset=True)
        self.empty_ = empty_columns(read, self.numbers)
        return read.assign(**dict.fromkeys(self.empty_, 0.0))

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
        record_columns(self, X, reset=False)
        return self._read(X).assign(**dict.fromkeys(self.empty_, 0.0))

    def _read(self, X: Any) -> pd.DataFrame:
        columns = ReadColumns(X, self.codecs or {})
        return columns.frame(self.numbers, self.levels)


class EmptyColumns(TransformerMixin, BaseEstimator):
    """Fill columns without one value in the table that was fitted: they say nothing.

    What `ColumnReader` does, for tables that were read before.

    Parameters
    ----------
    numbers : sequence of int, default=()
        Positions of the columns of numbers.

    Attributes
    ----------
    empty_ : list of str
        Names of the columns that are zero from then on.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.evaluation.model_columns import EmptyColumns
    >>> table = pd.DataFrame({"x0": [None, None], "x1": [1.5, 2.5]}, dtype=float)
    >>> EmptyColumns(numbers=[0, 1]).fit_transform(table)
        x0   x1
    0  0.0  1.5
    1  0.0  2.5
    """

    def __init__(self, numbers: Any = ()) -> None:
        self.numbers = numbers

    def fit(self, X: pd.DataFrame, y: Any = None) -> EmptyColumns:
        """Remember which columns hold nothing.

        Parameters
        ----------
        X : DataFrame
            A table that `ReadColumns` has read.
        y : None
            Ignored.

        Returns
        -------
        EmptyColumns
            The fitted transformer.
        """
        self.empty_ = empty_columns(X, self.numbers)
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """Fill them.

        Parameters
        ----------
        X : DataFrame
            A table with the columns that were fitted.

        Returns
        -------
        DataFrame
            The table.
        """
        return X.assign(**dict.fromkeys(self.empty_, 0.0))


def empty_columns(read: pd.DataFrame, numbers: Any) -> list[str]:
    """Name the columns of numbers without one value.

    Parameters
    ----------
    read : DataFrame
        A table that `ReadColumns` has read.
    numbers : sequence of int
        Positions of the columns of numbers.

    Returns
    -------
    list of str
        Their names.
    """
    return [f"x{place}" for place in numbers if read[f"x{place}"].isna().all()]
