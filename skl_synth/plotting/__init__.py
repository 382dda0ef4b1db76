"""Displays in scikit-learn's manner; matplotlib is imported when something is drawn."""

from skl_synth.plotting.moments import ClassMomentsDisplay
from skl_synth.plotting.roc import RocDisplay
from skl_synth.plotting.training_curve import TrainingCurveDisplay

__all__ = ["ClassMomentsDisplay", "RocDisplay", "TrainingCurveDisplay"]
