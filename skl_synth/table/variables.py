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

from skl_synth.table.codecs import Codec
from skl_synth.table.grid import FULL, Grid
from skl_synth.table.onehot import group_codes
from skl_synth.table.values import (
    cast_numbers,
    column_of,
    is_number,
    is_text,
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
    "ordinal",
    "datetime",
    "timedelta",
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

    @property
    def n_possible(self) -> float:
        """How many different values it can take."""
        return max(self.n_levels, 1)

    @property
    def missing_level(self) -> int:
        """The level that stands for a missing value; -1 where there is none."""
        return -1

    @property
    def rare(self) -> list:
        """The levels too rare to be published, for which others stand."""
        return []

    @property
    def family(self) -> str | None:
        """What its values measure, for comparisons; None where they have no order."""
        return None

    def comparable(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> np.ndarray:
        """Give values that can be compared with those of another variable.

        Parameters
        ----------
        number, code : ndarray or None
            As `encode` gives them, snapped.
        n_rows : int
            Number of rows.

        Returns
        -------
        ndarray of float64, datetime64 or timedelta64
            The values, NaN or NaT where missing.

        Raises
        ------
        ValueError
            If the values have no order.
        """
        raise ValueError(
            f"column {self.name!r} ({self.kind}) has no order, so it cannot be "
            "compared or added: give its order in column_kinds, or name a column of "
            "numbers or dates."
        )

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
    """A column that is a number, with or without missing values.

    Measurements and counts are numbers as they stand; dates, durations and ordered
    levels are by their codec.
    """

    codec: Codec
    grid: Grid
    blank: Any = None
    """What a missing value is in a column of objects: None, NaN, NaT, …"""

    @property
    def dtype(self) -> Any:
        """The dtype of the column."""
        return self.codec.dtype

    @property
    def n_levels(self) -> int:
        """Two where values may be missing: present and missing."""
        return 2 if self.n_missing else 0

    @property
    def n_possible(self) -> float:
        """The points of the grid, and missing."""
        if self.grid.places == FULL:
            return np.inf
        span = self.grid.high - self.grid.low
        return float(np.rint(span * 10.0**self.grid.places)) + 1 + (self.n_missing > 0)

    @property
    def missing_level(self) -> int:
        """The second one."""
        return MISSING if self.n_missing else -1

    @property
    def rare(self) -> list:
        """The levels of an ordered column that have too few rows."""
        return list(getattr(self.codec, "merged", ()))

    @property
    def family(self) -> str:
        """What the numbers measure."""
        return self.codec.family

    def comparable(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> np.ndarray:
        """Read the numbers by the codec."""
        assert number is not None
        return self.codec.comparable(number)

    def snap(self, number: np.ndarray, places: np.ndarray | None = None) -> np.ndarray:
        """Move numbers onto what the column can hold.

        Parameters
        ----------
        number : ndarray of float64
            Any numbers; NaN stays NaN.
        places : ndarray, default=None
            Decimals that each may have.

        Returns
        -------
        ndarray of float64
            Numbers within range, with the decimals seen, that can be written.
        """
        return self.codec.settle(self.grid.snap(number, places))

    def encode(
        self, frame: pd.DataFrame, unknown: str
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Read the numbers.

        Raises
        ------
        ValueError
            For a missing value where none was seen in fit.
        """
        number = self.codec.read(frame[self.columns[0]])
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
        column = self.codec.write(number)
        if column.dtype == object and self.n_missing:
            cells = column.to_numpy(copy=True)
            cells[np.isnan(number)] = self.blank
            column = pd.Series(cells, dtype=object)
        return {self.columns[0]: column}

    def describe(self) -> dict[str, Any]:
        """Range and decimals."""
        low, high = self.codec.show(self.grid.low), self.codec.show(self.grid.high)
        return {
            "range": f"{low} to {high}",
            "decimals": self._decimals(),
            "levels": "",
            **self.codec.describe(),
        }

    def _decimals(self) -> str:
        grid = self.grid
        decimals = "full" if grid.places == FULL else str(grid.places)
        if grid.bands and grid.bands[-1][0] == 0:
            _, low, high = grid.bands[-1]
            # Worth a word where decimals are the exception, as in ages of infants.
            if high - low < 0.5 * (grid.high - grid.low):
                decimals += f" (whole numbers outside {low:g} to {high:g})"
        return decimals


@dataclass(frozen=True, eq=False, kw_only=True)
class LevelVariable(Variable):
    """A binary or a category; a missing value is one of its levels.

    ``levels`` is an array in the dtype of the real column, so that what is taken from
    it has that dtype, with all the categories of a categorical, used or not.
    """

    dtype: Any
    levels: Any
    merged: dict = field(default_factory=dict)
    """Levels too rare to be published, and the code of the one that stands for them."""
    codec: Codec | None = None
    """How the levels are read as numbers, where that is possible."""
    index: pd.Index = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the look-up of levels by value; booleans are the numbers 0 and 1."""
        cells = pd.Series(self.levels)
        known = cells[cells.notna()].to_numpy(dtype=object).tolist() + [*self.merged]
        object.__setattr__(self, "index", _index_of(known))

    @property
    def known(self) -> list:
        """The levels but for the missing one and the rare ones."""
        # As objects, which are Python's own: 0 reads better than np.int64(0).
        cells = pd.Series(self.levels).to_numpy(dtype=object)
        return cells[: len(self.index) - len(self.merged)].tolist()

    @property
    def missing_level(self) -> int:
        """The last one, where a value may be missing."""
        return len(self.known) if len(self.levels) > len(self.known) else -1

    @property
    def rare(self) -> list:
        """The levels that have too few rows."""
        return list(self.merged)

    @property
    def family(self) -> str | None:
        """What the levels measure."""
        return None if self.codec is None else self.codec.family

    def comparable(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> np.ndarray:
        """Read the levels as numbers."""
        if self.codec is None:
            return super().comparable(number, code, n_rows)
        read = self.codec.read(pd.Series(self.levels, name=self.name))
        values = self.codec.comparable(read)
        return values[code]

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
        code[missing] = self.missing_level
        if unknown == "error" and (code < 0).any():
            row = int(np.argmax(code < 0))
            raise ValueError(
                f"column {self.name!r} holds {series.iloc[row]!r} in row {row}, a "
                "value that the fitted table never had; known are "
                f"{some_of(self.known)}. Correct it, or fit on a table that has it."
            )
        return None, code

    def _look_up(self, series: pd.Series, missing: np.ndarray) -> np.ndarray:
        values = _index_of(series.to_numpy(dtype=object)[~missing].tolist())
        of_numbers, of_text = is_number(values.dtype), is_text(values)
        if (
            len(values)
            and is_number(self.index.dtype) != of_numbers
            and (of_text or is_text(self.index))
        ):
            here, there = ("numbers", "text") if of_numbers else ("text", "numbers")
            raise ValueError(
                f"column {self.name!r} holds {here} ({values[0]!r}), but {there} "
                f"({self.known[0]!r}) in the real table: give it that dtype."
            )
        code = np.full(len(series), -1, dtype=np.int32)
        two = self.kind == "binary" and len(self.index) == 2
        if len(values) and of_numbers and two:
            code[~missing] = self._nearer_of_two(values.to_numpy())
        elif len(values):
            code[~missing] = self.index.get_indexer(values)
        return self._without_rare(code)

    def _without_rare(self, code: np.ndarray) -> np.ndarray:
        """Give rare levels, which the index holds last, the code of their stand-in."""
        known = np.arange(len(self.known))
        stands_for = np.array([*known, *self.merged.values(), -1], dtype=np.int32)
        return stands_for[code]

    def _nearer_of_two(self, values: np.ndarray) -> np.ndarray:
        ends = self.index.to_numpy()
        low, high = ends.min(), ends.max()
        code = np.where(values > (low + high) / 2, ends.argmax(), ends.argmin())
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


def _index_of(cells: list) -> pd.Index:
    """Cells for look-up; numbers and booleans as floats, the rest as they are."""
    inferred = pd.Index(cells, dtype=object).infer_objects()
    if pd.api.types.is_bool_dtype(inferred.dtype) or is_number(inferred.dtype):
        return pd.Index(inferred.astype(np.float64))
    return pd.Index(cells, dtype=object)


@dataclass(frozen=True, eq=False, kw_only=True)
class OneHotVariable(Variable):
    """A group of one-hot columns: one level per column.

    One more level stands for a row without any, where there are such rows, and one
    for a row in which all columns are missing.
    """

    dtypes: tuple[Any, ...]
    baseline: bool = False
    merged: dict = field(default_factory=dict)
    """Columns too rare to be published, and the position of the one in their stead."""
    repaired: bool = False
    """Whether rows with more than one column set are read by the first of these."""

    @property
    def n_levels(self) -> int:
        """One per column, for none of them, and for all missing."""
        return len(self.columns) + self.baseline + (self.n_missing > 0)

    @property
    def rare(self) -> list:
        """The columns that have too few rows."""
        return list(self.merged)

    @property
    def missing_level(self) -> int:
        """The last one, where a row may be missing."""
        return self.n_levels - 1 if self.n_missing else -1

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
        missing = np.isnan(values)
        absent = missing.all(axis=1) & (self.n_missing > 0)
        values[missing] = 0.0 if self.repaired else np.nan
        values[absent] = 0.0
        total = values.sum(axis=1)
        code = group_codes(values, baseline=self.baseline)
        wrong = np.isnan(total) | ((total <= 0) & (not self.baseline) & ~absent)
        if unknown == "error" and wrong.any():
            raise ValueError(
                f"one-hot group {self.name!r}: no column is set in row "
                f"{int(np.argmax(wrong))}, or one is missing; correct the row."
            )
        code[absent] = self.missing_level
        code[wrong] = -1
        for name, level in self.merged.items():
            code[code == self.columns.index(name)] = level
        return None, code

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Exactly one 1 in each row (none for the baseline, nothing where missing)."""
        assert code is not None
        absent = (code == self.missing_level) & (self.n_missing > 0)
        columns = {}
        for level, (name, dtype) in enumerate(
            zip(self.columns, self.dtypes, strict=True)
        ):
            flags = np.where(absent, np.nan, np.equal(code, level))
            columns[name] = column_of(cast_numbers(flags, dtype), dtype)
        return columns

    def describe(self) -> dict[str, Any]:
        """Return the columns."""
        kept = [name for name in self.columns if name not in self.merged]
        levels = some_of(kept)
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
    codec: Codec | None = None
    """How the value is read as a number, where that is possible."""

    @property
    def known(self) -> list:
        """The value, as an object of Python."""
        return pd.Series(self.value).to_numpy(dtype=object).tolist()

    @property
    def family(self) -> str | None:
        """What the value measures."""
        return None if self.codec is None else self.codec.family

    def comparable(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> np.ndarray:
        """Read the value as a number."""
        if self.n_missing:
            return np.full(n_rows, np.nan)
        if self.codec is None:
            return super().comparable(number, code, n_rows)
        read = self.codec.read(pd.Series(self.value, name=self.name))
        return self.codec.comparable(read)[np.zeros(n_rows, dtype=np.intp)]

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
    dropped: bool = False
    """Whether the column is left out of what is written."""

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Write surrogate keys.

        Raises
        ------
        ValueError
            If the dtype has no room for them.
        """
        if self.dropped:
            return {}
        keys = pd.Series(range(self.first, self.first + n_rows), dtype=np.int64)
        if not self.is_numeric:
            text = "S" + keys.astype(str).astype(object)
            # The categories of keys are the keys themselves.
            is_category = isinstance(self.dtype, pd.CategoricalDtype)
            dtype: Any = "category" if is_category else self.dtype
            return {self.columns[0]: text.astype(dtype).array}
        plain = isinstance(self.dtype, np.dtype) and self.dtype.kind in "iu"
        if plain and n_rows and keys.iloc[-1] > np.iinfo(self.dtype).max:
            raise ValueError(
                f"column {self.name!r} has dtype {self.dtype}, which has no room for "
                f"{n_rows} keys behind {self.first - 1}: widen it (.astype('int64'))."
            )
        return {self.columns[0]: keys.astype(self.dtype).array}

    def describe(self) -> dict[str, Any]:
        """Say what the surrogates look like."""
        if self.dropped:
            return {**super().describe(), "levels": "left out"}
        first = self.first if self.is_numeric else f"S{self.first}"
        return {**super().describe(), "levels": f"surrogates from {first}"}
