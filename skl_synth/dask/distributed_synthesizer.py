"""DistributedSynthesizer: what the synthesizers for dask frames have in common."""

from __future__ import annotations

from typing import Any

from skl_synth.dask.behind_real_rows import write_behind
from skl_synth.dask.parts import Parts
from skl_synth.dask.read_parts import read_parts
from skl_synth.dask.running import Runner
from skl_synth.dask.written_blocks import write


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
        self.fit(X, y, groups)
        if self.mode == "replace":
            return self.sample()
        self.provenance_ = self._draw()
        return write_behind(self.table_, X, y, self.provenance_, self._runner)
