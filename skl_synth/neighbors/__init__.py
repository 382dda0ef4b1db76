"""Exact nearest-neighbour search on the standardised matrix of numbers and levels.

`NearestRow` answers which real row is nearest to a synthetic one, `neighbors_within`
and `NeighborLists` which rows of a class are the neighbours of a row. Both hand their
rows, as `MixedRows`, to one `Search`, which chooses among four engines by counted
work: a matrix product of all pairs (`Product`), buckets of equal codes (`Buckets`),
cells that are ruled out by bounds (`Screen`), and a compiled tree (`Tree`). Whichever
is chosen, the answer is the same to the last bit.
"""

from skl_synth.neighbors.mixed_rows import Levels, MixedRows, stack_mixed
from skl_synth.neighbors.nearest import NearestRow
from skl_synth.neighbors.within import NeighborLists, neighbors_within

__all__ = [
    "Levels",
    "MixedRows",
    "NearestRow",
    "NeighborLists",
    "neighbors_within",
    "stack_mixed",
]
