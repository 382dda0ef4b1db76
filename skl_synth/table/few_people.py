"""Few people: the levels and values of a table that rest on one person, or on few."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.detectors.finding import LEAST_ROWS
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import (
    PRESENT,
    LevelVariable,
    NumberVariable,
    OneHotVariable,
)

FEW = 10
"""What rests on fewer persons than this rests on few."""

MOST_NAMED = 6
"""Of more levels than this the rest is counted."""

LISTED = ("column", "value", "n_persons")
"""What is listed of levels and values that rest on few people."""

SUMMARY = ("one_person", "few_persons", "held_by_few")
"""What a description of a table says of few people."""


@dataclass(frozen=True, eq=False)
class PeopleOfColumn:
    """How many persons have each value of a column.

    Parameters
    ----------
    name : hashable
        The column.
    values : sequence
        Its levels, or its different numbers in ascending order, as they are shown.
    counts : ndarray of int
        How many persons have each of them.
    are_levels : bool
        Whether they are levels, each of which has a name, or numbers.
    """

    name: Hashable
    values: Any
    counts: np.ndarray
    are_levels: bool

    def held_by_fewer(self, least: int) -> np.ndarray:
        """Find values that some have, but fewer than so many persons.

        Parameters
        ----------
        least : int
            How many persons are enough.

        Returns
        -------
        ndarray of int
            Their positions; the rarest first for levels.
        """
        few = np.flatnonzero((self.counts > 0) & (self.counts < least))
        if self.are_levels:
            return few[np.argsort(self.counts[few], kind="stable")]
        return few

    def named(self, least: int) -> list[int]:
        """Find the values that are named: levels, and the ends of numbers.

        Parameters
        ----------
        least : int
            How many persons are enough.

        Returns
        -------
        list of int
            Their positions.
        """
        few = self.held_by_fewer(least).tolist()
        ends = {0, len(self.counts) - 1}
        return few if self.are_levels else [place for place in few if place in ends]


def people_of_columns(
    schema: Schema, rows: EncodedRows, persons: np.ndarray | None
) -> list[PeopleOfColumn]:
    """Count the persons behind each level and value of a table.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : EncodedRows
        The real rows.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to; None takes each row for a person.

    Returns
    -------
    list of PeopleOfColumn
        One for each variable that has values: identifiers and constants have none that
        could rest on few.
    """
    numbers, codes = iter(rows.numbers.T), iter(rows.codes.T)
    found = []
    for variable in schema.variables:
        number = next(numbers) if isinstance(variable, NumberVariable) else None
        code = next(codes) if variable.n_levels else None
        if isinstance(variable, NumberVariable):
            assert number is not None
            if variable.special:
                assert code is not None
                found.append(_of_special(variable, code, persons))
            found.append(_of_numbers(variable, number, persons))
        elif isinstance(variable, LevelVariable | OneHotVariable):
            assert code is not None
            found.append(_of_levels(variable, code, persons))
    return found


def _of_numbers(
    variable: NumberVariable, number: np.ndarray, persons: np.ndarray | None
) -> PeopleOfColumn:
    filled = ~np.isnan(number)
    if persons is None:
        values, counts = _counted(np.sort(number[filled]))
    else:
        values, code = np.unique(number[filled], return_inverse=True)
        counts = _persons_of(code, persons[filled])
    shown = _Shown(variable, values)
    return PeopleOfColumn(variable.name, shown, counts, variable.kind == "ordinal")


def _of_special(
    variable: NumberVariable, code: np.ndarray, persons: np.ndarray | None
) -> PeopleOfColumn:
    """Count the persons of the values beside the numbers, which are levels."""
    is_special = (code > PRESENT) & (code <= len(variable.special))
    counts = _persons_of(
        code[is_special] - 1,
        None if persons is None else persons[is_special],
        len(variable.special),
    )
    return PeopleOfColumn(variable.name, variable.special, counts, are_levels=True)


def _counted(ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count equal numbers, which stand beside one another."""
    starts = np.flatnonzero(np.r_[True, ordered[1:] > ordered[:-1]][: len(ordered)])
    return ordered[starts], np.diff(np.r_[starts, len(ordered)])


@dataclass(frozen=True, eq=False)
class _Shown:
    """Numbers that are shown one by one, since few of them ever are."""

    variable: NumberVariable
    numbers: np.ndarray

    def __getitem__(self, place: int) -> str:
        return self.variable.codec.show(self.numbers[place])


def _of_levels(
    variable: LevelVariable | OneHotVariable,
    code: np.ndarray,
    persons: np.ndarray | None,
) -> PeopleOfColumn:
    names = (
        variable.known
        if isinstance(variable, LevelVariable)
        else list(variable.columns)
    )
    # A missing value, and a row without any column of a group, are no levels.
    is_level = (code >= 0) & (code < len(names))
    counts = _persons_of(
        code[is_level], None if persons is None else persons[is_level], len(names)
    )
    return PeopleOfColumn(variable.name, names, counts, are_levels=True)


