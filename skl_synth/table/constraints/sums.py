"""Sums: a total and its parts, and parts that add up to a constant."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.constraint_slips import check_number, with_listed_parts
from skl_synth.table.constraints.flags import flag_of
from skl_synth.table.constraints.formula import Formula, Gaps, must_be_numbers
from skl_synth.table.constraints.linear import Linear
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import ConstantVariable, NumberVariable


@dataclass(frozen=True)
class Sum(Formula):
    """A column is the sum of others; it is computed from them in every row.

    The sum is rounded to the decimals of the total. A row in which it is out of the
    range seen is replaced. A row in which one of the columns is missing keeps the
    rule, unless the real total is the sum of the parts that are there, as in a
    spreadsheet: then it is that in every row. Where the total is the same in every
    row, or one of two, the last part is computed from it. True, and a yes of yes and
    no, count as 1: the number of conditions is a sum, too.

    Parameters
    ----------
    total : hashable
        The column that holds the sum.
    parts : sequence of hashable
        The columns that are added.

    See Also
    --------
    SumTo : Parts that add up to a constant.
    Linear : Any weighted sum.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import Sum, TableEncoder, TypeAwareSMOTE
    >>> table = pd.DataFrame({"day": [3, 9, 2, 7], "night": [1, 8, 2, 5]})
    >>> table["all"] = table["day"] + table["night"]
    >>> rule = Sum("all", ["day", "night"])
    >>> encoder = TableEncoder(constraints=[rule])
    >>> smote = TypeAwareSMOTE(k_neighbors=2, encoder=encoder)
    >>> X_new, _ = smote.fit(table).sample(50)
    >>> bool((X_new["all"] == X_new["day"] + X_new["night"]).all())
    True
    """

    total: Hashable
    parts: Sequence[Hashable]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", as_tuple(self.parts))

    @classmethod
    def _rewritten(cls, args: tuple[Any, ...]) -> str | None:
        """Write parts that were not given as one list."""
        if len(args) == 2:
            return None
        return with_listed_parts("Sum", args[0], args[1:])

    @property
    def computed(self) -> Hashable:
        """The total."""
        return self.total

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The parts."""
        return tuple(self.parts)

    def _check(self, reader: RowReader) -> None:
        check_parts(self.parts)
        for column in self.columns_named:
            if column == self.total or flag_of(reader, column) is None:
                must_be_numbers(reader, column)

    def _exact(self, reader: RowReader) -> tuple[np.ndarray, np.ndarray]:
        """Add the parts."""
        parts = [_part(reader, part) for part in self.parts]
        return np.sum(parts, axis=0), np.max(np.abs(parts), axis=0)

    def _learn(self, reader: RowReader) -> Any:
        """See what the total is where parts are missing."""
        usual = super()._learn(reader)
        if usual is None:
            return None
        of_present = (SumOfPresent(self.total, self.parts, least) for least in (0, 1))
        learnt = (one.learnt(reader) for one in of_present)
        return next((one for one in learnt if one is not None), usual)

    def _repair(
        self, reader: RowReader, learned: Gaps | SumOfPresent | None
    ) -> EncodedRows:
        """Compute the total, also of the parts that are there."""
        if isinstance(learned, SumOfPresent):
            return learned._repair(reader, learned.gaps)
        return super()._repair(reader, learned)

    def _holds(
        self, reader: RowReader, learned: Gaps | SumOfPresent | None
    ) -> np.ndarray:
        """Compare the total with the sum, also of the parts that are there."""
        if isinstance(learned, SumOfPresent):
            return learned._holds(reader, learned.gaps)
        return super()._holds(reader, learned)

    def _for_table(self, reader: RowReader) -> Constraint:
        """Turn round where the total is given: then a part follows."""
        check_parts(self.parts)
        variable = reader.variable(self.total)
        if isinstance(variable, NumberVariable) or variable.family != "numbers":
            return self
        if isinstance(variable, ConstantVariable):
            return SumTo(tuple(self.parts), float(reader.values(self.total)[0]))
        if any(flag_of(reader, part) is not None for part in self.parts):
            return self
        *others, last = self.parts
        terms = ((self.total, 1.0), *((other, -1.0) for other in others))
        return Linear(last, terms)

    def __str__(self) -> str:
        return f"{self.total} = {' + '.join(map(str, self.parts))}"


