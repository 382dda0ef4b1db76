"""What synthetic rows are worth and what they give away, measured on real rows."""

from skl_synth.evaluation.evaluator import SyntheticEvaluator
from skl_synth.evaluation.fidelity import FidelityReport, fidelity_report
from skl_synth.evaluation.privacy import PrivacyReport, privacy_report
from skl_synth.evaluation.utility import UtilityReport, utility_report

__all__ = [
    "FidelityReport",
    "PrivacyReport",
    "SyntheticEvaluator",
    "UtilityReport",
    "fidelity_report",
    "privacy_report",
    "utility_report",
]
