"""Gap: of two columns in an order, how far the later one is from the earlier."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.codecs import Codec
from skl_synth.table.codecs.codec import PlainNumbers
from skl_synth.table.codecs.times import Times
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.precision import Precision
from skl_synth.table.rounding import FULL, round_to
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable

MEASURED = ("numbers", "dates", "durations", "dates with a time zone")
"""What has differences; ranks and times of day have none that mean anything."""

MONTHS = "M8[M]"
"""Firsts of months are whole months apart, whatever the number of days."""


@dataclass(frozen=True, eq=False)
class Gap:
    """How far the end of an order lies from the latest column before it.

    Drawn in place of the end, the gap keeps its distribution, and the order holds: an
    end that is drawn for itself is only somewhere behind the beginning.

    Parameters
    ----------
    end : NumberVariable
        The column whose place the gap takes.
    place : int
        Which of the numbers of the table it is.
    before : tuple of hashable
        The columns that come before it in every row. It is measured from the latest.
    unit : str
        For points in time, the dtype in which they are compared; empty for numbers.
    size : int
        Ticks of the unit that all gaps are multiples of.
    decimals : int
        Decimals of gaps between numbers.
    least : float
        The smallest gap of real rows.
    variable : NumberVariable
        The gap as a column of its own, under the name of the end.
    """

    end: NumberVariable
    place: int
    before: tuple[Hashable, ...]
    unit: str
    size: int
    decimals: int
    least: float
    variable: NumberVariable

    @classmethod
    def of(
        cls,
        reader: RowReader,
        end: NumberVariable,
        before: tuple[Hashable, ...],
        keeps: np.ndarray,
    ) -> Gap | None:
        """Measure the gaps of real rows.

        Parameters
        ----------
        reader : RowReader
            The real rows.
        end : NumberVariable
            The later column.
        before : tuple of hashable
            The columns before it.
        keeps : ndarray of shape (n_rows,), dtype bool
            The rows that keep the rules: where outermost values are coded together,
            some do not.

        Returns
        -------
        Gap or None
            None where there is no gap that could be drawn.
        """
        place = reader.schema.numbers.index(end)
        variables = [reader.variable(name) for name in (*before, end.name)]
        unit = _unit_of(reader, variables)
        decimals = max(_decimals_of(one) for one in variables)
        gap = cls(end, place, before, unit, 1, decimals, 0.0, end)
        found = gap._measured(reader)
        known = found[~np.isnan(found) & keeps & ~gap._is_coded(reader)]
        if not len(known) or known.min() < 0:
            # In local time, say, an order of instants is none.
            return None
        if unit:
            size = int(np.gcd.reduce(known.astype(np.int64))) or 1
            gap, known = replace(gap, size=size), known / size
        least = float(known.min())
        return replace(gap, least=least, variable=as_column(end, known))

    def numbers(self, reader: RowReader) -> np.ndarray:
        """Measure the gap of each row.

        Parameters
        ----------
        reader : RowReader
            Rows of the table.

        Returns
        -------
        ndarray of shape (n_rows,)
            The gaps; NaN where the end, or all before it, are missing.
        """
        return self._measured(reader) / self.size

    def of_real(self, reader: RowReader) -> np.ndarray:
        """Measure the gap of each real row.

        Parameters
        ----------
        reader : RowReader
            The real rows.

        Returns
        -------
        ndarray of shape (n_rows,)
            The gaps; NaN, too, where one of the two was coded with others.
        """
        gaps = self.numbers(reader)
        wrong = (gaps < self.least) | self._is_coded(reader)
        return np.where(wrong, np.nan, gaps)

    def base(self, reader: RowReader) -> np.ndarray:
        """Find the latest of the columns before the end.

        Parameters
        ----------
        reader : RowReader
            Rows of the table.

        Returns
        -------
        ndarray of float64, datetime64 or timedelta64
            What gaps are measured from; NaN or NaT where all are missing.
        """
        values = [self._cast(reader.values(name)) for name in self.before]
        latest: np.ndarray = np.fmax.reduce(values)
        return latest

    def ends(self, base: np.ndarray, gaps: np.ndarray) -> np.ndarray:
        """Go from the base by the gap.

        Parameters
        ----------
        base : ndarray
            As `base` gives it.
        gaps : ndarray of shape (n_rows,)
            Gaps, NaN where there is none.

        Returns
        -------
        ndarray of shape (n_rows,)
            Numbers of the end, which its column may be unable to hold.
        """
        if not self.unit:
            return round_to(base + gaps, self.decimals)
        missing = np.isnan(gaps) | np.isnat(base)
        ticks = np.rint(np.where(missing, 0, gaps)).astype(np.int64) * self.size
        values = base + ticks.astype(_difference(self.unit))
        values[missing] = np.array("NaT", dtype=values.dtype)
        codec: Any = self.end.codec
        return np.asarray(codec.steps.numbers(_local(codec, values)))

    def put(
        self, rows: EncodedRows, ends: np.ndarray, where: np.ndarray
    ) -> tuple[EncodedRows, np.ndarray]:
        """Write ends into rows.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the table.
        ends : ndarray of shape (n_rows,)
            As `ends` gives them.
        where : ndarray of shape (n_rows,), dtype bool
            The rows that get theirs.

        Returns
        -------
        rows : EncodedRows
            The rows, whose ends are what the column can hold.
        fits : ndarray of shape (n_rows,), dtype bool
            Whether that is the end that was meant, or what stands for all ends as far
            out where outermost values are coded together.
        """
        numbers, decimals = rows.numbers.copy(), rows.decimals.copy()
        own = self.end.precision.decimals_of(ends)
        snapped = self.end.snap(ends, own)
        fits = np.isclose(snapped, ends, rtol=1e-12, atol=1e-9, equal_nan=True)
        fits |= self.end.precision.tails.contain(ends)
        numbers[where, self.place] = snapped[where]
        decimals[where, self.place] = own[where]
        return replace(rows, numbers=numbers, decimals=decimals), fits | ~where

    def _is_coded(self, reader: RowReader) -> np.ndarray:
        """Mark the rows whose beginning or end stands for all that lie as far out."""
        coded = np.zeros(len(reader.rows), dtype=bool)
        for name in (self.end.name, *self.before):
            variable = reader.variable(name)
            if isinstance(variable, NumberVariable):
                number, _ = reader.cells(variable)
                coded |= variable.precision.tails.contain(np.asarray(number))
        return coded

    def _measured(self, reader: RowReader) -> np.ndarray:
        end = self._cast(reader.values(self.end.name))
        gap = end - self.base(reader)
        if not self.unit:
            return round_to(gap, self.decimals)
        missing = np.isnat(gap)
        ticks = np.where(missing, 0, gap.astype(np.int64)).astype(np.float64)
        return np.where(missing, np.nan, ticks)

    def _cast(self, values: np.ndarray) -> np.ndarray:
        return values.astype(self.unit) if self.unit else values


def as_column(end: NumberVariable, gaps: np.ndarray) -> NumberVariable:
    """Give the gap as a number, missing where the end is.

    Parameters
    ----------
    end : NumberVariable
        The later column.
    gaps : ndarray of float64
        The gaps of real rows; none is missing.

    Returns
    -------
    NumberVariable
        The gap as a column, under the name of the end.
    """
    precision = Precision.from_values(gaps)
    return replace(
        end,
        kind="continuous" if precision.decimals else "integer",
        codec=PlainNumbers(dtype=np.dtype(np.float64)),
        precision=precision,
    )


def _unit_of(reader: RowReader, variables: list) -> str:
    """Find the dtype in which points in time are compared; none for numbers."""
    values = [reader.values(one.name) for one in variables]
    if values[-1].dtype.kind not in "mM":
        return ""
    codecs = [getattr(one, "codec", None) for one in variables]
    if all(isinstance(one, Times) and one.steps.unit == "month" for one in codecs):
        return MONTHS
    return np.result_type(*values).str.lstrip("<>=")


def _difference(unit: str) -> str:
    return unit.replace("M8", "m8")


def _local(codec: Codec, instants: np.ndarray) -> np.ndarray:
    """Points in time as the clock on the wall shows them, where there is a zone."""
    zone = getattr(getattr(codec, "carrier", None), "zone", None)
    if zone is None:
        return instants
    index = pd.DatetimeIndex(instants).tz_localize("UTC").tz_convert(zone)
    return index.tz_localize(None).to_numpy()


def _decimals_of(variable: Any) -> int:
    precision = getattr(variable, "precision", None)
    return FULL if precision is None else precision.decimals
