"""Fidelity: how alike the synthetic and the real table are."""

from skl_synth.evaluation.fidelity.fidelity_report import (
    FidelityReport,
    fidelity_report,
)
from skl_synth.evaluation.fidelity.moments import ALL_ROWS, KEYS, class_moments
from skl_synth.evaluation.fidelity.pmse_utility import PropensityUtility, pmse
from skl_synth.evaluation.fidelity.table_utility import UtilityTables, utility_tables

__all__ = [
    "ALL_ROWS",
    "KEYS",
    "FidelityReport",
    "PropensityUtility",
    "UtilityTables",
    "class_moments",
    "fidelity_report",
    "pmse",
    "utility_tables",
]
