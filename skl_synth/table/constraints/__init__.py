"""Rules between columns that every row keeps, such as admitted <= discharged."""

from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.constraint_kinds import FixedCombinations, Inequality
from skl_synth.table.constraints.constraints_json import (
    constraint_to_json,
    constraints_from_json,
)
from skl_synth.table.constraints.date_part import DatePart
from skl_synth.table.constraints.elapsed import Elapsed
from skl_synth.table.constraints.function_of import FunctionOf
from skl_synth.table.constraints.linear import Linear, Shift
from skl_synth.table.constraints.products import Product
from skl_synth.table.constraints.rules import Rules
from skl_synth.table.constraints.sums import Sum, SumTo

__all__ = [
    "Constraint",
    "DatePart",
    "Elapsed",
    "FixedCombinations",
    "FunctionOf",
    "Inequality",
    "Linear",
    "Product",
    "Rules",
    "Shift",
    "Sum",
    "SumTo",
    "constraint_to_json",
    "constraints_from_json",
]
