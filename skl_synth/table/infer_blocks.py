"""The kinds of plain numbers, a block of columns at a time.

Most columns of numbers are quickly told: they are neither dates nor keys, and have more
than two values. These get their kind here; whatever needs a closer look is left to
`infer_variable`, which would give the same answer for all of them, more slowly.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.codecs import Codec, PlainNumbers
from skl_synth.table.codecs.carriers import RANGES
from skl_synth.table.column import Publishing, has_code_name
from skl_synth.table.column_checks import LARGEST
from skl_synth.table.detectors import LEAST_ROWS, may_hold_key
from skl_synth.table.hints import FEW, hint_of_few, hint_of_numbers
from skl_synth.table.number_blocks import NumberBlock, number_blocks
from skl_synth.table.number_hints import hint_of_codes, is_code_name
from skl_synth.table.precision import precisions_of_sorted
from skl_synth.table.standing_apart import NINES, hint_of_apart
from skl_synth.table.variables import (
    ConstantVariable,
    LevelVariable,
    NumberVariable,
    Variable,
)

LARGEST_WHOLE = 2.0**53 - 1
"""Up to it a float holds every whole number."""


def infer_numbers(
    frame: pd.DataFrame,
    names: Iterable[Hashable],
    *,
    named: bool,
    publishing: Publishing,
) -> dict[Hashable, Variable]:
    """Give the kind of the columns of plain numbers that need no closer look.

    Parameters
    ----------
    frame : DataFrame
        A table.
    names : iterable of hashable
        The columns of which the user said nothing.
    named : bool
        Whether the names of the columns were chosen by the user.
    publishing : Publishing
        How many rows a level must have.

    Returns
    -------
    dict of column to Variable
        What `infer_variable` gives for them; the others are not in it.
    """
    found: dict[Hashable, Variable] = {}
    for block in number_blocks(frame, names):
        summary = BlockSummary(block)
        found.update(_numbers(summary, named))
        # Which levels are rare is a question of a column of its own.
        if publishing.least <= 1:
            found.update(_flags(summary))
        found.update(_constants(summary))
    return found


@dataclass(frozen=True, eq=False)
class BlockSummary:
    """What is seen of the columns of a block once their values are sorted.

    Parameters
    ----------
    block : NumberBlock
        The columns.
    """

    block: NumberBlock

    @cached_property
    def ordered(self) -> np.ndarray:
        """The values of each column in order, NaN behind them."""
        return np.sort(self.block.values, axis=1)

    @cached_property
    def n_present(self) -> np.ndarray:
        """How many values of each column are not missing."""
        values = self.block.values
        if self.block.dtype.kind != "f":
            return np.full(len(values), values.shape[1])
        return values.shape[1] - np.isnan(values).sum(axis=1)

    @cached_property
    def low(self) -> np.ndarray:
        """The least value of each column; NaN where all are missing."""
        return self.ordered[:, 0]

    @cached_property
    def high(self) -> np.ndarray:
        """The largest value of each column."""
        last = np.maximum(self.n_present, 1) - 1
        return self.ordered[np.arange(len(last)), last]

    @cached_property
    def n_values(self) -> np.ndarray:
        """How many different values each column has."""
        ordered = self.ordered
        steps = (ordered[:, 1:] > ordered[:, :-1]).sum(axis=1)
        return np.where(self.n_present > 0, steps + 1, 0)

    @cached_property
    def whole(self) -> np.ndarray:
        """Whether all values of each column are whole numbers."""
        values = self.block.values
        if self.block.dtype.kind != "f":
            return np.ones(len(values), dtype=bool)
        return ((values == np.rint(values)) | np.isnan(values)).all(axis=1)

    @cached_property
    def readable(self) -> np.ndarray:
        """Whether the values of each column have squares that a float can hold."""
        largest = LARGEST if self.block.dtype.kind == "f" else LARGEST_WHOLE
        return (self.high <= largest) & (self.low >= -largest)

    @cached_property
    def n_missing(self) -> np.ndarray:
        """How many values of each column are missing."""
        return self.block.values.shape[1] - self.n_present

    @property
    def codec(self) -> Codec | None:
        """How the columns are read."""
        dtype = self.block.dtype
        return None if dtype.kind == "b" else PlainNumbers(dtype=dtype)

    def common(self, place: int, kind: str, reason: str) -> dict[str, Any]:
        """Give what a variable of any kind needs to know of a column.

        Parameters
        ----------
        place : int
            Which column of the block.
        kind, reason : str
            Its kind, and why it is that.

        Returns
        -------
        dict
            Arguments of `Variable`.
        """
        name = self.block.names[place]
        return {
            "name": name,
            "columns": (name,),
            "kind": kind,
            "reason": reason,
            "n_missing": int(self.n_missing[place]),
        }


def _numbers(summary: BlockSummary, named: bool) -> Iterator[tuple[Hashable, Variable]]:
    whole, dtype = summary.whole, summary.block.dtype
    is_number = summary.readable & (summary.n_values > 2)
    # Either may be something else than a number: only a closer look can tell.
    may_be_dates = np.zeros(len(whole), dtype=bool)
    for first, last in RANGES.values():
        may_be_dates |= whole & (summary.low >= first) & (summary.high <= last)
    places = np.flatnonzero(is_number & ~may_be_dates)
    if named:
        places = places[~_may_be_keys(summary, places)]
    if not len(places):
        return
    codec = summary.codec
    assert codec is not None
    values = summary.ordered[places].astype(
        dtype if dtype.kind == "f" else np.float64, copy=False
    )
    precisions = precisions_of_sorted(values, summary.n_present[places])
    for place, precision in zip(places.tolist(), precisions, strict=True):
        kind = "integer" if whole[place] else "continuous"
        reason = "whole numbers" if whole[place] else "numbers with decimals"
        common = summary.common(place, kind, reason)
        if whole[place]:
            hint = _hint(summary, place, named)
        else:
            ordered = summary.ordered[place, : summary.n_present[place]]
            hint = hint_of_apart(ordered) or _hint_of_few(summary, place)
        blank = dtype.type(np.nan) if common["n_missing"] else None
        yield (
            common["name"],
            NumberVariable(
                **common, hint=hint, codec=codec, precision=precision, blank=blank
            ),
        )


def _may_be_keys(summary: BlockSummary, places: np.ndarray) -> np.ndarray:
    """Which of some columns only a closer look tells from keys."""
    whole, n_present = summary.whole[places], summary.n_present[places]
    n_values, high = summary.n_values[places], summary.high[places]
    may_be = whole & (n_values == n_present) & (n_present >= LEAST_ROWS)
    for place in np.flatnonzero(whole & ~may_be).tolist():
        name = summary.block.names[places[place]]
        may_be[place] = is_code_name(name) or may_hold_key(
            name, high[place], int(n_values[place]), int(n_present[place])
        )
    return may_be


def _hint(summary: BlockSummary, place: int, named: bool) -> str:
    is_code = named and has_code_name(summary.block.names[place])
    ends = {abs(summary.low[place]), abs(summary.high[place])}
    # There is no such hint for others, so their values need not be counted.
    is_looked_at = is_code or summary.n_values[place] <= FEW or ends.intersection(NINES)
    numbers = summary.ordered[place, : summary.n_present[place]]
    if is_looked_at:
        hint = hint_of_numbers(numbers, is_code=is_code)
        if hint:
            return hint
    name = summary.block.names[place] if named else None
    return hint_of_apart(numbers) or hint_of_codes(numbers, name)


def _hint_of_few(summary: BlockSummary, place: int) -> str:
    # Nearly all columns have more values, which need not be counted then.
    if summary.n_values[place] > FEW:
        return ""
    return hint_of_few(summary.ordered[place, : summary.n_present[place]])


def _flags(summary: BlockSummary) -> Iterator[tuple[Hashable, Variable]]:
    codec, dtype = summary.codec, summary.block.dtype
    levels: dict[tuple[float, float, bool], Any] = {}
    is_flag = summary.readable & (summary.n_values == 2) & ~_has_negative_zero(summary)
    for place in np.flatnonzero(is_flag).tolist():
        common = summary.common(place, "binary", "two different values")
        key = (summary.low[place], summary.high[place], common["n_missing"] > 0)
        if key not in levels:
            cells = [*key[:2], np.nan] if key[2] else [*key[:2]]
            levels[key] = pd.Series(np.array(cells).astype(dtype)).array
        variable = LevelVariable(**common, dtype=dtype, levels=levels[key], codec=codec)
        yield common["name"], variable


def _constants(summary: BlockSummary) -> Iterator[tuple[Hashable, Variable]]:
    codec, dtype = summary.codec, summary.block.dtype
    is_constant = summary.readable & (summary.n_values == 1) & (summary.n_missing == 0)
    is_constant &= ~_has_negative_zero(summary)
    for place in np.flatnonzero(is_constant).tolist():
        common = summary.common(place, "constant", "one value only")
        value = pd.Series(summary.low[place : place + 1].astype(dtype)).array
        yield (
            common["name"],
            ConstantVariable(**common, dtype=dtype, value=value, codec=codec),
        )


def _has_negative_zero(summary: BlockSummary) -> np.ndarray:
    """Minus zero equals zero, but which of both is written depends on the rows."""
    values = summary.block.values
    if summary.block.dtype.kind != "f":
        return np.zeros(len(values), dtype=bool)
    return ((values == 0) & np.signbit(values)).any(axis=1)
