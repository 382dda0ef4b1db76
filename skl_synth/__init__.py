"""skl_synth: synthetic tables of the same columns, types and classes as real ones."""

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.plotting import ClassMomentsDisplay, RocDisplay
from skl_synth.saving import RealRowsWarning, load
from skl_synth.table import (
    FixedCombinations,
    Inequality,
    OneHotArgmaxRestorer,
    Schema,
    Sum,
    TableEncoder,
)
from skl_synth.selection import MarginalCalibrator, ProximityFilter
from skl_synth.synthesizers import SamplerAdapter, TypeAwareCART, TypeAwareSMOTE

__version__ = "0.1.0"

__all__ = [
    "BaseSynthesizer",
    "ClassMomentsDisplay",
    "FixedCombinations",
    "Inequality",
    "MarginalCalibrator",
    "OneHotArgmaxRestorer",
    "ProximityFilter",
    "RealRowsWarning",
    "RocDisplay",
    "SamplerAdapter",
    "Schema",
    "Sum",
    "SyntheticEvaluator",
    "TableEncoder",
    "TypeAwareCART",
    "TypeAwareSMOTE",
    "load",
]
