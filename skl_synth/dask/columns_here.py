"""A few columns of rows that are elsewhere, brought here."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np

from skl_synth.dask.bare_tables import with_rows
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows, stack_rows


def with_columns_here(real: RealTable, names: Iterable[Hashable]) -> RealTable:
    """Bring some columns of a table here; the others are empty, and are not looked at.

    Parameters
    ----------
    real : RealTable
        A table whose rows are elsewhere.
    names : iterable of hashable
        The columns.

    Returns
    -------
    RealTable
        A table of one machine with as many rows.
    """
    reader = RowReader(real.schema, real.without_rows().rows)
    wanted = [id(reader.variable(name)) for name in names]
    numbers, codes = (
        [place for place, one in enumerate(among) if id(one) in wanted]
        for among in (real.schema.numbers, real.schema.codes)
    )
    rows: Any = real.rows
    return with_rows(real, _columns_of(rows, real, numbers, codes))


def _columns_of(
    rows: RowBlocks, real: RealTable, numbers: list[int], codes: list[int]
) -> EncodedRows:
    n_numbers, n_codes = len(real.schema.numbers), len(real.schema.codes)
    # By columns, so that no memory is touched, and none taken, of those that are empty.
    here = EncodedRows(
        np.zeros((len(rows), n_numbers), order="F"),
        np.zeros((len(rows), n_numbers), dtype=np.int8, order="F"),
        np.zeros((len(rows), n_codes), dtype=np.int32, order="F"),
    )
    # The blocks as they are: to bring their rows in order would move all columns.
    tasks = [
        rows.runner.task(EncodedRows.of_columns, one, numbers, codes)
        for one in rows.blocks
    ]
    found = stack_rows(rows.runner.results(tasks))
    places = slice(None) if rows.places is None else rows.places
    here.numbers[:, numbers] = found.numbers[places]
    here.decimals[:, numbers] = found.decimals[places]
    here.codes[:, codes] = found.codes[places]
    return here
