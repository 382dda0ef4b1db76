"""Several rows a person, where nobody has said so: what a table looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.errors import (
    EACH_ROW,
    ColumnOf,
    InputError,
    InputWarning,
    Remedy,
    Setting,
)
from skl_synth.said_once import say
from skl_synth.table.alike import Facts, RowsAlike, find_rows_alike
from skl_synth.table.containers import frame_of
from skl_synth.table.detectors import is_birth_name, kind_of_name
from skl_synth.table.real import RealTable
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of
from skl_synth.table.variables import IdentifierVariable

LEAST_SHARED = 0.05
"""A key repeats where so large a share of its rows share one."""

LEAST_SHARED_ROWS = 10
"""And so many of them."""

MOST_OF_ONE = 0.1
"""What a larger share of the rows have is a code or a level, and no key."""

FEWEST_DIGITS = 5
"""Fewer digits and nothing else are a time, a count or a code."""

_SIGNS = re.compile(r"[()\[\]:<>%°$£€¥]|^\s*\d{1,4}(\s*[/x–,.]\s*\d{1,4}){1,2}\s*$")
"""What stands in a time, a pressure, an amount and a bound, and in no key."""

SHOWN = 50
"""So many values of a column show how it is written."""


@dataclass(frozen=True)
class RepeatedKey:
    """A key that several rows share.

    Parameters
    ----------
    column : hashable
        The column.
    n_keys, n_rows : int
        Different keys, and rows that have one.
    n_shared : int
        Rows whose key another one has, too.
    """

    column: Hashable
    n_keys: int
    n_rows: int
    n_shared: int


def repeated_keys(schema: Schema) -> list[RepeatedKey]:
    """Find the keys that several rows share.

    Parameters
    ----------
    schema : Schema
        What the columns of a table are.

    Returns
    -------
    list of RepeatedKey
        That which most rows share first.
    """
    found = []
    for variable in _person_keys(schema):
        if variable.keys is None:
            continue
        sizes, counts = variable.keys.reuse.sizes, variable.keys.reuse.counts
        rows = sizes * counts
        shared = int(rows[sizes > 1].sum())
        if shared >= max(LEAST_SHARED * rows.sum(), LEAST_SHARED_ROWS):
            one = RepeatedKey(variable.name, int(counts.sum()), int(rows.sum()), shared)
            found.append(one)
    return sorted(found, key=lambda one: -one.n_shared)


def _person_keys(schema: Schema) -> list[IdentifierVariable]:
    """The identifiers by which persons can be known: those called so, if there are."""
    called = [one for one in schema.identifiers if kind_of_name(one.name).may_be_key]
    return called or [one for one in schema.identifiers if _may_know_persons(one)]


def _may_know_persons(variable: IdentifierVariable) -> bool:
    """Whether persons may be known by what is not called their key."""
    if variable.keys is None or not _may_be_of_persons(variable.name):
        return False
    sizes, counts = variable.keys.reuse.sizes, variable.keys.reuse.counts
    largest = sizes.max(initial=0) / max((sizes * counts).sum(), 1)
    return largest <= MOST_OF_ONE and not is_measured(variable.keys.fresh.shapes.show())


def _may_be_of_persons(name: Hashable) -> bool:
    """Whether a name leaves open that it is a key: no quantity, place or surname."""
    kind = kind_of_name(name)
    return not (
        kind.is_quantity or kind.is_of_place or kind.is_name or is_birth_name(name)
    )


def is_measured(text: str) -> bool:
    """Whether a cell is written as measurements, times and short codes are.

    Parameters
    ----------
    text : str
        The cell, or its shape.

    Returns
    -------
    bool
        True for ``120/80``, ``1:05``, ``(417)`` and ``1130``.

    Examples
    --------
    >>> from skl_synth.table.several_rows import is_measured
    >>> [is_measured(one) for one in ("120/80", "(417)", "1130", "AB-1204", "94347659")]
    [True, True, True, False, False]
    """
    if _SIGNS.search(text):
        return True
    return text.strip().isdecimal() and len(text.strip()) < FEWEST_DIGITS


def rows_alike(table: RealTable) -> RowsAlike | None:
    """Find rows that agree in many columns far more than chance.

    Parameters
    ----------
    table : RealTable
        A table with its rows.

    Returns
    -------
    RowsAlike or None
        Where they agree most; None where they are as different as rows are.
    """
    schema, rows, target = table.schema, table.rows, table.target
    facts = [
        Facts(variable.name, rows.numbers[:, place], True)
        for place, variable in enumerate(schema.numbers)
    ]
    # Whether a number is missing is seen with the number.
    of_number = {id(variable) for variable in schema.numbers}
    facts += [
        Facts(variable.name, rows.codes[:, place], False)
        for place, variable in enumerate(schema.codes)
        if id(variable) not in of_number
    ]
    if target.kind != "none":
        facts.append(Facts("the target", target.encoded, target.kind == "continuous"))
    return find_rows_alike(facts)


def several_rows(table: RealTable, parameter: str = "groups") -> InputError | None:
    """Say in which way a table looks as if people had several rows in it.

    Parameters
    ----------
    table : RealTable
        A table with its rows.
    parameter : str, default="groups"
        Through which parameter it can be said whose the rows are.

    Returns
    -------
    InputError or None
        What was seen, and what to do; None where persons are known, or every row looks
        like a person of its own.
    """
    if table.persons is not None:
        return None
    keys = repeated_keys(table.schema)
    if keys:
        return _of_key(keys[0], parameter)
    alike = rows_alike(table)
    return None if alike is None else _of_rows(alike, parameter)


def refuse_several_rows(table: RealTable) -> None:
    """Refuse a table that looks as if people had several rows, and nobody said so.

    Parameters
    ----------
    table : RealTable
        A table with its rows; nothing is said of one whose persons are known.

    Raises
    ------
    InputError
        That names the key, or the columns in which rows agree, and what to do.
    """
    found = several_rows(table)
    if found is not None:
        raise found


def warn_of_several_rows(
    table: RealTable, *, parameter: str = "groups", stacklevel: int = 2
) -> None:
    """Warn of a table that looks as if people had several rows, and nobody said so.

    Parameters
    ----------
    table : RealTable
        A table with its rows; nothing is said of one whose persons are known.
    parameter : str, default="groups"
        Through which parameter it can be said whose the rows are.
    stacklevel : int, default=2
        Whose line is shown, as in `warnings.warn`.

    Warns
    -----
    InputWarning
        That names the key, or the columns in which rows agree, and what to do.
    """
    found = several_rows(table, parameter)
    if found is not None:
        warn_of(found, stacklevel + 1)


def warn_of_repeated_key(table: RealTable, *, stacklevel: int = 2) -> None:
    """Warn of a key that several rows share; rows are not compared.

    Parameters
    ----------
    table : RealTable
        A table; nothing is said of one whose persons are known.
    stacklevel : int, default=2
        Whose line is shown, as in `warnings.warn`.

    Warns
    -----
    InputWarning
        That names the key, and what to do.
    """
    keys = repeated_keys(table.schema) if table.persons is None else []
    if keys:
        warn_of(_of_key(keys[0], "groups"), stacklevel + 1)


def repeated_values(X: Any, names: Iterable[str]) -> InputError | None:
    """Say which key several rows share, in a table that is not read yet.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        A table.
    names : iterable of str
        Its columns of keys.

    Returns
    -------
    InputError or None
        The first such key, and what to do; None where every row has one of its own.
    """
    frame = frame_of(X)

    def counts_of(name: str) -> tuple[np.ndarray, list]:
        counts = frame[name].value_counts()
        return counts.to_numpy(np.int64), counts.index[:SHOWN].tolist()

    return repeated_of(names, counts_of)


def repeated_of(
    names: Iterable[str], counts_of: Callable[[str], tuple[np.ndarray, list]]
) -> InputError | None:
    """Say which key several rows share, by how many rows each of its values has.

    Parameters
    ----------
    names : iterable of str
        Columns of keys.
    counts_of : callable
        Takes the name of one, and gives the rows of each value, and some of its most
        frequent values.

    Returns
    -------
    InputError or None
        As `repeated_values`.
    """
    names = list(names)
    called = [name for name in names if kind_of_name(name).may_be_key]
    for name in called or names:
        counts, shown = counts_of(name)
        if not called and not _may_hold_persons(name, counts, shown):
            continue
        n_rows, n_shared = int(counts.sum()), int(counts[counts > 1].sum())
        if n_shared >= max(LEAST_SHARED * n_rows, LEAST_SHARED_ROWS):
            key = RepeatedKey(name, len(counts), n_rows, n_shared)
            return _of_key(key, "groups")
    return None


def _may_hold_persons(name: str, counts: np.ndarray, shown: list) -> bool:
    if not len(counts) or not _may_be_of_persons(name):
        return False
    measured = [is_measured(str(one)) for one in shown]
    return bool(
        counts.max() <= MOST_OF_ONE * counts.sum()
        and sum(measured) <= len(measured) / 2
    )


def warn_of_repeated_values(
    X: Any, names: Iterable[str], *, stacklevel: int = 2
) -> None:
    """Warn of keys that several rows share, in a table that is not read yet.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        A table.
    names : iterable of str
        Its columns of keys.
    stacklevel : int, default=2
        Whose line is shown, as in `warnings.warn`.

    Warns
    -----
    InputWarning
        That names the first such key, and what to do.
    """
    found = repeated_values(X, names)
    if found is not None:
        warn_of(found, stacklevel + 1)


def warn_of(found: InputError, stacklevel: int) -> None:
    """Warn of what was found, in the words in which it would be refused.

    Parameters
    ----------
    found : InputError
        What was found.
    stacklevel : int
        Whose line is shown, as in `warnings.warn`.

    Warns
    -----
    InputWarning
        Always.
    """
    said = found.message
    warning = InputWarning(
        said.problem,
        column=said.column,
        parameter=said.parameter,
        remedies=said.remedies,
        **said.fields,
    )
    say(warning, stacklevel=stacklevel + 1)


def _rows_are_persons(parameter: str) -> Remedy:
    setting = Setting(parameter, EACH_ROW)
    return Remedy("if every row is a person of its own, say {setting}", setting)


def _of_key(key: RepeatedKey, parameter: str) -> InputError:
    return InputError(
        "the key {column!r} repeats: {n_shared} of {n_rows} rows share one. If several "
        "rows are of one person, figures by rows say too little of what is disclosed, "
        "and rows made one by one are nobody's",
        column=key.column,
        parameter=parameter,
        n_shared=key.n_shared,
        n_rows=key.n_rows,
        remedies=[
            Remedy(
                "say that it names the person, {setting}",
                Setting(parameter, ColumnOf(key.column)),
            ),
            _rows_are_persons(parameter),
        ],
    )


def _of_rows(alike: RowsAlike, parameter: str) -> InputError:
    return InputError(
        "rows look as if people had several of them: {share:.0%} agree with another "
        "row in {columns}, far more often than by chance. If so, "
        "figures by rows say too little of what is disclosed, and rows made one by one "
        "are nobody's",
        parameter=parameter,
        share=alike.share,
        columns=some_of(list(alike.columns)),
        remedies=[
            Remedy(
                "add a column that says whose each row is, and name it: {setting}",
                Setting(parameter, ColumnOf("patient_id")),
            ),
            _rows_are_persons(parameter),
        ],
    )
