"""Groups of one-hot columns."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Row
from skl_synth.table.column import Publishing
from skl_synth.table.onehot import group_codes
from skl_synth.table.rare_levels import merged_levels
from skl_synth.table.values import (
    cast_numbers,
    column_of,
    numbers_of,
    some_of,
)
from skl_synth.table.variables.variable import Variable


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
        InputError
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
            raise InputError(
                "one-hot group {column!r}: no column is set in {row}, or one is "
                "missing",
                column=self.name,
                row=Row(int(np.argmax(wrong))),
                remedies=["correct the row"],
            )
        code[absent] = self.missing_level
        code[wrong] = -1
        for name, level in self.merged.items():
            code[code == self.columns.index(name)] = level
        return None, code

    def restricted_to(
        self,
        number: np.ndarray | None,
        code: np.ndarray | None,
        n_rows: int,
        publishing: Publishing,
    ) -> tuple[Variable, np.ndarray | None, np.ndarray | None]:
        """Keep all columns, which are the user's own, whether a row has them or not."""
        assert code is not None
        n_missing = int((code == self.missing_level).sum()) if self.n_missing else 0
        variable = replace(self, n_missing=n_missing)
        return variable.with_merged(publishing.least, code)

    def with_merged(
        self, least: int, code: np.ndarray
    ) -> tuple[OneHotVariable, None, np.ndarray]:
        """Merge columns that too few rows have set.

        Parameters
        ----------
        least : int
            Rows that must have it.
        code : ndarray of int32
            Codes of the rows.

        Returns
        -------
        variable : OneHotVariable
            The variable without the rare columns.
        number : None
            It has none.
        code : ndarray of int32
            The codes of the rows by that variable.
        """
        places = range(len(self.columns))
        counts = np.bincount(code[code >= 0], minlength=len(self.columns))
        held = pd.Series(counts[: len(self.columns)], index=places)
        # A column that no row has set names a level, but says nothing of a person.
        stand_ins = merged_levels(held[held > 0], least, None)
        if not stand_ins:
            return self, None, code
        merged = {rare: stand_ins.get(at, at) for rare, at in self.merged.items()}
        merged |= {self.columns[rare]: at for rare, at in stand_ins.items()}
        code = code.copy()
        for rare, at in stand_ins.items():
            code[code == rare] = at
        return replace(self, merged=merged), None, code

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
