"""Mergeable summaries of columns, from which a column is rebuilt."""

from skl_synth.table.summaries.cell_codes import cell_codes
from skl_synth.table.summaries.counted_cells import CellCounts

__all__ = ["CellCounts", "cell_codes"]
