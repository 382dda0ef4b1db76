"""What a table is: kinds of columns, schema, encoding and decoding, one-hot groups."""

from skl_synth.table.constraints import (
    DatePart,
    Elapsed,
    FixedCombinations,
    FunctionOf,
    Inequality,
    Linear,
    Product,
    Shift,
    Sum,
    SumTo,
)
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.real import RealTable
from skl_synth.table.relevance import Relevance, RelevanceFunction
from skl_synth.table.restorer import OneHotArgmaxRestorer
from skl_synth.table.rows import Candidates
from skl_synth.table.schema import Schema

__all__ = [
    "Candidates",
    "DataDictionary",
    "DatePart",
    "Elapsed",
    "FixedCombinations",
    "FunctionOf",
    "Inequality",
    "Linear",
    "OneHotArgmaxRestorer",
    "Product",
    "RealTable",
    "Relevance",
    "RelevanceFunction",
    "Schema",
    "Shift",
    "Sum",
    "SumTo",
    "TableEncoder",
]
