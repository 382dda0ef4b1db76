"""Exact search on the standardised matrix."""

from skl_synth.neighbors.search import NearestRow, neighbors_within

__all__ = ["NearestRow", "neighbors_within"]
