"""What chooses among candidates."""

from skl_synth.selection.calibrator import MarginalCalibrator
from skl_synth.selection.proximity import ProximityFilter

__all__ = ["MarginalCalibrator", "ProximityFilter"]
