"""Utility: whether synthetic rows train models as real rows do."""

from skl_synth.evaluation.utility.utility_report import UtilityReport, utility_report

__all__ = ["UtilityReport", "utility_report"]
