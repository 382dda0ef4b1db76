"""What synthetic rows are worth and what they give away, measured on real rows."""

from skl_synth.evaluation.evaluator import SyntheticEvaluator

__all__ = ["SyntheticEvaluator"]
