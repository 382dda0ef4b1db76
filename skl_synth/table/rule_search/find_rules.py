"""Find the rules between columns that hold in every row."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from skl_synth.table.constraints import Constraint
from skl_synth.table.constraints.rules import in_order
from skl_synth.table.rows import EncodedRows
from skl_synth.table.rule_search.candidate import (
    Candidate,
    Chosen,
    confirmed,
    holds,
)
from skl_synth.table.rule_search.elapsed_search import (
    constant_spans,
    dates_of_stamps,
    elapsed_rules,
)
from skl_synth.table.rule_search.found_rule import FoundRule
from skl_synth.table.rule_search.function_search import (
    function_rules,
    functions_of_two,
)
from skl_synth.table.rule_search.linear_search import linear_rules
from skl_synth.table.rule_search.order_search import not_implied, order_rules
from skl_synth.table.rule_search.product_search import (
    product_rules,
    products_of_computed,
)
from skl_synth.table.rule_search.searched_table import SEED, SearchedTable, tells
from skl_synth.table.rule_search.sum_search import counts_of_flags, sum_rules
from skl_synth.table.schema import Schema

LEAST_ROWS = 20
"""In fewer rows anything may hold."""

MOST_COLUMNS = 400
"""Columns that are searched: the work grows with their square, to minutes for 2,000."""

MOST_ROWS = 100_000
"""Rows that are searched; of more, so many are, and what they say is tried on all."""

MOST_TURNS = 5
"""So often rules are looked for in place of those that some row breaks."""


def too_wide(schema: Schema) -> bool:
    """Tell whether a table has too many columns to search for rules.

    Parameters
    ----------
    schema : Schema
        The schema of the table.

    Returns
    -------
    bool
        True where `find_rules` finds nothing because it does not look.
    """
    return sum(map(tells, schema.variables)) > MOST_COLUMNS


def find_rules(
    schema: Schema, rows: EncodedRows, persons: np.ndarray | None = None
) -> tuple[FoundRule, ...]:
    """Find rules between columns that hold in every row, beyond chance.

    What cannot be a rule is ruled out on a sample, what is left is tried on all rows.
    Of more than `MOST_ROWS` rows so many are searched, and the rules that hold in them
    are tried on all.
    Of rules that say the same one is given; each column is computed by one rule at
    most, and none from itself. Very wide tables are not searched.

    Parameters
    ----------
    schema : Schema
        The schema of the rows.
    rows : EncodedRows
        The real rows.
    persons : ndarray of shape (n_rows,) or None, default=None
        Which person each row belongs to; what holds for one person in all rows is one
        case then, not many.

    Returns
    -------
    tuple of FoundRule
        The rules, each behind those that compute what it needs.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from skl_synth import RealTable
    >>> from skl_synth.table.rule_search import find_rules
    >>> rng = np.random.default_rng(0)
    >>> table = pd.DataFrame({"minutes": rng.integers(5, 90, 60)})
    >>> table["charge"] = (0.17 * table["minutes"] + 3).round(2)
    >>> real = RealTable.read(table)
    >>> [str(found.rule) for found in find_rules(real.schema, real.rows)]
    ['charge = 0.17 × minutes + 3']
    """
    if not is_searched(schema, len(rows)):
        return ()
    some = sample_of_rows(len(rows))
    if some is None:
        return _found_in(SearchedTable(schema, rows, persons))
    table = SearchedTable(schema, rows, persons)
    return find_in_sample(
        schema,
        rows.take(some),
        None if persons is None else persons[some],
        lambda rules: [confirmed(rule, table) for rule in rules],
    )


def is_searched(schema: Schema, n_rows: int) -> bool:
    """Tell whether rules are looked for in a table.

    Parameters
    ----------
    schema : Schema
        The schema of the table.
    n_rows : int
        Its rows.

    Returns
    -------
    bool
        False where it has too few rows or too many columns.
    """
    return n_rows >= LEAST_ROWS and not too_wide(schema)


def sample_of_rows(n_rows: int) -> np.ndarray | None:
    """Choose the rows in which rules are looked for.

    Parameters
    ----------
    n_rows : int
        Rows of the table.

    Returns
    -------
    ndarray of int or None
        Their positions, one of each stretch of equal length; None for all rows.
    """
    if n_rows <= MOST_ROWS:
        return None
    starts = np.arange(MOST_ROWS + 1, dtype=np.int64) * n_rows // MOST_ROWS
    drawn = np.random.RandomState(SEED).uniform(size=MOST_ROWS)
    further: np.ndarray = (drawn * np.diff(starts)).astype(np.int64)
    return starts[:-1] + further


def find_in_sample(
    schema: Schema,
    rows: EncodedRows,
    persons: np.ndarray | None,
    confirm: Callable[[list[Constraint]], list[FoundRule | None]],
) -> tuple[FoundRule, ...]:
    """Find rules in some rows of a table, of those that hold in all of them.

    Parameters
    ----------
    schema : Schema
        The schema of the table.
    rows : EncodedRows
        The rows that are searched.
    persons : ndarray of shape (n_rows,) or None
        Which person each of these rows belongs to.
    confirm : callable
        Takes rules, tries each on all rows, and gives what it rests on there; None for
        a rule that some row breaks.

    Returns
    -------
    tuple of FoundRule
        The rules, each behind those that compute what it needs.
    """
    known: list[tuple[Constraint, FoundRule | None]] = []
    for _ in range(MOST_TURNS):
        broken = [rule for rule, found in known if found is None]
        found = _found_in(SearchedTable(schema, rows, persons, broken))
        new = [one.rule for one in found if one.rule not in [rule for rule, _ in known]]
        known += zip(new, confirm(new), strict=True)
        confirmed_of = [
            next(good for rule, good in known if rule == one.rule) for one in found
        ]
        kept = tuple(one for one in confirmed_of if one is not None)
        # Where a rule is broken, another may be found in its place.
        if len(kept) == len(found):
            break
    return kept


def _found_in(table: SearchedTable) -> tuple[FoundRule, ...]:
    chosen = Chosen(table)
    _add_all(chosen, ([rule] for rule in constant_spans(table)))
    _add_all(chosen, ([rule] for rule in dates_of_stamps(table)))
    _add_all(chosen, elapsed_rules(table))
    _add_all(chosen, _formulas(table))
    _add_all(chosen, _that_hold(table, function_rules(table)))
    _add_all(chosen, ([r] for r in functions_of_two(table, set(chosen.computed))))
    formulas = [one.rule for one in chosen.found]
    orders = not_implied(order_rules(table), formulas, table)
    _add_all(chosen, ([rule] for rule in orders))
    order = in_order([one.rule for one in chosen.found])
    return tuple(chosen.found[place] for place in order)


def _add_all(chosen: Chosen, alternatives: Iterable[Iterable[Constraint]]) -> None:
    for rules in alternatives:
        chosen.add_first(rules)


def _formulas(table: SearchedTable) -> list[list[Constraint]]:
    """Linear relations, sums and products, each on what the last has left."""
    pool = table.of_family("numbers")
    found: list[Candidate] = []
    for search in (
        linear_rules,
        sum_rules,
        counts_of_flags,
        product_rules,
        products_of_computed,
    ):
        found += search(table, pool)
    return [[one.rule] for one in found if holds(table, one.rule)]


def _that_hold(
    table: SearchedTable, alternatives: list[list[Constraint]]
) -> list[list[Constraint]]:
    return [[one for one in rules if holds(table, one)] for rules in alternatives]
