"""What all constraints have in common."""

from __future__ import annotations

import inspect
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.keywords import NamedParameters
from skl_synth.table.constraints.constraint_slips import WRITTEN
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rows import EncodedRows


@dataclass(frozen=True)
class Constraint(NamedParameters):
    """A rule that every row keeps; what all of them have in common."""

    @classmethod
    def _rewritten(cls, args: tuple[Any, ...]) -> str | None:
        """Show how the rule is written, where arguments are missing or too many."""
        try:
            inspect.signature(cls).bind(*args)
        except TypeError:
            return WRITTEN.get(cls.__name__)
        return None

    @property
    def computed(self) -> Hashable | None:
        """The column that the rule computes; None where it only compares."""
        return None

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The columns that it is computed from, or that are compared."""
        return ()

    @property
    def columns_named(self) -> tuple[Hashable, ...]:
        """All columns that the rule names, the computed one first."""
        first = () if self.computed is None else (self.computed,)
        return (*first, *self.sources)

    def _for_table(self, reader: RowReader) -> Constraint:
        """Give the form that the rule takes for one table; the rule itself by default.

        Parameters
        ----------
        reader : RowReader
            The real rows.

        Returns
        -------
        Constraint
            The rule to be kept.
        """
        return self

    def _learn(self, reader: RowReader) -> Any:
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

    def _repair(self, reader: RowReader, learned: Any) -> EncodedRows:
        """Compute what the rule determines; the rows as they are by default.

        Parameters
        ----------
        reader : RowReader
            Snapped rows.
        learned : object
            What `_learn` remembered.

        Returns
        -------
        EncodedRows
            The rows.
        """
        return reader.rows

    def _holds(self, reader: RowReader, learned: Any) -> np.ndarray:
        """Find which rows keep the rule.

        Parameters
        ----------
        reader : RowReader
            The rows.
        learned : object
            What `_learn` remembered.

        Returns
        -------
        ndarray of bool
            True where the rule holds, or an operand is missing.
        """
        raise NotImplementedError

    def _why_broken(self, reader: RowReader, broken: np.ndarray) -> str | None:
        """Say why real rows break the rule, where there is a usual reason.

        Parameters
        ----------
        reader : RowReader
            The real rows.
        broken : ndarray of int
            The rows that break it.

        Returns
        -------
        str or None
            What to do; None where nothing is known.
        """
        return None
