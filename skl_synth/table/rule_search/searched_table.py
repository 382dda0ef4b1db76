"""The columns of real rows, as rules are looked for among them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from skl_synth.neighbors.distinct import distinct_rows
from skl_synth.table.constraints.calendar_units import elapsed
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.flags import flag_of
from skl_synth.table.constraints.formula import decimals_of, tolerance
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rounding import FULL
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import ConstantVariable, NumberVariable, Variable

SAMPLE = 1000
"""Rows on which what cannot be a rule is ruled out; what is left is tried on all."""

OFTEN_ALIKE = 0.05
"""Rows like one row, by chance, from which on repeated rows are no surprise."""

SEED = 0
"""The sample is the same for every table of one length."""


@dataclass(frozen=True, eq=False)
class Quantity:
    """A column of numbers, dates or durations.

    Parameters
    ----------
    name : hashable
        The column.
    family : str
        What it measures.
    values : ndarray of float64, datetime64 or timedelta64
        Its values in all rows, by the clock on the wall.
    decimals : int
        Its decimals.
    owns_number : bool
        Whether it can be computed: two-valued columns have levels instead.
    place : int
        Its position among the columns.
    error : float
        How exact, relatively, what is computed of it can be.
    """

    name: Hashable
    family: str
    values: np.ndarray
    decimals: int
    owns_number: bool
    place: int
    error: float

    @property
    def step(self) -> float:
        """The distance of neighbouring values; 0 for full precision."""
        return 0.0 if self.decimals == FULL else 10.0**-self.decimals

    @cached_property
    def low(self) -> float:
        """The least value of a column of numbers."""
        return float(np.nanmin(self.values))

    @cached_property
    def present(self) -> np.ndarray:
        """Where it is not missing."""
        return ~pd.isna(self.values)


class SearchedTable:
    """The columns of real rows, as rules are looked for among them.

    Parameters
    ----------
    schema : Schema
        The schema of the rows.
    rows : EncodedRows
        The real rows.
    persons : ndarray of shape (n_rows,) or None, default=None
        Which person each row belongs to.
    broken : sequence of Constraint, default=()
        Rules that are known not to hold, in rows of the table that are not here.
    """

    def __init__(
        self,
        schema: Schema,
        rows: EncodedRows,
        persons: np.ndarray | None = None,
        broken: Sequence[Constraint] = (),
    ) -> None:
        self.broken = broken
        self._codes: dict[Hashable, np.ndarray] = {}
        self.schema, self.rows, self.persons = schema, rows, persons
        self.reader = RowReader(schema, rows, persons)
        self.sample = _sample(len(rows))
        self.few = RowReader(schema, rows.take(self.sample))

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def names(self) -> list[Hashable]:
        """All columns that tell something, in order."""
        return [one.name for one in self.schema.variables if tells(one)]

    @cached_property
    def _known(self) -> set[Hashable]:
        return set(self.names)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers, dates and durations, and two-valued columns of numbers."""
        places = {one.name: place for place, one in enumerate(self.schema.variables)}
        return [
            _quantity(self.reader, one, places[one.name])
            for one in self.schema.variables
            if tells(one) and one.family is not None
        ]

    @cached_property
    def flags(self) -> list[Quantity]:
        """The columns of yes and no that are no numbers, as 1 and 0."""
        found = []
        for place, one in enumerate(self.schema.variables):
            flag = flag_of(self.reader, one.name) if tells(one) else None
            if flag is not None:
                error = tolerance(self.reader, (one.name,))
                found.append(Quantity(one.name, "flags", flag, 0, False, place, error))
        return found

    def of_family(self, *families: str) -> list[Quantity]:
        """Select quantities by what they measure.

        Parameters
        ----------
        *families : str
            The first words of families, such as "dates".

        Returns
        -------
        list of Quantity
            The quantities.
        """
        return [one for one in self.quantities if one.family.startswith(families)]

    @cached_property
    def codes(self) -> dict[Hashable, np.ndarray]:
        """Which of its different values each column has, from 0 on; missing is one."""
        return {name: self.code_of(name) for name in self.names}

    def code_of(self, name: Hashable) -> np.ndarray:
        """Tell which of its different values a column has in each row.

        Parameters
        ----------
        name : hashable
            A column.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            From 0 on; missing is one.
        """
        if name not in self._codes:
            self._codes[name] = pd.factorize(self.reader.exact_keys(name))[0]
        return self._codes[name]

    @cached_property
    def missing(self) -> dict[Hashable, np.ndarray]:
        """Where each column is missing."""
        return {name: self.reader.keys(name)[1] for name in self.names}

    @cached_property
    def n_levels(self) -> dict[Hashable, int]:
        """How many different values each column has; missing is one."""
        return {name: int(code.max()) + 1 for name, code in self.codes.items()}

    @cached_property
    def n_values(self) -> dict[Hashable, int]:
        """How many different values each column has, but for missing."""
        return {
            name: n - len(np.unique(self.codes[name][self.missing[name]]))
            for name, n in self.n_levels.items()
        }

    @cached_property
    def distinct(self) -> np.ndarray:
        """The rows that count: a row that repeats another one by chance does, too.

        Where columns have so many values that no two rows would be alike, those that
        are were copied.
        """
        every = np.arange(len(self))
        shares = [
            np.sum((np.bincount(code) / len(self)) ** 2) for code in self.codes.values()
        ]
        if not shares or len(self) * float(np.prod(shares)) > OFTEN_ALIKE:
            return every
        # Codes count the values of a column, which are fewer than 2³¹: so they are held
        # in half of the memory.
        narrow = np.column_stack([one.astype(np.int32) for one in self.codes.values()])
        return distinct_rows(narrow).first

    def n_different(self, names: tuple[Hashable, ...], rows: np.ndarray) -> int:
        """Count the different rows of some columns.

        Parameters
        ----------
        names : tuple of hashable
            The columns.
        rows : ndarray of bool
            The rows.

        Returns
        -------
        int
            How many differ; where persons are known, not more than persons.
        """
        codes = [self.code_of(name) for name in names if name in self._known]
        if not codes:
            return 0
        frame = pd.DataFrame({i: code[rows] for i, code in enumerate(codes)})
        n_rows = int((~frame.duplicated()).sum())
        if self.persons is None:
            return n_rows
        return min(n_rows, len(np.unique(self.persons[rows])))


