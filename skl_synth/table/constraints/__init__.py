"""Rules between columns that every row keeps, such as admitted <= discharged."""

from skl_synth.table.constraints.base import Constraint
from skl_synth.table.constraints.kinds import FixedCombinations, Inequality, Sum
from skl_synth.table.constraints.plain import constraints_from_json
from skl_synth.table.constraints.rules import Rules

__all__ = [
    "Constraint",
    "FixedCombinations",
    "Inequality",
    "Rules",
    "Sum",
    "constraints_from_json",
]
