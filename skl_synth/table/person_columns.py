"""Columns and persons: which says whose a row is, and which belong to the person."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, warn
from skl_synth.table.containers import column_name
from skl_synth.table.persons import belongs_to_person, read_groups
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema


def kinds_of_columns(kinds: Any, y: Any, frame: pd.DataFrame, *, named: bool) -> Any:
    """Separate what was said of columns from what was said of the target, by name.

    Parameters
    ----------
    kinds : "infer" or mapping of column to kind
        What the user said.
    y : array-like or None
        The target.
    frame : DataFrame
        The table.
    named : bool
        Whether the user has named the columns; those of an array go by position.

    Returns
    -------
    "infer" or mapping of column to kind
        What was said of columns; also of one that is called as the target is.
    """
    if not isinstance(kinds, Mapping):
        return kinds
    target = getattr(y, "name", None)
    own = {
        key: kind
        for key, kind in kinds.items()
        if key != target or is_column(key, frame, named=named)
    }
    return own if named else {column_name(key, frame): own[key] for key in own}


def kinds_of_target(kinds: Any, frame: pd.DataFrame, *, named: bool) -> Any:
    """Separate what was said of the target from what was said of columns, by name.

    Parameters
    ----------
    kinds : "infer" or mapping of column to kind
        What the user said.
    frame : DataFrame
        The table.
    named : bool
        Whether the user has named the columns.

    Returns
    -------
    "infer" or mapping of name to kind
        What was said of names that no column has.
    """
    if not isinstance(kinds, Mapping):
        return kinds
    return {n: kinds[n] for n in kinds if not is_column(n, frame, named=named)}


def warn_of_shared_name(
    kinds: Any, y: Any, frame: pd.DataFrame, *, named: bool
) -> None:
    """Say of whom a kind holds where a column and the target have one name.

    Parameters
    ----------
    kinds : "infer" or mapping of column to kind
        What the user said.
    y : array-like or None
        The target.
    frame : DataFrame
        The table.
    named : bool
        Whether the user has named the columns.
    """
    name = getattr(y, "name", None)
    is_said = isinstance(kinds, Mapping) and name in kinds
    if is_said and is_column(name, frame, named=named):
        warn(
            "{parameter} names {column!r}, which both a column of the table and the "
            "target are called; it holds for the column alone",
            column=name,
            parameter="column_kinds",
            remedies=[
                Remedy(
                    "give the target a name of its own, y.rename('target'), to say "
                    "something of it, and to be without this warning",
                    only="python",
                )
            ],
        )


def is_column(name: Hashable, frame: pd.DataFrame, *, named: bool) -> bool:
    """Say whether a name, or the position in an array, is that of a column.

    Parameters
    ----------
    name : hashable
        What the user wrote.
    frame : DataFrame
        The table.
    named : bool
        Whether the user has named the columns.

    Returns
    -------
    bool
        True for one of them.
    """
    return (name if named else column_name(name, frame)) in frame.columns


def with_person_key(kinds: Any, frame: pd.DataFrame, groups: Any) -> Any:
    """Call the column that says whose a row is an identifier, whatever it looks like.

    Only where persons have several rows: a column of numbers that all differ may be
    anything, and `range` is passed to say that every row is a person.

    Parameters
    ----------
    kinds : "infer" or mapping of column to kind
        What was said of columns.
    frame : DataFrame
        The table.
    groups : array-like of shape (n_rows,) or None
        Which person each row belongs to.

    Returns
    -------
    "infer" or mapping of column to kind
        The same, with that column, where it is one of the table.

    Raises
    ------
    InputError
        If the groups cannot be used, or the user called that column something else:
        it would come out as it went in.
    """
    persons = read_groups(groups, len(frame))
    n_persons = 0 if persons is None else int(persons.max(initial=-1)) + 1
    if not 1 < n_persons < len(frame):
        return kinds
    values = pd.Series(groups).to_numpy(dtype=object)
    keys = [
        name
        for place, name in enumerate(frame.columns)
        if holds_values(frame.iloc[:, place], values)
    ]
    return with_keys_named(kinds, keys)


def with_keys_named(kinds: Any, keys: Sequence[Hashable]) -> Any:
    """Call columns that say whose a row is identifiers.

    Parameters
    ----------
    kinds : "infer" or mapping of column to kind
        What was said of columns.
    keys : sequence of hashable
        The columns.

    Returns
    -------
    "infer" or mapping of column to kind
        The same, with these columns.

    Raises
    ------
    InputError
        If the user called such a column something else.
    """
    known = kinds if isinstance(kinds, Mapping) else {}
    for name in keys:
        if known.get(name, "identifier") != "identifier":
            raise InputError(
                "column {column!r} says whose a row is, and {parameter} calls it "
                "{value!r}: real keys would come out",
                column=name,
                parameter="column_kinds",
                value=known[name],
                remedies=["leave its kind out", "drop the column"],
            )
    return {**known, **dict.fromkeys(keys, "identifier")} if keys else kinds


def holds_values(column: pd.Series, values: np.ndarray) -> bool:
    """Tell whether a column holds these values, row by row.

    Parameters
    ----------
    column : Series
        The column.
    values : ndarray of shape (n_rows,), dtype object
        The values.

    Returns
    -------
    bool
        True where all are equal.
    """
    cells = column.to_numpy(dtype=object)
    # One row tells nearly all columns apart; that of a missing value says nothing.
    if not len(cells) or pd.isna(cells[0]) or cells[0] != values[0]:
        return False
    return not pd.isna(cells).any() and bool((cells == values).all())


def person_columns(
    schema: Schema, rows: EncodedRows, persons: np.ndarray
) -> list[Hashable]:
    """Find the columns that are the same in all rows of everybody, or nearly so.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : EncodedRows
        Real rows.
    persons : ndarray of shape (n_rows,), dtype int
        Whose they are.

    Returns
    -------
    list of hashable
        Their names, in the order of the table; without keys and constants.
    """
    # Whether a number is missing is seen with the number: it overwrites the code.
    columns = dict(zip((one.name for one in schema.codes), rows.codes.T, strict=True))
    numbers = rows.numbers.T[: len(schema.numbers)]
    columns |= zip((one.name for one in schema.numbers), numbers, strict=True)
    return [
        one.name
        for one in schema.variables
        if one.name in columns and belongs_to_person(persons, columns[one.name])
    ]
