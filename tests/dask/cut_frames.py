"""Dask frames of any partitions, for tests."""

from itertools import pairwise

import dask
import dask.dataframe as dd


def in_parts(data, cuts):
    """A dask frame of any partitions, also of empty ones."""
    edges = [0, *sorted(cuts), len(data)]
    made = [
        dask.delayed(data.iloc[start:stop], pure=False)
        for start, stop in pairwise(edges)
    ]
    return dd.from_delayed(made, meta=data.iloc[:0], verify_meta=False)
