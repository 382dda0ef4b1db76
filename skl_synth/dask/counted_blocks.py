"""Rows as cells, elsewhere: counted block by block, and summed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.running import Runner
from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.counted_rows import (
    CountedRows,
    Places,
    counted,
)
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows

BATCH_CELLS = 4_000_000
"""Columns are counted together as long as they have no more cells, of all classes."""

Counts = dict[int, tuple[np.ndarray, np.ndarray]]
"""Of some columns, which cells by class there are, and how many rows are in each."""

BinsOf = Callable[[int, np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class CountedBlocks(CountedRows):
    """Real rows by class and cell, in blocks; what leaves them are sums of counts.

    Sums of whole numbers do not depend on who adds them up, so these are the counts of
    one machine, to the last row. They are true counts, for a ledger alone: noise is
    added once, to the sum, where this object is, and never in a task. A task that was
    carried out twice, since a worker was lost, would otherwise give two answers about
    the same people, and their mean more than was paid for.

    Parameters
    ----------
    groups, cells, n_classes, times : object
        As for `CountedRows`; there are no rows here.
    blocks : tuple of Delayed
        Tasks that give `CountedRows`.
    runner : Runner
        What computes them.
    counts_of_classes : ndarray of shape (n_classes,)
        How many rows each class has.
    n_cells : tuple of int
        How many cells each attribute has.
    bins_of : callable or None
        What takes cells together, see `in_bins`.
    """

    blocks: tuple[Any, ...] = ()
    runner: Runner = field(default_factory=Runner)
    counts_of_classes: np.ndarray = field(default_factory=lambda: np.zeros(0, np.intp))
    n_cells: tuple[int, ...] = ()
    bins_of: BinsOf | None = None
    _known: dict[int, CountedRows] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, real: RealTable, attributes: list[Attribute]) -> CountedBlocks:
        """Read real rows that are elsewhere into cells, which stay where they are.

        Parameters
        ----------
        real : RealTable
            The rows, in blocks.
        attributes : list of Attribute
            What is counted of them.

        Returns
        -------
        CountedBlocks
            The rows.
        """
        rows: Any = real.rows
        runner = rows.runner
        common = runner.put((attributes, real.n_groups))
        blocks = [
            runner.task(
                _cells,
                block,
                runner.put((mine, real.target.encoded[of], real.target.groups[of])),
                common,
            )
            for block, mine, of in _within_blocks(rows)
        ]
        nothing = np.zeros((0, len(attributes)), dtype=np.intp)
        return cls(
            nothing[:, 0] if len(attributes) else np.zeros(0, dtype=np.intp),
            nothing,
            real.n_groups,
            blocks=tuple(runner.kept(blocks)),
            runner=runner,
            counts_of_classes=real.counts,
            n_cells=tuple(one.n_cells for one in attributes),
        )

    def classes(self) -> np.ndarray:
        """Count the rows of each class; the class of each row is known here."""
        return self.counts_of_classes

    def of_column(self, place: int) -> CountedRows:
        """Give what the rows of one attribute come to: each filled cell, once."""
        if place not in self._known:
            # Columns are asked for in turn; those that were counted before are let go.
            self._known.clear()
            self._known.update(self._counted(self._batch_of(place)))
        return self._known[place]

    def in_bins(self, bins_of: BinsOf) -> CountedRows:
        """Take cells together, in the tasks that count them."""
        return replace(self, bins_of=bins_of, _known={})

    def tables(
        self, margins: Iterable[Places], sizes: list[int]
    ) -> dict[Places, np.ndarray]:
        """Count rows by class and several sets of attributes, in one pass."""
        margins = list(margins)
        if not margins:
            return {}
        common = self.runner.put((margins, sizes, self.bins_of))
        tasks = [self.runner.task(_tables, block, common) for block in self.blocks]
        summed = self.runner.merged(tasks, _both_tables)
        return dict(zip(margins, summed, strict=True))

    def table(
        self,
        places: tuple[int, ...],
        sizes: list[int],
        weights: np.ndarray | None = None,
    ) -> np.ndarray:
        """Count rows by class and some attributes; real rows have no weights."""
        assert weights is None
        return self.tables([places], sizes)[places]

    def _batch_of(self, place: int) -> list[int]:
        """List columns from one on that are counted in the same pass."""
        cells = np.cumsum(self.n_cells[place:]) * self.n_classes
        n_more = max(int(np.searchsorted(cells, BATCH_CELLS, side="right")), 1)
        return list(range(place, place + n_more))

    def _counted(self, places: list[int]) -> dict[int, CountedRows]:
        common = self.runner.put((places, self.n_cells))
        tasks = [self.runner.task(_columns, block, common) for block in self.blocks]
        summed: Counts = self.runner.merged(tasks, _both_columns)
        return {
            place: CountedRows(
                keys // self.n_cells[place],
                (keys % self.n_cells[place])[:, None],
                self.n_classes,
                times,
            )
            for place, (keys, times) in summed.items()
        }


def _within_blocks(
    rows: RowBlocks,
) -> list[tuple[Any, np.ndarray | None, np.ndarray | slice]]:
    """Say of each block which of its rows are taken, and which rows they are of all.

    Rows are counted where they are, and not brought into their order before.
    """
    if rows.places is None:
        return [
            (block, None, slice(start, start + n))
            for block, start, n in zip(
                rows.blocks, rows.starts, rows.sizes, strict=True
            )
        ]
    source = np.searchsorted(rows.starts, rows.places, side="right") - 1
    order = np.argsort(source, kind="stable")
    cuts = np.searchsorted(source[order], np.arange(1, len(rows.blocks)))
    taken = np.split(order, cuts)
    return [
        (block, (rows.places[of] - start).astype(np.int32), of)
        for block, start, of in zip(rows.blocks, rows.starts, taken, strict=True)
    ]


def _cells(
    rows: EncodedRows,
    of_rows: tuple[np.ndarray | None, np.ndarray, np.ndarray],
    common: tuple[list[Attribute], int],
) -> CountedRows:
    (taken, target, groups), (attributes, n_classes) = of_rows, common
    if taken is not None:
        rows = rows.take(taken)
    # Column by column, four bytes a cell: so they are counted, and kept till the end.
    cells = np.zeros((len(rows), len(attributes)), dtype=np.int32, order="F")
    for place, one in enumerate(attributes):
        cells[:, place] = one.cells_of(rows, target)
    return CountedRows(groups.astype(np.int32), cells, n_classes)


def _columns(rows: CountedRows, common: tuple[list[int], tuple[int, ...]]) -> Counts:
    """Count the cells of some columns, by class."""
    places, n_cells = common
    found = {}
    for place in places:
        key = rows.groups.astype(np.int64) * n_cells[place] + rows.cells[:, place]
        found[place] = np.unique(key, return_counts=True)
    return found


def _both_columns(one: Counts, other: Counts) -> Counts:
    both = {}
    for place, (keys, times) in one.items():
        more, and_times = other[place]
        every, at = np.unique(np.r_[keys, more], return_inverse=True)
        summed = counted(at, len(every), np.r_[times, and_times])
        both[place] = every, summed
    return both


def _tables(
    rows: CountedRows, common: tuple[list[tuple[int, ...]], list[int], BinsOf | None]
) -> list[np.ndarray]:
    """Count some sets of columns, by class."""
    margins, sizes, bins_of = common
    if bins_of is not None:
        rows = rows.in_bins(bins_of)
    return [rows.table(places, sizes) for places in margins]


def _both_tables(one: list[np.ndarray], other: list[np.ndarray]) -> list[np.ndarray]:
    return [counts + more for counts, more in zip(one, other, strict=True)]
