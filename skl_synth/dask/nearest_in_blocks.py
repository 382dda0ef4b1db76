"""Nearest rows among rows that are elsewhere, exactly."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.neighbors import NearestRow, NeighborLists
from skl_synth.table.layout import MatrixLayout


class NeighborsInBlocks:
    """Neighbours of the rows of one class, as `NeighborLists` finds them."""

    def __init__(
        self,
        rows: RowBlocks,
        layout: MatrixLayout,
        k_neighbors: Any,
        number: Any = None,
    ) -> None:
        mixed = layout.mixed(rows.fetched())
        if number is not None:
            mixed = mixed.with_number(number)
        self.lists = NeighborLists(mixed, k_neighbors)

    def __len__(self) -> int:
        return len(self.lists)

    def of(self, rows: np.ndarray) -> np.ndarray:
        """Find the neighbours of some rows."""
        return self.lists.of(rows)


class NearestInBlocks:
    """The nearest real row of rows that are elsewhere, as `NearestRow` finds it."""

    def __init__(self, rows: RowBlocks, layout: MatrixLayout) -> None:
        self.layout = layout
        self.rows = rows
        self.nearest = NearestRow(layout.mixed(rows.fetched()))

    def query(
        self, rows: RowBlocks, near: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the nearest row of each."""
        return self.nearest.query(self.layout.mixed(rows.fetched()), near=near)
