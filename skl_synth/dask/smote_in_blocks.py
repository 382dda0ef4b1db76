"""SMOTE between rows that are elsewhere: planned here, placed where the rows are."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.dask.bare_tables import for_tasks, no_rows
from skl_synth.dask.heavy_values import spikes_in_blocks
from skl_synth.dask.nearest_in_blocks import NeighborsInBlocks
from skl_synth.dask.row_blocks import RowBlocks, even_sizes
from skl_synth.dask.row_pairs import elsewhere
from skl_synth.generators.smote import SmoteGenerator
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows, stack_rows

DRAWN_AT_ONCE = 16_384
"""Rows whose noise is drawn at a time, where only its end is wanted."""


class SmoteInBlocks(SmoteGenerator):
    """Draw parents and weights as `SmoteGenerator` does, and place rows by blocks.

    What is drawn takes a few numbers a row, and comes from the same source in the same
    order: so the rows are those of one machine, whatever the partitions and workers.
    """

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Keep where the real rows are; neighbours are searched for when it is drawn.

        Parameters
        ----------
        real : RealTable
            The table, whose rows are elsewhere.
        rng : RandomState
            Source of randomness.
        """
        super().learn(real, rng)
        self._begin()

    def _begin(self) -> None:
        self._found_spikes: list[np.ndarray] | None = None
        self._looked_through: tuple[Any, bool] = (None, False)

    def _neighbors_of(self, source: Any, members: np.ndarray) -> Any:
        self._warn_of_few(source, members)
        return NeighborsInBlocks(
            source.rows.take(members),
            self.real.layout,
            self.k_neighbors,
            self._number_of(source, members),
        )

    def _number_of(self, source: Any, members: np.ndarray) -> np.ndarray | None:
        """The target of a regression is one more column of the row."""
        if self.real.target.kind != "continuous":
            return None
        spread = self.real.target.encoded.std() or 1.0
        number: np.ndarray = source.target[members] / spread
        return number

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
            nothing = rows.runner.put(no_rows(self.real.schema))
            return RowBlocks((nothing,), np.zeros(1, dtype=np.intp), rows.runner)
        sizes, runner = even_sizes(n_rows), rows.runner
        together = rows.take(parents.ravel()).in_blocks(sizes * n_parents)
        placer = runner.put(self._placer(rows, n_parents, n_present))
        stops = np.cumsum(sizes)
        blocks = [
            runner.task(
                _place,
                block,
                runner.put(weights[stop - n : stop]),
                runner.put(self._noise_from(int(n), rng)),
                placer,
            )
            for block, stop, n in zip(together.blocks, stops, sizes, strict=True)
        ]
        return RowBlocks(tuple(blocks), sizes, runner).kept()

    def _noise_from(self, n_rows: int, rng: np.random.RandomState) -> Any:
        """Say where the noise of some rows begins, and go on behind it.

        The noise itself is drawn again where the rows are: as it is on one machine,
        without being sent there.
        """
        if not self.noise_scale:
            return None
        begins = rng.get_state(legacy=False)
        n_numbers = len(self.real.schema.numbers)
        for start in range(0, n_rows, DRAWN_AT_ONCE):
            rng.normal(size=(min(DRAWN_AT_ONCE, n_rows - start), n_numbers))
        return begins

    def _placer(self, rows: Any, n_parents: int, n_present: int) -> _Placer:
        """Make what places rows in a task."""
        return _Placer(
            self,
            n_parents,
            n_present,
            self._spikes() if self.noise_scale else [],
            has_missing=self._misses_numbers(rows),
        )

    def _spikes(self) -> list[np.ndarray]:
        if self._found_spikes is None:
            self._found_spikes = spikes_in_blocks(elsewhere(self.real.rows))
        return self._found_spikes

    def _misses_numbers(self, rows: RowBlocks) -> bool:
        """Whether a number is missing anywhere among the rows that are mixed.

        Then shares are made whole again, which changes the last digits of all.
        """
        if self.interpolation not in ("simplex", "per_feature"):
            return False
        known, answer = self._looked_through
        if known is not rows:
            tasks = [rows.runner.task(_misses, block) for block in rows.blocks]
            misses = np.concatenate(rows.runner.results(tasks))
            if rows.places is not None:
                misses = misses[rows.places]
            answer = bool(misses.any())
            self._looked_through = rows, answer
        return answer


class _Placer(SmoteGenerator):
    """Places the rows of a block, whose parents stand one after the other."""

    def __init__(
        self,
        smote: SmoteInBlocks,
        n_parents: int,
        n_present: int,
        spikes: list[np.ndarray],
        *,
        has_missing: bool,
    ) -> None:
        super().__init__(
            smote.k_neighbors,
            interpolation=smote.interpolation,
            noise_scale=smote.noise_scale,
        )
        self.real = for_tasks(smote.real)
        self.n_parents, self.n_present = n_parents, n_present
        self.spikes, self.has_missing = spikes, has_missing

    def _spikes(self) -> list[np.ndarray]:
        return self.spikes

    def place(self, rows: EncodedRows, weights: np.ndarray, noise: Any) -> EncodedRows:
        """Place rows between their parents."""
        rng = np.random.RandomState(0)
        if noise is not None:
            rng.set_state(noise)
        parents = np.arange(len(rows)).reshape(-1, self.n_parents)
        if self.has_missing:
            # Mixed as among all rows, also where no parent of this block misses any.
            rows = stack_rows([rows, _row_without_numbers(rows)])
        return self._placed(rows, parents, weights, self.n_present, rng)


def _place(
    rows: EncodedRows, weights: np.ndarray, noise: Any, placer: _Placer
) -> EncodedRows:
    return placer.place(rows, weights, noise)


def _misses(rows: EncodedRows) -> np.ndarray:
    misses: np.ndarray = np.isnan(rows.numbers).any(axis=1)
    return misses


def _row_without_numbers(rows: EncodedRows) -> EncodedRows:
    return EncodedRows(
        np.full((1, rows.numbers.shape[1]), np.nan),
        np.zeros((1, rows.decimals.shape[1]), dtype=rows.decimals.dtype),
        np.zeros((1, rows.codes.shape[1]), dtype=rows.codes.dtype),
    )
