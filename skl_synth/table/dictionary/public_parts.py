"""What stands for the parts of dates, as far as a dictionary alone says it."""

from __future__ import annotations

import numpy as np

from skl_synth.table.codecs.times import Times
from skl_synth.table.constraints import DatePart
from skl_synth.table.constraints.calendar_units import part_of_date
from skl_synth.table.constraints.lookup import Lookup
from skl_synth.table.constraints.row_writer import PRESENT, Cells
from skl_synth.table.schema import Schema
from skl_synth.table.variables import NumberVariable, Variable

WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

PARTS_OF_ALL = {
    "quarter": range(1, 5),
    "month": range(1, 13),
    "week": range(1, 54),
    "day": range(1, 32),
    "weekday": range(7),
    "hour": range(24),
    "minute": range(60),
}
"""The parts that there are, whatever the date."""


def public_parts(rule: DatePart, schema: Schema) -> tuple[Lookup, float | None] | None:
    """Tell what stands for each part of a date, without a look at real rows.

    Parameters
    ----------
    rule : DatePart
        A rule of a dictionary.
    schema : Schema
        The schema that the dictionary describes.

    Returns
    -------
    (Lookup, float or None) or None
        What the rule would remember: what stands for each part, and how far its number
        is from that of the part. None where only rows could tell: numbers of weekdays,
        which some count from Monday and some from Sunday, and levels among which there
        is nothing for one of the parts.
    """
    column, of = _variable(schema, rule.column), _variable(schema, rule.of)
    parts = _parts(rule, of)
    if column is None or parts is None:
        return None
    if isinstance(column, NumberVariable):
        parts, cells = _numbers(rule, column, parts)
    else:
        cells = _levels(rule, column, parts)
    if cells is None:
        return None
    return _lookup(column, parts, cells)


def _lookup(
    column: Variable, parts: np.ndarray, cells: Cells
) -> tuple[Lookup, float | None]:
    is_number = isinstance(column, NumberVariable)
    # A number that is missing, or has a special value in its place, stays so.
    may_miss = column.n_levels > 0 if is_number else column.missing_level >= 0
    places, keys = np.arange(len(parts)), (parts.astype(np.float64),)
    table = Lookup(
        keys,
        places,
        places,
        cells,
        np.full(len(parts), may_miss),
        np.zeros(len(parts)),
    )
    return table, 0.0 if is_number else None


def _variable(schema: Schema, name: object) -> Variable | None:
    return next((one for one in schema.variables if one.name == name), None)


def _parts(rule: DatePart, of: Variable | None) -> np.ndarray | None:
    """List the parts that dates of a column can have."""
    if not isinstance(of, NumberVariable) or not isinstance(of.codec, Times):
        return None
    if rule.part in PARTS_OF_ALL:
        return np.array(PARTS_OF_ALL[rule.part])
    if rule.part != "year":
        return None
    ends = of.codec.steps.values(np.array([of.precision.low, of.precision.high]))
    if ends.dtype.kind != "M":
        return None
    first, last = part_of_date(ends, "year").astype(int).tolist()
    return np.arange(first, last + 1)


def _levels(rule: DatePart, column: Variable, parts: np.ndarray) -> Cells | None:
    """Find the level of each part, if there is one for all of them."""
    levels = [str(one).lower() for one in getattr(column, "known", [])]
    codes = [_place(levels, _names(rule.part, part)) for part in parts.tolist()]
    if None in codes:
        return None
    return Cells(None, None, np.array(codes, dtype=np.int32))


def _numbers(
    rule: DatePart, column: NumberVariable, parts: np.ndarray
) -> tuple[np.ndarray, Cells | None]:
    """Write parts as their numbers, if the column can hold them."""
    numbers = parts.astype(np.float64)
    holds = column.snap(numbers, column.precision.decimals_of(numbers)) == numbers
    if rule.part == "year":
        # Bounds of dates may be wider: what lies beyond those of years is not drawn.
        parts, numbers, holds = parts[holds], numbers[holds], holds[holds]
    is_number = column.family == "numbers" and rule.part != "weekday"
    if not (is_number and len(holds) and holds.all()):
        return parts, None
    decimals = column.precision.decimals_of(numbers)
    return parts, Cells(numbers, decimals, np.full(len(parts), PRESENT, dtype=np.int32))


def _names(part: str, number: int) -> list[str]:
    """List how a part may be written, in small letters."""
    named = {"weekday": WEEKDAYS, "month": MONTHS}.get(part)
    names = []
    if named is not None:
        name = named[number - (part == "month")].lower()
        names = [name, name[:3]]
    numbers = [] if part == "weekday" else [str(number), f"{number:02d}"]
    return [*names, *numbers]


def _place(levels: list[str], names: list[str]) -> int | None:
    return next((levels.index(one) for one in names if one in levels), None)
