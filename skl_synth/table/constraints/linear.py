"""Weighted sums of other columns, and constant differences."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.codecs.times import Times
from skl_synth.table.constraints.constraint_slips import (
    as_terms,
    check_number,
    check_terms,
)
from skl_synth.table.constraints.formula import ROUNDINGS, Formula, must_be_numbers
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.same_family import must_be_of_one_family

Terms = tuple[tuple[Hashable, float], ...]


@dataclass(frozen=True)
class Linear(Formula):
    """A column is a weighted sum of others, such as pounds from kilograms.

    The result is rounded to the decimals of the column. A row in which it is out of
    the range seen is replaced. A row in which one of the columns is missing keeps the
    rule.

    Parameters
    ----------
    column : hashable
        The column that is computed.
    terms : list of (hashable, float)
        The other columns, each with its coefficient.
    intercept : float, default=0.0
        What is added.
    rounding : {"round", "floor", "ceil"}, default="round"
        How the result comes to the decimals of the column.

    See Also
    --------
    Sum : All coefficients are one.
    Product : Columns are multiplied.

    Examples
    --------
    >>> from skl_synth import Linear
    >>> print(Linear("charge", (("minutes", 0.17),), 3))
    charge = 0.17 × minutes + 3
    """

    column: Hashable
    terms: Terms
    intercept: float = 0.0
    rounding: str = "round"

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", as_terms(self.terms))

    @property
    def computed(self) -> Hashable:
        """The column."""
        return self.column

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The others."""
        return tuple(other for other, _ in self.terms)

    def _rounding(self) -> str:
        return self.rounding

    def _check(self, reader: RowReader) -> None:
        check_terms("Linear", self.column, self.terms)
        check_number("intercept", self.intercept)
        check_rounding(self.rounding)
        super()._check(reader)

    def _exact(self, reader: RowReader) -> tuple[np.ndarray, np.ndarray]:
        """Add the terms."""
        terms = [weight * reader.values(other) for other, weight in self.terms]
        scale = np.maximum(np.max(np.abs(terms), axis=0), abs(self.intercept))
        return np.sum(terms, axis=0) + self.intercept, scale

    def __str__(self) -> str:
        parts = [(_times(weight, other), weight < 0) for other, weight in self.terms]
        if self.intercept:
            parts.append((f"{abs(self.intercept):.10g}", self.intercept < 0))
        # What is subtracted stands behind something.
        first = next((part for part in parts if not part[1]), parts[0])
        parts.remove(first)
        text = f"{self.column} = {'−' if first[1] else ''}{first[0]}"
        rest = [f" {'−' if negative else '+'} {part}" for part, negative in parts]
        return "".join([text, *rest, rounding_text(self.rounding)])


def _times(weight: float, other: Hashable) -> str:
    return str(other) if abs(weight) == 1 else f"{abs(weight):.10g} × {other}"


def rounding_text(rounding: str) -> str:
    """Say how a result is rounded, where it is not the usual way.

    Parameters
    ----------
    rounding : str
        One of `ROUNDINGS`.

    Returns
    -------
    str
        What to put behind the formula.
    """
    return {"floor": ", rounded down", "ceil": ", rounded up"}.get(rounding, "")


def check_rounding(rounding: str) -> None:
    """Refuse a way of rounding that there is not.

    Parameters
    ----------
    rounding : str
        What the user gave.

    Raises
    ------
    InputError
        If it is none.
    """
    if rounding not in ROUNDINGS:
        raise InputError(
            "the rounding must be one of {choices}; got {value!r}",
            parameter="constraints",
            value=rounding,
            choices=list(ROUNDINGS),
        )


@dataclass(frozen=True)
class Shift(Formula):
    """A column is another one plus a constant: a number, or a length of time.

    A row in which the column is out of the range seen is replaced. A row in which one
    of the two is missing keeps the rule.

    Parameters
    ----------
    column : hashable
        The column that is computed.
    other : hashable
        The column that it follows.
    by : float or str
        What is added; between dates a length of time such as ``"7 days"``.

    See Also
    --------
    Elapsed : A length of time that is a column of its own.

    Examples
    --------
    >>> from skl_synth import Shift
    >>> print(Shift("review", "admitted", "7 days"))
    review = admitted + 7 days
    """

    column: Hashable
    other: Hashable
    by: float | str

    @property
    def computed(self) -> Hashable:
        """The column."""
        return self.column

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The other one."""
        return (self.other,)

    def _check(self, reader: RowReader) -> None:
        must_be_of_one_family(reader, self.column, self.other)
        if not isinstance(self.by, str):
            check_number("constant", self.by, "give a length of time, such as '7 days'")
            must_be_numbers(reader, self.column)
            return
        family = reader.variable(self.column).family
        try:
            pd.Timedelta(self.by)
        except ValueError as error:
            raise InputError(
                "{value!r} is no length of time, such as '7 days'",
                parameter="constraints",
                value=self.by,
            ) from error
        if family == "numbers":
            raise InputError(
                "column {column!r} holds numbers, to which no length of time can be "
                "added; got {value!r}",
                column=self.column,
                parameter="constraints",
                value=self.by,
            )

    def _exact(self, reader: RowReader) -> tuple[np.ndarray, np.ndarray]:
        """Add the constant."""
        if isinstance(self.by, str):
            shifted = reader.clock(self.other) + pd.Timedelta(self.by).to_timedelta64()
            return in_unit_of(reader, self.column, shifted)
        other = reader.values(self.other)
        return other + self.by, np.maximum(np.abs(other), abs(self.by))

    def __str__(self) -> str:
        by = self.by if isinstance(self.by, str) else f"{abs(self.by):.10g}"
        is_negative = not isinstance(self.by, str) and self.by < 0
        return f"{self.column} = {self.other} {'−' if is_negative else '+'} {by}"


def in_unit_of(
    reader: RowReader, column: Hashable, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give points in time, or lengths of it, in the unit of a column.

    Parameters
    ----------
    reader : RowReader
        Rows.
    column : hashable
        A column of dates or durations.
    values : ndarray of datetime64 or timedelta64
        Local times, or lengths of time.

    Returns
    -------
    numbers : ndarray of float64
        NaN where missing.
    scale : ndarray of float64
        Their size.
    """
    codec = getattr(reader.variable(column), "codec", None)
    assert isinstance(codec, Times)
    numbers = codec.steps.numbers(values)
    return numbers, np.abs(numbers) + 1
