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
        cls,
        constraints: Sequence[Constraint],
        schema: Schema,
        rows: EncodedRows,
        persons: np.ndarray | None = None,
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
        persons : ndarray of shape (n_rows,) or None, default=None
            Which person each row belongs to.

        Returns
        -------
        Rules
            The rules, ready to be applied, each behind those that compute what it
            needs.

        Raises
        ------
        InputError
            If a rule names no column, cannot be applied to it, or is broken by real
            rows.
        TypeError
            If one of the constraints is none.
        """
        reader = RowReader(schema, rows, persons)
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
                rule = rule._for_table(reader)
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
            _refuse_broken(rule, keeps, reader)
            learned.append((rule, memory))
        order = in_order([rule for rule, _ in learned])
        return cls(schema, tuple(learned[place] for place in order))

    def learned_anew(
        self, schema: Schema, rows: EncodedRows, persons: np.ndarray | None = None
    ) -> Rules:
        """Learn the same rules from some of the rows that were found to keep them.

        Parameters
        ----------
        schema : Schema
            The schema of these rows.
        rows : EncodedRows
            The rows. Where their outermost values are coded together some may break a
            rule; synthetic ones never do.
        persons : ndarray of shape (n_rows,) or None, default=None
            Which person each row belongs to.

        Returns
        -------
        Rules
            The rules, ready to be applied.
        """
        reader = RowReader(schema, rows, persons)
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
        for rule, memory in self.learned:
            rows = rule._repair(RowReader(self.schema, rows), memory)
        reader = RowReader(self.schema, rows)
        keeps = np.ones(len(rows), dtype=bool)
        for rule, memory in self.learned:
            keeps &= rule._holds(reader, memory)
        return rows, keeps


def in_order(rules: Sequence[Constraint]) -> list[int]:
    """Order rules so that each stands behind those that compute what it needs.

    Parameters
    ----------
    rules : sequence of Constraint
        Rules.

    Returns
    -------
    list of int
        Their positions; where rules wait for one another, as they were given.
    """
    waiting, order = list(range(len(rules))), []
    while waiting:
        open_columns = {rules[i].computed for i in waiting} - {None}
        ready = [i for i in waiting if not open_columns & set(rules[i].sources)]
        order += ready or waiting
        waiting = [i for i in waiting if i not in order]
    return order


def _refuse_broken(rule: Constraint, keeps: np.ndarray, reader: RowReader) -> None:
    if not keeps.all():
        broken = np.flatnonzero(~keeps)
        why = rule._why_broken(reader, broken)
        raise InputError(
            "constraint {rule}: {n_rows} rows of the real table break it, the first is "
            "row {row}" + ("" if why is None else "; {why}"),
            parameter="constraints",
            value=rule,
            rule=str(rule),
            n_rows=len(broken),
            row=int(broken[0]),
            why=why,
            remedies=["correct or drop these rows", "leave the constraint out"],
        )
