"""DistributedSynthesizer: what the synthesizers for dask frames have in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.dask.distributed_table import no_rows
from skl_synth.dask.parts import Parts
from skl_synth.dask.read_parts import read_parts
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.running import Runner
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows


class DistributedSynthesizer:
    """Stands before a synthesizer of one machine: dask frames in, dask frames out.

    All that is decided is decided by the class behind it, from the same figures. What
    differs is where rows are: in tasks, block by block.
    """

    client: Any

    @property
    def _runner(self) -> Runner:
        return Runner(self.client)

    def fit(self, X: Any, y: Any = None, groups: Any = None) -> Any:
        """Learn a real table."""
        parts = Parts.of(X, y, groups, self._runner)
        table = read_parts(parts, self._table_encoder())
        return self._fit_table(table)

    def sample(self, n_samples: Any = None, random_state: Any = None) -> tuple:
        """Draw synthetic rows; real rows are never part of the result."""
        candidates = self._draw(n_samples, random_state)
        self.provenance_ = candidates
        return write(self.table_, candidates)

    def fit_resample(self, X: Any, y: Any, groups: Any = None) -> tuple:
        """Fit, then sample: the real rows and synthetic ones, or synthetic ones only."""
        import dask.dataframe as dd

        self.fit(X, y, groups)
        X_new, y_new = self.sample()
        if self.mode == "replace":
            return X_new, y_new
        return dd.concat([X, X_new]), dd.concat([y, y_new])


def write(table: RealTable, candidates: Candidates) -> tuple[Any, Any]:
    """Write candidates as dask frames; there is no other way out."""
    import dask.dataframe as dd

    rows: RowBlocks = candidates.rows.in_blocks()
    reading = table.for_tasks()
    tasks = rows.each(_written, candidates.target, shared=(reading,))
    like_X, like_y = _written(no_rows(table.schema), candidates.target[:0], reading)
    made = [rows.runner.task(_nth, task, 0) for task in tasks]
    X = dd.from_delayed(made, meta=like_X, verify_meta=False)
    if like_y is None:
        return X, None
    of_y = [rows.runner.task(_nth, task, 1) for task in tasks]
    return X, dd.from_delayed(of_y, meta=like_y, verify_meta=False)


def _written(rows: EncodedRows, target: np.ndarray, table: RealTable) -> tuple:
    made = Candidates(rows, target, np.empty((len(rows), 0)), np.empty((len(rows), 0)))
    return table.write(made)


def _nth(values: tuple, place: int) -> Any:
    return values[place]
