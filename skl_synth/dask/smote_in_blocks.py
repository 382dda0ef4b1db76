"""SMOTE between rows that are elsewhere: planned here, placed where the rows are."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.dask.nearest_in_blocks import NeighborsInBlocks
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.generators.smote import SmoteGenerator
from skl_synth.table.rows import EncodedRows


class SmoteInBlocks(SmoteGenerator):
    """Draw parents and weights as `SmoteGenerator` does, and place rows by blocks.

    What is drawn takes a few numbers a row, and comes from the same source in the same
    order: so the rows are those of one machine, whatever the partitions and workers.
    """

    def _neighbors_of(self, source: Any, members: np.ndarray) -> Any:
        self._warn_of_few(source, members)
        number = None
        if self.real.target.kind == "continuous":
            spread = self.real.target.encoded.std() or 1.0
            number = source.target[members] / spread
        return NeighborsInBlocks(
            source.rows.take(members), self.real.layout, self.k_neighbors, number
        )

    def _placed(
        self,
        rows: Any,
        parents: np.ndarray,
        weights: np.ndarray,
        n_present: int,
        rng: np.random.RandomState,
    ) -> Any:
        n_rows, n_parents = parents.shape
        if not n_rows:
            return rows.take(np.empty(0, dtype=np.intp)).in_blocks()
        of_rows = rows.take(parents.ravel())
        from skl_synth.dask.row_blocks import even_sizes

        sizes = even_sizes(n_rows)
        together = of_rows.in_blocks(sizes * n_parents)
        settings = _Placing(self, n_parents, n_present)
        stops = np.cumsum(sizes)
        runner = rows.runner
        blocks = [
            runner.task(
                _place,
                block,
                runner.put(weights[stop - n : stop]),
                runner.put(settings),
            )
            for block, stop, n in zip(together.blocks, stops, sizes, strict=True)
        ]
        return RowBlocks(tuple(blocks), sizes, runner).kept()


class _Placing:
    """What a task needs to know to place rows."""

    def __init__(self, smote: SmoteInBlocks, n_parents: int, n_present: int) -> None:
        self.generator = SmoteGenerator(
            smote.k_neighbors, interpolation=smote.interpolation
        )
        self.generator.real = smote.real.for_tasks()
        self.n_parents, self.n_present = n_parents, n_present


def _place(rows: EncodedRows, weights: np.ndarray, placing: _Placing) -> EncodedRows:
    parents = np.arange(len(rows)).reshape(-1, placing.n_parents)
    return placing.generator._placed(
        rows, parents, weights, placing.n_present, np.random.RandomState(0)
    )
