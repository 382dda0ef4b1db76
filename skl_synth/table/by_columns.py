"""ByColumns: the columns whose values say which stratum a row belongs to."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import ColumnOf, InputError, Remedy, Setting
from skl_synth.table.containers import column_name
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of
from skl_synth.table.variables import OneHotVariable, Variable

MOST_VALUES = 50
"""A number of more different values than this is measured: nobody means its strata."""

MEASURED = ("continuous", "integer", "datetime", "timedelta")
"""Kinds of which that is the limit; a category may have any number of levels."""


@dataclass(frozen=True, eq=False)
class ByColumns:
    """Columns of a table that divide it, and where they are among encoded rows.

    Parameters
    ----------
    names : tuple of hashable
        The columns, or one-hot groups, as they were named.
    numbers, codes : ndarray of int
        Their positions among the numbers, and among the codes, of encoded rows.

    See Also
    --------
    skl_synth.generators.strata.Strata : Makes each stratum apart.
    """

    names: tuple[Hashable, ...]
    numbers: np.ndarray
    codes: np.ndarray

    @classmethod
    def find(cls, real: RealTable, by: Any) -> ByColumns:
        """Find the columns that a user named.

        Parameters
        ----------
        real : RealTable
            The table, with its rows.
        by : hashable or list of hashable
            One name or several; those of an array by their positions.

        Returns
        -------
        ByColumns
            The columns.

        Raises
        ------
        InputError
            If a name is none of a column, or that of the target, an identifier, or a
            number of too many values.
        """
        variables = [_variable(real, name) for name in names_of(by, real)]
        ids = [id(one) for one in variables]
        numbers, codes = (
            np.flatnonzero([id(one) in ids for one in among])
            for among in (real.schema.numbers, real.schema.codes)
        )
        columns = cls(tuple(one.name for one in variables), numbers, codes)
        for one in variables:
            _refuse_measured(real, one)
        return columns

    def cells(self, rows: EncodedRows) -> np.ndarray:
        """Take the values of these columns, which are equal within a stratum alone.

        Parameters
        ----------
        rows : EncodedRows
            Any rows of the schema.

        Returns
        -------
        ndarray of shape (n_rows, 1 + n_numbers + n_codes)
            Numbers and codes, none of them missing. The first column is constant: a
            column of one value has neither number nor code.
        """
        numbers = np.nan_to_num(rows.numbers[:, self.numbers], nan=np.inf)
        return np.column_stack(
            [np.zeros(len(rows)), numbers + 0.0, rows.codes[:, self.codes]]
        )

    def strata_of(self, rows: EncodedRows, known: np.ndarray) -> np.ndarray:
        """Find the stratum of rows among those that are known.

        Parameters
        ----------
        rows : EncodedRows
            Any rows of the schema.
        known : ndarray of shape (n_strata, n_cells)
            The cells of each stratum.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            The position of the stratum; -1 where it is none of them.
        """
        cells = np.vstack([known, self.cells(rows)])
        inverse = np.unique(cells, axis=0, return_inverse=True)[1].reshape(-1)
        place = np.full(inverse.max() + 1, -1, dtype=np.intp)
        place[inverse[: len(known)]] = np.arange(len(known))
        return place[inverse[len(known) :]]

    def set_to(self, rows: EncodedRows, row: EncodedRows) -> EncodedRows:
        """Give rows the values that one row has in these columns.

        Parameters
        ----------
        rows : EncodedRows
            Any rows.
        row : EncodedRows
            A single one.

        Returns
        -------
        EncodedRows
            The rows with these columns of that row.
        """
        numbers, decimals = rows.numbers.copy(), rows.decimals.copy()
        codes = rows.codes.copy()
        numbers[:, self.numbers] = row.numbers[:, self.numbers]
        decimals[:, self.numbers] = row.decimals[:, self.numbers]
        codes[:, self.codes] = row.codes[:, self.codes]
        return EncodedRows(numbers, decimals, codes)

    def frame(self, schema: Schema, rows: EncodedRows) -> pd.DataFrame:
        """Write these columns alone, for people.

        Parameters
        ----------
        schema : Schema
            The schema of the rows.
        rows : EncodedRows
            Real rows, one of each stratum.

        Returns
        -------
        DataFrame
            A column for each name; of a one-hot group, the name of the column that is
            set.
        """
        numbers, codes = iter(rows.numbers.T), iter(rows.codes.T)
        written = {}
        for one in schema.variables:
            number = next(numbers) if any(one is v for v in schema.numbers) else None
            code = next(codes) if one.n_levels else None
            if one.name in self.names:
                written[one.name] = _labels(one, number, code, len(rows))
        return pd.DataFrame({name: written[name] for name in self.names})


def names_of(by: Any, real: RealTable) -> list[Hashable]:
    """List the names that a user gave, whether one or several.

    Parameters
    ----------
    by : hashable or list of hashable
        One name or several; those of an array by their positions.
    real : RealTable
        The table.

    Returns
    -------
    list of hashable
        The names of columns or of one-hot groups.
    """
    known = [one.name for one in real.schema.variables]
    is_one = isinstance(by, str) or np.isscalar(by) or _is_known(by, known)
    given = [by] if is_one else list(by)
    if real.container.named:
        return given
    return [column_name(name, pd.DataFrame(columns=known)) for name in given]


def _is_known(name: Any, known: list[Hashable]) -> bool:
    """Whether a tuple, say, is the name of a column."""
    return isinstance(name, Hashable) and name in known


def _variable(real: RealTable, name: Hashable) -> Variable:
    for one in real.schema.variables:
        if one.name == name:
            _refuse_identifier(one)
            return one
        if name in one.columns:
            raise InputError(
                "column {column!r} is one of the one-hot group {group!r}, and strata "
                "go by whole columns",
                column=name,
                parameter="by",
                group=one.name,
                remedies=["name the group, {group!r}"],
            )
    if name == getattr(real.target.original, "name", None):
        raise InputError(
            "{parameter} names the target, {column!r}: each class is made apart anyway",
            column=name,
            parameter="by",
            remedies=["name another column", "leave {parameter} out"],
        )
    raise InputError(
        "{parameter} names {column!r}, which is no column of the table; its columns "
        "are {known}",
        column=name,
        parameter="by",
        known=some_of([one.name for one in real.schema.variables]),
        remedies=["name one of them"],
    )


def _refuse_identifier(variable: Variable) -> None:
    if variable.kind != "identifier":
        return
    raise InputError(
        "{parameter} names {column!r}, an identifier: its values are never copied, and "
        "strata are told by them",
        column=variable.name,
        parameter="by",
        remedies=[
            "name a column of few values",
            Remedy(
                "if it says whose a row is, say so, {setting}",
                Setting("groups", ColumnOf(variable.name)),
            ),
        ],
    )


def _refuse_measured(real: RealTable, variable: Variable) -> None:
    """Refuse ages or costs, of which each would be a stratum."""
    if variable.kind not in MEASURED:
        return
    place = [one is variable for one in real.schema.numbers].index(True)
    values = real.rows.numbers[:, place]
    n_values = len(np.unique(values[~np.isnan(values)]))
    if n_values <= MOST_VALUES:
        return
    raise InputError(
        "{parameter} names {column!r} ({kind}), whose {n} different values would be as "
        "many strata; a number may have {most}",
        column=variable.name,
        parameter="by",
        value=n_values,
        kind=variable.kind,
        n=n_values,
        most=MOST_VALUES,
        remedies=["put its values into a few ranges, in a column of their own"],
    )


def _labels(
    variable: Variable, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
) -> Any:
    if isinstance(variable, OneHotVariable):
        assert code is not None
        columns = variable.columns
        names = [columns[one] if one < len(columns) else None for one in code.tolist()]
        return pd.Series(names, dtype=object)
    return variable.decode(number, code, n_rows)[variable.columns[0]]
