"""The audit: utility and fidelity of synthetic rows, and what they disclose."""

from skl_synth.evaluation.evaluator import SyntheticEvaluator
from skl_synth.evaluation.fidelity import FidelityReport, fidelity_report
from skl_synth.evaluation.privacy import PrivacyReport, privacy_report
from skl_synth.evaluation.scoring import (
    fidelity_scorer,
    make_fidelity_scorer,
    make_privacy_scorer,
    make_utility_privacy_scorer,
    most_private_within_one_se,
    privacy_scorer,
    utility_privacy_scorer,
)
from skl_synth.evaluation.utility import (
    UtilityReport,
    phi_weighted_error,
    sera,
    utility_report,
)

__all__ = [
    "FidelityReport",
    "PrivacyReport",
    "SyntheticEvaluator",
    "UtilityReport",
    "fidelity_report",
    "fidelity_scorer",
    "make_fidelity_scorer",
    "make_privacy_scorer",
    "make_utility_privacy_scorer",
    "most_private_within_one_se",
    "phi_weighted_error",
    "privacy_report",
    "privacy_scorer",
    "sera",
    "utility_privacy_scorer",
    "utility_report",
]
