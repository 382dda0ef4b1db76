"""The tables of a comparison without a hold-out: a real one, and synthetic ones."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Any

from skl_synth.errors import InputError
from skl_synth.evaluation.fidelity.few_levels import MOST_LEVELS, with_few_levels
from skl_synth.evaluation.report_groups import read_report_groups
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import (
    in_order_of,
    read_real,
    read_tables,
    reader_of,
    warn_of_notes,
)


class SeveralTables:
    """A real table and the synthetic ones that are compared with it.

    Parameters
    ----------
    real : (X, y, groups)
        The real table, its target and whom its rows belong to; the last two may be
        None.
    synthetic : (X, y, groups)
        The same of the synthetic table; of several, lists, or what `synthesize_many`
        returns in place of X.
    encoder, column_kinds : object
        As in `fidelity_report`.
    most_levels : int, default=20
        Levels that are kept of each column; rarer ones are one.

    Raises
    ------
    InputError
        If the tables differ in their columns, a column cannot be read, or there are as
        many targets or groups as there are no tables.
    """

    def __init__(
        self,
        real: tuple[Any, Any, Any],
        synthetic: tuple[Any, Any, Any],
        *,
        encoder: Any = None,
        column_kinds: Any = "infer",
        most_levels: int = MOST_LEVELS,
    ) -> None:
        self._X, self._y, self._groups = real
        self._table = read_real(self._X, self._y, encoder, column_kinds)
        self._read = reader_of(self._table)
        self._made = _one_by_one(*synthetic)
        self._most_levels = most_levels

    def __len__(self) -> int:
        return len(self._made)

    def beside_real(self) -> list[AuditTables]:
        """Put each synthetic table beside the real one.

        Returns
        -------
        list of AuditTables
            With the target as a column.
        """
        real = self._X, self._y, self._groups
        found = [self._compared(real, made) for made in self._made]
        warn_of_notes(tuple(dict.fromkeys(n for one in found for n in one.notes)))
        return found

    def in_pairs(self) -> list[AuditTables]:
        """Put each synthetic table beside each other one.

        Returns
        -------
        list of AuditTables
            With the target as a column; the first of two stands for the real one.
        """
        made = [(in_order_of(self._X, X), *others) for X, *others in self._made]
        return [
            self._compared(one, other)
            for place, one in enumerate(made)
            for other in made[place + 1 :]
        ]

    def _compared(self, one: Sequence[Any], other: Sequence[Any]) -> AuditTables:
        persons = read_report_groups(
            self._read,
            (one[0], one[2]),
            (other[0], other[2]),
            (None, None),
        )
        found = read_tables(
            self._table,
            (one[0], one[1]),
            (other[0], other[1]),
            persons=persons,
            read=self._read,
        )
        return with_few_levels(found.with_target(), self._most_levels)


def _one_by_one(X: Any, y: Any, groups: Any) -> list[tuple[Any, Any, Any]]:
    """List synthetic tables, each with its target and the groups of its rows."""
    of_many = getattr(X, "tables", None)
    if isinstance(of_many, tuple) and y is None:
        X, y = [one for one, _ in of_many], [target for _, target in of_many]
    if not _is_several(X):
        return [(X, y, groups)]
    parts = [
        _as_many(values, len(X), name)
        for values, name in ((y, "y_synthetic"), (groups, "groups_synthetic"))
    ]
    return list(zip(X, *parts, strict=True))


def _is_several(X: Any) -> bool:
    """Whether it is a list of tables, and not a table that is written as a list."""
    if not isinstance(X, (list, tuple)) or not len(X):
        return False
    are_tables = [len(getattr(one, "shape", ())) == 2 for one in X]
    if any(are_tables) and not all(are_tables):
        raise InputError(
            "{parameter} is a list of a table and of something else",
            parameter="X_synthetic",
            remedies=["pass the table as X_synthetic and its target as y_synthetic"],
        )
    return all(are_tables)


def _as_many(values: Any, n_tables: int, parameter: str) -> Sequence[Any]:
    if values is None:
        return [None] * n_tables
    if isinstance(values, (list, tuple)) and len(values) == n_tables:
        return values
    raise InputError(
        "{parameter} must be a list of {n_tables}, one for each synthetic table",
        parameter=parameter,
        n_tables=n_tables,
        remedies=["pass as many as there are tables, in their order"],
    )


def check_choice(parameter: str, value: Any, known: Sequence[str]) -> None:
    """Refuse a word that means nothing here.

    Parameters
    ----------
    parameter : str
        What was passed.
    value : object
        Its value.
    known : sequence of str
        What it can be.

    Raises
    ------
    InputError
        If it is none of these.
    """
    if not (isinstance(value, str) and value in known):
        raise InputError(
            "{parameter}={value!r} must be one of {known}",
            parameter=parameter,
            value=value,
            known=", ".join(known),
        )


def check_whole(parameter: str, value: Any, least: int) -> None:
    """Refuse what is no whole number, or too small a one.

    Parameters
    ----------
    parameter : str
        What was passed.
    value : object
        Its value.
    least : int
        The least that it can be.

    Raises
    ------
    InputError
        If it is not one.
    """
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not is_whole or value < least:
        raise InputError(
            "{parameter}={value!r} must be a whole number from {least} on",
            parameter=parameter,
            value=value,
            least=least,
            remedies=[f"use {least} at least"],
        )
