"""Columns of encoded rows, as rules compare them."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.codecs.times import Times
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of
from skl_synth.table.variables import NumberVariable, Variable

NO_NUMBER = -1e300
"""Keys of what is no number are this and below."""


class RowReader:
    """The columns of encoded rows by name, as rules compare them.

    Parameters
    ----------
    schema : Schema
        The schema of the rows.
    rows : EncodedRows
        The rows.
    persons : ndarray of shape (n_rows,) or None, default=None
        Which person each row belongs to; None where each row is one.
    """

    def __init__(
        self, schema: Schema, rows: EncodedRows, persons: np.ndarray | None = None
    ) -> None:
        self.schema = schema
        self.rows = rows
        self.persons = persons
        self._clocks: dict[Hashable, np.ndarray] = {}

    # Looked up, since in a wide table a search for each column takes minutes.
    @cached_property
    def _variables(self) -> dict[Hashable, Variable]:
        found: dict[Hashable, Variable] = {}
        for variable in self.schema.variables:
            for name in (variable.name, *variable.columns):
                found.setdefault(name, variable)
        return found

    @cached_property
    def _number_places(self) -> dict[Variable, int]:
        return {one: place for place, one in enumerate(self.schema.numbers)}

    @cached_property
    def _code_places(self) -> dict[Variable, int]:
        return {one: place for place, one in enumerate(self.schema.codes)}

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
        if isinstance(column, Hashable) and column in self._variables:
            return self._variables[column]
        raise InputError(
            "there is no column {column!r} in the table (the target is none); its "
            "columns are {columns}",
            column=column,
            columns=some_of(self.schema.columns, 20),
        )

    def take(self, rows: np.ndarray) -> RowReader:
        """Read some of the rows.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask.

        Returns
        -------
        RowReader
            Of these rows.
        """
        persons = None if self.persons is None else self.persons[rows]
        return RowReader(self.schema, self.rows.take(rows), persons)

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
            number = self.rows.numbers[:, self._number_places[variable]]
        if variable.n_levels:
            code = self.rows.codes[:, self._code_places[variable]]
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

    def clock(self, column: Hashable) -> np.ndarray:
        """Give dates as the clock on the wall shows them, all else as `values` does.

        Days are counted, and a month and a weekday are told, by the clock on the wall:
        in universal time a midnight in summer is one of the day before.

        Parameters
        ----------
        column : hashable
            A column of numbers, dates or ordered levels.

        Returns
        -------
        ndarray of float64, datetime64 or timedelta64
            The values, NaN or NaT where missing.
        """
        if column not in self._clocks:
            self._clocks[column] = self._clock(column)
        return self._clocks[column]

    def _clock(self, column: Hashable) -> np.ndarray:
        variable = self.variable(column)
        number, _ = self.cells(variable)
        codec = getattr(variable, "codec", None)
        if number is not None and isinstance(codec, Times):
            return codec.steps.values(number)
        return self.values(column)

    def exact_keys(self, column: Hashable) -> np.ndarray:
        """Give one number per row that tells apart all that a column can be.

        Parameters
        ----------
        column : hashable
            A column or a one-hot group.

        Returns
        -------
        ndarray of float64
            The number, or the code of the level; what is no number has a key below
            all numbers.
        """
        number, code = self.cells(self.variable(column))
        if number is None:
            return np.zeros(len(self.rows)) if code is None else code.astype(float)
        place = np.zeros(len(number)) if code is None else code
        return np.where(np.isnan(number), NO_NUMBER * (1.0 + place), number)
