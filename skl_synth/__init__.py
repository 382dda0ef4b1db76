"""skl_synth: synthetic tables of the same columns, types and classes as real ones."""

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.plotting import (
    ClassMomentsDisplay,
    RocDisplay,
    TrainingCurveDisplay,
)
from skl_synth.selection import ProximityFilter
from skl_synth.synthesizers import (
    SamplerAdapter,
    TypeAwareGAN,
    TypeAwareSMOTE,
    TypeAwareVAE,
)
from skl_synth.table import OneHotArgmaxRestorer, Schema, TableEncoder

__version__ = "0.1.0"

__all__ = [
    "BaseSynthesizer",
    "ClassMomentsDisplay",
    "OneHotArgmaxRestorer",
    "ProximityFilter",
    "RocDisplay",
    "SamplerAdapter",
    "Schema",
    "SyntheticEvaluator",
    "TableEncoder",
    "TrainingCurveDisplay",
    "TypeAwareGAN",
    "TypeAwareSMOTE",
    "TypeAwareVAE",
]
