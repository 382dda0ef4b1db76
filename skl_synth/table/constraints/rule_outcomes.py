"""Which rules of the real rows other rows keep, and which are lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.learnt_rule import is_void
from skl_synth.table.constraints.row_reader import RowReader

if TYPE_CHECKING:
    from skl_synth.table.constraints.rules import Rules
    from skl_synth.table.rows import EncodedRows

OUTCOME_COLUMNS = [
    "rule",
    "found",
    "real_rows",
    "different_rows",
    "checked",
    "broken",
    "kept",
]
"""The columns of the list of outcomes."""


@dataclass(frozen=True, eq=False)
class RuleOutcome:
    """Whether synthetic rows keep a rule that every real row keeps.

    Parameters
    ----------
    rule : Constraint
        The rule.
    n_rows, n_different : int or None
        Real rows in which it can be checked, and different ones of them, where it was
        found; None where the user gave it.
    n_checked : int
        Synthetic rows in which it can be checked, since no column is missing.
    n_broken : int
        Synthetic rows that break it.
    is_void : bool, default=False
        Whether nothing is left of it, since all that it says is of few persons.
    """

    rule: Constraint
    n_rows: int | None
    n_different: int | None
    n_checked: int
    n_broken: int
    is_void: bool = False

    @property
    def kept(self) -> bool:
        """Whether no row breaks it, of those that it says something of."""
        return not self.n_broken and not self.is_void

    def text(self) -> str:
        """Say it in a line.

        Returns
        -------
        str
            The rule and what became of it.
        """
        if self.kept:
            return f"{self.rule}: kept"
        if self.is_void:
            return (
                f"{self.rule}: LOST, since what follows from what rests on few persons"
            )
        return f"{self.rule}: LOST in {self.n_broken} of {self.n_checked} rows"


def outcomes_of(rules: Rules, rows: EncodedRows) -> tuple[RuleOutcome, ...]:
    """Check rules on rows as they are written.

    Parameters
    ----------
    rules : Rules
        The rules of a table.
    rows : EncodedRows
        Rows of its schema.

    Returns
    -------
    tuple of RuleOutcome
        One per rule, in their order.
    """
    return outcomes_from(rules, *numbers_of(rules, rows).tolist())


def numbers_of(rules: Rules, rows: EncodedRows) -> np.ndarray:
    """Count in how many rows each rule can be checked, and is broken.

    Parameters
    ----------
    rules : Rules
        The rules of a table.
    rows : EncodedRows
        Rows of its schema.

    Returns
    -------
    ndarray of shape (2, n_rules), dtype int
        Rows without a missing value, and rows that break it.
    """
    reader = RowReader(rules.schema, rows)
    checked = [(~_is_missing(reader, rule)).sum() for rule, _ in rules.learned]
    broken = [(~rule._holds(reader, memory)).sum() for rule, memory in rules.learned]
    return np.array([checked, broken], dtype=np.intp)


def outcomes_from(
    rules: Rules, checked: Sequence[int], broken: Sequence[int]
) -> tuple[RuleOutcome, ...]:
    """Say what became of rules, by the numbers of rows.

    Parameters
    ----------
    rules : Rules
        The rules of a table.
    checked, broken : sequence of int
        As `numbers_of` counts them.

    Returns
    -------
    tuple of RuleOutcome
        One per rule, in their order.
    """
    numbers = zip(rules.learned, rules.support, checked, broken, strict=True)
    return tuple(
        RuleOutcome(
            rule,
            None if found is None else found.n_rows,
            None if found is None else found.n_different,
            n_checked=max(n_checked, n_broken),
            n_broken=n_broken,
            is_void=is_void(memory),
        )
        for (rule, memory), found, n_checked, n_broken in numbers
    )


def outcomes_frame(outcomes: Iterable[RuleOutcome]) -> pd.DataFrame:
    """List outcomes, one per line.

    Parameters
    ----------
    outcomes : iterable of RuleOutcome
        What became of rules.

    Returns
    -------
    DataFrame
        Rule in words, whether it was found or given, real rows and different ones that
        it rests on, synthetic rows in which it was checked and that break it, and
        whether it is kept.
    """
    lines: list[dict[str, Any]] = [
        {
            "rule": str(one.rule),
            "found": one.n_rows is not None,
            "real_rows": one.n_rows,
            "different_rows": one.n_different,
            "checked": one.n_checked,
            "broken": one.n_broken,
            "kept": one.kept,
        }
        for one in outcomes
    ]
    frame = pd.DataFrame(lines, columns=OUTCOME_COLUMNS)
    return frame.astype({"real_rows": "Int64", "different_rows": "Int64"})


def outcomes_in_words(outcomes: Sequence[RuleOutcome]) -> str:
    """Say in a sentence how many rules are kept, and which are lost.

    Parameters
    ----------
    outcomes : sequence of RuleOutcome
        What became of rules.

    Returns
    -------
    str
        The sentence; empty where there are no rules.
    """
    if not outcomes:
        return ""
    lost = [one for one in outcomes if not one.kept]
    n_kept = len(outcomes) - len(lost)
    rules = "1 rule holds" if len(outcomes) == 1 else f"{len(outcomes)} rules hold"
    if not lost:
        are = "is" if n_kept == 1 else "are"
        return f"{rules} in every real row and {are} kept."
    return (
        f"{rules} in every real row; {n_kept} of them kept, {len(lost)} LOST: "
        f"{'; '.join(one.text() for one in lost)}."
    )


def _is_missing(reader: RowReader, rule: Constraint) -> np.ndarray:
    """Rows in which the rule says nothing, since one of its columns is missing."""
    missing = np.zeros(len(reader.rows), dtype=bool)
    for name in rule.columns_named:
        missing |= reader.keys(name)[1]
    return missing
