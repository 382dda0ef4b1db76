"""Utility: whether synthetic rows train models as real rows do."""

from skl_synth.evaluation.utility.relevance_errors import phi_weighted_error, sera
from skl_synth.evaluation.utility.utility_report import UtilityReport, utility_report

__all__ = ["UtilityReport", "phi_weighted_error", "sera", "utility_report"]
