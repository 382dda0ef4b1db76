"""Known rows that are elsewhere: which are equal, and how many people have each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.row_pairs import fetched_of_rows
from skl_synth.dask.running import Runner
from skl_synth.generators.known_rows import KnownRows, numbered_rows
from skl_synth.generators.repeated_rows import ComparedRows
from skl_synth.neighbors.distinct import hash_rows
from skl_synth.neighbors.near_rows import NumberedRows
from skl_synth.neighbors.stranger_rates import SAMPLE
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows


def known_rows_in_blocks(real: RealTable, rows: RowBlocks) -> KnownRows:
    """Count who has the rows to which distances are measured.

    Parameters
    ----------
    real : RealTable
        The real table.
    rows : RowBlocks
        Its rows, and others behind them.

    Returns
    -------
    KnownRows
        As on one machine.
    """
    own = np.arange(len(real))
    persons = own if real.persons is None else real.persons
    others = persons.max(initial=-1) + 1 + np.arange(len(rows) - len(own))
    numbered: Any = NumberedInBlocks.of(rows, real.layout)
    return KnownRows.of_numbered(numbered, np.r_[persons, others], own)


@dataclass(frozen=True, eq=False)
class NumberedInBlocks:
    """Rows whose values are numbers, as `NumberedRows`, of which a column is fetched.

    Parameters
    ----------
    blocks : tuple of Delayed
        Tasks that give `NumberedRows`.
    n_rows, n_columns : int
        How many there are.
    runner : Runner
        What computes them.
    """

    blocks: tuple[Any, ...]
    n_rows: int
    n_columns: int
    runner: Runner

    @classmethod
    def of(cls, rows: RowBlocks, layout: MatrixLayout) -> NumberedInBlocks:
        """Number the values of rows that are elsewhere.

        Parameters
        ----------
        rows : RowBlocks
            The rows.
        layout : MatrixLayout
            The standardised matrix.

        Returns
        -------
        NumberedInBlocks
            The rows.
        """
        runner = rows.runner
        blocks = tuple(runner.kept(rows.each(_numbered, shared=(layout,))))
        n_columns = runner.results([runner.task(_n_columns, blocks[0])])[0]
        return cls(blocks, len(rows), n_columns, runner)

    def __len__(self) -> int:
        return self.n_rows

    def without(self, mask: tuple[int, ...] = ()) -> np.ndarray:
        """Number the rows by all columns but some.

        Parameters
        ----------
        mask : tuple of int, default=()
            The positions of the columns that are left out.

        Returns
        -------
        ndarray of shape (n_rows,), dtype uint64
            The numbers.
        """
        return self._fetched(NumberedRows.without, mask)

    def column(self, place: int, n_rows: int | None = None) -> np.ndarray:
        """Fetch the numbers of a column.

        Parameters
        ----------
        place : int
            Its position.
        n_rows : int, default=None
            Of how many rows, from the first on; None for all.

        Returns
        -------
        ndarray of shape (n_rows,), dtype uint64
            The numbers.
        """
        if n_rows is not None and n_rows <= SAMPLE:
            first: np.ndarray = self._first[:n_rows, place]
            return first
        return self._fetched(NumberedRows.column, place)[:n_rows]

    def of_columns(self, places: Sequence[int]) -> NumberedInBlocks:
        """Return the same rows with some of their columns.

        Parameters
        ----------
        places : sequence of int
            Positions of columns.

        Returns
        -------
        NumberedInBlocks
            The rows.
        """
        chosen = [
            self.runner.task(NumberedRows.of_columns, block, list(places))
            for block in self.blocks
        ]
        blocks = tuple(self.runner.kept(chosen))
        return NumberedInBlocks(blocks, self.n_rows, len(places), self.runner)

    @cached_property
    def _first(self) -> np.ndarray:
        """The first rows, by which most columns are known to be free."""
        found: list[np.ndarray] = []
        for block in self.blocks:
            found += self.runner.results([self.runner.task(_beginning, block)])
            if sum(map(len, found)) >= SAMPLE:
                break
        return np.concatenate(found)[:SAMPLE]

    def _fetched(self, function: Any, value: Any) -> np.ndarray:
        tasks = [self.runner.task(function, block, value) for block in self.blocks]
        return np.concatenate(self.runner.results(tasks))


class ComparedInBlocks(ComparedRows):
    """Real rows and those that were made, which are elsewhere, by 128 bits of each."""

    @cached_property
    def of_real(self) -> tuple[np.ndarray, ...]:
        """Numbers that equal rows share, and no others."""
        return self._of(self.real.rows)

    @cached_property
    def of_made(self) -> tuple[np.ndarray, ...]:
        """The same of the rows that were made."""
        return self._of(self.made.rows)

    def numbered(self, members: np.ndarray) -> Any:
        """Number the values of real rows.

        Parameters
        ----------
        members : ndarray of int
            Positions of real rows.

        Returns
        -------
        NumberedInBlocks
            The rows.
        """
        rows: Any = self.real.rows
        if len(members) < len(rows):
            rows = rows.take(members)
        return NumberedInBlocks.of(rows, self.real.layout)

    def least_different(self, members: np.ndarray) -> int:
        """Count the different rows, of which there are that many."""
        return len(np.unique(self.of_real[0][members, 0]))

    def _of(self, rows: Any) -> tuple[np.ndarray]:
        return (fetched_of_rows(rows, _equal_bits, shared=(self.real.layout,)),)


def _numbered(rows: EncodedRows, layout: MatrixLayout) -> NumberedRows:
    return numbered_rows(layout.mixed(rows), layout.missing_code)


def _n_columns(rows: NumberedRows) -> int:
    return rows.n_columns


def _beginning(rows: NumberedRows) -> np.ndarray:
    return rows.columns[:SAMPLE]


def _equal_bits(rows: EncodedRows, layout: MatrixLayout) -> np.ndarray:
    mixed = layout.mixed(rows)
    parts = mixed.numbers, mixed.codes
    return np.column_stack([hash_rows(*parts, seed=seed) for seed in (0, 1)])
