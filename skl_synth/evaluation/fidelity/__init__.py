"""Fidelity: how alike the synthetic and the real table are."""

from skl_synth.evaluation.fidelity.fidelity_report import (
    FidelityReport,
    fidelity_report,
)
from skl_synth.evaluation.fidelity.moments import ALL_ROWS, KEYS, class_moments

__all__ = ["ALL_ROWS", "KEYS", "FidelityReport", "class_moments", "fidelity_report"]
