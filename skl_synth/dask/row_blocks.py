"""RowBlocks: encoded rows that are elsewhere, block by block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from skl_synth.dask.exchange import exchanged
from skl_synth.dask.running import Runner
from skl_synth.table.rows import EncodedRows, stack_rows

BLOCK_ROWS = 262_144
"""Rows of a block, unless the blocks are the partitions of a table."""


@dataclass(frozen=True, eq=False)
class RowBlocks:
    """Encoded rows in blocks, each of them the result of a task.

    It stands where `EncodedRows` stand in a `RealTable` or in `Candidates`: rows are
    counted, taken and put under one another without being looked at.

    Parameters
    ----------
    blocks : tuple of Delayed
        Tasks that give `EncodedRows`.
    sizes : ndarray of shape (n_blocks,), dtype int
        The rows of each.
    runner : Runner
        What computes them.
    places : ndarray of shape (n_rows,), dtype int, or None
        Where each row stands among the rows of the blocks; None where they are those
        rows, in order.
    """

    blocks: tuple[Any, ...]
    sizes: np.ndarray
    runner: Runner
    places: np.ndarray | None = None

    def __len__(self) -> int:
        return int(self.sizes.sum()) if self.places is None else len(self.places)

    @property
    def starts(self) -> np.ndarray:
        """Where each block begins."""
        return np.cumsum(self.sizes) - self.sizes

    def take(self, rows: np.ndarray) -> RowBlocks:
        """Return the rows at the given positions (or under a mask); none is moved."""
        rows = np.asarray(rows)
        if rows.dtype == bool:
            rows = np.flatnonzero(rows)
        return replace(self, places=rows if self.places is None else self.places[rows])

    def in_blocks(self, sizes: np.ndarray | None = None) -> RowBlocks:
        """Bring the rows together in new blocks, in their order.

        Parameters
        ----------
        sizes : ndarray of int, default=None
            The rows of each new block; None for blocks of `BLOCK_ROWS`, or for the
            blocks as they are where they hold the rows in order.

        Returns
        -------
        RowBlocks
            The same rows, with no places of their own.
        """
        if self.places is None and (sizes is None or np.array_equal(sizes, self.sizes)):
            return self
        sizes = even_sizes(len(self)) if sizes is None else np.asarray(sizes)
        places = np.arange(len(self)) if self.places is None else self.places
        wanted = np.split(places, np.cumsum(sizes)[:-1])
        made = exchanged(list(self.blocks), self.sizes, self.runner, wanted)
        return RowBlocks(tuple(made), sizes, self.runner)

    def each(self, function: Callable, *aligned: Any, shared: tuple = ()) -> list[Any]:
        """Call a function on every block of rows.

        Parameters
        ----------
        function : callable
            Takes the rows of a block, the part of each aligned array, and what is
            shared.
        *aligned : ndarray of shape (n_rows, ...)
            Arrays that are cut as the rows are.
        shared : tuple
            Further values.

        Returns
        -------
        list of Delayed
            A task for each block.
        """
        rows = self.in_blocks()
        stops = np.cumsum(rows.sizes)
        common = [self.runner.put(one) for one in shared]
        return [
            self.runner.task(
                function,
                block,
                *[self.runner.put(one[stop - n : stop]) for one in aligned],
                *common,
            )
            for block, stop, n in zip(rows.blocks, stops, rows.sizes, strict=True)
        ]

    def kept(self) -> RowBlocks:
        """Carry the blocks out, and keep them where they are computed."""
        return replace(self, blocks=tuple(self.runner.kept(self.blocks)))

    def fetched(self) -> EncodedRows:
        """Bring all rows here: only where they are few."""
        return stack_rows(self.runner.results(self.in_blocks().blocks))

    @classmethod
    def stacked(cls, parts: list[RowBlocks]) -> RowBlocks:
        """Put rows under one another; none is moved."""
        starts = np.cumsum([0, *[int(one.sizes.sum()) for one in parts]])
        places = [
            start + (np.arange(len(one)) if one.places is None else one.places)
            for start, one in zip(starts, parts, strict=False)
        ]
        return cls(
            tuple(block for one in parts for block in one.blocks),
            np.concatenate([one.sizes for one in parts]),
            parts[0].runner,
            None
            if all(one.places is None for one in parts)
            else np.concatenate(places),
        )


def even_sizes(n_rows: int, most: int = BLOCK_ROWS) -> np.ndarray:
    """Cut rows into blocks that are as large, but for the last; one at least."""
    n_blocks = max(-(-n_rows // most), 1)
    sizes = np.full(n_blocks, most)
    sizes[-1] = n_rows - most * (n_blocks - 1)
    return sizes
