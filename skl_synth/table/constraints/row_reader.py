"""Columns of encoded rows, as rules compare them."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of
from skl_synth.table.variables import NumberVariable, Variable


class RowReader:
    """The columns of encoded rows by name, as rules compare them.

    Parameters
    ----------
    schema : Schema
        The schema of the rows.
    rows : EncodedRows
        The rows.
    """

    def __init__(self, schema: Schema, rows: EncodedRows) -> None:
        self.schema = schema
        self.rows = rows

    def variable(self, column: Hashable) -> Variable:
        """Find the variable that covers a column, or has its name.

        Parameters
        ----------
        column : hashable
            A column, or a one-hot group.

        Returns
        -------
        Variable
            The variable.

        Raises
        ------
        InputError
            If there is none.
        """
        for variable in self.schema.variables:
            if column == variable.name or column in variable.columns:
                return variable
        raise InputError(
            "there is no column {column!r} in the table (the target is none); its "
            "columns are {columns}",
            column=column,
            columns=some_of(self.schema.columns, 20),
        )

    def cells(self, variable: Variable) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Give the number and the code of a variable in each row.

        Parameters
        ----------
        variable : Variable
            A variable of the schema.

        Returns
        -------
        number, code : ndarray or None
            As `Variable.encode` gives them.
        """
        number = code = None
        if isinstance(variable, NumberVariable):
            number = self.rows.numbers[:, self.schema.numbers.index(variable)]
        if variable.n_levels:
            code = self.rows.codes[:, self.schema.codes.index(variable)]
        return number, code

    def values(self, column: Hashable) -> np.ndarray:
        """Give what a column holds as values that can be compared.

        Parameters
        ----------
        column : hashable
            A column of numbers, dates or ordered levels.

        Returns
        -------
        ndarray of float64, datetime64 or timedelta64
            The values, NaN or NaT where missing.

        Raises
        ------
        InputError
            If there is no such column, or it has no order.
        """
        variable = self.variable(column)
        return variable.comparable(*self.cells(variable), len(self.rows))

    def keys(self, column: Hashable) -> tuple[np.ndarray, np.ndarray]:
        """Give one number per row that tells the levels of a column apart.

        Parameters
        ----------
        column : hashable
            A column or a one-hot group.

        Returns
        -------
        keys : ndarray
            The number or the code.
        missing : ndarray of bool
            Where the column is missing.
        """
        variable = self.variable(column)
        number, code = self.cells(variable)
        if number is not None:
            return number, np.isnan(number)
        if code is None:
            return np.zeros(len(self.rows)), np.zeros(len(self.rows), dtype=bool)
        return code, code == variable.missing_level
