"""Constraints that compare and compute nothing: an order, combinations."""

from __future__ import annotations

import operator
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.constraint_slips import (
    check_columns,
    check_operator,
    combined,
    inequality_from,
)
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.same_family import must_be_of_one_family

OPERATORS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


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

    @classmethod
    def _rewritten(cls, args: tuple[Any, ...]) -> str | None:
        """Write what was given in one text, or without an operator."""
        return inequality_from(args)

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The two columns."""
        return (self.left, self.right)

    def _learn(self, reader: RowReader) -> None:
        """Check that the two can be compared.

        Raises
        ------
        InputError
            If the operator is none, or the columns are one or measure different things.
        """
        check_operator(self.left, self.operator, self.right, OPERATORS)
        if self.left == self.right:
            raise InputError(
                "it compares column {column!r} with itself",
                column=self.left,
                parameter="constraints",
                remedies=["name two columns"],
            )
        must_be_of_one_family(reader, self.left, self.right)

    def _holds(self, reader: RowReader, learned: Any) -> np.ndarray:
        """Compare."""
        left, right = reader.values(self.left), reader.values(self.right)
        compared = OPERATORS[self.operator](left, right)
        return compared | pd.isna(left) | pd.isna(right)

    def _why_broken(self, reader: RowReader, broken: np.ndarray) -> str | None:
        """Notice a date that is compared with a time of the same day."""
        left, right = (reader.clock(c)[broken] for c in (self.left, self.right))
        if left.dtype.kind != "M" or right.dtype.kind != "M":
            return None
        if (left.astype("M8[D]") != right.astype("M8[D]")).any():
            return None
        of_days = [c for c in (self.left, self.right) if _is_midnight(reader.clock(c))]
        if len(of_days) != 1:
            return None
        stamp = self.left if of_days[0] == self.right else self.right
        return (
            f"in each of these rows both are on one day: {str(of_days[0])!r} holds "
            "dates without a time of day, and a date is its first instant, midnight; "
            f"give {str(stamp)!r} as a date without its time of day, too"
        )

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


def _is_midnight(values: np.ndarray) -> bool:
    present = values[~np.isnat(values)]
    return bool((present.astype("M8[D]") == present).all())


@dataclass(frozen=True, init=False, repr=False)
class FixedCombinations(Constraint):
    """Levels of columns occur only in combinations that a real row has.

    A row in which one of the columns is missing keeps the rule.

    Parameters
    ----------
    *columns : hashable
        Two columns or more, of any kind; a one-hot group by its name. One list of
        them says the same.

    See Also
    --------
    Inequality : An order between two columns.
    Sum : A total and its parts.

    Examples
    --------
    >>> from skl_synth import FixedCombinations
    >>> FixedCombinations("region", "district")
    FixedCombinations('region', 'district')
    >>> FixedCombinations(["region", "district"])
    FixedCombinations('region', 'district')
    """

    columns: tuple[Hashable, ...]

    def __init__(self, *columns: Hashable) -> None:
        object.__setattr__(self, "columns", combined(columns))

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The columns whose combinations they are."""
        return self.columns

    def _learn(self, reader: RowReader) -> pd.MultiIndex:
        """Remember the combinations.

        Raises
        ------
        InputError
            If there are fewer than two columns, or one comes twice.
        """
        check_columns(self.columns)
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

    def __repr__(self) -> str:
        # As it is typed: its columns have no name of their own.
        return f"FixedCombinations({', '.join(map(repr, self.columns))})"

    def __str__(self) -> str:
        return f"real combinations of {', '.join(map(str, self.columns))}"
