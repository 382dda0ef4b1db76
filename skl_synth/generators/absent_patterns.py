"""Absent patterns: where rows have no number, but a special or a missing value.

A row that has few numbers can be like few others only, so that more of its kind equal a
real row, or one another, and lie closer to one. A filter that does not look at that
drops them, and the values are rarer than they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap

import numpy as np

from skl_synth.generators.moves import LOST, NOTICEABLE
from skl_synth.generators.shortage import LEAST_SURVIVAL
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable, Variable

MOST_DRAWN = 12
"""So many rows are made per row that is needed, at most, for the sake of patterns."""

MOST_BY_CHANCE = 2
"""Rows that a pattern may lack without a word."""

MANY_NUMBERS = 65_536
"""So many combinations are counted, though there may be fewer rows."""


def absent_patterns(real: RealTable, rows: EncodedRows) -> np.ndarray | None:
    """Number the rows by what is absent in them, rare patterns together.

    Parameters
    ----------
    real : RealTable
        The real table, for its schema.
    rows : EncodedRows
        Any rows of it.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int, or None
        The pattern of each row; None where no column has a special or a missing value.
    """
    columns = _absent_columns(real, rows)
    if not columns:
        return None
    patterns, n_rows = number_combinations(columns)
    # What few rows have cannot be kept at a rate of its own.
    is_common = n_rows >= LOST * len(rows.codes)
    place = np.where(is_common, np.cumsum(is_common), 0)
    numbered: np.ndarray = place[patterns]
    return numbered


def absent_marks(real: RealTable, rows: EncodedRows) -> np.ndarray | None:
    """Say of each row what is absent in it, column by column.

    Parameters
    ----------
    real : RealTable
        The real table, for its schema.
    rows : EncodedRows
        Any rows of it.

    Returns
    -------
    ndarray of shape (n_rows, n_columns), dtype int, or None
        A column for each that has special or missing values; None where none has.
    """
    columns = _absent_columns(real, rows)
    return np.column_stack(columns) if columns else None


def _absent_columns(real: RealTable, rows: EncodedRows) -> list[np.ndarray]:
    columns = zip(real.schema.codes, rows.codes.T, strict=True)
    return [one for one in starmap(_absent, columns) if one is not None]


def number_combinations(columns: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Number the rows of some columns of codes, in the order of their sorted rows.

    It is what `numpy.unique` tells along an axis, which sorts all rows, and takes a
    hundred times as long where there are few combinations.

    Parameters
    ----------
    columns : list of ndarray of shape (n_rows,), dtype int or bool
        One column at least.

    Returns
    -------
    numbers : ndarray of shape (n_rows,), dtype int
        Which of the different combinations each row has.
    n_rows : ndarray of shape (n_combinations,), dtype int
        How many rows have each.
    """
    number, n_numbers = np.zeros(len(columns[0]), dtype=np.int64), 1
    counts = np.array([len(number)])
    for column in columns:
        least = int(column.min(initial=0))
        n_levels = int(column.max(initial=0)) - least + 1
        number = number * n_levels + (column - least if least else column)
        number, counts = _without_gaps(number, n_numbers * n_levels)
        n_numbers = len(counts)
    return number, counts


def _without_gaps(number: np.ndarray, n_numbers: int) -> tuple[np.ndarray, np.ndarray]:
    """Renumber, so that each number is one that some row has."""
    if n_numbers > max(len(number), MANY_NUMBERS):
        _, renumbered, counts = np.unique(
            number, return_inverse=True, return_counts=True
        )
        return renumbered.reshape(-1), counts
    counts = np.bincount(number, minlength=n_numbers)
    rank = np.cumsum(counts > 0) - 1
    return rank[number], counts[counts > 0]


def _absent(variable: Variable, codes: np.ndarray) -> np.ndarray | None:
    """Mark what is absent in a column, where something may be."""
    if isinstance(variable, NumberVariable):
        return codes
    return codes == variable.missing_level if variable.missing_level >= 0 else None


@dataclass(frozen=True, eq=False)
class PatternRates:
    """How many rows of each class and pattern there should be, and could be.

    Parameters
    ----------
    cells : ndarray of shape (n_rows,), dtype int
        The pattern of each candidate.
    made, had : ndarray of shape (n_classes, n_patterns), dtype int
        Candidates that were made, and those that may be published.
    """

    cells: np.ndarray
    made: np.ndarray
    had: np.ndarray

    @classmethod
    def of(
        cls, patterns: np.ndarray, groups: np.ndarray, kept: np.ndarray, n: int
    ) -> PatternRates:
        """Count candidates.

        Parameters
        ----------
        patterns, groups : ndarray of shape (n_rows,), dtype int
            The pattern and the class of each.
        kept : ndarray of shape (n_rows,), dtype bool
            Those that may be published.
        n : int
            Number of classes.

        Returns
        -------
        PatternRates
            The counts.
        """
        shape = n, int(patterns.max(initial=0)) + 1
        place = groups * shape[1] + patterns
        made, had = (
            np.bincount(one, minlength=shape[0] * shape[1]).reshape(shape)
            for one in (place, place[kept])
        )
        return cls(patterns, made, had)

    def wanted(self, counts: np.ndarray) -> np.ndarray:
        """Share rows among the patterns of a class as they were made.

        Parameters
        ----------
        counts : ndarray of shape (n_classes,), dtype int
            Rows of each class.

        Returns
        -------
        ndarray of shape (n_classes, n_patterns), dtype int
            Whole numbers with these sums, where a class was made at all.
        """
        made = np.maximum(self.made.sum(axis=1, keepdims=True), 1)
        shares = counts[:, None] * self.made
        whole, rest = np.divmod(shares, made)
        turn = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1)
        left = (rest.sum(axis=1) // made[:, 0])[:, None]
        number: np.ndarray = whole + (turn < left)
        return number

    def to_draw(self, counts: np.ndarray) -> np.ndarray:
        """Number of rows to draw for patterns of which noticeably few are left.

        Parameters
        ----------
        counts : ndarray of shape (n_classes,), dtype int
            Rows of each class that are needed.

        Returns
        -------
        ndarray of shape (n_classes,), dtype int
            Rows of each class; 0 where shares are kept, or cannot be.
        """
        wanted, made = self.wanted(counts), self.made.sum(axis=1)
        asked = np.zeros(len(counts), dtype=np.intp)
        for group, pattern in np.argwhere(self.had < wanted).tolist():
            n, had = int(counts[group]), int(self.had[group, pattern])
            short = int(wanted[group, pattern]) - had
            # Where next to nothing is left that nobody has, to fill it would tell who
            # is in the table.
            is_spent = had < LEAST_SURVIVAL * self.made[group, pattern]
            if short >= LOST * n and had and not is_spent:
                needed = int(np.ceil(1.5 * short * made[group] / had))
                asked[group] = max(asked[group], needed)
        most = np.maximum(MOST_DRAWN * counts - made, 0)
        return np.minimum(asked, most)

    def are_short(self, counts: np.ndarray) -> bool:
        """Whether a pattern is left with noticeably fewer rows than it should have.

        Parameters
        ----------
        counts : ndarray of shape (n_classes,), dtype int
            Rows of each class that are needed.

        Returns
        -------
        bool
            True if the rates cannot be kept.
        """
        missing = self.wanted(counts) - self.had
        is_much = missing > np.maximum(NOTICEABLE * counts, MOST_BY_CHANCE)[:, None]
        return bool(is_much.any())
