"""Computed: a column that a rule computes from others, and that need not be drawn."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import (
    PRESENT,
    LevelVariable,
    NumberVariable,
    Variable,
)


@dataclass(frozen=True, eq=False)
class Computed:
    """A column that follows from others.

    Parameters
    ----------
    rule : Constraint
        What computes it.
    memory : object
        What the rule remembers of the real rows.
    variable : Variable
        The column.
    sources : tuple of hashable
        The columns that it follows from.
    is_drawn_missing : bool
        Whether it is drawn if the column has a value: some real rows lack one though
        they have all it follows from.
    """

    rule: Constraint
    memory: Any
    variable: Variable
    sources: tuple[Hashable, ...]
    is_drawn_missing: bool = False

    @classmethod
    def of(cls, reader: RowReader, rule: Constraint, memory: Any) -> Computed | None:
        """Take a column out of what is drawn.

        Parameters
        ----------
        reader : RowReader
            The real rows.
        rule : Constraint
            A rule that computes a column.
        memory : object
            What it remembers.

        Returns
        -------
        Computed or None
            None where it has values in rows in which they do not follow from others.
        """
        variable = reader.variable(rule.computed)
        sources = tuple(reader.variable(one).name for one in rule.sources)
        own = is_missing(reader, variable)
        known = sources_known(reader, sources)
        if (~own & ~known).any():
            return None
        lacking = bool((own & known).any())
        if lacking and not isinstance(variable, NumberVariable):
            return None
        return cls(rule, memory, variable, sources, lacking)

    @property
    def drawn(self) -> Variable | None:
        """What is drawn in its place: nothing, or only whether there is a value."""
        if not self.is_drawn_missing:
            return None
        names = [f"state {code}" for code in range(self.variable.n_levels)]
        return LevelVariable(
            name=self.variable.name,
            columns=self.variable.columns,
            kind="category",
            reason=self.variable.reason,
            dtype=np.dtype(object),
            levels=np.array(names, dtype=object),
        )

    def put(self, schema: Schema, rows: EncodedRows) -> EncodedRows:
        """Compute the column in rows whose sources are there.

        Parameters
        ----------
        schema : Schema
            The schema of the table.
        rows : EncodedRows
            Rows; the code of the column says whether it has a value, where that is
            drawn.

        Returns
        -------
        EncodedRows
            The rows with the column.
        """
        reader = RowReader(schema, rows)
        rows = self._with_place(reader, sources_known(reader, self.sources))
        return self.rule._repair(RowReader(schema, rows), self.memory)

    def _with_place(self, reader: RowReader, known: np.ndarray) -> EncodedRows:
        """Make room: some value where one is to be computed, missing elsewhere."""
        schema, rows, variable = reader.schema, reader.rows, self.variable
        numbers, codes = rows.numbers.copy(), rows.codes.copy()
        there = known
        if variable.n_levels:
            code = schema.codes.index(variable)
            own = codes[:, code] if self.is_drawn_missing else np.zeros(len(rows), int)
            missing = max(variable.missing_level, 0)
            codes[:, code] = np.where(known, own, missing)
            there = codes[:, code] == PRESENT
        if isinstance(variable, NumberVariable):
            place = schema.numbers.index(variable)
            numbers[:, place] = np.where(there, variable.precision.low, np.nan)
        return replace(rows, numbers=numbers, codes=codes)


def is_missing(reader: RowReader, variable: Variable) -> np.ndarray:
    """Mark the rows in which a column has no value of its kind.

    Parameters
    ----------
    reader : RowReader
        Rows.
    variable : Variable
        A column of them.

    Returns
    -------
    ndarray of shape (n_rows,), dtype bool
        True where it is missing, or holds a special value beside the numbers.
    """
    number, code = reader.cells(variable)
    if number is not None:
        return np.isnan(number)
    if code is None:
        return np.zeros(len(reader.rows), dtype=bool)
    return np.asarray(code == variable.missing_level)


def sources_known(reader: RowReader, sources: tuple[Hashable, ...]) -> np.ndarray:
    """Mark the rows that have all that a column follows from.

    Parameters
    ----------
    reader : RowReader
        Rows.
    sources : tuple of hashable
        Columns.

    Returns
    -------
    ndarray of shape (n_rows,), dtype bool
        Which of them.
    """
    known = np.ones(len(reader.rows), dtype=bool)
    for name in sources:
        known &= ~is_missing(reader, reader.variable(name))
    return known
