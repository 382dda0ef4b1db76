"""Tables that are encoded as the real one was, where their partitions are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.bare_tables import for_tasks
from skl_synth.dask.cells_of_parts import further_on
from skl_synth.dask.row_blocks import RowBlocks, even_sizes
from skl_synth.dask.running import Runner
from skl_synth.errors import InputError
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows


def encoded_elsewhere(
    table: RealTable,
    X: Any,
    runner: Runner,
    *,
    unknown: str = "error",
    snapped: bool = False,
) -> RowBlocks:
    """Read the rows of another table as the real one was read, in tasks.

    Parameters
    ----------
    table : RealTable
        The real table.
    X : dask or pandas DataFrame
        A table with its columns.
    runner : Runner
        What computes tasks.
    unknown : {"error", "ignore"}, default="error"
        Whether a level never seen raises an error or is read as unlike all.
    snapped : bool, default=False
        Whether numbers are moved onto what their columns can hold.

    Returns
    -------
    RowBlocks
        Its rows, which are kept.

    Raises
    ------
    InputError
        If the columns differ, there are no rows, or for a level never seen; the row is
        named as one of the whole table.
    """
    here = for_tasks(table)
    reading = runner.put(here)
    tasks = [
        runner.task(_encoded, part, reading, unknown, snapped)
        for part in _parts_of(X, runner)
    ]
    kept = runner.kept(tasks)
    sizes: list[int] = []
    for size in runner.results([runner.task(_size, one) for one in kept]):
        if isinstance(size, InputError):
            raise further_on(size, sum(sizes))
        sizes.append(size)
    if not sum(sizes):
        here.encode(getattr(X, "_meta", X), unknown=unknown)
    return RowBlocks(tuple(kept), np.array(sizes, dtype=np.intp), runner)


def target_elsewhere(y: Any, runner: Runner) -> Any:
    """Bring the target of a table here: a value a row.

    Parameters
    ----------
    y : dask or pandas Series, or any other
        The target.
    runner : Runner
        What computes tasks.

    Returns
    -------
    Series or object
        The target, which is here.
    """
    if not hasattr(y, "to_delayed"):
        return y
    return pd.concat(runner.results(list(y.to_delayed())))


def _parts_of(X: Any, runner: Runner) -> list[Any]:
    if hasattr(X, "to_delayed"):
        return list(X.to_delayed())
    stops = np.cumsum(even_sizes(len(X))).tolist()
    starts = [0, *stops[:-1]]
    return [
        runner.put(X.iloc[start:stop] if hasattr(X, "iloc") else X[start:stop])
        for start, stop in zip(starts, stops, strict=True)
    ]


def _encoded(
    part: Any, table: RealTable, unknown: str, snapped: bool
) -> EncodedRows | InputError:
    """Read a part; which row of the whole is wrong is known where all have answered."""
    if not len(part):
        # A partition may be empty, of a table that is not.
        return table.rows
    try:
        rows = table.encode(part, unknown=unknown)
    except InputError as error:
        return error
    return table.snap(rows) if snapped else rows


def _size(read: EncodedRows | InputError) -> int | InputError:
    return read if isinstance(read, InputError) else len(read)
