"""Displays in scikit-learn's manner; matplotlib is imported when something is drawn."""

from skl_synth.plotting.distances import DistanceDisplay
from skl_synth.plotting.frontier import PrivacyUtilityDisplay
from skl_synth.plotting.marginals import MarginalsDisplay
from skl_synth.plotting.membership import MembershipRocDisplay
from skl_synth.plotting.moments import ClassMomentsDisplay
from skl_synth.plotting.pairs import PairDifferenceDisplay
from skl_synth.plotting.roc import RocDisplay
from skl_synth.plotting.training_curve import TrainingCurveDisplay
from skl_synth.plotting.utility import UtilityDisplay

__all__ = [
    "ClassMomentsDisplay",
    "DistanceDisplay",
    "MarginalsDisplay",
    "MembershipRocDisplay",
    "PairDifferenceDisplay",
    "PrivacyUtilityDisplay",
    "RocDisplay",
    "TrainingCurveDisplay",
    "UtilityDisplay",
]
