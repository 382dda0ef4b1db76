"""A column that is a part of a date: its weekday, its month, its year."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.constraints.calendar_units import (
    PARTS,
    part_of_date,
    points_in_time,
)
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.elapsed import must_be_times
from skl_synth.table.constraints.lookup import Lookup
from skl_synth.table.constraints.row_reader import NO_NUMBER, RowReader
from skl_synth.table.constraints.row_writer import with_numbers
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable


@dataclass(frozen=True)
class DatePart(Constraint):
    """A column follows from a part of a date: weekday, month, quarter, year, hour.

    What stands for each part, such as ``"Mon"`` for a Monday, is learnt from the real
    rows. A part that no real row has is left as it was drawn, unless the column is the
    number of the part.

    Parameters
    ----------
    column : hashable
        The column that follows.
    of : hashable
        The column of dates.
    part : str
        ``"year"``, ``"quarter"``, ``"month"``, ``"week"``, ``"day"``, ``"weekday"``,
        ``"hour"``, ``"minute"`` or ``"date"``.

    See Also
    --------
    FunctionOf : What follows from other columns.

    Examples
    --------
    >>> from skl_synth import DatePart
    >>> print(DatePart("day_of_arrival", "arrived", "weekday"))
    day_of_arrival follows from the weekday of arrived
    """

    column: Hashable
    of: Hashable
    part: str

    @property
    def computed(self) -> Hashable:
        """The column that follows."""
        return self.column

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The column of dates."""
        return (self.of,)

    def keys(self, reader: RowReader) -> list[np.ndarray]:
        """Give what is looked up in each row.

        Parameters
        ----------
        reader : RowReader
            Rows.

        Returns
        -------
        list of ndarray of float64
            The keys, by source.
        """
        return [self._key(reader)]

    def _key(self, reader: RowReader) -> np.ndarray:
        part = part_of_date(points_in_time(reader.clock(self.of)), self.part)
        return np.where(np.isnan(part), reader.exact_keys(self.of), part)

    def _learn(self, reader: RowReader) -> tuple[Lookup, float | None]:
        """Remember what stands for each part.

        Raises
        ------
        InputError
            If the part is none, or the column holds no dates.
        """
        if self.part not in PARTS:
            raise InputError(
                "the part must be one of {choices}; got {value!r}",
                parameter="constraints",
                value=self.part,
                choices=list(PARTS),
            )
        must_be_times(reader, self.of, self.part not in ("hour", "minute"))
        key = self._key(reader)
        absent = key < NO_NUMBER / 2
        table = Lookup.learn(reader, self.column, [key], absent, ordered=False)
        return table, self._offset(reader, key)

    def _offset(self, reader: RowReader, key: np.ndarray) -> float | None:
        """Tell what the column is more than the number of the part, if it is one."""
        variable = reader.variable(self.column)
        number, _ = reader.cells(variable)
        is_other = self.part == "date" or variable.family != "numbers"
        if number is None or (is_other and self.part != "date"):
            return None
        both = ~np.isnan(number) & (key > NO_NUMBER / 2)
        offsets = np.unique(number[both] - key[both])
        return float(offsets[0]) if len(offsets) == 1 else None

    def _repair(
        self, reader: RowReader, learned: tuple[Lookup, float | None]
    ) -> EncodedRows:
        """Write what stands for the part."""
        table, offset = learned
        key = self._key(reader)
        found = table.find([key])
        rows = table.written(reader, self.column, found)
        unseen = (found < 0) & (key > NO_NUMBER / 2)
        if offset is None or not isinstance(
            reader.variable(self.column), NumberVariable
        ):
            return rows
        reader = RowReader(reader.schema, rows, reader.persons)
        return with_numbers(reader, self.column, key + offset, unseen)

    def _holds(
        self, reader: RowReader, learned: tuple[Lookup, float | None]
    ) -> np.ndarray:
        """Compare with what stands for the part."""
        table, offset = learned
        key = self._key(reader)
        found = table.find([key])
        good = table.agrees(reader, self.column, found)
        number, _ = reader.cells(reader.variable(self.column))
        if offset is None or number is None:
            return good
        unseen = (found < 0) & (key > NO_NUMBER / 2)
        return good & (~unseen | np.isnan(number) | (number == key + offset))

    def __str__(self) -> str:
        return f"{self.column} follows from the {self.part} of {self.of}"
