"""The constraints of one table, checked and applied together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.errors import InputError, InputTypeError
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.row_reader import RowReader
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
        InputError
            If a rule names no column, cannot be applied to it, or is broken by real
            rows.
        TypeError
            If one of the constraints is none.
        """
        reader = RowReader(schema, rows)
        learned = []
        for place, rule in enumerate(constraints):
            if not isinstance(rule, Constraint):
                raise InputTypeError(
                    "{parameter}[{place}] is {value!r}, which is no constraint",
                    parameter="constraints",
                    value=rule,
                    place=place,
                    remedies=[
                        "give Inequality(left, '<=', right), "
                        "FixedCombinations(a, b) or Sum(total, [a, b])",
                        "read plain dicts by constraints_from_json",
                    ],
                )
            try:
                memory = rule._learn(reader)
                keeps = rule._holds(reader, memory)
            except ValueError as error:
                raise InputError(
                    "constraint {rule}: {reason}",
                    column=getattr(error, "column", None),
                    parameter="constraints",
                    value=rule,
                    rule=str(rule),
                    reason=error,
                ) from error
            _refuse_broken(rule, keeps)
            learned.append((rule, memory))
        return cls(schema, tuple(learned))

    def learned_anew(self, schema: Schema, rows: EncodedRows) -> Rules:
        """Learn the same rules from some of the rows that were found to keep them.

        Parameters
        ----------
        schema : Schema
            The schema of these rows.
        rows : EncodedRows
            The rows. Where their outermost values are coded together some may break a
            rule; synthetic ones never do.

        Returns
        -------
        Rules
            The rules, ready to be applied.
        """
        reader = RowReader(schema, rows)
        learned = tuple((rule, rule._learn(reader)) for rule, _ in self.learned)
        return Rules(schema, learned)

    def __len__(self) -> int:
        return len(self.learned)

    def __str__(self) -> str:
        return "; ".join(str(rule) for rule, _ in self.learned)

    def repair(self, rows: EncodedRows) -> tuple[EncodedRows, np.ndarray]:
        """Compute what rules determine, and find which rows keep all of them.

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
        raise InputError(
            "constraint {rule}: {n_rows} rows of the real table break it, the first is "
            "row {row}",
            parameter="constraints",
            value=rule,
            rule=str(rule),
            n_rows=len(broken),
            row=int(broken[0]),
            remedies=["correct or drop these rows", "leave the constraint out"],
        )
