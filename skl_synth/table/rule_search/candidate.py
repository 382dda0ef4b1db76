"""Rules that may hold, and the choice among those that say the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

import numpy as np

from skl_synth.table.constraints import Constraint
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rule_search.found_rule import FoundRule
from skl_synth.table.rule_search.searched_table import SearchedTable


@dataclass(frozen=True)
class Candidate:
    """A rule that holds in every row, and how well it says what it says.

    Parameters
    ----------
    rule : Constraint
        The rule.
    rank : tuple of float
        The less, the better: of rules on the same columns the first is kept.
    """

    rule: Constraint
    rank: tuple[float, ...] = ()


@dataclass
class Chosen:
    """The rules that are kept: each column is computed once, and none from itself.

    Parameters
    ----------
    table : SearchedTable
        The real rows.
    """

    table: SearchedTable
    found: list[FoundRule] = field(default_factory=list)
    computed: dict[Hashable, tuple[Hashable, ...]] = field(default_factory=dict)

    def add(self, rule: Constraint) -> bool:
        """Keep a rule if its column is not computed yet, nor one of its sources is.

        Parameters
        ----------
        rule : Constraint
            A rule that holds.

        Returns
        -------
        bool
            Whether it is kept.
        """
        if rule in self.table.broken:
            return False
        if rule.computed is not None:
            if rule.computed in self.computed or self._leads_to(
                rule.sources, rule.computed
            ):
                return False
            self.computed[rule.computed] = rule.sources
        self.found.append(self.support(rule))
        return True

    def add_first(self, rules: Iterable[Constraint]) -> bool:
        """Keep the first of several rules that can be kept.

        Parameters
        ----------
        rules : iterable of Constraint
            Rules that say the same.

        Returns
        -------
        bool
            Whether one is kept.
        """
        return any(self.add(rule) for rule in rules)

    def support(self, rule: Constraint) -> FoundRule:
        """Count what a rule rests on.

        Parameters
        ----------
        rule : Constraint
            The rule.

        Returns
        -------
        FoundRule
            The rule with its counts.
        """
        return support_of(rule, self.table)

    def _leads_to(self, sources: tuple[Hashable, ...], column: Hashable) -> bool:
        """Whether a column is among what sources are computed from."""
        waiting, seen = list(sources), set()
        while waiting:
            one = waiting.pop()
            if one == column:
                return True
            if one not in seen:
                seen.add(one)
                waiting += self.computed.get(one, ())
        return False


def present_in(table: SearchedTable, names: tuple[Hashable, ...]) -> np.ndarray:
    """Find the rows in which no column is missing.

    Parameters
    ----------
    table : SearchedTable
        The real rows.
    names : tuple of hashable
        The columns.

    Returns
    -------
    ndarray of bool
        True where all are there.
    """
    present = np.ones(len(table), dtype=bool)
    for name in names:
        present &= ~table.reader.keys(name)[1]
    return present


def holds(table: SearchedTable, rule: Constraint) -> bool:
    """Try a rule on all rows.

    Parameters
    ----------
    table : SearchedTable
        The real rows.
    rule : Constraint
        The rule.

    Returns
    -------
    bool
        Whether no row breaks it.
    """
    if rule in table.broken:
        return False
    return all(_holds_in(reader, rule) for reader in (table.few, table.reader))


def confirmed(rule: Constraint, table: SearchedTable) -> FoundRule | None:
    """Try a rule that holds in some rows of a table on all of them.

    Parameters
    ----------
    rule : Constraint
        The rule.
    table : SearchedTable
        All rows; the columns that the rule names are enough.

    Returns
    -------
    FoundRule or None
        The rule with what it rests on; None where a row breaks it.
    """
    return support_of(rule, table) if holds(table, rule) else None


def support_of(rule: Constraint, table: SearchedTable) -> FoundRule:
    """Count what a rule rests on.

    Parameters
    ----------
    rule : Constraint
        The rule.
    table : SearchedTable
        The real rows.

    Returns
    -------
    FoundRule
        The rule with its counts.
    """
    present = present_in(table, rule.columns_named)
    different = table.n_different(rule.columns_named, present)
    return FoundRule(rule, int(present.sum()), different)


def _holds_in(reader: RowReader, rule: Constraint) -> bool:
    try:
        memory = rule._learn(reader)
    except ValueError:
        return False
    return bool(rule._holds(reader, memory).all())
