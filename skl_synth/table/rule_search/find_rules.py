"""Find the rules between columns that hold in every row."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from skl_synth.table.constraints import Constraint
from skl_synth.table.constraints.rules import in_order
from skl_synth.table.rows import EncodedRows
from skl_synth.table.rule_search.candidate import Candidate, Chosen, holds
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
from skl_synth.table.rule_search.searched_table import SearchedTable, tells
from skl_synth.table.rule_search.sum_search import counts_of_flags, sum_rules
from skl_synth.table.schema import Schema

LEAST_ROWS = 20
"""In fewer rows anything may hold."""

MOST_COLUMNS = 400
"""Columns that are searched: the work grows with their square, to minutes for 2,000."""


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
    if len(rows) < LEAST_ROWS or too_wide(schema):
        return ()
    table = SearchedTable(schema, rows, persons)
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
