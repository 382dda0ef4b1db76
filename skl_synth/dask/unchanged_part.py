"""Partitions that have to be the same whenever they are computed."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.dask.part_checks import PartLook, look_at_part, sizes_of
from skl_synth.dask.running import Runner
from skl_synth.errors import InputError


def unchanged(
    tasks: tuple[Any, ...], looks: list[PartLook], name: str, runner: Runner
) -> tuple[Any, ...]:
    """Refuse partitions that have become others, whenever they are computed again.

    Rows are counted in one pass and read in another, and a table and its target in two:
    one that is drawn by chance in each would be put together of several.

    Parameters
    ----------
    tasks : tuple of Delayed
        Partitions.
    looks : list of PartLook
        What was seen of each.
    name : str
        The parameter.
    runner : Runner
        What computes tasks.

    Returns
    -------
    tuple of Delayed
        The same partitions. Where one is of another length, or its rows are called
        otherwise, its task raises an `InputError`.
    """
    starts = np.cumsum([0, *sizes_of(looks)]).tolist()
    return tuple(
        runner.task(_same, part, look.n_rows, look.labels, start, name)
        for part, look, start in zip(tasks, looks, starts[:-1], strict=True)
    )


def _same(
    part: Any, n_rows: int, labels: tuple[int, int] | None, start: int, name: str
) -> Any:
    now = look_at_part(part, labels is not None)
    if now.n_rows == n_rows and now.labels == labels:
        return part
    raise InputError(
        "the partition of {name} that begins at row {start} has other rows each time "
        "it is computed, and partitions are computed more than once",
        parameter=name,
        start=start,
        name=name,
        remedies=[
            "write the table to files first, and read these",
            "call .persist() of the table, before X and y are taken from it",
        ],
    )
