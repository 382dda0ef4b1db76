"""Rules between columns that every row keeps, such as admitted <= discharged."""

from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.constraint_kinds import (
    FixedCombinations,
    Inequality,
    Sum,
)
from skl_synth.table.constraints.constraints_json import (
    constraint_to_json,
    constraints_from_json,
)
from skl_synth.table.constraints.rules import Rules

__all__ = [
    "Constraint",
    "FixedCombinations",
    "Inequality",
    "Rules",
    "Sum",
    "constraint_to_json",
    "constraints_from_json",
]
