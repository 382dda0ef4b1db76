"""Lengths of time between two dates that are columns, or the same in every row."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import numpy as np
import pandas as pd

from skl_synth.table.constraints import DatePart, Elapsed, Shift
from skl_synth.table.constraints.calendar_units import CALENDAR, DAY, LENGTHS
from skl_synth.table.rule_search.candidate import holds, present_in
from skl_synth.table.rule_search.chance import LEAST_MORE, formula_is_sure
from skl_synth.table.rule_search.searched_table import Quantity, SearchedTable, spans

LEAST_CORRELATION = 0.8
"""Of the days between two dates and a column that may count them."""

NEAR_LENGTH = 0.1
"""By how much, relatively, the unit may differ from the one that a line gives."""

Names = tuple[Hashable, Hashable, Hashable]
"""A column that counts, and the two dates."""

DAYS_OF_UNIT = {
    "months": 30.44,
    "years": 365.24,
    **{unit: length / DAY for unit, length in LENGTHS.items()},
    "midnights": 1.0,
}
"""How many days there are to each unit, on average; of two that fit the first is it."""


def constant_spans(table: SearchedTable) -> list[Shift]:
    """Find the dates that are a constant time apart.

    Parameters
    ----------
    table : SearchedTable
        The real rows.

    Returns
    -------
    list of Shift
        The later one computed from the earlier.
    """
    found = []
    for start, end in _pairs(table):
        apart = spans(start, end, table.sample)
        apart = apart[~np.isnan(apart)]
        if not len(apart) or apart[0] < 0 or (apart != apart[0]).any():
            continue
        if apart[0] == 0 and start.place > end.place:
            continue
        rule = Shift(end.name, start.name, _length_text(apart[0]))
        if _has_dates(table, rule) and holds(table, rule):
            found.append(rule)
    return found


def dates_of_stamps(table: SearchedTable) -> list[DatePart]:
    """Find the dates that are those of a time stamp.

    Parameters
    ----------
    table : SearchedTable
        The real rows.

    Returns
    -------
    list of DatePart
        The date computed from the time stamp.
    """
    found = []
    for stamp, date in _pairs(table, "dates"):
        first = table.sample
        days = stamp.values[first].astype("M8[D]"), date.values[first].astype("M8[D]")
        alike = (days[0] == days[1]) | np.isnat(days[0]) | np.isnat(days[1])
        if not alike.all() or not _are_days(date) or _are_days(stamp):
            continue
        rule = DatePart(date.name, stamp.name, "date")
        if _has_dates(table, rule) and holds(table, rule):
            found.append(rule)
    return found


def _are_days(column: Quantity) -> bool:
    present = column.values[column.present]
    return bool((present.astype("M8[D]") == present).all())


def _has_dates(table: SearchedTable, rule: Shift | DatePart) -> bool:
    names = rule.columns_named
    return table.n_different(names, present_in(table, names)) > LEAST_MORE


def _length_text(days: float) -> str:
    length = pd.Timedelta(round(days * DAY), "ns")
    if length == pd.Timedelta(length.days, "D"):
        return f"{length.days} days"
    return str(length)


def _pairs(table: SearchedTable, *families: str) -> Iterator[tuple[Quantity, Quantity]]:
    dates = table.of_family(*(families or ("dates", "times of day")))
    for start in dates:
        for end in dates:
            if start is not end and start.family == end.family:
                yield start, end


def elapsed_rules(table: SearchedTable) -> list[list[Elapsed]]:
    """Find the columns that count the time between two dates.

    Parameters
    ----------
    table : SearchedTable
        The real rows.

    Returns
    -------
    list of list of Elapsed
        For each column and pair of dates the rules that hold, the best first.
    """
    counts = [one for one in table.of_family("numbers", "durations") if one.owns_number]
    if not counts:
        return []
    numbers = np.array([_as_number(one)[table.sample] for one in counts])
    found = []
    for start, end in _pairs(table):
        days = spans(start, end, table.sample)
        for place, per_unit in _candidates(days, numbers):
            rules = _rules(table, counts[place], start, end, per_unit)
            if rules:
                found.append(rules)
    return found


def _as_number(column: Quantity) -> np.ndarray:
    if column.values.dtype.kind != "m":
        return column.values
    ticks = column.values.astype("m8[ns]").astype(np.int64)
    return np.where(np.isnat(column.values), np.nan, ticks / DAY)


def _candidates(days: np.ndarray, numbers: np.ndarray) -> Iterator[tuple[int, float]]:
    """The columns that rise with the days, and how many days there are to a unit."""
    both = ~np.isnan(numbers) & ~np.isnan(days)
    for place, present in enumerate(both):
        x, y = days[present], numbers[place, present]
        if len(x) <= LEAST_MORE or x.std() == 0 or y.std() == 0:
            continue
        x, y = x - x.mean(), y - y.mean()
        correlation = (x @ y) / np.sqrt((x @ x) * (y @ y))
        if correlation >= LEAST_CORRELATION:
            yield place, float(x @ x / (x @ y))


def _rules(
    table: SearchedTable,
    column: Quantity,
    start: Quantity,
    end: Quantity,
    days_of_unit: float,
) -> list[Elapsed]:
    names: Names = (column.name, start.name, end.name)
    present = present_in(table, names)
    n_results = len(np.unique(column.values[present]))
    if not formula_is_sure(table.n_different(names, present), 1, n_results):
        return []
    if column.values.dtype.kind == "m":
        tried = [Elapsed(*names), Elapsed(*names, rounding="round")]
    else:
        tried = [
            rule
            for unit, days in DAYS_OF_UNIT.items()
            if _is_near(days, days_of_unit, column)
            for rule in _forms(names, unit)
        ]
    held = [rule for rule in tried if holds(table, rule)]
    return [rule for rule in held if not rule.is_exact or _gives_back(table, rule, end)]


def _is_near(days: float, fitted: float, column: Quantity) -> bool:
    """Whether a line through the numbers has that slope, but for what is rounded."""
    # A line through few different whole numbers is far from exact.
    slack = NEAR_LENGTH + 2 * column.step / max(float(np.nanstd(column.values)), 1e-9)
    return bool(abs(fitted / days - 1) <= slack)


def _forms(names: Names, unit: str) -> list[Elapsed]:
    if unit == "midnights":
        return [Elapsed(*names, unit), Elapsed(*names, unit, plus=1)]
    if unit in CALENDAR:
        return [Elapsed(*names, unit)]
    # Who counts the first day and the last one has one more.
    both_days = [Elapsed(*names, unit, plus=1)] if unit == "days" else []
    roundings = ("exact", "floor", "round", "ceil")
    forms = [Elapsed(*names, unit, rounding) for rounding in roundings]
    return [forms[0], *both_days, *forms[1:]]


def _gives_back(table: SearchedTable, rule: Elapsed, end: Quantity) -> bool:
    """Whether the second date can be had from the first and the time."""
    number, _ = table.reader.cells(table.reader.variable(end.name))
    if number is None:
        return False
    computed, _ = rule._exact(table.reader)
    both = ~np.isnan(number) & ~np.isnan(computed)
    return bool((np.rint(computed[both]) == number[both]).all())
