"""Stand-in until the finder is there."""

from dataclasses import dataclass

from skl_synth.table.constraints.constraint import Constraint


@dataclass(frozen=True)
class FoundRule:
    rule: Constraint
    n_rows: int
    n_different: int


def find_rules(schema, rows, persons=None):
    return ()
