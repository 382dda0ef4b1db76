"""The way out: candidates whose rows are in blocks, written as dask frames."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.bare_tables import for_tasks, no_rows
from skl_synth.dask.keys_in_blocks import keys_of_blocks
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.table.coding import fresh_keys, write_columns
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows


def write(
    table: RealTable, candidates: Candidates, labels: pd.Index | None = None
) -> tuple[Any, Any]:
    """Write candidates as dask frames; there is no other way out.

    Parameters
    ----------
    table : RealTable
        The real table.
    candidates : Candidates
        Snapped rows in blocks, with their target.
    labels : Index of shape (n_rows,), default=None
        The labels of the rows; None counts them from 0 on.

    Returns
    -------
    X : dask DataFrame
        The rows, decoded when they are asked for; in the dtypes of the real table, as
        `RealTable.write` gives them.
    y : dask Series, dask DataFrame or None
        Their target, in the same partitions; None where the real table has none.
    """
    in_blocks: Any = candidates.rows
    rows = _without_empty_blocks(in_blocks.in_blocks())
    reading = for_tasks(table)
    tasks = _tasks(reading, candidates, rows, labels)
    like_X, like_y = _prototypes(reading, candidates.target[:0], labels)
    divisions = _divisions(rows.sizes, labels)
    X = _frame(tasks, 0, like_X, divisions)
    if like_y is None:
        return X, None
    return X, _frame(tasks, 1, like_y, divisions)


def _tasks(
    table: RealTable, candidates: Candidates, rows: RowBlocks, labels: pd.Index | None
) -> list[Any]:
    """Make a task for each block, which gives its rows and their target."""
    runner, stops = rows.runner, np.cumsum(rows.sizes)
    keys = keys_of_blocks(
        table.schema, rows.sizes, candidates.persons, candidates.seed, runner
    )
    common = runner.put(table)
    return [
        runner.task(
            _written,
            block,
            runner.put(candidates.target[stop - n : stop]),
            _labels_of_block(labels, stop - n, stop),
            own,
            common,
        )
        for block, stop, n, own in zip(
            rows.blocks, stops, rows.sizes, keys, strict=True
        )
    ]


def _frame(tasks: list[Any], place: int, like: Any, divisions: tuple) -> Any:
    """Make a dask frame of what stands at one place in what tasks give."""
    import dask
    import dask.dataframe as dd

    # Texts keep the dtype in which they came.
    with dask.config.set({"dataframe.convert-string": False}):
        return dd.from_delayed(
            [one[place] for one in tasks],
            meta=like,
            divisions=divisions,
            verify_meta=False,
        )


def _without_empty_blocks(rows: RowBlocks) -> RowBlocks:
    """Leave out blocks without rows, but for one where there is no other."""
    kept = np.flatnonzero(rows.sizes > 0)
    if not len(kept):
        kept = np.arange(1)
    blocks = tuple(rows.blocks[place] for place in kept)
    return RowBlocks(blocks, rows.sizes[kept], rows.runner)


def _labels_of_block(labels: pd.Index | None, start: int, stop: int) -> pd.Index:
    if labels is None:
        return pd.RangeIndex(int(start), int(stop))
    return labels[start:stop]


def _divisions(sizes: np.ndarray, labels: pd.Index | None) -> tuple:
    """Say where partitions begin, as dask wants it: the last label comes last."""
    stops = np.cumsum(sizes)
    n_rows = int(stops[-1])
    if not n_rows or (labels is not None and not labels.is_monotonic_increasing):
        return (None,) * (len(sizes) + 1)
    places = [*(stops - sizes).tolist(), n_rows - 1]
    return tuple(places if labels is None else labels[places].tolist())


def _prototypes(
    table: RealTable, no_target: np.ndarray, labels: pd.Index | None
) -> tuple[Any, Any]:
    """Write no rows: what columns there are, and of what dtypes."""
    schema = table.schema
    keys = fresh_keys(schema, 0, None, 0)
    none = pd.RangeIndex(0) if labels is None else labels[:0]
    X, y = _written(no_rows(schema), no_target, none, keys, table)
    odd = [name for name in keys if isinstance(X[name].dtype, pd.CategoricalDtype)]
    return (_with_unknown_categories(X, odd) if odd else X), y


def _with_unknown_categories(X: pd.DataFrame, names: list[Hashable]) -> pd.DataFrame:
    """Mark columns whose categories are the keys that are still to be drawn."""
    from dask.dataframe.utils import clear_known_categories

    marked: pd.DataFrame = clear_known_categories(X, cols=names)
    return marked


def _written(
    rows: EncodedRows,
    target: np.ndarray,
    labels: pd.Index,
    keys: dict[Hashable, Any],
    table: RealTable,
) -> tuple[Any, Any]:
    """Write a block, as `RealTable.write` would."""
    frame = write_columns(table.schema, rows, keys)
    X, y = table.in_containers(frame, target)
    labels = labels.rename(X.index.name)
    return X.set_axis(labels, axis=0), None if y is None else y.set_axis(labels, axis=0)
