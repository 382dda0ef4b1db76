"""Fidelity: how alike the synthetic and the real table are."""

from skl_synth.evaluation.fidelity.moments import ALL_ROWS, KEYS, class_moments
from skl_synth.evaluation.fidelity.report import FidelityReport, fidelity_report

__all__ = ["ALL_ROWS", "KEYS", "FidelityReport", "class_moments", "fidelity_report"]
