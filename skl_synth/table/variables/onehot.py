"""Groups of one-hot columns."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.onehot import group_codes
from skl_synth.table.values import (
    cast_numbers,
    column_of,
    numbers_of,
    some_of,
)
from skl_synth.table.variables.base import Variable


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
