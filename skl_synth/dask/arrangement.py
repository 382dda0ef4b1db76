"""Arrangement: rows brought into blocks of rows that lie near to one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from skl_synth.dask.row_blocks import BLOCK_ROWS, RowBlocks
from skl_synth.neighbors.boxes import Box
from skl_synth.neighbors.compact_regions import Regions
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows

FEWEST_ROWS = 32_768
"""Fewer rows are one block: a search in less costs hardly anything."""

SAMPLE = 4096
"""Rows of a class by which it is cut, at least."""

SAMPLE_OF_BLOCK = 256
"""Rows of the sample for each block that is to be made."""

SLACK = 1.25
"""A block that comes out this much larger than wanted is left whole."""

LOCATED = 16_384
"""Rows whose 0/1 columns are written at a time."""


@dataclass(frozen=True, eq=False)
class ArrangedRows(RowBlocks):
    """Rows in blocks, each of a compact region of the table.

    They stand in the order in which they stood before: ``places`` says where each is.
    So they can take the place of the rows that they were made of.

    Parameters
    ----------
    blocks, sizes, runner, places : object
        See `RowBlocks`.
    boxes : tuple of Box
        What is known of the rows of each block.
    layout : MatrixLayout or None
        The layout of the matrix in which they are near to one another.
    """

    boxes: tuple[Box, ...] = ()
    layout: MatrixLayout | None = None

    def is_of(self, layout: MatrixLayout) -> bool:
        """Say whether the boxes are those of a matrix.

        Parameters
        ----------
        layout : MatrixLayout
            The layout of the matrix.

        Returns
        -------
        bool
            Whether its numbers and levels are standardised in the same way.
        """
        mine = self.layout
        return mine is not None and (mine is layout or _are_equal(mine, layout))

    @classmethod
    def stacked(cls, parts: list[RowBlocks]) -> RowBlocks:
        """Put rows under one another; none is moved, and they are arranged no more."""
        return RowBlocks.stacked(parts)


def arranged(
    rows: RowBlocks,
    layout: MatrixLayout,
    groups: np.ndarray | None = None,
    most: int | None = None,
) -> ArrangedRows:
    """Bring rows into blocks of rows that lie near to one another.

    The table is cut where its rows differ most, code by code and number by number,
    until a part has no more rows than a block; each class by itself, if classes are
    given. Where to cut is seen in a sample of rows, which are chosen by their
    positions: the same rows come into the same blocks, on whatever machines they are.

    Parameters
    ----------
    rows : RowBlocks
        The rows.
    layout : MatrixLayout
        The matrix in which they are compared.
    groups : ndarray of shape (n_rows,), dtype int, default=None
        The class of each, so that every block is of one; None for blocks of all.
    most : int, default=None
        About how many rows a block has at most; None for an eighth of them, but
        `FEWEST_ROWS` at least and `BLOCK_ROWS` at most.

    Returns
    -------
    ArrangedRows
        The same rows, in the same order, with their blocks kept where they are.
    """
    if most is None:
        most = min(max(len(rows) // 8, FEWEST_ROWS), BLOCK_ROWS)
    groups = np.zeros(len(rows), dtype=np.intp) if groups is None else groups
    rows = rows.kept()
    leaves = _leaves(rows, layout, groups, _cuts(rows, layout, groups, most))
    order = np.argsort(leaves, kind="stable")
    sizes = _sizes(np.bincount(leaves), most)
    moved = rows.take(order).in_blocks(sizes).kept()
    boxes = rows.runner.results(moved.each(_box, shared=(layout,)))
    places = np.empty(len(rows), dtype=np.intp)
    places[order] = np.arange(len(rows))
    return ArrangedRows(
        moved.blocks, moved.sizes, moved.runner, places, tuple(boxes), layout
    )


def arranged_table(table: RealTable) -> RealTable:
    """Bring the rows of a table into blocks of rows that lie near to one another.

    Rows of all classes share a block. So the nearest row of all, which the filter asks
    for, is mostly in one; and the neighbours within a class are found among those of
    its rows that are there.

    Parameters
    ----------
    table : RealTable
        A table whose rows are `RowBlocks`.

    Returns
    -------
    RealTable
        The same table, with the same rows in the same order: the blocks in which they
        were before can be let go.
    """
    rows: Any = table.rows
    found: Any = arranged(rows, table.layout)
    return replace(table, rows=found)


@dataclass(frozen=True, eq=False)
class _Cuts:
    """The regions of a class, numbered from the first one on."""

    regions: Regions | None
    first: int

    def __len__(self) -> int:
        return 1 if self.regions is None else len(self.regions)

    def located(self, rows: EncodedRows, layout: MatrixLayout) -> Iterator[np.ndarray]:
        """The leaf of each row, some rows at a time."""
        for start in range(0, len(rows), LOCATED):
            some = np.arange(start, min(start + LOCATED, len(rows)))
            if self.regions is None:
                yield np.full(len(some), self.first)
            else:
                mixed = layout.mixed(rows.take(some))
                yield self.first + self.regions.locate(mixed)


def _cuts(
    rows: RowBlocks, layout: MatrixLayout, groups: np.ndarray, most: int
) -> dict[int, _Cuts]:
    """Choose the cuts of every class, from a sample of its rows."""
    members = {
        group: np.flatnonzero(groups == group) for group in np.unique(groups).tolist()
    }
    sizes = {group: len(some) for group, some in members.items()}
    wanted = {group: -(-size // most) for group, size in sizes.items()}
    sample = {
        group: some[_evenly(sizes[group], max(SAMPLE, SAMPLE_OF_BLOCK * wanted[group]))]
        for group, some in members.items()
        if wanted[group] > 1
    }
    cuts, first, start = {}, 0, 0
    if sample:
        together = rows.take(np.concatenate(list(sample.values()))).fetched()
    for group in members:
        regions = None
        if group in sample:
            some = np.arange(start, start + len(sample[group]))
            start += len(some)
            mixed = layout.mixed(together.take(some))
            regions = Regions(mixed, -(-len(some) // wanted[group]))
        cuts[group] = _Cuts(regions, first)
        first += len(cuts[group])
    return cuts


def _evenly(n_rows: int, n_wanted: int) -> np.ndarray:
    """Positions of some rows, as far apart as can be."""
    n_wanted = min(n_rows, n_wanted)
    return np.arange(n_wanted) * n_rows // max(n_wanted, 1)


def _leaves(
    rows: RowBlocks,
    layout: MatrixLayout,
    groups: np.ndarray,
    cuts: dict[int, _Cuts],
) -> np.ndarray:
    """Find the leaf of every row, where the rows are."""
    blocks = replace(rows, places=None)
    of_blocks = np.full(len(blocks), -1, dtype=np.int32)
    of_blocks[slice(None) if rows.places is None else rows.places] = groups
    found = rows.runner.results(
        blocks.each(_leaves_of, of_blocks, shared=(cuts, layout))
    )
    leaves = np.concatenate(found)
    return leaves if rows.places is None else leaves[rows.places]


def _leaves_of(
    rows: EncodedRows,
    groups: np.ndarray,
    cuts: dict[int, _Cuts],
    layout: MatrixLayout,
) -> np.ndarray:
    leaves = np.zeros(len(rows), dtype=np.int32)
    for group in np.unique(groups[groups >= 0]).tolist():
        members = np.flatnonzero(groups == group)
        found = cuts[group].located(rows.take(members), layout)
        leaves[members] = np.concatenate(list(found))
    return leaves


def _sizes(counts: np.ndarray, most: int) -> np.ndarray:
    """Rows of each block: a leaf, or, where it is too large, a part of one.

    Of no rows at all one block is made.
    """
    sizes = []
    for count in counts[counts > 0].tolist():
        n_parts = 1 if count <= SLACK * most else -(-count // most)
        stops = np.arange(n_parts + 1) * count // n_parts
        sizes.append(np.diff(stops))
    return np.concatenate(sizes) if sizes else np.zeros(1, dtype=np.intp)


def _box(rows: EncodedRows, layout: MatrixLayout) -> Box:
    return Box.of(layout.mixed(rows))


def _are_equal(one: MatrixLayout, other: MatrixLayout) -> bool:
    """Say whether two layouts standardise in the same way."""
    if len(one.blocks) != len(other.blocks):
        return False
    pairs = [(one.mean, other.mean), (one.scale, other.scale)]
    for left, right in zip(one.blocks, other.blocks, strict=True):
        pairs += [(left.mean, right.mean), (left.scale, right.scale)]
    return all(np.array_equal(left, right) for left, right in pairs)
