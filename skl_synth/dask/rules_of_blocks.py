"""Rules of rows that are elsewhere: a rule sees the columns that it names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from skl_synth.dask.cells_of_parts import few_of
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.table.constraints import Constraint, Rules
from skl_synth.table.constraints.fitted_rule import check_constraint, fit_rule
from skl_synth.table.constraints.learnt_rule import learnt
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.rules_of_visits import that_fit_persons
from skl_synth.table.persons import belongs_to_person
from skl_synth.table.rows import EncodedRows, stack_rows
from skl_synth.table.rule_search import FoundRule
from skl_synth.table.rule_search.candidate import confirmed
from skl_synth.table.rule_search.find_rules import (
    find_in_sample,
    find_rules,
    is_searched,
    sample_of_rows,
)
from skl_synth.table.rule_search.searched_table import SearchedTable
from skl_synth.table.schema import Schema
from skl_synth.table.variables import NumberVariable


class RulesOfBlocks:
    """What the rows of a table say of rules; columns come together a few at a time.

    Parameters
    ----------
    schema : Schema
        The schema of the rows.
    rows : RowBlocks
        The rows, in order.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to.

    See Also
    --------
    skl_synth.table.constraints.Rules : The rules of a table.
    """

    def __init__(
        self, schema: Schema, rows: RowBlocks, persons: np.ndarray | None
    ) -> None:
        self.schema, self.rows, self.persons = schema, rows, persons
        self.runner = rows.runner

    @cached_property
    def _persons(self) -> Any:
        return self.runner.put(self.persons)

    def fit(self, constraints: Sequence[Any]) -> Rules:
        """Check that the rows keep the rules that are given, as `Rules.fit` does.

        Parameters
        ----------
        constraints : sequence of Constraint
            The rules.

        Returns
        -------
        Rules
            The rules.

        Raises
        ------
        InputError
            If a rule cannot be applied, or is broken; the row is named as one of the
            whole table.
        InputTypeError
            If one of the constraints is none.
        """
        rules = [one for one in constraints if isinstance(one, Constraint)]
        fitted = iter(self._of_each(_fitted, rules))
        learned = []
        for place, rule in enumerate(constraints):
            check_constraint(rule, place)
            found = next(fitted)
            if isinstance(found, Exception):
                raise found
            learned.append(found)
        return Rules.of(self.schema, learned)

    def find(self) -> tuple[FoundRule, ...]:
        """Find rules, as `find_rules` does.

        Returns
        -------
        tuple of FoundRule
            The rules. Of many rows some are searched, and what is found is tried on
            all.
        """
        if not is_searched(self.schema, len(self.rows)):
            return ()
        some = sample_of_rows(len(self.rows))
        if some is None:
            return find_rules(self.schema, self.rows.fetched(), self.persons)
        persons = None if self.persons is None else self.persons[some]
        few = self.rows.take(some).fetched()
        return find_in_sample(
            self.schema, few, persons, lambda rules: self._of_each(_confirmed, rules)
        )

    def of_visits(self, found: Sequence[FoundRule]) -> tuple[FoundRule, ...]:
        """Leave out what cannot be kept of persons, as `rules_of_visits` does.

        Parameters
        ----------
        found : sequence of FoundRule
            Rules that were found.

        Returns
        -------
        tuple of FoundRule
            The others.
        """
        persons = self.persons
        if persons is None or int(persons.max(initial=-1)) + 1 == len(persons):
            return tuple(found)
        names = {name for one in found for name in one.rule.columns_named}
        return that_fit_persons(found, self._columns_of_person(names))

    def learned_anew(self, rules: Rules) -> Rules:
        """Learn rules that the rows keep, as `Rules.learned_anew` does.

        Parameters
        ----------
        rules : Rules
            The rules.

        Returns
        -------
        Rules
            The rules, ready to be applied to rows of the schema.
        """
        known = [rule for rule, _ in rules.learned]
        memories = self._of_each(_learnt, known)
        learned = tuple(zip(known, memories, strict=True))
        return Rules(self.schema, learned, rules.found)

    def _columns_of_person(self, names: Collection[Hashable]) -> list[Hashable]:
        """Find which of some columns belong to the person, one column at a time."""
        numbers = {one.name for one in self.schema.numbers}
        asked = [
            one.name
            for one in self.schema.variables
            if (one.name in numbers or one.n_levels) and one.name in names
        ]
        made = [self._task(_of_person, (name,), name) for name in asked]
        held = self.runner.results(made)
        return [name for name, good in zip(asked, held, strict=True) if good]

    def _of_each(self, function: Callable, rules: Sequence[Constraint]) -> list[Any]:
        """Call a function on each rule and the columns that it names, in a task."""
        made = [self._task(function, _named(rule), rule) for rule in rules]
        return self.runner.results(made)

    def _task(self, function: Callable, names: Sequence[Any], what: Any) -> Any:
        schema, numbers, codes = _narrow(self.schema, names)
        pieces = self.rows.each(EncodedRows.of_columns, shared=(numbers, codes))
        few = few_of(self.runner, pieces, _stacked)
        return self.runner.task(function, what, schema, self._persons, *few)


def _named(rule: Constraint) -> list[Hashable]:
    return [one for one in rule.columns_named if isinstance(one, Hashable)]


def _narrow(
    schema: Schema, names: Sequence[Hashable]
) -> tuple[Schema, np.ndarray, np.ndarray]:
    """Restrict a schema to the variables of some columns; all columns stay named."""
    asked = set(names)
    chosen = [
        one
        for one in schema.variables
        if not asked.isdisjoint((one.name, *one.columns))
    ]
    ids = set(map(id, chosen))
    numbers, codes = (
        np.flatnonzero([id(one) in ids for one in among])
        for among in (schema.numbers, schema.codes)
    )
    return replace(schema, variables=tuple(chosen), tokens={}), numbers, codes


def _stacked(*pieces: EncodedRows) -> EncodedRows:
    return stack_rows(list(pieces))


def _fitted(
    rule: Constraint, schema: Schema, persons: np.ndarray | None, *pieces: EncodedRows
) -> Any:
    try:
        return fit_rule(rule, RowReader(schema, _stacked(*pieces), persons))
    except ValueError as error:
        return error


def _confirmed(
    rule: Constraint, schema: Schema, persons: np.ndarray | None, *pieces: EncodedRows
) -> FoundRule | None:
    return confirmed(rule, SearchedTable(schema, _stacked(*pieces), persons))


def _learnt(
    rule: Constraint, schema: Schema, persons: np.ndarray | None, *pieces: EncodedRows
) -> Any:
    reader = RowReader(schema, _stacked(*pieces), persons)
    return learnt(rule, reader, schema.publishing.least)


def _of_person(
    _: Hashable, schema: Schema, persons: np.ndarray, *pieces: EncodedRows
) -> bool:
    rows, variable = _stacked(*pieces), schema.variables[0]
    is_number = isinstance(variable, NumberVariable)
    return belongs_to_person(
        persons, rows.numbers[:, 0] if is_number else rows.codes[:, 0]
    )
