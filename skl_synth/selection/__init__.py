"""The estimators that choose among the candidates of another."""

from skl_synth.selection.marginal_calibrator import MarginalCalibrator
from skl_synth.selection.proximity_filter import ProximityFilter

__all__ = ["MarginalCalibrator", "ProximityFilter"]
