"""Computed: a column that a rule computes from others, and that need not be drawn."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from skl_synth.table.constraints import DatePart, FunctionOf
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.lookup import Lookup
from skl_synth.table.constraints.row_reader import NO_NUMBER, RowReader
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
        if isinstance(rule, FunctionOf | DatePart):
            # What is missing is one of the values from which others follow.
            total = follows_always(reader, rule, memory)
            return cls(rule, memory, variable, sources) if total else None
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
        if isinstance(self.rule, FunctionOf | DatePart):
            known = np.ones(len(rows), dtype=bool)
        else:
            known = sources_known(reader, self.sources)
        rows = self._with_place(reader, known)
        return self.rule._repair(RowReader(schema, rows), self.memory)

    def _with_place(self, reader: RowReader, known: np.ndarray) -> EncodedRows:
        """Make room: some value where one is to be computed, missing elsewhere."""
        schema, rows, variable = reader.schema, reader.rows, self.variable
        numbers, codes = rows.numbers.copy(), rows.codes.copy()
        decimals = rows.decimals.copy()
        there = known
        if variable.n_levels:
            code = schema.codes.index(variable)
            own = codes[:, code] if self.is_drawn_missing else np.zeros(len(rows), int)
            # Where none is ever missing, special values stand in its place.
            missing = variable.missing_level
            missing = missing if missing >= 0 else variable.n_levels - 1
            codes[:, code] = np.where(known, own, missing)
            there = codes[:, code] == PRESENT
        if isinstance(variable, NumberVariable):
            place = schema.numbers.index(variable)
            numbers[:, place] = np.where(there, variable.precision.low, np.nan)
            own = variable.precision.decimals_of(numbers[:, place])
            decimals[:, place] = np.where(there, own, 0)
        return replace(rows, numbers=numbers, decimals=decimals, codes=codes)


ALL_PARTS = {"weekday": 7, "month": 12, "quarter": 4, "hour": 24, "minute": 60}
"""How many there are of each part of a date; of years there are always more."""


def follows_always(reader: RowReader, rule: FunctionOf | DatePart, memory: Any) -> bool:
    """Whether it is known of every value what follows, also of those not seen.

    Parameters
    ----------
    reader : RowReader
        The real rows.
    rule : FunctionOf or DatePart
        A rule that looks up what follows.
    memory : object
        What it remembers.

    Returns
    -------
    bool
        False where an entry rests on too few persons, or a number or a combination of
        columns may come up that no real row has.
    """
    table, offset = memory if isinstance(memory, tuple) else (memory, None)
    assert isinstance(table, Lookup)
    if (table.entries < 0).any():
        return False
    if isinstance(rule, DatePart):
        n_seen = int((table.levels[0] > NO_NUMBER / 2).sum())
        return offset is not None or n_seen >= ALL_PARTS.get(rule.part, np.inf)
    if table.cuts is not None:
        return True
    source = reader.variable(rule.of[0])
    return len(rule.of) == 1 and not isinstance(source, NumberVariable)


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
