"""A one-hot group: its columns, its rows, and the arg-max that restores it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from skl_synth.errors import InputError, Remedy, Row, Setting

SUM_TOLERANCE = 1e-6
"""How far from one the sum of a row may be: float32 tables blend with that error."""


@dataclass(frozen=True)
class OneHotGroup:
    """Columns that together hold one category.

    Parameters
    ----------
    name : hashable
        The common prefix, or the name given by the user.
    columns : tuple of hashable
        The columns, in the order of the table.
    baseline : bool
        Whether a row may have none of them set: an encoding that dropped one level.
    reason : str
        How the group was found.
    repaired : bool
        Whether it has rows that are no one-hot, to be read as near as can be.
    """

    name: Hashable
    columns: tuple[Hashable, ...]
    baseline: bool = False
    reason: str = "given"
    repaired: bool = False


@dataclass(frozen=True, eq=False)
class GroupRows:
    """The rows of a one-hot group, by what is wrong with them.

    Parameters
    ----------
    total : ndarray of shape (n_rows,)
        Sum of the columns.
    absent : ndarray of bool
        All columns are missing: that is a level of its own.
    partial : ndarray of bool
        Some columns are missing.
    """

    total: np.ndarray
    absent: np.ndarray
    partial: np.ndarray

    @classmethod
    def of(cls, columns: Sequence[np.ndarray]) -> GroupRows:
        """Look at the rows of some columns.

        Parameters
        ----------
        columns : sequence of ndarray
            The columns of a group.

        Returns
        -------
        GroupRows
            Its rows.
        """
        values = np.column_stack(columns)
        missing = np.isnan(values)
        absent = missing.all(axis=1)
        partial = missing.any(axis=1) & ~absent
        return cls(np.nansum(values, axis=1), absent, partial)

    @property
    def none(self) -> np.ndarray:
        """Rows in which no column is set, or none quite."""
        return (self.total < 1.0 - SUM_TOLERANCE) & ~self.absent

    @property
    def several(self) -> np.ndarray:
        """Rows in which more than one column is set."""
        return self.total > 1.0 + SUM_TOLERANCE

    def wrong(self, *, baseline: bool) -> np.ndarray:
        """Rows that are no one-hot.

        Parameters
        ----------
        baseline : bool
            Whether a row may have none.

        Returns
        -------
        ndarray of bool
            True where a row is wrong.
        """
        wrong = self.several | self.partial
        return wrong if baseline else wrong | self.none

    def wrong_text(self, *, baseline: bool) -> str:
        """Say in words how many rows are wrong, and in which way.

        Parameters
        ----------
        baseline : bool
            Whether a row may have none.

        Returns
        -------
        str
            The words.
        """
        kinds = {
            "no column set": self.none & ~self.partial & (not baseline),
            "more than one": self.several,
            "some columns missing": self.partial,
        }
        return ", ".join(
            f"{rows.sum()} rows with {what}"
            for what, rows in kinds.items()
            if rows.any()
        )


def group_codes(values: np.ndarray, *, baseline: bool) -> np.ndarray:
    """Level of each row of a one-hot group, of blended rows too.

    Parameters
    ----------
    values : ndarray of shape (n_rows, n_columns)
        The columns of the group, on the 0/1 scale. On a standardised scale the
        arg-max would favour rare levels.
    baseline : bool
        Whether what is missing to a sum of one is a level of its own, the last.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int32
        Position of the largest value; of the first among equals.
    """
    if baseline:
        rest = 1.0 - values.sum(axis=1, keepdims=True)
        values = np.hstack([values, rest])
    return values.argmax(axis=1).astype(np.int32)


def check_rows(group: OneHotGroup, rows: GroupRows) -> None:
    """Refuse rows that are no one-hot, neither exact nor blended.

    Parameters
    ----------
    group : OneHotGroup
        The group.
    rows : GroupRows
        Its rows.

    Raises
    ------
    InputError
        If a row does not sum to one (to at most one, with an implicit baseline).
    """
    wrong = rows.wrong(baseline=group.baseline)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise InputError(
            "one-hot group {column!r}: the columns {columns} sum to {value:g} in "
            "{row}, not to one ({wrong})",
            column=group.name,
            parameter="one_hot_groups",
            value=float(rows.total[row]),
            columns=list(group.columns),
            row=Row(row),
            wrong=rows.wrong_text(baseline=group.baseline),
            remedies=[
                Remedy(
                    "if a level was dropped from the encoding, name the group, "
                    "{setting}",
                    Setting("implicit_baseline", [group.name]),
                ),
                Remedy(
                    "if an over-sampler has truncated integers or booleans, make them "
                    "floats before it",
                    only="python",
                ),
                Remedy(
                    "if such rows are to be read as near as can be, say {setting}",
                    Setting("one_hot_repair", "repair"),
                ),
                "else correct the row",
            ],
        )
