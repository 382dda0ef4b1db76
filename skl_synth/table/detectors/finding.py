"""What a detector says of a column, and how its values repeat."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

LEAST_ROWS = 20
"""In a table of fewer rows all values of any column may differ by chance."""

ENOUGH_VALUES = 20
"""So many different values of a column are more than most lists of levels have."""

MOST_ROWS_EACH = 20
"""Rows of one person, on average: of a level there are more, in most tables."""

EVENLY = 5
"""The value with the most rows has at most so many times the mean. Of the levels of a
list a few are far more common than the others; no person has that many visits."""


@dataclass(frozen=True)
class Finding:
    """A column that identifies people.

    Parameters
    ----------
    reason : str
        Why it is taken for that, in words for the user.
    is_sure : bool, default=True
        Whether it is an identifier; else it is likely one, and the user is asked.
    """

    reason: str
    is_sure: bool = True


@dataclass(frozen=True, eq=False)
class Repetition:
    """How often the different values of a column occur.

    Parameters
    ----------
    counts : ndarray of int, shape (n_values,)
        Rows that hold each different value, in any order.
    n_table : int
        Rows of the table, those in which the column is empty included.
    """

    counts: np.ndarray
    n_table: int

    @property
    def n_values(self) -> int:
        """How many different values there are."""
        return len(self.counts)

    @cached_property
    def n_filled(self) -> int:
        """Rows in which the column is not empty."""
        return int(self.counts.sum())

    @property
    def rows_each(self) -> float:
        """Rows of a value, on average."""
        return self.n_filled / max(self.n_values, 1)

    @property
    def is_large(self) -> bool:
        """Whether the table has enough rows for anything to be said."""
        return self.n_table >= LEAST_ROWS

    @property
    def all_differ(self) -> bool:
        """Whether no value occurs twice."""
        return self.n_values == self.n_filled

    @property
    def mostly_differ(self) -> bool:
        """Whether there are more different values than half of the filled cells."""
        return 2 * self.n_values > self.n_filled

    @property
    def is_even(self) -> bool:
        """Whether no value is far more common than the others."""
        most = int(self.counts.max(initial=0))
        return most <= max(EVENLY * self.rows_each, 2 * EVENLY)

    @property
    def has_few_rows_each(self) -> bool:
        """Whether a value has as few rows as one person has; of few values, fewer."""
        if self.n_values >= ENOUGH_VALUES:
            return self.rows_each <= MOST_ROWS_EACH
        return self.rows_each <= (MOST_ROWS_EACH / 2 if self.n_values >= 5 else 2)

    def __str__(self) -> str:
        if self.all_differ:
            return f"all {self.n_values} different"
        return f"{self.n_values} different values in {self.n_filled} rows"