def _sample(n_rows: int) -> np.ndarray:
    if n_rows <= SAMPLE:
        return np.arange(n_rows)
    rng = np.random.RandomState(SEED)
    return np.sort(rng.choice(n_rows, SAMPLE, replace=False))


def tells(variable: Variable) -> bool:
    """Tell whether a column has more than one value.

    Parameters
    ----------
    variable : Variable
        The column.

    Returns
    -------
    bool
        True where rules can speak of it.
    """
    has_cells = isinstance(variable, NumberVariable) or variable.n_levels > 1
    return has_cells and not isinstance(variable, ConstantVariable)


def _quantity(reader: RowReader, variable: Variable, place: int) -> Quantity:
    owns = isinstance(variable, NumberVariable)
    decimals = decimals_of(variable) if owns else 0
    values = reader.clock(variable.name)
    if values.dtype.kind in "mM":
        values = values.astype(f"{values.dtype.kind}8[ns]")
    error = tolerance(reader, (variable.name,))
    family = str(variable.family)
    return Quantity(variable.name, family, values, decimals, owns, place, error)


def spans(start: Quantity, end: Quantity, rows: np.ndarray) -> np.ndarray:
    """Measure the days between two columns of dates.

    Parameters
    ----------
    start, end : Quantity
        The columns.
    rows : ndarray of int
        The rows.

    Returns
    -------
    ndarray of float64
        Days, NaN where one is missing.
    """
    return elapsed(start.values[rows], end.values[rows], "days")
