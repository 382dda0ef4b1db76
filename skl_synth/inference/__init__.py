"""Inference that can be published: several syntheses, and rules that combine them."""

from skl_synth.inference.combining import CombinedEstimates, combine
from skl_synth.inference.comparing import inference_report
from skl_synth.inference.formula_report import InferenceReport
from skl_synth.inference.syntheses import Syntheses, synthesize_many

__all__ = [
    "CombinedEstimates",
    "InferenceReport",
    "Syntheses",
    "combine",
    "inference_report",
    "synthesize_many",
]
