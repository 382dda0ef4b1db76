"""Columns with one value."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.codecs import Codec
from skl_synth.table.column import Publishing
from skl_synth.table.values import (
    column_of,
    some_of,
)
from skl_synth.table.variables.variable import Variable


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
        InputError
            For another value than the one of the real table.
        """
        other = frame[self.columns[0]].dropna().to_numpy(dtype=object)
        differs = other != self.known[0]
        if unknown == "error" and len(other) and np.any(differs):
            raise InputError(
                "column {column!r} holds {value!r}, but is always {known!r} in the "
                "real table",
                column=self.name,
                value=other[differs][0],
                known=self.known[0],
                remedies=["correct it"],
            )
        return None, None

    def restricted_to(
        self,
        number: np.ndarray | None,
        code: np.ndarray | None,
        n_rows: int,
        publishing: Publishing,
    ) -> tuple[Variable, np.ndarray | None, np.ndarray | None]:
        """Keep the value, which is the one of every row."""
        return replace(self, n_missing=n_rows if self.n_missing else 0), number, code

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Repeat the value."""
        repeated = self.value.take(np.zeros(n_rows, dtype=np.intp))
        return {self.columns[0]: column_of(repeated, self.dtype)}

    def describe(self) -> dict[str, Any]:
        """Return the value."""
        return {**super().describe(), "levels": some_of(self.known)}
