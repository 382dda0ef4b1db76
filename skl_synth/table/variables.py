"""The variables of a table: how each is read into the matrix and written back.

A variable covers one column, or one group of one-hot columns. It owns at most one
number and one code of an encoded row: numbers are interpolated, codes are chosen.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.grid import FULL, Grid
from skl_synth.table.onehot import group_codes
from skl_synth.table.values import (
    cast_numbers,
    column_of,
    is_number,
    numbers_of,
    some_of,
)

PRESENT, MISSING = 0, 1
"""The codes of a numeric variable that may be missing."""

KINDS = (
    "continuous",
    "integer",
    "binary",
    "category",
    "one_hot",
    "constant",
    "identifier",
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Variable:
    """One variable of a table; what all kinds have in common.

    Parameters
    ----------
    name : hashable
        Name of the column, or of the one-hot group.
    columns : tuple of hashable
        The columns of the table that it covers.
    kind : str
        One of `KINDS`.
    reason : str
        Why it was given that kind, in words for the user.
    n_missing : int
        Rows in which it is missing.
    """

    name: Hashable
    columns: tuple[Hashable, ...]
    kind: str
    reason: str
    n_missing: int = 0

    @property
    def n_levels(self) -> int:
        """Levels of its code; 0 where it has none."""
        return 0

    def encode(
        self, frame: pd.DataFrame, unknown: str
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Read the variable from a table.

        Parameters
        ----------
        frame : DataFrame
            A table that holds the columns of the variable.
        unknown : {"error", "ignore"}
            Whether a level never seen raises an error or becomes the code -1.

        Returns
        -------
        number : ndarray of float64 or None
            The number, NaN where missing.
        code : ndarray of int32 or None
            The level.
        """
        return None, None

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Write the variable back as columns with the dtypes of the real table.

        Parameters
        ----------
        number, code : ndarray or None
            As `encode` gives them, snapped.
        n_rows : int
            Number of rows to write.

        Returns
        -------
        dict of column name to array
            The columns.
        """
        raise NotImplementedError

    def describe(self) -> dict[str, Any]:
        """Range, decimals and levels, for people.

        Returns
        -------
        dict
            With the keys ``range``, ``decimals`` and ``levels``.
        """
        return {"range": "", "decimals": "", "levels": ""}


@dataclass(frozen=True, eq=False, kw_only=True)
class NumberVariable(Variable):
    """A continuous or an integer column, with or without missing values."""

    dtype: Any
    grid: Grid

    @property
    def n_levels(self) -> int:
        """Two where values may be missing: present and missing."""
        return 2 if self.n_missing else 0

    def encode(
        self, frame: pd.DataFrame, unknown: str
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Read the numbers.

        Raises
        ------
        ValueError
            For a missing value where none was seen in fit.
        """
        number = numbers_of(frame[self.columns[0]])
        missing = np.isnan(number)
        if not self.n_missing:
            if unknown == "error" and missing.any():
                raise ValueError(
                    f"column {self.name!r} has a missing value in row "
                    f"{int(np.argmax(missing))}, but had none in the table that was "
                    "fitted: drop or fill that row."
                )
            return number, None
        return number, missing.astype(np.int32)

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Write numbers in the dtype of the real column."""
        assert number is not None
        return {
            self.columns[0]: column_of(cast_numbers(number, self.dtype), self.dtype)
        }

    def describe(self) -> dict[str, Any]:
        """Range and decimals."""
        grid = self.grid
        decimals = "full" if grid.places == FULL else str(grid.places)
        if grid.bands and grid.bands[-1][0] == 0:
            _, low, high = grid.bands[-1]
            # Worth a word where decimals are the exception, as in ages of infants.
            if high - low < 0.5 * (grid.high - grid.low):
                decimals += f" (whole numbers outside {low:g} to {high:g})"
        return {
            "range": f"{grid.low:.10g} to {grid.high:.10g}",
            "decimals": decimals,
            "levels": "",
        }


@dataclass(frozen=True, eq=False, kw_only=True)
class LevelVariable(Variable):
    """A binary or a category; a missing value is one of its levels.

    ``levels`` is an array in the dtype of the real column, so that what is taken from
    it has that dtype, with all the categories of a categorical, used or not.
    """

    dtype: Any
    levels: Any
    index: pd.Index = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the look-up of levels by value; booleans are the numbers 0 and 1."""
        known = np.asarray(self.levels, dtype=object)[~pd.isna(self.levels)]
        index = pd.Index(known, dtype=object).infer_objects()
        if pd.api.types.is_bool_dtype(index.dtype) or is_number(index.dtype):
            index = pd.Index(index.astype(np.float64))
        object.__setattr__(self, "index", index)

    @property
    def known(self) -> list:
        """The levels but for the missing one."""
        # As objects, which are Python's own: 0 reads better than np.int64(0).
        return np.asarray(self.levels, dtype=object)[: len(self.index)].tolist()

    @property
    def n_levels(self) -> int:
        """Number of levels, the missing one included."""
        return len(self.levels)

    def encode(
        self, frame: pd.DataFrame, unknown: str
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Look up the level of each value; blended 0/1 values go to the nearer.

        Raises
        ------
        ValueError
            For a level never seen, or text in a column of numbers.
        """
        series = frame[self.columns[0]]
        missing = series.isna().to_numpy()
        code = self._look_up(series, missing)
        # Missing values, where they are a level, are the last one.
        code[missing] = len(self.index) if self.n_levels > len(self.index) else -1
        if unknown == "error" and (code < 0).any():
            row = int(np.argmax(code < 0))
            raise ValueError(
                f"column {self.name!r} holds {series.iloc[row]!r} in row {row}, a "
                "value that the fitted table never had; known are "
                f"{some_of(self.known)}. Correct it, or fit on a table that has it."
            )
        return None, code

    def _look_up(self, series: pd.Series, missing: np.ndarray) -> np.ndarray:
        values = pd.Index(series.to_numpy(dtype=object)[~missing], dtype=object)
        values = values.infer_objects()
        of_numbers = is_number(values.dtype) or pd.api.types.is_bool_dtype(values.dtype)
        if len(values) and of_numbers != is_number(self.index.dtype):
            here, there = ("numbers", "text") if of_numbers else ("text", "numbers")
            raise ValueError(
                f"column {self.name!r} holds {here} ({values[0]!r}), but {there} "
                f"({self.known[0]!r}) in the real table: give it that dtype."
            )
        code = np.full(len(series), -1, dtype=np.int32)
        if len(values) and of_numbers and self.kind == "binary":
            code[~missing] = self._nearer_of_two(values.to_numpy(dtype=np.float64))
        elif len(values):
            values = values.astype(np.float64) if of_numbers else values
            code[~missing] = self.index.get_indexer(values)
        return code

    def _nearer_of_two(self, values: np.ndarray) -> np.ndarray:
        low, high = (float(level) for level in self.index)
        code = (values > (low + high) / 2).astype(np.int32)
        slack = 1e-6 * (high - low)
        code[(values < low - slack) | (values > high + slack)] = -1
        return code

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Take the levels by code."""
        return {self.columns[0]: column_of(self.levels.take(code), self.dtype)}

    def describe(self) -> dict[str, Any]:
        """Return the levels."""
        return {**super().describe(), "levels": some_of(self.known)}


@dataclass(frozen=True, eq=False, kw_only=True)
class OneHotVariable(Variable):
    """A group of one-hot columns: one level per column, one more for a baseline."""

    dtypes: tuple[Any, ...]
    baseline: bool = False

    @property
    def n_levels(self) -> int:
        """One level per column, and one where all of them are zero, if told."""
        return len(self.columns) + self.baseline

    def encode(
        self, frame: pd.DataFrame, unknown: str
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Arg-max of the columns, of blended rows too.

        Raises
        ------
        ValueError
            For a row in which no column is set.
        """
        values = np.column_stack([numbers_of(frame[name]) for name in self.columns])
        code = group_codes(values, baseline=self.baseline)
        total = values.sum(axis=1)
        wrong = np.isnan(total) | ((total <= 0) & (not self.baseline))
        if unknown == "error" and wrong.any():
            raise ValueError(
                f"one-hot group {self.name!r}: no column is set in row "
                f"{int(np.argmax(wrong))}, or one is missing; correct the row."
            )
        code[wrong] = -1
        return None, code

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Exactly one 1 in each row (none for the baseline)."""
        assert code is not None
        return {
            name: cast_numbers(np.equal(code, level).astype(np.float64), dtype)
            for level, (name, dtype) in enumerate(
                zip(self.columns, self.dtypes, strict=True)
            )
        }

    def describe(self) -> dict[str, Any]:
        """Return the columns."""
        levels = some_of(self.columns)
        return {
            **super().describe(),
            "levels": levels + (" or none" if self.baseline else ""),
        }


@dataclass(frozen=True, eq=False, kw_only=True)
class ConstantVariable(Variable):
    """A column with one value; it says nothing and is written back as it is."""

    dtype: Any
    value: Any
    """Array of length one in the dtype of the column."""

    @property
    def known(self) -> list:
        """The value, as an object of Python."""
        return np.asarray(self.value, dtype=object).tolist()

    def encode(
        self, frame: pd.DataFrame, unknown: str
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Read nothing, but refuse another value: it would be written over.

        Raises
        ------
        ValueError
            For another value than the one of the real table.
        """
        other = frame[self.columns[0]].dropna().to_numpy(dtype=object)
        differs = other != self.known[0]
        if unknown == "error" and len(other) and np.any(differs):
            raise ValueError(
                f"column {self.name!r} holds {other[differs][0]!r}, but is always "
                f"{self.known[0]!r} in the real table: correct it."
            )
        return None, None

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Repeat the value."""
        repeated = self.value.take(np.zeros(n_rows, dtype=np.intp))
        return {self.columns[0]: column_of(repeated, self.dtype)}

    def describe(self) -> dict[str, Any]:
        """Return the value."""
        return {**super().describe(), "levels": some_of(self.known)}


@dataclass(frozen=True, eq=False, kw_only=True)
class IdentifierVariable(Variable):
    """A key or a name; never copied, replaced by fresh surrogate keys.

    Surrogates are 1, 2, 3, … behind ``first`` for numbers and ``S1``, ``S2``, … for
    text; none of them is a value of the real table.
    """

    dtype: Any
    is_numeric: bool
    first: int

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Write surrogate keys.

        Raises
        ------
        ValueError
            If the dtype has no room for them.
        """
        keys = pd.Series(range(self.first, self.first + n_rows), dtype=np.int64)
        if not self.is_numeric:
            text = "S" + keys.astype(str).astype(object)
            return {self.columns[0]: text.astype(self.dtype).array}
        plain = isinstance(self.dtype, np.dtype) and self.dtype.kind in "iu"
        if plain and n_rows and keys.iloc[-1] > np.iinfo(self.dtype).max:
            raise ValueError(
                f"column {self.name!r} has dtype {self.dtype}, which has no room for "
                f"{n_rows} keys behind {self.first - 1}: widen it (.astype('int64'))."
            )
        return {self.columns[0]: keys.astype(self.dtype).array}

    def describe(self) -> dict[str, Any]:
        """Say what the surrogates look like."""
        first = self.first if self.is_numeric else f"S{self.first}"
        return {**super().describe(), "levels": f"surrogates from {first}"}
