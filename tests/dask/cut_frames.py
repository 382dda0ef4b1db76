"""Dask frames of any partitions, for tests."""

from itertools import pairwise

import dask
import dask.dataframe as dd
import numpy as np

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.running import Runner


def in_parts(data, cuts):
    """A dask frame of any partitions, also of empty ones."""
    edges = [0, *sorted(cuts), len(data)]
    made = [
        dask.delayed(data.iloc[start:stop], pure=False)
        for start, stop in pairwise(edges)
    ]
    return dd.from_delayed(made, meta=data.iloc[:0], verify_meta=False)


def blocks_of(rows, cuts):
    """Encoded rows in any blocks, also in empty ones."""
    edges = [0, *sorted(cuts), len(rows)]
    runner = Runner()
    blocks = [runner.put(rows.take(np.arange(*ends))) for ends in pairwise(edges)]
    return RowBlocks(tuple(blocks), np.diff(edges), runner)


def assert_same_rows(found, rows):
    """Rows that are elsewhere, and are equal to the last bit."""
    fetched = found.fetched()
    for name in ("numbers", "decimals", "codes"):
        one, other = getattr(fetched, name), getattr(rows, name)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
