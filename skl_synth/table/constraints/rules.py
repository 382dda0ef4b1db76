"""The constraints of one table, checked and applied together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.table.constraints.base import Constraint
from skl_synth.table.constraints.reader import RowReader
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema


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
                memory = rule._learn(reader)
                keeps = rule._holds(reader, memory)
            except ValueError as error:
                raise ValueError(f"constraint {rule}: {error}") from error
            _refuse_broken(rule, keeps)
            learned.append((rule, memory))
        return cls(schema, tuple(learned))

    def __len__(self) -> int:
        return len(self.learned)

    def __str__(self) -> str:
        return "; ".join(str(rule) for rule, _ in self.learned)

    def repair(self, rows: EncodedRows) -> tuple[EncodedRows, np.ndarray]:
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
            rows = rule._repair(RowReader(self.schema, rows))
        reader = RowReader(self.schema, rows)
        keeps = np.ones(len(rows), dtype=bool)
        for rule, memory in self.learned:
            keeps &= rule._holds(reader, memory)
        return rows, keeps


def _refuse_broken(rule: Constraint, keeps: np.ndarray) -> None:
    if not keeps.all():
        broken = np.flatnonzero(~keeps)
        raise ValueError(
            f"constraint {rule}: {len(broken)} rows of the real table break it, the "
            f"first is row {broken[0]}. Correct or drop these rows, or leave the "
            "constraint out."
        )
