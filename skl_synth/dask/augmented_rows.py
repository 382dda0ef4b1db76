"""Real rows that synthetic ones are put behind: all of them, or those that stay."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.dask.beside_parts import Beside, aligned
from skl_synth.dask.running import Runner


def in_partitions_of(X: Any, y: Any, runner: Runner) -> Any:
    """Cut a target as its table is cut.

    Parameters
    ----------
    X : dask DataFrame
        The table.
    y : dask Series, or array-like of shape (n_rows,)
        Its target, in partitions of its own or in memory.
    runner : Runner
        What computes tasks.

    Returns
    -------
    dask Series or dask DataFrame
        The same target in the partitions of the table.
    """
    import dask.dataframe as dd

    beside = Beside.of(y, X._meta, "y", runner)
    own, wanted = (_sizes(parts, runner) for parts in (beside.tasks, X.to_delayed()))
    if np.array_equal(own, wanted) and hasattr(y, "map_partitions"):
        return y
    cut = aligned(beside.tasks, own, wanted, runner)
    return dd.from_delayed(list(cut), meta=beside.like, verify_meta=False)


def _sizes(parts: Any, runner: Runner) -> np.ndarray:
    sizes = runner.results([runner.task(len, one) for one in parts])
    return np.array(sizes, dtype=np.intp)


def taken(frame: Any, places: np.ndarray, runner: Runner) -> Any:
    """Take rows of a dask frame by their positions in the whole.

    Parameters
    ----------
    frame : dask DataFrame or Series
        The frame.
    places : ndarray of int
        Positions, ascending.
    runner : Runner
        What computes tasks.

    Returns
    -------
    dask DataFrame or Series
        The rows, in as many partitions.
    """
    import dask.dataframe as dd

    parts = frame.to_delayed()
    starts = np.cumsum([0, *_sizes(parts, runner)])
    cuts = np.searchsorted(places, starts)
    made = [
        runner.task(_rows_of, part, runner.put(places[first:last] - start))
        for part, start, first, last in zip(
            parts, starts[:-1], cuts[:-1], cuts[1:], strict=True
        )
    ]
    return dd.from_delayed(made, meta=frame._meta, verify_meta=False)


def _rows_of(part: Any, places: np.ndarray) -> Any:
    return part.iloc[places]
