"""Values that many rows have: found in rows that are elsewhere."""

from __future__ import annotations

import numpy as np

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.generators.smoothing import SPIKE_SHARE, spikes_from
from skl_synth.table.rows import EncodedRows

LIKELY = 0.9
"""A value that a share of all rows has, as large a share of some block has: a little
less is asked for, since shares are rounded."""


def spikes_in_blocks(rows: RowBlocks) -> list[np.ndarray]:
    """Find the values of each column that repeat so often that they stand apart.

    Parameters
    ----------
    rows : RowBlocks
        The rows.

    Returns
    -------
    list of ndarray
        Those of each column, as `spikes_of` finds them among all rows.
    """
    runner = rows.runner
    # What is so frequent among all rows is as frequent in one of the blocks.
    likely = runner.results(rows.each(_likely_spikes))
    values = [np.unique(np.concatenate(column)) for column in zip(*likely, strict=True)]
    counted = runner.results(rows.each(_counted, shared=(values,)))
    n_known = np.sum([known for known, _ in counted], axis=0)
    spikes = []
    for column, seen in enumerate(values):
        repeats = np.sum([counts[column] for _, counts in counted], axis=0)
        spikes.append(spikes_from(seen, repeats, int(n_known[column])))
    return spikes


def _likely_spikes(rows: EncodedRows) -> list[np.ndarray]:
    found = []
    for values in rows.numbers.T:
        known = values[~np.isnan(values)]
        seen, repeats = np.unique(known, return_counts=True)
        found.append(seen[repeats >= LIKELY * SPIKE_SHARE * len(known)])
    return found


def _counted(
    rows: EncodedRows, values: list[np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Count the numbers that are known, and those that equal given ones."""
    n_known = (~np.isnan(rows.numbers)).sum(axis=0)
    counts = []
    for column, seen in zip(rows.numbers.T, values, strict=True):
        ordered = np.sort(column)
        last = np.searchsorted(ordered, seen, side="right")
        counts.append(last - np.searchsorted(ordered, seen, side="left"))
    return n_known, counts
