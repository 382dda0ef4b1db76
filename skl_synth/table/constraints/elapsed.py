"""A length of time, and the two dates between which it lies."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.codecs.times import Times
from skl_synth.table.constraints.calendar_units import CALENDAR, LENGTHS, elapsed
from skl_synth.table.constraints.constraint_slips import check_number
from skl_synth.table.constraints.formula import (
    Formula,
    Gaps,
    decimals_of,
    must_be_numbers,
    tolerance,
)
from skl_synth.table.constraints.formula import fits as fits_formula
from skl_synth.table.constraints.linear import check_rounding, in_unit_of
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.row_writer import with_numbers
from skl_synth.table.constraints.same_family import must_be_of_one_family
from skl_synth.table.rows import EncodedRows


@dataclass(frozen=True)
class Elapsed(Formula):
    """A column is the time from one date to another, such as a length of stay.

    Where the time is exact the second date is computed, from the first and the time,
    so that the lengths are spread as the real ones. What the calendar counts, such as
    an age in completed years, and times that were rounded are computed from the two
    dates. A row in which the result is out of the range seen is replaced. A row in
    which one of the columns is missing keeps the rule.

    Parameters
    ----------
    column : hashable
        The column of numbers, or of durations.
    start, end : hashable
        The columns of dates (or of times of day).
    unit : str, default="days"
        What the number counts: ``"seconds"``, ``"minutes"``, ``"hours"``, ``"days"``,
        ``"weeks"``, ``"years of 365.25 days"`` or ``"years of 365 days"``;
        ``"midnights"`` between the two; completed ``"months"`` or ``"years"``.
    rounding : {"exact", "round", "floor", "ceil"}, default="exact"
        Whether, and how, the number was rounded; what the calendar counts is whole.
    plus : float, default=0.0
        What the number counts more: 1 where the first day and the last one count.

    See Also
    --------
    Shift : A length of time that is the same in every row.

    Examples
    --------
    >>> from skl_synth import Elapsed
    >>> print(Elapsed("stay", "admitted", "discharged"))
    stay = days from admitted to discharged
    >>> print(Elapsed("age", "born", "admitted", "years"))
    age = completed years from born to admitted
    >>> print(Elapsed("days", "admitted", "discharged", plus=1))
    days = days from admitted to discharged + 1
    """

    column: Hashable
    start: Hashable
    end: Hashable
    unit: str = "days"
    rounding: str = "exact"
    plus: float = 0.0

    @property
    def is_exact(self) -> bool:
        """Whether the second date follows from the first and the time."""
        return self.rounding == "exact" and self.unit not in CALENDAR

    @property
    def computed(self) -> Hashable:
        """The second date, or the time where that is rounded."""
        return self.end if self.is_exact else self.column

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The first date, and the time or the second date."""
        return (self.start, self.column if self.is_exact else self.end)

    def _rounding(self) -> str:
        if self.unit in CALENDAR:
            # What is completed is whole: floor would let one less pass, too.
            return "round"
        return "round" if self.rounding == "exact" else self.rounding

    def _check(self, reader: RowReader) -> None:
        if self.unit not in (*LENGTHS, *CALENDAR):
            raise InputError(
                "the unit must be one of {choices}; got {value!r}",
                parameter="constraints",
                value=self.unit,
                choices=[*LENGTHS, *CALENDAR],
            )
        if self.rounding != "exact":
            check_rounding(self.rounding)
        check_number("number that is added", self.plus)
        must_be_of_one_family(reader, self.start, self.end)
        for column in (self.start, self.end):
            must_be_times(reader, column, self.unit in CALENDAR)
        if reader.variable(self.column).family != "durations":
            must_be_numbers(reader, self.column)
        elif self.plus:
            raise InputError(
                "column {column!r} holds durations, and to these no number is added",
                column=self.column,
                parameter="constraints",
            )

    def _exact(self, reader: RowReader) -> tuple[np.ndarray, np.ndarray]:
        """Compute the second date, or the time."""
        return self._end(reader) if self.is_exact else self._time(reader)

    def _end(self, reader: RowReader) -> tuple[np.ndarray, np.ndarray]:
        """Go so far from the first date."""
        start, time = reader.clock(self.start), reader.clock(self.column)
        if time.dtype.kind == "m":
            return in_unit_of(reader, self.end, start + time)
        missing = np.isnan(time)
        ticks = np.rint(np.where(missing, 0, time - self.plus) * LENGTHS[self.unit])
        span = ticks.astype(np.int64).astype("m8[ns]")
        span[missing] = np.timedelta64("NaT", "ns")
        return in_unit_of(
            reader, self.end, start.astype(f"{start.dtype.kind}8[ns]") + span
        )

    def _time(self, reader: RowReader) -> tuple[np.ndarray, np.ndarray]:
        """Measure from the first date to the second."""
        start, end = reader.clock(self.start), reader.clock(self.end)
        if reader.variable(self.column).family == "durations":
            return in_unit_of(reader, self.column, end - start)
        time = elapsed(start, end, self.unit) + self.plus
        return time, np.abs(time) + 1

    def _repair(self, reader: RowReader, learned: Gaps | None) -> EncodedRows:
        """Compute the one; where dates are coarser than the time, that is rounded."""
        rows = super()._repair(reader, learned)
        if not self.is_exact:
            return rows
        reader = RowReader(reader.schema, rows, reader.persons)
        number, _ = reader.cells(reader.variable(self.column))
        if number is None:
            return rows
        time, scale = self._time(reader)
        near = np.abs(time - number) <= self._step(reader)
        wrong = near & ~self._time_fits(reader, number, time, scale)
        return with_numbers(reader, self.column, time, wrong)

    def _step(self, reader: RowReader) -> float:
        """Tell how much of the time lies between two dates that can be written."""
        codec = getattr(reader.variable(self.end), "codec", None)
        assert isinstance(codec, Times)
        first, second = codec.steps.values(np.array([0.0, 1.0]))
        step = np.array([second - first])
        if reader.variable(self.column).family == "durations":
            return float(in_unit_of(reader, self.column, step)[1][0])
        return float(step.astype("m8[ns]").astype(np.int64)[0] / LENGTHS[self.unit])

    def _time_fits(
        self,
        reader: RowReader,
        number: np.ndarray,
        time: np.ndarray,
        scale: np.ndarray,
    ) -> np.ndarray:
        decimals = decimals_of(reader.variable(self.column))
        slack = tolerance(reader, (self.column,)) * scale
        return fits_formula(number, time, slack, decimals, "round")

    def _holds(self, reader: RowReader, learned: Gaps | None) -> np.ndarray:
        """Compare the time with the two dates."""
        if not self.is_exact:
            return super()._holds(reader, learned)
        number, _ = reader.cells(reader.variable(self.column))
        if number is None:
            number = reader.values(self.column)
        time, scale = self._time(reader)
        missing = np.isnan(number) | np.isnan(time)
        return missing | self._time_fits(reader, number, time, scale)

    def __str__(self) -> str:
        how = "completed " if self.unit in ("months", "years") else ""
        text = f"{self.column} = {how}{self.unit} from {self.start} to {self.end}"
        if self.plus:
            text += f" {'+' if self.plus > 0 else '−'} {abs(self.plus):g}"
        rounding = {"round": "rounded", "floor": "rounded down", "ceil": "rounded up"}
        if self.unit in CALENDAR or self.rounding == "exact":
            return text
        return f"{text}, {rounding.get(self.rounding, self.rounding)}"


def must_be_times(reader: RowReader, column: Hashable, must_be_dates: bool) -> None:
    """Refuse a column that holds no points in time.

    Parameters
    ----------
    reader : RowReader
        Rows.
    column : hashable
        The column.
    must_be_dates : bool
        Whether times of day do not do.

    Raises
    ------
    InputError
        If it holds something else.
    """
    values = reader.clock(column)
    if values.dtype.kind != "M" and (must_be_dates or values.dtype.kind != "m"):
        raise InputError(
            "column {column!r} holds {family}, no dates",
            column=column,
            parameter="constraints",
            family=reader.variable(column).family,
        )
