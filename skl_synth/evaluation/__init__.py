"""The audit: utility and fidelity of synthetic rows, and what they disclose."""

from skl_synth.evaluation.evaluator import SyntheticEvaluator
from skl_synth.evaluation.fidelity import (
    FidelityReport,
    PropensityUtility,
    UtilityTables,
    fidelity_report,
    pmse,
    utility_tables,
)
from skl_synth.evaluation.privacy import (
    Anonymity,
    DisclosureReport,
    PrivacyReport,
    disclosure_report,
    k_anonymity,
    l_diversity,
    privacy_report,
)
from skl_synth.evaluation.scoring import (
    fidelity_scorer,
    make_fidelity_scorer,
    make_privacy_scorer,
    make_utility_privacy_scorer,
    most_private_within_one_se,
    privacy_scorer,
    utility_privacy_scorer,
)
from skl_synth.evaluation.survival import SurvivalReport, survival_report
from skl_synth.evaluation.utility import (
    UtilityReport,
    phi_weighted_error,
    sera,
    utility_report,
)

__all__ = [
    "Anonymity",
    "DisclosureReport",
    "FidelityReport",
    "PrivacyReport",
    "PropensityUtility",
    "SurvivalReport",
    "SyntheticEvaluator",
    "UtilityReport",
    "UtilityTables",
    "disclosure_report",
    "fidelity_report",
    "fidelity_scorer",
    "k_anonymity",
    "l_diversity",
    "make_fidelity_scorer",
    "make_privacy_scorer",
    "make_utility_privacy_scorer",
    "most_private_within_one_se",
    "phi_weighted_error",
    "pmse",
    "privacy_report",
    "privacy_scorer",
    "sera",
    "survival_report",
    "utility_privacy_scorer",
    "utility_report",
    "utility_tables",
]
