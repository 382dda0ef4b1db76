"""The columns of a released table in bins that say nothing of single real rows.

Bins are cut by the released rows alone, at round numbers, and levels are those that a
released row has: where a bin ends is known to whoever has the table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from skl_synth.evaluation.table_data import Attribute, TableData
from skl_synth.table.schema import Schema

MOST_BINS = 12

MOST_LEVELS = 8
"""Rarer levels are counted as one."""

OTHERS = "(others)"

ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
"""What a bin may be wide, times a power of ten."""

TAIL = 0.01
"""So much of the released rows at either end is counted in the outermost bin."""

DAYS_OF_YEAR, DAYS_OF_MONTH = 365.25, 30.4375


class Cut(NamedTuple):
    """How a column is counted.

    Parameters
    ----------
    kind : {"number", "date", "level"}
        What is counted.
    ends : list
        The edges of bins, one more than there are bins, dates as days since 1970; or
        the names of levels.
    place : callable
        Gives the bin of each row of a table; -1 where a number is missing.
    """

    kind: str
    ends: list[Any]
    place: Callable[[TableData], np.ndarray]

    @property
    def n_bins(self) -> int:
        """How many there are, without that of missing numbers."""
        return len(self.ends) - (self.kind != "level")


def cut_column(one: Attribute, released: TableData, schema: Schema) -> Cut:
    """Cut a column into bins by its released values.

    Parameters
    ----------
    one : Attribute
        The column or one-hot group.
    released : TableData
        The released rows.
    schema : Schema
        What the columns are.

    Returns
    -------
    Cut
        Its bins.
    """
    if not one.is_number:
        return _cut_levels(one, released)
    if one.kind == "ordinal":
        return _cut_order(one, schema)
    values = released.values(one)
    present = values[~np.isnan(values)]
    is_date = one.kind == "datetime"
    edges = np.array([0.0, 1.0])
    if len(present):
        edges = _edges_of_dates(present) if is_date else _edges(present)

    def place(data: TableData) -> np.ndarray:
        found = data.values(one)
        # What lies beyond the ends belongs to the outermost bins.
        inside = np.searchsorted(edges[1:-1], found, side="right")
        return np.where(np.isnan(found), -1, inside)

    return Cut("date" if is_date else "number", edges.tolist(), place)


def _cut_levels(one: Attribute, released: TableData) -> Cut:
    counts = np.bincount(released.values(one), minlength=len(one.levels))
    by_size = np.argsort(-counts, kind="stable")
    shown = by_size[: min(MOST_LEVELS, np.count_nonzero(counts))]
    bin_of = np.full(len(one.levels), len(shown))
    bin_of[shown] = np.arange(len(shown))
    names = [*(one.levels[code] for code in shown.tolist()), OTHERS]
    return Cut("level", names, lambda data: bin_of[data.values(one)])


def _cut_order(one: Attribute, schema: Schema) -> Cut:
    """Count the levels of an ordered column, whose numbers are their places."""
    codecs: Any = {str(v.name): v for v in schema.variables}
    names = [str(level) for level in codecs[one.name].codec.order]

    def place(data: TableData) -> np.ndarray:
        found = data.values(one)
        return np.where(np.isnan(found), -1, np.nan_to_num(found)).astype(int)

    return Cut("level", names, place)


def _edges(values: np.ndarray) -> np.ndarray:
    """Cut at round numbers; each whole number alone where there are few."""
    is_whole = bool(np.all(values == np.round(values)))
    low, high = np.quantile(values, [TAIL, 1 - TAIL], method="nearest")
    step = round_step((high - low) / (MOST_BINS - 1), is_whole=is_whole)
    edges = np.arange(np.floor(low / step), np.floor(high / step) + 2) * step
    # A whole number that is counted alone stands in the middle of its bin.
    return edges - 0.5 if is_whole and step == 1 else edges


def round_step(width: float, *, is_whole: bool) -> float:
    """Find the next round number.

    Parameters
    ----------
    width : float
        How wide a bin is to be at least.
    is_whole : bool
        Whether bins hold whole numbers.

    Returns
    -------
    float
        One, two, two and a half or five times a power of ten; 1 for no width.

    Examples
    --------
    >>> from skl_synth.release.pictured_bins import round_step
    >>> round_step(3.1, is_whole=False), round_step(0.4, is_whole=True)
    (5.0, 1.0)
    """
    if width <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(width))
    steps = [power * one for one in ROUND_STEPS]
    found = next((one for one in steps if one >= width * (1 - 1e-9)), steps[-1])
    return float(np.ceil(found)) if is_whole else float(found)


def _edges_of_dates(days: np.ndarray) -> np.ndarray:
    """Cut at the beginning of years, months or days."""
    low, high = np.floor(np.quantile(days, [TAIL, 1 - TAIL], method="nearest"))
    unit = _unit_of(high - low)
    first, last = (
        np.datetime64(int(one), "D").astype(f"datetime64[{unit}]")
        for one in (low, high)
    )
    n_units = int((last - first).astype(int)) + 1
    step = -(-n_units // MOST_BINS)
    starts = first + np.arange(0, n_units + step, step)
    edges: np.ndarray = starts.astype("datetime64[D]").astype(float)
    return edges


def _unit_of(n_days: float) -> str:
    if n_days > 3 * DAYS_OF_YEAR:
        return "Y"
    return "M" if n_days > 2 * DAYS_OF_MONTH else "D"
