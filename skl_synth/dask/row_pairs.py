"""Rows beside other rows: what is computed of both, where they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from skl_synth.dask.row_blocks import RowBlocks, even_sizes


def of_each_pair(
    left: RowBlocks,
    right: RowBlocks,
    function: Callable,
    *aligned: Any,
    shared: tuple = (),
) -> list[Any]:
    """Call a function on rows and on those that belong to them, block by block.

    Parameters
    ----------
    left : RowBlocks
        Rows.
    right : RowBlocks
        As many rows for each of them, one after the other: its parents, say.
    function : callable
        Takes the rows of a block, those that belong to them, the part of each aligned
        array, and what is shared.
    *aligned : ndarray of shape (n_rows, ...)
        Arrays that are cut as the rows of the left are.
    shared : tuple
        Further values.

    Returns
    -------
    list of Delayed
        A task for each block.
    """
    rows = left.in_blocks()
    per_row = len(right) // max(len(rows), 1)
    beside = right.in_blocks(rows.sizes * per_row)
    stops = np.cumsum(rows.sizes)
    runner = rows.runner
    common = [runner.put(one) for one in shared]
    return [
        runner.task(
            function,
            block,
            other,
            *[runner.put(one[stop - n : stop]) for one in aligned],
            *common,
        )
        for block, other, stop, n in zip(
            rows.blocks, beside.blocks, stops, rows.sizes, strict=True
        )
    ]


def fetched_of_pairs(
    left: RowBlocks, right: RowBlocks, function: Callable, *, shared: tuple = ()
) -> np.ndarray:
    """Call a function on rows and on those that belong to them, and fetch the numbers.

    Parameters
    ----------
    left, right, function, shared : object
        As for `of_each_pair`. The function gives an array, with as many rows.

    Returns
    -------
    ndarray of shape (n_rows, ...)
        What it gives of each row, in their order.
    """
    tasks = of_each_pair(left, right, function, shared=shared)
    found: np.ndarray = np.concatenate(left.runner.results(tasks))
    return found


def fetched_of_rows(
    rows: RowBlocks, function: Callable, *aligned: Any, shared: tuple = ()
) -> np.ndarray:
    """Call a function on every block of rows, and fetch the numbers.

    Parameters
    ----------
    rows, function, *aligned, shared : object
        As for `RowBlocks.each`. The function gives an array, with as many rows.

    Returns
    -------
    ndarray of shape (n_rows, ...)
        What it gives of each row, in their order.
    """
    tasks = rows.each(function, *aligned, shared=shared)
    found: np.ndarray = np.concatenate(rows.runner.results(tasks))
    return found


def elsewhere(rows: Any) -> RowBlocks:
    """Take the rows of a table or of candidates for what they are here.

    Parameters
    ----------
    rows : RowBlocks
        Where `EncodedRows` stand on one machine.

    Returns
    -------
    RowBlocks
        The same.
    """
    blocks: RowBlocks = rows
    return blocks


def in_even_blocks(rows: RowBlocks) -> RowBlocks:
    """Bring rows together in blocks of the usual size, and keep them.

    Parameters
    ----------
    rows : RowBlocks
        Rows that are elsewhere; where they lie in order already they stay.

    Returns
    -------
    RowBlocks
        The same rows.
    """
    if rows.places is None:
        return rows
    return rows.in_blocks(even_sizes(len(rows))).kept()
