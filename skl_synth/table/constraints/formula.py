"""Rules that compute a number, or a date, from other columns of the same row."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.row_writer import with_numbers, without_numbers
from skl_synth.table.rounding import FULL, POWERS
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable, Variable

TOLERANCE = 1e-9
"""By how much, relatively, a result may miss its formula: floats do not add up."""

NARROW_TOLERANCE = 2e-6
"""The same for numbers that are stored in single precision."""

ROUNDINGS = {"round": np.rint, "floor": np.floor, "ceil": np.ceil}
"""How a result comes to the decimals of its column."""

SIDES = {"round": (-1, 1), "floor": (0, 1), "ceil": (-1, 0)}
"""To which side arithmetic may have moved a result."""


@dataclass(frozen=True)
class Gaps:
    """Where a computed column has no number, as seen in the real rows.

    Parameters
    ----------
    filled : bool
        Whether it has one wherever the others do.
    blank : int
        Its code in rows in which the others have none, where it never has a number
        there; -1 where it has, or there are no such rows.
    """

    filled: bool
    blank: int

    @classmethod
    def of(cls, number: np.ndarray, code: np.ndarray | None, exact: np.ndarray) -> Gaps:
        """See where real rows have no number.

        Parameters
        ----------
        number, code : ndarray
            The computed column.
        exact : ndarray
            What it is computed to be, NaN where that is not possible.

        Returns
        -------
        Gaps
            Where it has none.
        """
        unknown, absent = np.isnan(exact), np.isnan(number)
        filled = not (absent & ~unknown).any()
        if code is None or not unknown.any() or not absent[unknown].all():
            return cls(filled, -1)
        return cls(filled, int(np.bincount(code[unknown]).argmax()))


@dataclass(frozen=True)
class Formula(Constraint):
    """A rule by which a column of numbers or dates is computed from others."""

    def _exact(self, reader: RowReader) -> tuple[np.ndarray, np.ndarray]:
        """Compute the column, unrounded, in its own unit.

        Parameters
        ----------
        reader : RowReader
            Rows.

        Returns
        -------
        exact : ndarray of float64
            The results, NaN where they cannot be computed.
        scale : ndarray of float64
            The size of the largest number that took part in each.
        """
        raise NotImplementedError

    def _check(self, reader: RowReader) -> None:
        """Refuse columns that cannot take part.

        Parameters
        ----------
        reader : RowReader
            Real rows.
        """
        for column in self.columns_named:
            must_be_numbers(reader, column)

    def _rounding(self) -> str:
        """Tell how results are rounded."""
        return "round"

    def _learn(self, reader: RowReader) -> Gaps | None:
        """Check the columns, and see where the computed one has no number.

        Raises
        ------
        InputError
            If a column cannot take part.
        """
        self._check(reader)
        number, code = reader.cells(reader.variable(self.computed))
        if number is None:
            return None
        return Gaps.of(number, code, self._exact(reader)[0])

    def _repair(self, reader: RowReader, learned: Gaps | None) -> EncodedRows:
        """Compute the column wherever it is not what it should be."""
        variable = reader.variable(self.computed)
        number, _ = reader.cells(variable)
        if learned is None or number is None:
            return reader.rows
        exact, scale = self._exact(reader)
        known, absent = ~np.isnan(exact), np.isnan(number)
        wrong = known & ~self._fits(reader, number, exact, scale)
        if not learned.filled:
            wrong &= ~absent
        decimals = decimals_of(variable)
        results = rounded(exact, decimals, self._rounding())
        rows = with_numbers(reader, self.computed, results, wrong)
        if learned.blank < 0:
            return rows
        reader = RowReader(reader.schema, rows)
        return without_numbers(reader, self.computed, learned.blank, ~known & ~absent)

    def _holds(self, reader: RowReader, learned: Gaps | None) -> np.ndarray:
        """Compare the column with what it is computed to be."""
        number = self._number(reader)
        exact, scale = self._exact(reader)
        missing = np.isnan(number) | np.isnan(exact)
        return missing | self._fits(reader, number, exact, scale)

    def _number(self, reader: RowReader) -> np.ndarray:
        number, _ = reader.cells(reader.variable(self.computed))
        return reader.values(self.computed) if number is None else number

    def _fits(
        self,
        reader: RowReader,
        number: np.ndarray,
        exact: np.ndarray,
        scale: np.ndarray,
    ) -> np.ndarray:
        slack = tolerance(reader, self.columns_named) * scale
        decimals = decimals_of(reader.variable(self.computed))
        return fits(number, exact, slack, decimals, self._rounding())


def decimals_of(variable: Variable) -> int:
    """Tell to how many decimals results of a column are rounded.

    Parameters
    ----------
    variable : Variable
        The column.

    Returns
    -------
    int
        Its decimals; `FULL` where they are not rounded.
    """
    if isinstance(variable, NumberVariable):
        return variable.precision.decimals
    return FULL


def tolerance(reader: RowReader, columns: tuple[Hashable, ...]) -> float:
    """Tell how exactly results of columns can be compared.

    Parameters
    ----------
    reader : RowReader
        Rows.
    columns : tuple of hashable
        The columns.

    Returns
    -------
    float
        The relative error that arithmetic leaves.
    """
    variables = [reader.variable(column) for column in columns]
    narrow = any(
        isinstance(one, NumberVariable)
        and one.precision.dtype is not None
        and one.precision.dtype.itemsize < 8
        for one in variables
    )
    return NARROW_TOLERANCE if narrow else TOLERANCE


def rounded(exact: np.ndarray, decimals: int, rounding: str) -> np.ndarray:
    """Round results to decimals.

    Parameters
    ----------
    exact : ndarray of float64
        Results.
    decimals : int
        How many; `FULL` leaves them as they are.
    rounding : {"round", "floor", "ceil"}
        To which side.

    Returns
    -------
    ndarray of float64
        The rounded results.
    """
    if decimals == FULL:
        return exact
    scaled = exact * POWERS[decimals]
    return np.where(
        np.abs(scaled) >= 2.0**52, exact, ROUNDINGS[rounding](scaled) / POWERS[decimals]
    )


def fits(
    number: np.ndarray,
    exact: np.ndarray,
    slack: np.ndarray,
    decimals: int,
    rounding: str,
) -> np.ndarray:
    """Find the numbers that are what a formula gives, rounded.

    A result that lies next to where rounding to the nearest changes may have gone to
    either side: both are right. What is rounded down and falls short of a whole number
    by what arithmetic has left there is that number.

    Parameters
    ----------
    number : ndarray of float64
        The numbers.
    exact : ndarray of float64
        The results, unrounded.
    slack : ndarray of float64
        How far arithmetic may have moved them.
    decimals : int
        The decimals of the column; `FULL` where results are not rounded.
    rounding : {"round", "floor", "ceil"}
        To which side.

    Returns
    -------
    ndarray of bool
        False, too, where one of the two is NaN.
    """
    if decimals == FULL:
        return np.abs(number - exact) <= slack
    good = np.zeros(len(number), dtype=bool)
    for side in SIDES[rounding]:
        result = rounded(exact + side * slack, decimals, rounding)
        # A little more, since the slack was added with an error of its own.
        good |= np.abs(number - result) <= 1.01 * slack
    return good


def must_be_numbers(reader: RowReader, column: Hashable) -> None:
    """Refuse a column of which nothing can be computed.

    Parameters
    ----------
    reader : RowReader
        Rows.
    column : hashable
        The column.

    Raises
    ------
    InputError
        If it holds something else than numbers.
    """
    reader.values(column)
    family = reader.variable(column).family
    if family not in ("numbers", None):
        raise InputError(
            "column {column!r} holds {family}, and only numbers are added or "
            "multiplied",
            column=column,
            parameter="constraints",
            family=family,
        )
