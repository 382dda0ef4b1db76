"""Columns that are numbers, or that a codec makes numbers of."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.codecs import Codec, Ranks
from skl_synth.table.column import Publishing
from skl_synth.table.precision import Precision
from skl_synth.table.rounding import FULL
from skl_synth.table.variables.variable import Variable

PRESENT, MISSING = 0, 1
"""The codes of a numeric variable that may be missing."""


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
        """The points of the precision, and missing."""
        if self.precision.decimals == FULL:
            return np.inf
        span = self.precision.high - self.precision.low
        return (
            float(np.rint(span * 10.0**self.precision.decimals))
            + 1
            + (self.n_missing > 0)
        )

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
        number = self.precision.clean(self.codec.read(frame[self.columns[0]]))
        missing = np.isnan(number)
        if not self.n_missing:
            if unknown == "error" and missing.any():
                raise InputError(
                    "column {column!r} has a missing value in row {row}, but had none "
                    "in the table that was fitted",
                    column=self.name,
                    row=int(np.argmax(missing)),
                    remedies=["drop that row", "fill it"],
                )
            return number, None
        return number, missing.astype(np.int32)

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
        missing = np.isnan(number)
        n_missing, codec = int(missing.sum()), self.codec
        if isinstance(codec, Ranks) and n_missing < n_rows:
            codec, number = codec.restricted_to(number, publishing.least)
        precision = self.precision.restricted_to(number[~missing])
        variable = replace(self, codec=codec, precision=precision, n_missing=n_missing)
        return variable, number, missing.astype(np.int32) if n_missing else None

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
        low, high = (
            self.codec.show(self.precision.low),
            self.codec.show(self.precision.high),
        )
        return {
            "range": f"{low} to {high}",
            "decimals": self._decimals(),
            "levels": "",
            **self.codec.describe(),
        }

    def _decimals(self) -> str:
        precision = self.precision
        decimals = "full" if precision.decimals == FULL else str(precision.decimals)
        if precision.ranges and precision.ranges[-1][0] == 0:
            _, low, high = precision.ranges[-1]
            # Worth a word where decimals are the exception, as in ages of infants.
            if high - low < 0.5 * (precision.high - precision.low):
                decimals += f" (whole numbers outside {low:g} to {high:g})"
        return decimals
