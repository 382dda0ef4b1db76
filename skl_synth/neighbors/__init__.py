"""Exact search on the standardised matrix."""

from skl_synth.neighbors.nearest import NearestRow
from skl_synth.neighbors.rows import Levels, MixedRows, stack_mixed
from skl_synth.neighbors.within import neighbors_within

__all__ = ["Levels", "MixedRows", "NearestRow", "neighbors_within", "stack_mixed"]
