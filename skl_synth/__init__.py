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
from skl_synth.plotting import (
    ClassMomentsDisplay,
    DistanceDisplay,
    MarginalsDisplay,
    MembershipRocDisplay,
    PairDifferenceDisplay,
    PrivacyUtilityDisplay,
    RocDisplay,
    UtilityDisplay,
)
from skl_synth.selection import ProximityFilter
from skl_synth.synthesizers import SamplerAdapter, TypeAwareSMOTE
from skl_synth.table import OneHotArgmaxRestorer, Schema, TableEncoder

__version__ = "0.1.0"

__all__ = [
    "BaseSynthesizer",
    "ClassMomentsDisplay",
    "DistanceDisplay",
    "FidelityReport",
    "MarginalsDisplay",
    "MembershipRocDisplay",
    "OneHotArgmaxRestorer",
    "PairDifferenceDisplay",
    "PrivacyReport",
    "PrivacyUtilityDisplay",
    "ProximityFilter",
    "RocDisplay",
    "SamplerAdapter",
    "Schema",
    "SyntheticEvaluator",
    "TableEncoder",
    "TypeAwareSMOTE",
    "UtilityDisplay",
    "UtilityReport",
    "fidelity_report",
    "fidelity_scorer",
    "make_fidelity_scorer",
    "make_privacy_scorer",
    "make_utility_privacy_scorer",
    "most_private_within_one_se",
    "privacy_report",
    "privacy_scorer",
    "utility_privacy_scorer",
    "utility_report",
]