@dataclass(frozen=True)
class SumOfPresent(Formula):
    """A column is the sum of the parts that are there, as in a spreadsheet.

    Parameters
    ----------
    total : hashable
        The column that holds the sum.
    parts : sequence of hashable
        The columns that are added; one that is missing counts nothing.
    least : int
        How many have to be there.
    gaps : Gaps or None, default=None
        Where real rows have no total; None where that was not looked at.
    """

    total: Hashable
    parts: Sequence[Hashable]
    least: int
    gaps: Gaps | None = None

    @property
    def computed(self) -> Hashable:
        """The total."""
        return self.total

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The parts."""
        return tuple(self.parts)

    def learnt(self, reader: RowReader) -> SumOfPresent | None:
        """Look whether this is how real totals come about.

        Parameters
        ----------
        reader : RowReader
            The real rows.

        Returns
        -------
        SumOfPresent or None
            What is known of the real rows; None where their total is another one, or
            mostly none, where parts are missing.
        """
        n_there = self._n_there(reader)
        gapped = (n_there >= self.least) & (n_there < len(self.parts))
        number, code = reader.cells(reader.variable(self.total))
        if number is None or not gapped.any():
            return None
        if self.least == 0 and np.isnan(number[n_there == 0]).any():
            return None
        exact, scale = self._exact(reader)
        known = gapped & ~np.isnan(number)
        good = self._fits(reader, number, exact, scale)
        if known.sum() <= gapped.sum() / 2 or not good[known].all():
            return None
        return replace(self, gaps=Gaps.of(number, code, exact))

    def _exact(self, reader: RowReader) -> tuple[np.ndarray, np.ndarray]:
        """Add the parts that are there."""
        parts = np.array([_part(reader, part) for part in self.parts])
        enough = self._n_there(reader) >= self.least
        parts = np.nan_to_num(parts)
        return np.where(enough, parts.sum(axis=0), np.nan), np.abs(parts).max(axis=0)

    def _n_there(self, reader: RowReader) -> np.ndarray:
        there = [~np.isnan(_part(reader, part)) for part in self.parts]
        return np.sum(there, axis=0)


A_COLUMN_OF_TOTALS = "write Sum(total, [part, part]) for a column that holds the sum"


@dataclass(frozen=True)
class SumTo(Formula):
    """Columns add up to the same number in every row; the last one is computed.

    A row in which the last one is out of the range seen is replaced. A row in which
    one of the columns is missing keeps the rule.

    Parameters
    ----------
    parts : sequence of hashable
        The columns that are added.
    total : float
        What they add up to, such as 100.

    See Also
    --------
    Sum : A total that is a column, too.

    Examples
    --------
    >>> from skl_synth import SumTo
    >>> print(SumTo(("oral", "inhaled", "other"), 100))
    oral + inhaled + other = 100
    """

    parts: Sequence[Hashable]
    total: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", as_tuple(self.parts))

    @property
    def computed(self) -> Hashable:
        """The last part."""
        return self.parts[-1]

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The other parts."""
        return tuple(self.parts[:-1])

    def _check(self, reader: RowReader) -> None:
        check_parts(self.parts, least=2)
        check_number("total", self.total, A_COLUMN_OF_TOTALS)
        super()._check(reader)

    def _exact(self, reader: RowReader) -> tuple[np.ndarray, np.ndarray]:
        """Take the other parts from the total."""
        others = [reader.values(part) for part in self.parts[:-1]]
        scale = np.maximum(np.max(np.abs(others), axis=0), abs(self.total))
        return self.total - np.sum(others, axis=0), scale

    def __str__(self) -> str:
        return f"{' + '.join(map(str, self.parts))} = {self.total:.10g}"


def _part(reader: RowReader, column: Hashable) -> np.ndarray:
    flag = flag_of(reader, column)
    return reader.values(column) if flag is None else flag


def as_tuple(parts: Sequence[Hashable]) -> Sequence[Hashable]:
    """Give parts as a tuple, so that rules that say the same are equal.

    Parameters
    ----------
    parts : sequence of hashable
        What the user gave.

    Returns
    -------
    sequence of hashable
        A tuple for a list; anything else as it is, to be refused by name.
    """
    return tuple(parts) if isinstance(parts, list) else parts


def check_parts(parts: Sequence[Hashable], least: int = 1) -> None:
    """Refuse what is no list of parts.

    Parameters
    ----------
    parts : sequence of hashable
        What the user gave.
    least : int, default=1
        How many there must be.

    Raises
    ------
    InputError
        If it is no list, or there are too few.
    """
    is_list = isinstance(parts, Sequence) and not isinstance(parts, str)
    if not is_list or len(parts) < least:
        raise InputError(
            "the parts must be a list of columns, {least} or more; got {value!r}",
            parameter="constraints",
            value=parts,
            least=least,
        )
