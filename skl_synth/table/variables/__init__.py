"""The variables of a table: how each is read into the matrix and written back.

A variable covers one column, or one group of one-hot columns. It owns at most one
number and one code of an encoded row: numbers are interpolated, codes are chosen.
"""

from skl_synth.table.variables.base import KINDS, Variable
from skl_synth.table.variables.constants import ConstantVariable
from skl_synth.table.variables.identifiers import IdentifierVariable
from skl_synth.table.variables.levels import LevelVariable
from skl_synth.table.variables.numbers import MISSING, PRESENT, NumberVariable
from skl_synth.table.variables.onehot import OneHotVariable

__all__ = [
    "KINDS",
    "MISSING",
    "PRESENT",
    "ConstantVariable",
    "IdentifierVariable",
    "LevelVariable",
    "NumberVariable",
    "OneHotVariable",
    "Variable",
]
