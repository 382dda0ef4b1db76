"""Displays in scikit-learn's manner; matplotlib is imported when something is drawn."""

from skl_synth.plotting.moments import ClassMomentsDisplay
from skl_synth.plotting.roc import RocDisplay

__all__ = ["ClassMomentsDisplay", "RocDisplay"]