def _persons_of(
    code: np.ndarray, persons: np.ndarray | None, n_values: int = 0
) -> np.ndarray:
    """Count the different persons of each value."""
    if persons is not None and len(code):
        n_persons = int(persons.max()) + 1
        code = np.unique(code.astype(np.int64) * n_persons + persons) // n_persons
    return np.bincount(code, minlength=n_values)


def few_people(
    schema: Schema, rows: EncodedRows, persons: np.ndarray | None, least: int
) -> pd.DataFrame:
    """Name the levels and values that rest on few persons.

    Parameters
    ----------
    schema, rows, persons : object
        As for `people_of_columns`.
    least : int
        How many persons are enough.

    Returns
    -------
    DataFrame
        Column, value and number of persons: of every level that fewer persons have,
        and of the smallest and the largest number where fewer have it.
    """
    found = list_few(people_of_columns(schema, rows, persons), least)
    return pd.DataFrame(found, columns=list(LISTED))


def list_few(
    columns: Sequence[PeopleOfColumn], least: int
) -> list[tuple[Hashable, Any, int]]:
    """Name the levels and values of some columns that rest on few persons.

    Parameters
    ----------
    columns : sequence of PeopleOfColumn
        From `people_of_columns`.
    least : int
        How many persons are enough.

    Returns
    -------
    list of (column, value, n_persons)
        As `few_people` has them.
    """
    return [
        (one.name, one.values[place], int(one.counts[place]))
        for one in columns
        for place in one.named(least)
    ]


def summary_of_few(
    schema: Schema, rows: EncodedRows, persons: np.ndarray | None
) -> pd.DataFrame:
    """Say of each variable how much of it rests on few persons.

    Parameters
    ----------
    schema, rows, persons : object
        As for `people_of_columns`.

    Returns
    -------
    DataFrame
        A row for each variable: how many levels or values rest on one person, how many
        on fewer than ten, which these are, and a hint where a level is rare.
    """
    by_name = {one.name: one for one in people_of_columns(schema, rows, persons)}
    n_persons = len(rows) if persons is None else len(np.unique(persons))
    summaries = [
        summary_of_column(by_name.get(one.name), n_persons) for one in schema.variables
    ]
    return pd.DataFrame(summaries, columns=[*SUMMARY, "rare_hint"])


def summary_of_column(
    column: PeopleOfColumn | None, n_persons: int
) -> tuple[int, int, str, str]:
    """Say of a column how much of it rests on few persons.

    Parameters
    ----------
    column : PeopleOfColumn or None
        The column; None where nothing of it could rest on few.
    n_persons : int
        How many persons the table has.

    Returns
    -------
    tuple of (one_person, few_persons, held_by_few, rare_hint)
        A row of `summary_of_few`.
    """
    if column is None:
        return 0, 0, "", ""
    alone, few = column.held_by_fewer(2), column.held_by_fewer(FEW)
    texts = list(_texts(column))
    hint = _hint(column, alone.tolist()) if n_persons >= LEAST_ROWS else ""
    return len(alone), len(few), ", ".join(texts), hint


def _texts(column: PeopleOfColumn) -> Iterator[str]:
    named = column.named(FEW)
    for place in named[:MOST_NAMED]:
        value = column.values[place]
        text = repr(value) if isinstance(value, str) else str(value)
        if not column.are_levels:
            text = f"{'lowest' if place == 0 else 'highest'} {value}"
        yield f"{text} ({column.counts[place]})"
    if len(named) > MOST_NAMED:
        yield f"… ({len(named) - MOST_NAMED} more)"


def _hint(column: PeopleOfColumn, alone: list[int]) -> str:
    if not alone or not column.are_levels:
        return ""
    names = ", ".join(repr(column.values[place]) for place in alone[:3])
    more = f" and {len(alone) - 3} more" if len(alone) > 3 else ""
    rest = "rests on one person" if len(alone) == 1 else "rest on one person each"
    return f"{names}{more} {rest}: merge such levels, or others can tell who it is"


def with_few(described: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
    """Add what rests on few persons to the description of a table.

    Parameters
    ----------
    described : DataFrame
        From `Schema.describe`.
    summary : DataFrame
        From `summary_of_few`, of the same variables.

    Returns
    -------
    DataFrame
        The description with three more columns, and with hints at rare levels.
    """
    hints = zip(described["hint"], summary["rare_hint"], strict=True)
    joined = ["; ".join(filter(None, pair)) for pair in hints]
    return described.assign(
        hint=pd.Series(joined, dtype=object, index=described.index),
        **{name: summary[name] for name in SUMMARY},
    )
