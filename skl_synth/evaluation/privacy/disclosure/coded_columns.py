"""Columns as codes: every value of a key or of a secret is a level of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.equal_rows import plain_values
from skl_synth.evaluation.read_columns import BESIDE, MISSING
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData

AS_IT_IS = "as it is"
"""Of a column whose values are not grouped."""


@dataclass(frozen=True, eq=False)
class CodedColumn:
    """A column of several tables, whose codes mean the same in each.

    Parameters
    ----------
    name : str
        Its name.
    codes : tuple of ndarray of int
        The codes of the rows, one array for each table.
    levels : tuple of str
        What each code means.
    is_missing : ndarray of shape (n_levels,), dtype bool
        Which of them stand for no value.
    how : str
        How it was grouped.
    is_ordered : bool
        Whether the codes are in the order of numbers, or of levels.
    """

    name: str
    codes: tuple[np.ndarray, ...]
    levels: tuple[str, ...]
    is_missing: np.ndarray
    how: str = AS_IT_IS
    is_ordered: bool = False

    def frame_line(self) -> dict[str, Any]:
        """Describe it in one line of a frame.

        Returns
        -------
        dict
            With column, n_levels (in the first table) and grouping.
        """
        n_levels = len(np.unique(self.codes[0]))
        return {"column": self.name, "n_levels": n_levels, "grouping": self.how}


def code_columns(
    tables: AuditTables,
    attributes: Sequence[Attribute],
    *,
    n_groups: Mapping[str, int] | None = None,
    names: Mapping[str, Sequence[str]] | None = None,
) -> list[CodedColumn]:
    """Code columns, what stands beside their numbers included.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    attributes : sequence of Attribute
        Which columns.
    n_groups : mapping of str to int, default=None
        Into how many groups of about as many real rows the numbers of a column are cut.
    names : mapping of str to sequence of str, default=None
        What the places of an ordered column are called.

    Returns
    -------
    list of CodedColumn
        As many as attributes.
    """
    groups, called = n_groups or {}, names or {}
    return [
        _coded(tables, one, groups.get(one.name), called.get(one.name))
        for one in attributes
    ]


def _coded(
    tables: AuditTables,
    attribute: Attribute,
    n_groups: int | None,
    names: Sequence[str] | None,
) -> CodedColumn:
    parts = tables.parts
    if not attribute.is_number:
        codes = tuple(part.values(attribute) for part in parts)
        is_missing = np.array([one == MISSING for one in attribute.levels], dtype=bool)
        return CodedColumn(attribute.name, codes, attribute.levels, is_missing)
    values = np.vstack([plain_values(part, [attribute]) for part in parts])[:, 0]
    how = AS_IT_IS
    if n_groups:
        values, names, how = _grouped(values, len(parts[0]), n_groups)
    beside, texts = _beside(tables, attribute.name)
    numbers, at = np.unique(values, return_inverse=True)
    joined = at.ravel() * len(texts) + beside
    found, numbered = np.unique(joined, return_inverse=True)
    levels = []
    pairs = zip(numbers[found // len(texts)], found % len(texts), strict=True)
    for number, place in pairs:
        is_none = bool(np.isnan(number))
        levels.append(texts[place] if is_none else _written(attribute, number, names))
    return CodedColumn(
        attribute.name,
        _split(numbered.ravel(), parts),
        tuple(levels),
        np.array([one == MISSING for one in levels], dtype=bool),
        how,
        is_ordered=True,
    )


def _split(
    numbers: np.ndarray, parts: Sequence[TableData | np.ndarray]
) -> tuple[np.ndarray, ...]:
    """Give each table the numbers of its rows."""
    return tuple(np.split(numbers, np.cumsum([len(part) for part in parts])[:-1]))


def _beside(tables: AuditTables, name: str) -> tuple[np.ndarray, Sequence[str]]:
    """What stands where a column of numbers has none: special values, tokens."""
    parts = tables.parts
    beside = next(
        (one for one in tables.attributes if one.name == BESIDE.format(name)), None
    )
    if beside is None:
        return np.zeros(sum(map(len, parts)), dtype=np.int64), [MISSING]
    return np.concatenate([part.values(beside) for part in parts]), beside.levels


def _grouped(
    values: np.ndarray, n_real: int, n_groups: int
) -> tuple[np.ndarray, list[str], str]:
    """Cut numbers at quantiles of the real ones."""
    real = values[:n_real]
    present = np.sort(real[~np.isnan(real)])
    if not len(present):
        return values, [], AS_IT_IS
    at = np.arange(1, n_groups) * len(present) // n_groups
    # An end that is the lowest number would leave the first group empty.
    ends = np.unique(present[at])
    ends = ends[ends > present[0]]
    codes = np.searchsorted(ends, values, side="right").astype(np.float64)
    codes[np.isnan(values)] = np.nan
    starts = [present[0], *ends.tolist()]
    names = [f"from {start:.12g}" for start in starts]
    n = len(names)
    return codes, names, f"in {n} group{'s' if n > 1 else ''}"


def _written(attribute: Attribute, value: float, names: Sequence[str] | None) -> str:
    if names is not None and value == int(value) and 0 <= value < len(names):
        return names[int(value)]
    if attribute.kind == "datetime":
        # An audit reads dates as days.
        return written_day(pd.Timestamp(value, unit="D"))
    return f"{value:.12g}"


def written_day(moment: pd.Timestamp) -> str:
    """Write a date as the levels of a report are written.

    Parameters
    ----------
    moment : Timestamp
        A date, or a time.

    Returns
    -------
    str
        The time of the day only where it is not midnight.
    """
    return moment.round("s").isoformat(sep=" ").removesuffix(" 00:00:00")


def combined(columns: Sequence[CodedColumn]) -> tuple[np.ndarray, ...]:
    """Number the combinations of columns, equal ones alike in every table.

    Parameters
    ----------
    columns : sequence of CodedColumn
        At least one.

    Returns
    -------
    tuple of ndarray of int
        One number per row, from 0, for each of the tables.
    """
    numbers = np.zeros(sum(map(len, columns[0].codes)), dtype=np.int64)
    for one in columns:
        # Numbered anew after each column, so that no product outgrows an integer.
        joined = numbers * max(len(one.levels), 1) + np.concatenate(one.codes)
        numbers = np.unique(joined, return_inverse=True)[1].ravel()
    return _split(numbers, columns[0].codes)


def check_groups(
    n_groups: Any, attributes: Sequence[Attribute], parameter: str
) -> dict[str, int]:
    """Read into how many groups the numbers of each column are cut.

    Parameters
    ----------
    n_groups : int, mapping of column to int, or None
        What the user says; a number is meant of every column of numbers.
    attributes : sequence of Attribute
        The columns that it may be said of.
    parameter : str
        Its name.

    Returns
    -------
    dict of str to int
        The number of groups by name.

    Raises
    ------
    InputError
        If it is no whole number from 2 on, or a column is none of numbers.
    """
    numbers = {one.name: one for one in attributes if one.is_number}
    if n_groups is None:
        return {}
    if not isinstance(n_groups, Mapping):
        _check_number(n_groups, n_groups, parameter)
        # The order of levels is kept, and their number is small: they stay.
        measured = [one for one in numbers.values() if one.kind != "ordinal"]
        return {one.name: int(n_groups) for one in measured}
    for name, number in n_groups.items():
        _check_number(number, n_groups, parameter)
        if str(name) not in numbers:
            raise InputError(
                "{parameter} names {column!r}, which is no column of numbers among "
                "those that are looked at: {known}",
                parameter=parameter,
                column=name,
                known=", ".join(numbers) or "there is none",
                remedies=["leave it out, and join levels in the table itself"],
            )
    return {str(name): int(number) for name, number in n_groups.items()}


def _check_number(number: Any, given: Any, parameter: str) -> None:
    is_whole = isinstance(number, (int, np.integer)) and not isinstance(number, bool)
    if is_whole and number >= 2:
        return
    raise InputError(
        "{parameter}={value!r} must be a whole number of groups from 2 on, or one for "
        "each column",
        parameter=parameter,
        value=given,
        remedies=[Remedy("use {setting}", Setting(parameter, 20))],
    )


def take_people(data: TableData) -> np.ndarray | None:
    """Say whom rows belong to, from 0 on; None where every row is another person.

    Parameters
    ----------
    data : TableData
        Rows.

    Returns
    -------
    ndarray of int or None
        People.
    """
    if data.persons is None or data.n_people == len(data):
        return None
    return np.unique(data.persons, return_inverse=True)[1].ravel()
