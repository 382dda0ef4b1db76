"""The target: what it is, what it may not be, and how its cells are written."""

from skl_synth.table.target.pairing import check_pair
from skl_synth.table.target.target import Target
from skl_synth.table.target.target_checks import require_classes

__all__ = ["Target", "check_pair", "require_classes"]
