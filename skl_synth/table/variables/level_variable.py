"""Columns of a few levels: flags and categories."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Row
from skl_synth.table.codecs import Codec
from skl_synth.table.codecs.large_numbers import LARGEST_WHOLE
from skl_synth.table.column import Publishing
from skl_synth.table.number_blocks import is_plain
from skl_synth.table.rare_levels import dtype_without, merged_levels
from skl_synth.table.values import (
    column_of,
    is_number,
    is_text,
    some_of,
)
from skl_synth.table.variables.variable import Variable


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

    @cached_property
    def index(self) -> pd.Index:
        """The known levels and the rare ones, for look-up by value."""
        cells = [*self.known, *self.merged]
        if cells and is_plain(self.dtype) and not _are_large(cells):
            return pd.Index(np.array(cells, dtype=np.float64))
        return _index_of(cells)

    @cached_property
    def is_exact(self) -> bool:
        """Whether levels are whole numbers that no float holds."""
        return is_number(self.index.dtype) and self.index.dtype.kind in "iu"

    @cached_property
    def known(self) -> list:
        """The levels but for the missing one and the rare ones."""
        # As objects, which are Python's own: 0 reads better than np.int64(0).
        if is_plain(self.dtype):
            cells = np.asarray(self.levels)
            return cells[~np.isnan(cells)].tolist()
        levels = pd.Series(self.levels)
        return levels[levels.notna()].to_numpy(dtype=object).tolist()

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
        InputError
            For a level never seen, or text in a column of numbers.
        """
        series = frame[self.columns[0]]
        missing = _missing(series)
        code = self._look_up(series, missing)
        code[missing] = self.missing_level
        if unknown == "error" and (code < 0).any():
            row = int(np.argmax(code < 0))
            raise InputError(
                "column {column!r} holds {value!r} in {row}, a value that the "
                "real table never had; known are {known}",
                column=self.name,
                value=series.iloc[row],
                row=Row(row),
                known=some_of(self.known),
                remedies=[
                    "correct it",
                    Remedy("fit on a table that has it", only="python"),
                ],
            )
        return None, code

    def _look_up(self, series: pd.Series, missing: np.ndarray) -> np.ndarray:
        values = _index_of_column(series, ~missing, exact=self.is_exact)
        of_numbers, of_text = is_number(values.dtype), is_text(values)
        if (
            len(values)
            and is_number(self.index.dtype) != of_numbers
            and (of_text or is_text(self.index))
        ):
            here, there = ("numbers", "text") if of_numbers else ("text", "numbers")
            raise InputError(
                "column {column!r} holds {here} ({value!r}), but {there} ({known!r}) "
                "in the real table",
                column=self.name,
                value=values[0],
                here=here,
                there=there,
                known=self.known[0],
                remedies=["write the same in both"],
            )
        code = np.full(len(series), -1, dtype=np.int32)
        two = self.kind == "binary" and len(self.index) == 2 and not self.is_exact
        if len(values) and of_numbers and two:
            code[~missing] = self._nearer_of_two(values.to_numpy())
        elif len(values):
            code[~missing] = self.index.get_indexer(values)
        return self._without_rare(code)

    def _without_rare(self, code: np.ndarray) -> np.ndarray:
        """Give rare levels, which the index holds last, the code of their stand-in."""
        if not self.merged:
            return code
        known = np.arange(len(self.known))
        stands_for = np.array([*known, *self.merged.values(), -1], dtype=np.int32)
        return stands_for[code]

    # Over-samplers blend flags, too, and a blended flag is a number between the two.
    # What lies beyond them, by more than noise, was never a blend.
    def _nearer_of_two(self, values: np.ndarray) -> np.ndarray:
        ends = self.index.to_numpy()
        low, high = ends.min(), ends.max()
        code = np.where(values > (low + high) / 2, ends.argmax(), ends.argmin())
        slack = 1e-6 * (high - low)
        code[(values < low - slack) | (values > high + slack)] = -1
        return code

    def restricted_to(
        self,
        number: np.ndarray | None,
        code: np.ndarray | None,
        n_rows: int,
        publishing: Publishing,
    ) -> tuple[Variable, np.ndarray | None, np.ndarray | None]:
        """Keep the levels that occur in the part, in the same order."""
        assert code is not None
        counts = np.bincount(code[code >= 0], minlength=self.n_levels)
        kept = np.flatnonzero(counts)
        # A code that the schema does not know, -1, selects the last and stays one.
        place = np.full(self.n_levels + 1, -1, dtype=np.int32)
        place[kept] = np.arange(len(kept))
        merged = {rare: int(place[level]) for rare, level in self.merged.items()}
        variable = replace(
            self,
            n_missing=int(counts[self.missing_level]) if self.missing_level >= 0 else 0,
            levels=self.levels.take(kept),
            merged={rare: level for rare, level in merged.items() if level >= 0},
        )
        code = place[code]
        cells = pd.Index(variable.known, dtype=object)
        held = pd.Series(counts[kept][: len(cells)], index=cells)
        return variable.with_merged(
            merged_levels(held, publishing.least, variable.label_of_rare(publishing)),
            code,
        )

    def label_of_rare(self, publishing: Publishing) -> str | None:
        """Name the level that stands for rare ones: only text has a word for them.

        Parameters
        ----------
        publishing : Publishing
            How rare levels are published.

        Returns
        -------
        str or None
            The label; None where there is none.
        """
        by_label = self.kind == "category" and is_text(pd.Series(self.known))
        return publishing.label if by_label else None

    def with_merged(
        self, stand_ins: dict, code: np.ndarray
    ) -> tuple[LevelVariable, None, np.ndarray]:
        """Merge levels into others.

        Parameters
        ----------
        stand_ins : dict of level to level
            The rare levels, and the one that stands for each, known or not.
        code : ndarray of int32
            Codes of rows.

        Returns
        -------
        variable : LevelVariable
            The variable without the rare levels.
        number : None
            It has none.
        code : ndarray of int32
            The codes of the rows by that variable.
        """
        if not stand_ins:
            return self, None, code
        kept = [level for level in self.known if level not in stand_ins]
        kept += [new for new in dict.fromkeys(stand_ins.values()) if new not in kept]
        is_sparse = isinstance(self.dtype, pd.SparseDtype)
        dense = self.dtype.subtype if is_sparse else self.dtype
        dtype = dtype_without(dense, stand_ins)
        levels = pd.Series(kept, dtype=object).astype(dtype)
        place = [kept.index(stand_ins.get(level, level)) for level in self.known]
        if self.missing_level >= 0:
            missing = pd.Series(self.levels[-1:], dtype=dense).astype(dtype)
            levels = pd.concat([levels, missing], ignore_index=True)
            place.append(len(kept))
        merged = {rare: place[level] for rare, level in self.merged.items()}
        merged |= {rare: kept.index(new) for rare, new in stand_ins.items()}
        variable = replace(
            self,
            dtype=self.dtype if is_sparse else dtype,
            levels=levels.array,
            merged=merged,
        )
        return variable, None, np.array([*place, -1], dtype=np.int32)[code]

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Take the levels by code."""
        return {self.columns[0]: column_of(self.levels.take(code), self.dtype)}

    def describe(self) -> dict[str, Any]:
        """Return the levels."""
        return {**super().describe(), "levels": some_of(self.known)}


def _missing(series: pd.Series) -> np.ndarray:
    if is_plain(series.dtype):
        return np.isnan(series.to_numpy())
    return series.isna().to_numpy()


def _index_of_column(series: pd.Series, rows: np.ndarray, *, exact: bool) -> pd.Index:
    """Cells of some rows, for look-up."""
    if exact and is_number(series.dtype):
        return pd.Index(series.to_numpy(dtype=object)[rows].tolist())
    if is_plain(series.dtype) and rows.any():
        return pd.Index(series.to_numpy()[rows].astype(np.float64))
    return _index_of(series.to_numpy(dtype=object)[rows].tolist())


def _are_large(cells: list) -> bool:
    """Whether a float would take two whole numbers for the same."""
    return any(
        isinstance(one, (int, np.integer)) and abs(int(one)) > LARGEST_WHOLE
        for one in cells
    )


def _index_of(cells: list) -> pd.Index:
    """Cells for look-up; numbers and booleans as floats, the rest as they are."""
    inferred = pd.Index(cells, dtype=object).infer_objects()
    if is_number(inferred.dtype) and inferred.dtype.kind in "iu" and _are_large(cells):
        return inferred
    if pd.api.types.is_bool_dtype(inferred.dtype) or is_number(inferred.dtype):
        return pd.Index(inferred.astype(np.float64))
    return pd.Index(cells, dtype=object)
