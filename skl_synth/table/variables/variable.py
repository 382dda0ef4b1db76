"""What the variables of a table have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table.column import Publishing

KINDS = (
    "continuous",
    "integer",
    "binary",
    "category",
    "ordinal",
    "datetime",
    "timedelta",
    "one_hot",
    "constant",
    "identifier",
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Variable(ABC):
    """One variable of a table; what all kinds have in common.

    Parameters
    ----------
    name : hashable
        Name of the column, or of the one-hot group.
    columns : tuple of hashable
        The columns of the table that it covers.
    kind : str
        One of `KINDS`.
    reason : str
        Why it was given that kind, in words for the user.
    n_missing : int
        Rows in which it is missing.
    hint : str
        What it may be instead, which only who knows the table can tell.
    likely_identifier : str
        Why it is likely an identifier, though it was given another kind; mostly empty.
    """

    name: Hashable
    columns: tuple[Hashable, ...]
    kind: str
    reason: str
    n_missing: int = 0
    hint: str = ""
    likely_identifier: str = ""

    @property
    def n_levels(self) -> int:
        """Levels of its code; 0 where it has none."""
        return 0

    @property
    def n_possible(self) -> float:
        """How many different values it can take."""
        return max(self.n_levels, 1)

    @property
    def missing_level(self) -> int:
        """The level that stands for a missing value; -1 where there is none."""
        return -1

    @property
    def rare(self) -> list:
        """The levels too rare to be published, for which others stand."""
        return []

    @property
    def family(self) -> str | None:
        """What its values measure, for comparisons; None where they have no order."""
        return None

    def comparable(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> np.ndarray:
        """Give values that can be compared with those of another variable.

        Parameters
        ----------
        number, code : ndarray or None
            As `encode` gives them, snapped.
        n_rows : int
            Number of rows.

        Returns
        -------
        ndarray of float64, datetime64 or timedelta64
            The values, NaN or NaT where missing.

        Raises
        ------
        InputError
            If the values have no order.
        """
        order = Setting("column_kinds", {self.name: ["low", "high"]})
        raise InputError(
            "column {column!r} ({kind}) has no order, so it cannot be compared or "
            "added",
            column=self.name,
            kind=self.kind,
            remedies=[
                Remedy("give its levels in order, as in {setting}", order),
                "name a column of numbers or dates",
            ],
        )

    def encode(
        self, frame: pd.DataFrame, unknown: str
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Read the variable from a table.

        Parameters
        ----------
        frame : DataFrame
            A table that holds the columns of the variable.
        unknown : {"error", "ignore"}
            Whether a level never seen raises an error or becomes the code -1.

        Returns
        -------
        number : ndarray of float64 or None
            The number, NaN where missing.
        code : ndarray of int32 or None
            The level.
        """
        return None, None

    def restricted_to(
        self,
        number: np.ndarray | None,
        code: np.ndarray | None,
        n_rows: int,
        publishing: Publishing,
    ) -> tuple[Variable, np.ndarray | None, np.ndarray | None]:
        """Give the same variable for a part of the real rows.

        Kind, reason, dtype and the way in which cells are read stay as they are: only
        range, decimals, levels and missing values become those of the part. Where
        rare levels are merged, they are merged anew, by the counts of the part.

        Parameters
        ----------
        number, code : ndarray or None
            The part, as this variable encodes it.
        n_rows : int
            Number of its rows.
        publishing : Publishing
            How many rows a level must have.

        Returns
        -------
        variable : Variable
            The variable of the part. It encodes the cells of the part as:
        number, code : ndarray or None
            The part, with ranks and codes counted among the levels that are left.
        """
        return self, number, code

    @abstractmethod
    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Write the variable back as columns with the dtypes of the real table.

        Parameters
        ----------
        number, code : ndarray or None
            As `encode` gives them, snapped.
        n_rows : int
            Number of rows to write.

        Returns
        -------
        dict of column name to array
            The columns.
        """

    def describe(self) -> dict[str, Any]:
        """Range, decimals and levels, for people.

        Returns
        -------
        dict
            With the keys ``range``, ``decimals`` and ``levels``.
        """
        return {"range": "", "decimals": "", "levels": ""}
