"""The target: what it is, what it may not be, and how its cells are written."""

from skl_synth.table.target.checks import check_order, require_classes
from skl_synth.table.target.target import Target

__all__ = ["Target", "check_order", "require_classes"]
