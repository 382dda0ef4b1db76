"""What chooses among candidates."""

from skl_synth.selection.proximity import ProximityFilter

__all__ = ["ProximityFilter"]
