"""Exact search on the standardised matrix."""

from skl_synth.neighbors.nearest import NearestRow
from skl_synth.neighbors.rows import Levels, MixedRows, stack_mixed
from skl_synth.neighbors.within import NeighborLists, neighbors_within

__all__ = [
    "Levels",
    "MixedRows",
    "NearestRow",
    "NeighborLists",
    "neighbors_within",
    "stack_mixed",
]
