"""The constraints of one table, checked and applied together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.fitted_rule import check_constraint, fit_rule
from skl_synth.table.constraints.learnt_rule import learnt
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.rule_outcomes import RuleOutcome, outcomes_of
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema

if TYPE_CHECKING:
    from skl_synth.table.rule_search import FoundRule


@dataclass(frozen=True, eq=False)
class Rules:
    """The constraints of a table, with what each has learned of the real rows.

    Parameters
    ----------
    schema : Schema
        The schema of the rows.
    learned : tuple of (Constraint, object)
        The constraints and what they remember.
    found : tuple of FoundRule
        Those of them that were found in the rows, with what they rest on.
    """

    schema: Schema
    learned: tuple[tuple[Constraint, Any], ...] = ()
    found: tuple[FoundRule, ...] = ()

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
            check_constraint(rule, place)
            learned.append(fit_rule(rule, reader))
        return cls.of(schema, learned)

    @classmethod
    def of(
        cls,
        schema: Schema,
        learned: Sequence[tuple[Constraint, Any]],
        found: Sequence[FoundRule] = (),
    ) -> Rules:
        """Put rules together, each behind those that compute what it needs.

        Parameters
        ----------
        schema : Schema
            The schema of the rows.
        learned : sequence of (Constraint, object)
            The constraints and what they remember.
        found : sequence of FoundRule, default=()
            Those of them that were found in the rows.

        Returns
        -------
        Rules
            The rules, ready to be applied.
        """
        order = in_order([rule for rule, _ in learned])
        return cls(schema, tuple(learned[place] for place in order), tuple(found))

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
        reader, least = RowReader(schema, rows, persons), schema.publishing.least
        learned = tuple((rule, learnt(rule, reader, least)) for rule, _ in self.learned)
        return Rules(schema, learned, self.found)

    def with_found(
        self,
        found: Sequence[FoundRule],
        rows: EncodedRows,
        persons: np.ndarray | None = None,
    ) -> Rules:
        """Add rules that were found, but for those that given ones speak for.

        Parameters
        ----------
        found : sequence of FoundRule
            What was found in the rows.
        rows : EncodedRows
            The real rows.
        persons : ndarray of shape (n_rows,) or None, default=None
            Which person each row belongs to.

        Returns
        -------
        Rules
            The rules.
        """
        reader = RowReader(self.schema, rows, persons)
        new = self.not_given(found)
        learned = [(one.rule, learnt(one.rule, reader)) for one in new]
        return Rules.of(self.schema, [*self.learned, *learned], new)

    def not_given(self, found: Sequence[FoundRule]) -> tuple[FoundRule, ...]:
        """Leave out rules that were found where given ones speak for their columns.

        Parameters
        ----------
        found : sequence of FoundRule
            What was found in the rows.

        Returns
        -------
        tuple of FoundRule
            The others.
        """
        given = [rule for rule, _ in self.learned]
        return tuple(one for one in found if not _is_given(one.rule, given))

    def without_found(self) -> Rules:
        """Keep the rules that were given, and no others.

        Returns
        -------
        Rules
            The rules.
        """
        kept = zip(self.learned, self.support, strict=True)
        return Rules(self.schema, tuple(one for one, found in kept if found is None))

    @property
    def support(self) -> list[FoundRule | None]:
        """For each rule what it rests on; None where the user gave it."""
        found = [one.rule for one in self.found]
        return [
            self.found[found.index(rule)] if rule in found else None
            for rule, _ in self.learned
        ]

    def words(self) -> list[str]:
        """Say each rule that was found, and what it rests on, in a line.

        Returns
        -------
        list of str
            The lines.
        """
        return [str(one) for one in self.found]

    def outcomes(self, rows: EncodedRows) -> tuple[RuleOutcome, ...]:
        """Check the rules on rows as they are written.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the schema.

        Returns
        -------
        tuple of RuleOutcome
            Whether each is kept, or in how many rows it is lost.
        """
        return outcomes_of(self, rows)

    def lost(self, rows: EncodedRows) -> tuple[RuleOutcome, ...]:
        """Name what real rows keep and these rows do not.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the schema, as they are written.

        Returns
        -------
        tuple of RuleOutcome
            The rules that some of the rows break.
        """
        return tuple(one for one in self.outcomes(rows) if not one.kept)

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
        rows = self.computed(rows)
        return rows, self.kept(rows)

    def kept(self, rows: EncodedRows) -> np.ndarray:
        """Find which rows keep all rules.

        Parameters
        ----------
        rows : EncodedRows
            Rows whose columns are computed.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            True where all rules hold.
        """
        keeps: np.ndarray = np.all(self.held(rows), axis=0)
        return keeps

    def computed(self, rows: EncodedRows) -> EncodedRows:
        """Compute what rules determine, each column once its sources are there.

        Parameters
        ----------
        rows : EncodedRows
            Snapped rows.

        Returns
        -------
        EncodedRows
            The rows, with totals computed.
        """
        for rule, memory in self.learned:
            rows = rule._repair(RowReader(self.schema, rows), memory)
        return rows

    def held(self, rows: EncodedRows) -> np.ndarray:
        """Find which rows keep each rule.

        Parameters
        ----------
        rows : EncodedRows
            Rows whose columns are computed.

        Returns
        -------
        ndarray of shape (n_rules, n_rows), dtype bool
            True where a rule holds.
        """
        reader = RowReader(self.schema, rows)
        held = [rule._holds(reader, memory) for rule, memory in self.learned]
        return np.array(held, dtype=bool).reshape(len(self.learned), len(rows))


def _is_given(rule: Constraint, given: Sequence[Constraint]) -> bool:
    """Whether the user said the same, or what else the column follows from."""
    if rule in given:
        return True
    if rule.computed is not None:
        return rule.computed in [one.computed for one in given]
    compared = [set(one.sources) for one in given if one.computed is None]
    return set(rule.sources) in compared


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
