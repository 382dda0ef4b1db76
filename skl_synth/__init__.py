"""skl_synth: synthetic tables of the same columns, types and classes as real ones."""

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation import (
    FidelityReport,
    PrivacyReport,
    SyntheticEvaluator,
    UtilityReport,
    fidelity_report,
    fidelity_scorer,
    make_fidelity_scorer,
    make_privacy_scorer,
    make_utility_privacy_scorer,
    most_private_within_one_se,
    privacy_report,
    privacy_scorer,
    utility_privacy_scorer,
    utility_report,
)
from skl_synth.generators import Generator, Request
from skl_synth.plotting import (
    ClassMomentsDisplay,
    DistanceDisplay,
    MarginalsDisplay,
    MembershipRocDisplay,
    PairDifferenceDisplay,
    PrivacyUtilityDisplay,
    RocDisplay,
    TrainingCurveDisplay,
    UtilityDisplay,
)
from skl_synth.release import (
    RefusedReleaseError,
    Release,
    ReleaseReport,
    publish,
    release_synthesizer,
)
from skl_synth.saving import RealRowsWarning, load
from skl_synth.selection import MarginalCalibrator, ProximityFilter
from skl_synth.synthesizers import (
    SamplerAdapter,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.table import (
    Candidates,
    FixedCombinations,
    Inequality,
    OneHotArgmaxRestorer,
    RealTable,
    Schema,
    Sum,
    TableEncoder,
)

__version__ = "0.1.0"

__all__ = [
    "BaseSynthesizer",
    "Candidates",
    "ClassMomentsDisplay",
    "DistanceDisplay",
    "FidelityReport",
    "FixedCombinations",
    "Generator",
    "Inequality",
    "MarginalCalibrator",
    "MarginalsDisplay",
    "MembershipRocDisplay",
    "OneHotArgmaxRestorer",
    "PairDifferenceDisplay",
    "PrivacyReport",
    "PrivacyUtilityDisplay",
    "ProximityFilter",
    "RealRowsWarning",
    "RealTable",
    "RefusedReleaseError",
    "Release",
    "ReleaseReport",
    "Request",
    "RocDisplay",
    "SamplerAdapter",
    "Schema",
    "Sum",
    "SyntheticEvaluator",
    "TableEncoder",
    "TrainingCurveDisplay",
    "TypeAwareCART",
    "TypeAwareSMOTE",
    "UtilityDisplay",
    "UtilityReport",
    "fidelity_report",
    "fidelity_scorer",
    "load",
    "make_fidelity_scorer",
    "make_privacy_scorer",
    "make_utility_privacy_scorer",
    "most_private_within_one_se",
    "privacy_report",
    "privacy_scorer",
    "publish",
    "release_synthesizer",
    "utility_privacy_scorer",
    "utility_report",
]
