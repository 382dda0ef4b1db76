"""Rules that hold in every real row: whether every synthetic row keeps them."""

from __future__ import annotations

from typing import Any, NamedTuple

from skl_synth.errors import InputError
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.registry import LOWER, Measure, register
from skl_synth.table.constraints.rule_outcomes import (
    RuleOutcome,
    outcomes_in_words,
)
from skl_synth.table.real import RealTable


class RulesKept(NamedTuple):
    """What became of the rules of a table.

    Parameters
    ----------
    figures : FigureList
        ``rules_lost``; none where there are no rules.
    notes : tuple of str
        How many rules there are, and which are lost.
    outcomes : tuple of RuleOutcome
        One per rule.
    """

    figures: FigureList
    notes: tuple[str, ...] = ()
    outcomes: tuple[RuleOutcome, ...] = ()


@register(
    "fidelity",
    13,
    Measure(
        "rules_lost",
        LOWER,
        "Number of rules between columns (an order, a sum, a column that follows from "
        "another) that hold in every real row, and that some synthetic row breaks.",
        label="rules of all real rows that are lost",
        ceiling=0.0,
    ),
)
def find_lost_rules(table: RealTable, X: Any) -> RulesKept:
    """Check the rules of a real table on synthetic rows as they are written.

    Parameters
    ----------
    table : RealTable
        The real table, with the rules that were given and found.
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        Synthetic rows, by whomever they were made.

    Returns
    -------
    RulesKept
        How many rules are lost, and which.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import Inequality, TableEncoder
    >>> from skl_synth.evaluation.fidelity.lost_rules import find_lost_rules
    >>> from skl_synth.table import RealTable
    >>> X = pd.DataFrame({"low": [60, 70, 75, 90], "high": [61, 99, 120, 130]})
    >>> encoder = TableEncoder(constraints=[Inequality("low", "<", "high")])
    >>> table = RealTable.read(X, encoder=encoder)
    >>> found = find_lost_rules(table, X.assign(high=[99, 61, 99, 61]))
    >>> [outcome.text() for outcome in found.outcomes]
    ['low < high: LOST in 2 of 4 rows']
    """
    figures = FigureList()
    if not len(table.rules):
        return RulesKept(figures)
    try:
        rows = table.encode(X, unknown="ignore")
    except InputError:
        # A table from elsewhere may hold what no rule can be checked on.
        return RulesKept(figures)
    outcomes = table.rules.outcomes(rows)
    figures.add("rules_lost", float(sum(not one.kept for one in outcomes)))
    return RulesKept(figures, (outcomes_in_words(outcomes),), outcomes)
