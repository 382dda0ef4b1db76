"""skl_synth: synthetic tables of the same columns, types and classes as real ones."""

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation import (
    FidelityReport,
    PrivacyReport,
    SyntheticEvaluator,
    UtilityReport,
    fidelity_report,
    privacy_report,
    utility_report,
)
from skl_synth.plotting import ClassMomentsDisplay, RocDisplay, TrainingCurveDisplay
from skl_synth.saving import RealRowsWarning, load
from skl_synth.selection import MarginalCalibrator, ProximityFilter
from skl_synth.synthesizers import (
    SamplerAdapter,
    TypeAwareCART,
    TypeAwareGAN,
    TypeAwareSMOTE,
    TypeAwareVAE,
)
from skl_synth.table import (
    FixedCombinations,
    Inequality,
    OneHotArgmaxRestorer,
    Schema,
    Sum,
    TableEncoder,
)

__version__ = "0.1.0"

__all__ = [
    "BaseSynthesizer",
    "ClassMomentsDisplay",
    "FidelityReport",
    "FixedCombinations",
    "Inequality",
    "MarginalCalibrator",
    "OneHotArgmaxRestorer",
    "PrivacyReport",
    "ProximityFilter",
    "RealRowsWarning",
    "RocDisplay",
    "SamplerAdapter",
    "Schema",
    "Sum",
    "SyntheticEvaluator",
    "TableEncoder",
    "TrainingCurveDisplay",
    "TypeAwareCART",
    "TypeAwareGAN",
    "TypeAwareSMOTE",
    "TypeAwareVAE",
    "UtilityReport",
    "fidelity_report",
    "load",
    "privacy_report",
    "utility_report",
]
