"""Rules between columns that every row keeps, such as admitted <= discharged."""

from __future__ import annotations

import operator
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.grid import round_to
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of
from skl_synth.table.variables import NumberVariable, Variable

OPERATORS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

TOLERANCE = 1e-9
"""By how much, relatively, a total may differ from its parts: floats do not add up."""


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
        ValueError
            If there is none.
        """
        for variable in self.schema.variables:
            if column == variable.name or column in variable.columns:
                return variable
        raise ValueError(
            f"there is no column {column!r} in the table (the target is none); its "
            f"columns are {some_of(self.schema.columns, 20)}."
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
        ValueError
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


@dataclass(frozen=True)
class Constraint:
    """A rule that every row keeps; what all of them have in common."""

    def learn(self, reader: RowReader) -> Any:
        """Remember of the real rows what the rule needs; nothing by default.

        Parameters
        ----------
        reader : RowReader
            The real rows.

        Returns
        -------
        object
            What is remembered.
        """
        return None

    def repair(self, reader: RowReader) -> EncodedRows:
        """Compute what the rule determines; the rows as they are by default.

        Parameters
        ----------
        reader : RowReader
            Snapped rows.

        Returns
        -------
        EncodedRows
            The rows.
        """
        return reader.rows

    def holds(self, reader: RowReader, learned: Any) -> np.ndarray:
        """Tell which rows keep the rule.

        Parameters
        ----------
        reader : RowReader
            The rows.
        learned : object
            What `learn` remembered.

        Returns
        -------
        ndarray of bool
            True where the rule holds, or an operand is missing.
        """
        raise NotImplementedError


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
    >>> from skl_synth import Inequality, TypeAwareSMOTE
    >>> table = pd.DataFrame({"low": [60, 70, 75, 90], "high": [61, 99, 120, 130]})
    >>> rule = Inequality("low", "<", "high")
    >>> smote = TypeAwareSMOTE(constraints=[rule], random_state=0).fit(table)
    >>> made, _ = smote.sample(50)
    >>> bool((made["low"] < made["high"]).all())
    True
    """

    left: Hashable
    operator: str
    right: Hashable

    def learn(self, reader: RowReader) -> None:
        """Check that the two can be compared.

        Raises
        ------
        ValueError
            If the operator is none, or the columns measure different things.
        """
        if self.operator not in OPERATORS:
            raise ValueError(
                f"the operator must be one of {list(OPERATORS)}; got {self.operator!r}."
            )
        families = [reader.variable(c).family for c in (self.left, self.right)]
        if None not in families and families[0] != families[1]:
            raise ValueError(
                f"column {self.left!r} holds {families[0]} and column {self.right!r} "
                f"holds {families[1]}, which cannot be compared: give them one form."
            )

    def holds(self, reader: RowReader, learned: Any) -> np.ndarray:
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

    def learn(self, reader: RowReader) -> pd.MultiIndex:
        """Remember the combinations.

        Raises
        ------
        ValueError
            If there are fewer than two columns.
        """
        if len(self.columns) < 2:
            raise ValueError("it takes two columns or more to make a combination.")
        return self._keys(reader)[0].unique()

    def holds(self, reader: RowReader, learned: Any) -> np.ndarray:
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
    >>> from skl_synth import Sum, TypeAwareSMOTE
    >>> table = pd.DataFrame({"day": [3, 9, 2, 7], "night": [1, 8, 2, 5]})
    >>> table["all"] = table["day"] + table["night"]
    >>> rule = Sum("all", ["day", "night"])
    >>> smote = TypeAwareSMOTE(constraints=[rule], random_state=0)
    >>> made, _ = smote.fit(table).sample(50)
    >>> bool((made["all"] == made["day"] + made["night"]).all())
    True
    """

    total: Hashable
    parts: Sequence[Hashable]

    def learn(self, reader: RowReader) -> None:
        """Check that all are numbers.

        Raises
        ------
        ValueError
            If one is not, or there are no parts.
        """
        if isinstance(self.parts, str) or not len(self.parts):
            raise ValueError(
                f"the parts must be a list of columns; got {self.parts!r}."
            )
        for column in (self.total, *self.parts):
            family = reader.variable(column).family
            if family not in ("numbers", None):
                raise ValueError(
                    f"column {column!r} holds {family}, and only numbers are added."
                )

    def _sum(self, reader: RowReader) -> np.ndarray:
        return np.sum([reader.values(part) for part in self.parts], axis=0)

    def repair(self, reader: RowReader) -> EncodedRows:
        """Compute the total from its parts."""
        variable = reader.variable(self.total)
        if not isinstance(variable, NumberVariable):
            return reader.rows
        position = reader.schema.numbers.index(variable)
        numbers, places = reader.rows.numbers.copy(), reader.rows.places.copy()
        total, computed = numbers[:, position], self._sum(reader)
        known = ~np.isnan(total) & ~np.isnan(computed)
        summed = np.where(known, round_to(computed, variable.grid.places), total)
        places[:, position] = variable.grid.places_of(summed)
        numbers[:, position] = variable.snap(summed, places[:, position])
        return replace(reader.rows, numbers=numbers, places=places)

    def holds(self, reader: RowReader, learned: Any) -> np.ndarray:
        """Compare the total with the sum."""
        total, computed = reader.values(self.total), self._sum(reader)
        parts = np.abs([reader.values(part) for part in self.parts])
        slack = TOLERANCE * np.max([*parts, np.abs(total)], axis=0)
        missing = np.isnan(total) | np.isnan(computed)
        return missing | (np.abs(total - computed) <= np.where(missing, 0, slack))

    def __str__(self) -> str:
        return f"{self.total} = {' + '.join(map(str, self.parts))}"


@dataclass(frozen=True, eq=False)
class Rules:
    """The constraints of a table, with what each has learned of the real rows.

    Parameters
    ----------
    schema : Schema
        The schema of the rows.
    learned : tuple of (Constraint, object)
        The constraints and what they remember.
    """

    schema: Schema
    learned: tuple[tuple[Constraint, Any], ...] = ()

    @classmethod
    def fit(
        cls, constraints: Sequence[Constraint], schema: Schema, rows: EncodedRows
    ) -> Rules:
        """Check that the real rows keep the rules.

        Parameters
        ----------
        constraints : sequence of Constraint
            The rules.
        schema : Schema
            The schema of the rows.
        rows : EncodedRows
            The real rows.

        Returns
        -------
        Rules
            The rules, ready to be applied.

        Raises
        ------
        ValueError
            If a rule names no column, cannot be applied to it, or is broken by real
            rows.
        TypeError
            If one of the constraints is none.
        """
        reader = RowReader(schema, rows)
        learned = []
        for place, rule in enumerate(constraints):
            if not isinstance(rule, Constraint):
                raise TypeError(
                    f"constraints[{place}] is {rule!r}, which is no constraint: give "
                    "Inequality(left, '<=', right), FixedCombinations(a, b) or "
                    "Sum(total, [a, b]); constraints_from_json reads plain dicts."
                )
            try:
                memory = rule.learn(reader)
                keeps = rule.holds(reader, memory)
            except ValueError as error:
                raise ValueError(f"constraint {rule}: {error}") from error
            _refuse_broken(rule, keeps)
            learned.append((rule, memory))
        return cls(schema, tuple(learned))

    def __len__(self) -> int:
        return len(self.learned)

    def __str__(self) -> str:
        return "; ".join(str(rule) for rule, _ in self.learned)

    def settle(self, rows: EncodedRows) -> tuple[EncodedRows, np.ndarray]:
        """Compute what rules determine, and tell which rows keep all of them.

        Parameters
        ----------
        rows : EncodedRows
            Snapped rows.

        Returns
        -------
        rows : EncodedRows
            The rows, with totals computed.
        keeps : ndarray of bool
            True where all rules hold.
        """
        for rule, _ in self.learned:
            rows = rule.repair(RowReader(self.schema, rows))
        reader = RowReader(self.schema, rows)
        keeps = np.ones(len(rows), dtype=bool)
        for rule, memory in self.learned:
            keeps &= rule.holds(reader, memory)
        return rows, keeps


def _refuse_broken(rule: Constraint, keeps: np.ndarray) -> None:
    if not keeps.all():
        broken = np.flatnonzero(~keeps)
        raise ValueError(
            f"constraint {rule}: {len(broken)} rows of the real table break it, the "
            f"first is row {broken[0]}. Correct or drop these rows, or leave the "
            "constraint out."
        )


def constraints_from_json(rules: Any) -> list[Constraint]:
    """Read constraints from plain lists and dicts, as a JSON file holds them.

    Parameters
    ----------
    rules : list of dict
        Each with one key: ``{"inequality": ["admitted", "<=", "discharged"]}``,
        ``{"fixed_combinations": ["region", "district"]}`` or
        ``{"sum": ["total", ["a", "b"]]}``.

    Returns
    -------
    list of Constraint
        The constraints.

    Raises
    ------
    ValueError
        If something else is given; the message says which rule.

    Examples
    --------
    >>> from skl_synth.table.constraints import constraints_from_json
    >>> constraints_from_json([{"inequality": ["admitted", "<=", "discharged"]}])
    [Inequality(left='admitted', operator='<=', right='discharged')]
    """
    if not isinstance(rules, list):
        raise ValueError(f"constraints must be a list of rules; got {rules!r}.")
    return [_from_json(place, rule) for place, rule in enumerate(rules)]


def _from_json(place: int, rule: Any) -> Constraint:
    if isinstance(rule, Mapping) and len(rule) == 1:
        match next(iter(rule.items())):
            case ("inequality", [left, sign, right]):
                return Inequality(left, sign, right)
            case ("fixed_combinations", [*columns]):
                return FixedCombinations(*columns)
            case ("sum", [total, [*parts]]):
                return Sum(total, parts)
    raise ValueError(
        f"rule {place} is {rule!r}, which is none of "
        '{"inequality": [left, "<=", right]}, {"fixed_combinations": [columns]} and '
        '{"sum": [total, [parts]]}.'
    )
