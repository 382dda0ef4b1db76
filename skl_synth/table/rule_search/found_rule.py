"""A rule that was found, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from skl_synth.table.constraints import Constraint


@dataclass(frozen=True)
class FoundRule:
    """A rule that holds in every row, and what it rests on.

    Parameters
    ----------
    rule : Constraint
        The rule.
    n_rows : int
        The rows in which it can be checked: no column that it names is missing.
    n_different : int
        How many of them differ in the columns that it names.
    """

    rule: Constraint
    n_rows: int
    n_different: int

    def __str__(self) -> str:
        return f"{self.rule} ({self.n_rows} rows, {self.n_different} different)"
