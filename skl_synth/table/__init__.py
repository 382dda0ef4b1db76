"""What a table is: kinds of columns, schema, encoding and decoding, one-hot groups."""

from skl_synth.table.constraints import FixedCombinations, Inequality, Sum
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.restorer import OneHotArgmaxRestorer
from skl_synth.table.schema import Schema

__all__ = [
    "FixedCombinations",
    "Inequality",
    "OneHotArgmaxRestorer",
    "Schema",
    "Sum",
    "TableEncoder",
]
