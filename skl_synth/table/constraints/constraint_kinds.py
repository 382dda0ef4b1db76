"""The constraints that there are: an order, combinations, a sum."""

from __future__ import annotations

import operator
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rounding import round_to
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable

OPERATORS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

TOLERANCE = 1e-9
"""By how much, relatively, a total may differ from its parts: floats do not add up."""


@dataclass(frozen=True)
class Inequality(Constraint):
    """One column is less (or more) than another in every row.

    A row in which one of them is missing keeps the rule.

    Parameters
    ----------
    left : hashable
        A column of numbers, dates, durations or ordered levels.
    operator : {"<", "<=", ">", ">="}
        How it compares.
    right : hashable
        A column of the same sort.

    See Also
    --------
    FixedCombinations : Levels that go together.
    Sum : A total and its parts.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import Inequality, TableEncoder, TypeAwareSMOTE
    >>> table = pd.DataFrame({"low": [60, 70, 75, 90], "high": [61, 99, 120, 130]})
    >>> rule = Inequality("low", "<", "high")
    >>> encoder = TableEncoder(constraints=[rule])
    >>> smote = TypeAwareSMOTE(k_neighbors=2, encoder=encoder).fit(table)
    >>> X_new, _ = smote.sample(50)
    >>> bool((X_new["low"] < X_new["high"]).all())
    True
    """

    left: Hashable
    operator: str
    right: Hashable

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The two columns."""
        return (self.left, self.right)

    def _learn(self, reader: RowReader) -> None:
        """Check that the two can be compared.

        Raises
        ------
        InputError
            If the operator is none, or the columns measure different things.
        """
        if self.operator not in OPERATORS:
            raise InputError(
                "the operator must be one of {choices}; got {value!r}",
                parameter="constraints",
                value=self.operator,
                choices=list(OPERATORS),
            )
        families = [reader.variable(c).family for c in (self.left, self.right)]
        if None not in families and families[0] != families[1]:
            raise InputError(
                "column {column!r} holds {left} and column {other!r} holds {right}, "
                "which cannot be compared",
                column=self.left,
                parameter="constraints",
                other=self.right,
                left=families[0],
                right=families[1],
                remedies=["give them one form"],
            )

    def _holds(self, reader: RowReader, learned: Any) -> np.ndarray:
        """Compare."""
        left, right = reader.values(self.left), reader.values(self.right)
        compared = OPERATORS[self.operator](left, right)
        return compared | pd.isna(left) | pd.isna(right)

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


@dataclass(frozen=True, init=False)
class FixedCombinations(Constraint):
    """Levels of columns occur only in combinations that a real row has.

    A row in which one of the columns is missing keeps the rule.

    Parameters
    ----------
    *columns : hashable
        Two columns or more, of any kind; a one-hot group by its name.

    See Also
    --------
    Inequality : An order between two columns.
    Sum : A total and its parts.

    Examples
    --------
    >>> from skl_synth import FixedCombinations
    >>> FixedCombinations("region", "district")
    FixedCombinations(columns=('region', 'district'))
    """

    columns: tuple[Hashable, ...]

    def __init__(self, *columns: Hashable) -> None:
        object.__setattr__(self, "columns", columns)

    def _learn(self, reader: RowReader) -> pd.MultiIndex:
        """Remember the combinations.

        Raises
        ------
        InputError
            If there are fewer than two columns.
        """
        if len(self.columns) < 2:
            raise InputError(
                "it takes two columns or more to make a combination",
                parameter="constraints",
                value=self.columns,
            )
        return self._keys(reader)[0].unique()

    def _holds(self, reader: RowReader, learned: Any) -> np.ndarray:
        """Look the combination up."""
        keys, missing = self._keys(reader)
        return keys.isin(learned) | missing

    def _keys(self, reader: RowReader) -> tuple[pd.MultiIndex, np.ndarray]:
        keys, missing = zip(*map(reader.keys, self.columns), strict=True)
        # No key is NaN: a missing number has one of its own.
        numbers = [np.nan_to_num(key, nan=-np.inf, posinf=np.inf) for key in keys]
        return pd.MultiIndex.from_arrays(numbers), np.any(missing, axis=0)

    def __str__(self) -> str:
        return f"real combinations of {', '.join(map(str, self.columns))}"


@dataclass(frozen=True)
class Sum(Constraint):
    """A column is the sum of others; it is computed from them in every row.

    A row in which the total is out of the range seen, or needs more decimals than the
    column has, is replaced. A row in which one of the columns is missing keeps the
    rule.

    Parameters
    ----------
    total : hashable
        The column that holds the sum.
    parts : sequence of hashable
        The columns that are added.

    See Also
    --------
    Inequality : An order between two columns.
    FixedCombinations : Levels that go together.

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

    @property
    def computed(self) -> Hashable:
        """The total."""
        return self.total

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The parts."""
        return tuple(self.parts)

    def _learn(self, reader: RowReader) -> None:
        """Check that all are numbers.

        Raises
        ------
        InputError
            If one is not, or there are no parts.
        """
        if isinstance(self.parts, str) or not len(self.parts):
            raise InputError(
                "the parts must be a list of columns; got {value!r}",
                parameter="constraints",
                value=self.parts,
            )
        for column in (self.total, *self.parts):
            family = reader.variable(column).family
            if family not in ("numbers", None):
                raise InputError(
                    "column {column!r} holds {family}, and only numbers are added",
                    column=column,
                    parameter="constraints",
                    family=family,
                )

    def _sum(self, reader: RowReader) -> np.ndarray:
        return np.sum([reader.values(part) for part in self.parts], axis=0)

    def _repair(self, reader: RowReader, learned: Any) -> EncodedRows:
        """Compute the total from its parts."""
        variable = reader.variable(self.total)
        if not isinstance(variable, NumberVariable):
            return reader.rows
        position = reader.schema.numbers.index(variable)
        numbers, decimals = reader.rows.numbers.copy(), reader.rows.decimals.copy()
        total, computed = numbers[:, position], self._sum(reader)
        known = ~np.isnan(total) & ~np.isnan(computed)
        summed = np.where(known, round_to(computed, variable.precision.decimals), total)
        decimals[:, position] = variable.precision.decimals_of(summed)
        numbers[:, position] = variable.snap(summed, decimals[:, position])
        return replace(reader.rows, numbers=numbers, decimals=decimals)

    def _holds(self, reader: RowReader, learned: Any) -> np.ndarray:
        """Compare the total with the sum."""
        total, computed = reader.values(self.total), self._sum(reader)
        parts = np.abs([reader.values(part) for part in self.parts])
        slack = TOLERANCE * np.max([*parts, np.abs(total)], axis=0)
        missing = np.isnan(total) | np.isnan(computed)
        return missing | (np.abs(total - computed) <= np.where(missing, 0, slack))

    def __str__(self) -> str:
        return f"{self.total} = {' + '.join(map(str, self.parts))}"
