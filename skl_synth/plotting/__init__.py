"""Displays in scikit-learn's manner; matplotlib is imported when something is drawn."""

from skl_synth.plotting.coefficients_display import CoefficientsDisplay
from skl_synth.plotting.disclosure_display import DisclosureDisplay
from skl_synth.plotting.distance_display import DistanceDisplay
from skl_synth.plotting.frontier_display import PrivacyUtilityDisplay
from skl_synth.plotting.marginals_display import MarginalsDisplay
from skl_synth.plotting.membership_display import MembershipRocDisplay
from skl_synth.plotting.moments_display import ClassMomentsDisplay
from skl_synth.plotting.pairs_display import PairDifferenceDisplay
from skl_synth.plotting.relevance_display import RelevanceDisplay
from skl_synth.plotting.roc_display import RocDisplay
from skl_synth.plotting.smote_steps_display import SmoteStepsDisplay
from skl_synth.plotting.survival_display import SurvivalDisplay
from skl_synth.plotting.tables_display import UtilityTablesDisplay
from skl_synth.plotting.training_curve_display import TrainingCurveDisplay
from skl_synth.plotting.utility_display import UtilityDisplay

__all__ = [
    "ClassMomentsDisplay",
    "CoefficientsDisplay",
    "DisclosureDisplay",
    "DistanceDisplay",
    "MarginalsDisplay",
    "MembershipRocDisplay",
    "PairDifferenceDisplay",
    "PrivacyUtilityDisplay",
    "RelevanceDisplay",
    "RocDisplay",
    "SmoteStepsDisplay",
    "SurvivalDisplay",
    "TrainingCurveDisplay",
    "UtilityDisplay",
    "UtilityTablesDisplay",
]
