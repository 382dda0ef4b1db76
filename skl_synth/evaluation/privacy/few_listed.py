"""The list of what rests on few people and is released: for the owner of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from skl_synth.evaluation.privacy.strangers import persons_of
from skl_synth.evaluation.read_columns import MISSING
from skl_synth.evaluation.read_data import INVALID
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData

FEW_COLUMNS = ["column", "what", "value", "n_persons", "n_rows"]
"""The columns of the list."""

NO_LEVELS = (MISSING, INVALID)
"""What stands for no value at all."""

ENDS = 4
"""So many times the people that are enough must have a number for it to have ends."""

Line = tuple[str, str, str, int, int]
"""A line of the list."""


def list_few_people(
    tables: AuditTables, pairs: Sequence[tuple[Attribute, Attribute]], least: int
) -> pd.DataFrame:
    """List what rests on few people of the real table and is released.

    Parameters
    ----------
    tables : AuditTables
        The tables, with the target as one of the attributes.
    pairs : sequence of (Attribute, Attribute)
        The columns whose levels are looked at two by two.
    least : int
        How many people are enough.

    Returns
    -------
    DataFrame
        Columns `FEW_COLUMNS`: the column, or two; "level", "tail", "number" or
        "combination"; the value; how many people of the real table have it, and how
        many rows of the synthetic one.
    """
    lines: list[Line] = []
    for column in tables.varying:
        lines += _of_column(tables, column, least)
    for pair in pairs:
        lines += _of_pair(tables, pair, least)
    return pd.DataFrame(lines, columns=FEW_COLUMNS)


def is_measured(attribute: Attribute) -> bool:
    """Say whether an attribute is measured or counted, so that its numbers have ends.

    Parameters
    ----------
    attribute : Attribute
        A number or levels.

    Returns
    -------
    bool
        False also for levels in an order, which are numbers elsewhere.
    """
    return attribute.is_number and attribute.kind != "ordinal"


def are_filled(data: TableData, columns: Sequence[Attribute]) -> np.ndarray:
    """Say which rows have a value in every column.

    Parameters
    ----------
    data : TableData
        The rows.
    columns : sequence of Attribute
        The columns.

    Returns
    -------
    ndarray of shape (n_rows,), dtype bool
        False where a number or a level is missing in one of them.
    """
    filled = np.ones(len(data), dtype=bool)
    for one in columns:
        values = data.values(one)
        if one.is_number:
            filled &= ~np.isnan(values)
        else:
            filled &= np.array([level not in NO_LEVELS for level in one.levels])[values]
    return filled


def _of_column(tables: AuditTables, column: Attribute, least: int) -> list[Line]:
    held = _held_by_few(tables, [column], least)
    if not is_measured(column):
        return [(column.name, "level", _name(column, v), k, n) for (v,), k, n in held]
    low, high = _ends(tables, column, least)
    return [
        (column.name, "number" if low < v < high else "tail", _name(column, v), k, n)
        for (v,), k, n in held
    ]


def _ends(tables: AuditTables, column: Attribute, least: int) -> tuple[float, float]:
    """The numbers beyond which there are fewer people."""
    real = _frame(tables.real, [column])
    real = real.assign(person=persons_of(tables.real)[real.index])
    ordered = np.sort(real.drop_duplicates()[0].to_numpy())
    if len(ordered) < ENDS * least:
        return -np.inf, np.inf
    return float(ordered[least - 1]), float(ordered[-least])


def _of_pair(
    tables: AuditTables, pair: tuple[Attribute, Attribute], least: int
) -> list[Line]:
    names = " × ".join(one.name for one in pair)
    return [
        (names, "combination", " × ".join(map(_name, pair, values)), n_persons, n_rows)
        for values, n_persons, n_rows in _held_by_few(tables, pair, least)
    ]


def _held_by_few(
    tables: AuditTables, columns: Sequence[Attribute], least: int
) -> Iterator[tuple[tuple[float, ...], int, int]]:
    """Go through values of few people of the real table that are released."""
    real = _frame(tables.real, columns)
    real = real.assign(person=persons_of(tables.real)[real.index])
    names = list(range(len(columns)))
    held = real.drop_duplicates().groupby(names).size()
    held = held[held < least]
    released = _frame(tables.synthetic, columns).groupby(names).size()
    n_rows = released.reindex(held.index, fill_value=0).to_numpy()
    keys = held.index.to_frame().to_numpy().tolist()
    for key, n_persons, n in zip(keys, held.tolist(), n_rows.tolist(), strict=True):
        if n:
            yield tuple(key), n_persons, n


def _frame(data: TableData, columns: Sequence[Attribute]) -> pd.DataFrame:
    """The filled rows of some columns, which are named by their place."""
    values = {place: data.values(one) for place, one in enumerate(columns)}
    return pd.DataFrame(values)[are_filled(data, columns)]


def _name(attribute: Attribute, value: float) -> str:
    if not attribute.is_number:
        return attribute.levels[int(value)]
    if attribute.kind == "datetime":
        # An audit reads dates as days.
        return pd.Timestamp(value, unit="D").round("s").isoformat(sep=" ")
    # Of levels in an order it knows the places alone.
    return f"place {value:g}" if attribute.kind == "ordinal" else f"{value:.12g}"
