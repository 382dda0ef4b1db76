"""The variables of a table: how each is read into the matrix and written back.

A variable covers one column, or one group of one-hot columns. It owns at most one
number and one code of an encoded row: numbers are interpolated, codes are chosen.
"""

from skl_synth.table.variables.constant_variable import ConstantVariable
from skl_synth.table.variables.identifier_variable import IdentifierVariable
from skl_synth.table.variables.level_variable import LevelVariable
from skl_synth.table.variables.number_variable import PRESENT, NumberVariable
from skl_synth.table.variables.one_hot_variable import OneHotVariable
from skl_synth.table.variables.variable import KINDS, Variable

__all__ = [
    "KINDS",
    "PRESENT",
    "ConstantVariable",
    "IdentifierVariable",
    "LevelVariable",
    "NumberVariable",
    "OneHotVariable",
    "Variable",
]
