"""Reading: a RealTable of a dask frame, whose rows stay where they are."""

from __future__ import annotations

from typing import Any

import pandas as pd

from skl_synth.dask.distributed_table import DistributedTable
from skl_synth.dask.parts import Parts
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.table.real import RealTable


def read_parts(parts: Parts, encoder: Any) -> RealTable:
    """Read a table whose rows never come together.

    Parameters
    ----------
    parts : Parts
        Its partitions.
    encoder : TableEncoder
        What the user says of it.

    Returns
    -------
    RealTable
        As `RealTable.read` gives it for the whole table, with `RowBlocks` for rows.
    """

    def whole(tasks: tuple | None) -> Any:
        return None if tasks is None else pd.concat(parts.runner.results(tasks))

    table = RealTable.read(
        whole(parts.tables),
        whole(parts.targets),
        encoder=encoder,
        groups=whole(parts.groups),
    )
    rows, blocks, start = table.rows, [], 0
    for size in parts.sizes.tolist():
        block = rows.take(slice_of(start, size))
        blocks.append(parts.runner.put(block))
        start += size
    return DistributedTable.of(
        table, RowBlocks(tuple(blocks), parts.sizes, parts.runner)
    )


def slice_of(start: int, size: int) -> Any:
    import numpy as np

    return np.arange(start, start + size)
