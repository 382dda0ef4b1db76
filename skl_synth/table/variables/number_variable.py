"""Columns that are numbers, or that a codec makes numbers of."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Row
from skl_synth.table.beside_numbers import (
    NumbersBeside,
    read_beside,
    shown_cells,
    special_codes,
)
from skl_synth.table.codecs import Codec, Ranks
from skl_synth.table.column import Publishing
from skl_synth.table.precision import Precision
from skl_synth.table.rounding import FULL
from skl_synth.table.values import dense
from skl_synth.table.variables.variable import Variable

PRESENT = 0
"""The code of a number that is there: those behind it are of special values, the last,
where one may be missing, of a missing value."""


@dataclass(frozen=True, eq=False, kw_only=True)
class NumberVariable(Variable):
    """A column that is a number, with or without missing values.

    Measurements and counts are numbers as they stand; dates, durations and ordered
    levels are by their codec.
    """

    codec: Codec
    precision: Precision
    blank: Any = None
    """What a missing value is in a column of objects: None, NaN, NaT, …"""
    special: tuple = ()
    """Values beside the numbers that are none, as the column holds them."""
    suppressed: tuple = ()
    """Such values that too few rows have to be published."""

    @property
    def dtype(self) -> Any:
        """The dtype of the column."""
        return self.codec.dtype

    @property
    def n_levels(self) -> int:
        """A number, each value beside it, and missing; 0 where all are numbers."""
        n_absent = len(self.special) + (self.n_missing > 0)
        return 1 + n_absent if n_absent else 0

    @property
    def n_possible(self) -> float:
        """The points of the precision, the values beside it, and missing."""
        return self.precision.n_points + max(self.n_levels - 1, 0)

    @property
    def missing_level(self) -> int:
        """The last one."""
        return self.n_levels - 1 if self.n_missing else -1

    @property
    def rare(self) -> list:
        """Levels of an ordered column, or values beside numbers, of too few rows."""
        return [*getattr(self.codec, "merged", ()), *self.suppressed]

    @property
    def family(self) -> str:
        """What the numbers measure."""
        return self.codec.family

    @property
    def read_by_judge(self) -> Codec:
        """How somebody who has not seen the encoding reads its numbers."""
        beside = (*self.special, *self.suppressed)
        if not beside:
            return self.codec
        return NumbersBeside(dtype=self.dtype, codec=self.codec, special=beside)

    def comparable(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> np.ndarray:
        """Read the numbers by the codec."""
        assert number is not None
        return self.codec.comparable(number)

    def snap(
        self, number: np.ndarray, decimals: np.ndarray | None = None
    ) -> np.ndarray:
        """Move numbers onto what the column can hold.

        Parameters
        ----------
        number : ndarray of float64
            Any numbers; NaN stays NaN.
        decimals : ndarray, default=None
            Decimals that each may have.

        Returns
        -------
        ndarray of float64
            Numbers within range, with the decimals seen, that can be written.
        """
        return self.codec.writable(self.precision.snap(number, decimals))

    def encode(
        self, frame: pd.DataFrame, unknown: str
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Read the numbers, without float noise.

        Raises
        ------
        InputError
            For a missing value where none was seen in fit.
        """
        series = frame[self.columns[0]]
        beside = special_codes(series, (*self.special, *self.suppressed))
        number = self.precision.clean(read_beside(self.codec, series, beside))
        if self.suppressed:
            beside = self._without_suppressed(number, beside)
        missing = np.isnan(number) & (beside == PRESENT)
        if missing.any() and not self.n_missing:
            if unknown == "error":
                raise InputError(
                    "column {column!r} has a missing value in {row}, but had none "
                    "in the real table",
                    column=self.name,
                    row=Row(int(np.argmax(missing))),
                    remedies=["drop that row", "fill it"],
                )
            beside[missing] = -1
        if not self.n_levels:
            return number, None
        return number, np.where(missing, self.missing_level, beside).astype(np.int32)

    def _without_suppressed(self, number: np.ndarray, beside: np.ndarray) -> np.ndarray:
        """Take values of too few rows for missing, or for the nearest number."""
        n_special = len(self.special)
        for place, value in enumerate(self.suppressed, start=n_special + 1):
            if not self.n_missing:
                # A column of whole numbers, in which no cell can be empty.
                number[beside == place] = self.precision.snap(np.array([float(value)]))
        return np.where(beside > n_special, PRESENT, beside)

    def restricted_to(
        self,
        number: np.ndarray | None,
        code: np.ndarray | None,
        n_rows: int,
        publishing: Publishing,
    ) -> tuple[Variable, np.ndarray | None, np.ndarray | None]:
        """Take range and decimals of the numbers of the part; ranks are counted anew.

        Where none is missing any longer, there is no code. Where all are, there is
        nothing of which to take a range: it stays.
        """
        assert number is not None
        absent = np.isnan(number)
        special, code = self._special_of_part(absent, code)
        n_missing = int((absent if code is None else code == -1).sum())
        codec = self.codec
        if isinstance(codec, Ranks) and n_missing < n_rows:
            codec, number = codec.restricted_to(number, publishing.least)
        variable = replace(
            self,
            codec=codec,
            precision=self.precision.restricted_to(number[~absent]),
            n_missing=n_missing,
            special=special,
        )
        if not variable.n_levels:
            return variable, number, None
        code = absent * -1 if code is None else code
        code = np.where(code == -1, variable.missing_level, code)
        return variable, number, code.astype(np.int32)

    def _special_of_part(
        self, absent: np.ndarray, code: np.ndarray | None
    ) -> tuple[tuple, np.ndarray | None]:
        """Count the values beside the numbers of a part anew; -1 is missing."""
        if not self.special or code is None:
            return (), None
        held = np.unique(code[(code > PRESENT) & (code <= len(self.special))])
        place = np.zeros(self.n_levels + 1, dtype=np.int32)
        place[held] = np.arange(1, len(held) + 1)
        place[[self.missing_level, -1]] = -1
        special = tuple(self.special[one - 1] for one in held.tolist())
        return special, np.where(absent, place[code], PRESENT)

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Write numbers in the dtype of the real column, and what stands beside."""
        assert number is not None
        if self.special:
            assert code is not None
            is_special = (code > PRESENT) & (code <= len(self.special))
            number = np.where(is_special, self.precision.low, number)
        column = self.codec.write(number)
        if column.dtype == object and self.n_missing:
            cells = column.to_numpy(copy=True)
            cells[np.isnan(number)] = self.blank
            column = pd.Series(cells, dtype=object)
        if self.special:
            assert code is not None
            column = self._with_special(column, np.where(is_special, code, PRESENT))
        return {self.columns[0]: column}

    def _with_special(self, column: pd.Series, code: np.ndarray) -> pd.Series:
        written = dense(column).copy()
        for place, value in enumerate(self.special, start=1):
            written[code == place] = value
        return written.astype(column.dtype)

    def describe(self) -> dict[str, Any]:
        """Range and decimals."""
        low, high = (
            self.codec.show(self.precision.low),
            self.codec.show(self.precision.high),
        )
        return {
            "range": f"{low} to {high}",
            "decimals": self._decimals(),
            "levels": "",
            **self._written(),
            **self._beside(),
        }

    def _written(self) -> dict[str, str]:
        """Say of what form the values are, and in what steps they come."""
        written = self.codec.describe()
        lattice = self.precision.lattice
        if lattice is None:
            return written
        decimals = written.get("decimals", self._decimals())
        steps = f"in steps of {lattice.step:.10g}"
        return {**written, "decimals": f"{decimals}, {steps}"}

    def _beside(self) -> dict[str, str]:
        return (
            {"levels": f"beside: {shown_cells(self.special)}"} if self.special else {}
        )

    def _decimals(self) -> str:
        precision = self.precision
        decimals = "full" if precision.decimals == FULL else str(precision.decimals)
        if precision.ranges and precision.ranges[-1][0] == 0:
            _, low, high = precision.ranges[-1]
            # Worth a word where decimals are the exception, as in ages of infants.
            if high - low < 0.5 * (precision.high - precision.low):
                decimals += f" (whole numbers outside {low:g} to {high:g})"
        return decimals
