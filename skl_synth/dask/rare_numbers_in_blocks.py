"""SMOTE for a continuous target, by its relevance, between rows that are elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.row_pairs import (
    elsewhere,
    fetched_of_pairs,
    fetched_of_rows,
    in_even_blocks,
)
from skl_synth.dask.smote_in_blocks import SmoteInBlocks
from skl_synth.generators.rare_numbers import RareNumbersGenerator, spreads_of
from skl_synth.generators.smote import SmoteGenerator
from skl_synth.neighbors import MixedRows
from skl_synth.neighbors.mixed_rows import squared_distances
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows


class RareNumbersInBlocks(SmoteInBlocks, RareNumbersGenerator):
    """Place rows between neighbours in the same region, as `RareNumbersGenerator`.

    The numbers of the rows of a region are brought here where noise is put on rare
    ones; whole rows are not.
    """

    def __init__(self, k_neighbors: Any = 6, **parameters: Any) -> None:
        RareNumbersGenerator.__init__(self, k_neighbors, **parameters)

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Keep where the real rows are.

        Parameters
        ----------
        real : RealTable
            The table, whose rows are elsewhere.
        rng : RandomState
            Source of randomness.
        """
        SmoteGenerator.learn(self, real, rng)
        self._begin()
        self._reaches: dict[int, np.ndarray] = {}

    def _number_of(self, source: Any, members: np.ndarray) -> None:
        """Within a region the target does not count."""

    def _with_noise(
        self, made: Candidates, members: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        noisy = super()._with_noise(made, members, rng)
        rows: Any = in_even_blocks(elsewhere(noisy.rows))
        return replace(noisy, rows=rows)

    def _gaps(self, parents: np.ndarray) -> np.ndarray:
        return self._farthest(self._real_rows().take(parents[:, 0]), parents[:, 1:])

    def _farthest(self, rows: RowBlocks, others: np.ndarray) -> np.ndarray:
        squared = self._squared(rows, others)
        return np.asarray(np.sqrt(np.max(squared, axis=1)))

    def _distances(self, made: Candidates) -> np.ndarray:
        rows: Any = made.rows
        return np.asarray(np.sqrt(self._squared(rows, made.parents)))

    def _squared(self, rows: RowBlocks, others: np.ndarray) -> np.ndarray:
        """Squared distances of rows to some real rows each."""
        beside = self._real_rows().take(others.ravel())
        return fetched_of_pairs(rows, beside, _squared, shared=(self.real.layout,))

    def _reaches_of(self, members: np.ndarray) -> np.ndarray:
        first = int(members[0])
        if first not in self._reaches:
            others = self._others(members)
            beside = self.real.layout.mixed(self._real_rows().take(others).fetched())
            reach = np.zeros(len(self.real))
            reach[members] = fetched_of_rows(
                self._real_rows().take(members),
                _reaches,
                members,
                shared=(self.real.layout, beside, others),
            )
            self._reaches[first] = reach
        return self._reaches[first]

    def _rows_at(self, base: np.ndarray) -> EncodedRows:
        return self._real_rows().take(base).fetched()

    def _spreads_of(self, members: np.ndarray) -> np.ndarray:
        rows = self._real_rows().take(members)
        tasks = [rows.runner.task(_numbers, one) for one in rows.blocks]
        numbers = np.concatenate(rows.runner.results(tasks))
        return spreads_of(numbers[rows.places])

    def _moved(
        self,
        base: np.ndarray,
        members: np.ndarray,
        scale: np.ndarray,
        rng: np.random.RandomState,
    ) -> Candidates:
        made = super()._moved(base, members, scale, rng)
        runner = self._real_rows().runner
        sizes = np.array([len(made)])
        rows: Any = RowBlocks((runner.put(made.rows),), sizes, runner)
        return replace(made, rows=rows)

    def _real_rows(self) -> RowBlocks:
        return elsewhere(self.real.rows)


def _squared(
    rows: EncodedRows, others: EncodedRows, layout: MatrixLayout
) -> np.ndarray:
    """Squared distances of rows to those that belong to them."""
    left, right = layout.mixed(rows), layout.mixed(others)
    n_rows, n_others = len(rows), len(others) // max(len(rows), 1)
    squared = squared_distances(
        left, np.repeat(np.arange(n_rows), n_others), right, np.arange(len(others))
    )
    return squared.reshape(n_rows, n_others)


def _reaches(
    rows: EncodedRows,
    members: np.ndarray,
    layout: MatrixLayout,
    beside: MixedRows,
    others: np.ndarray,
) -> np.ndarray:
    """Half the median distance of rows to others of their region."""
    mixed = layout.mixed(rows)
    reach = np.zeros(len(rows))
    for place, member in enumerate(members.tolist()):
        apart = np.flatnonzero(others != member)
        one = np.full(len(apart), place)
        squared = squared_distances(mixed, one, beside, apart)
        reach[place] = np.sqrt(np.median(squared)) / 2
    return reach


def _numbers(rows: EncodedRows) -> np.ndarray:
    return rows.numbers
