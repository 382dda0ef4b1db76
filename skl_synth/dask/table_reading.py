"""TableReading: how the cells of a part are read, as columns of the whole table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.bare_tables import no_rows
from skl_synth.dask.cells_of_parts import further_on
from skl_synth.errors import InputError
from skl_synth.table.coding import read_rows
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.whole_cells import flags_as_numbers


@dataclass(frozen=True, eq=False)
class TableReading:
    """How a part of a table is read.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    dtypes : mapping of column to dtype
        The dtype that each column has in the whole table.
    flags : tuple of hashable
        Columns in which True and False are read as 1 and 0.
    decimals : ndarray of shape (n_numbers,), dtype int8, or None
        The most decimals of each number, where a dictionary says that.
    """

    schema: Schema
    dtypes: Mapping[Hashable, Any]
    flags: tuple[Hashable, ...] = ()
    decimals: np.ndarray | None = None

    def frame(
        self, part: pd.DataFrame, names: Sequence[Hashable] | None = None
    ) -> pd.DataFrame:
        """Give a part the dtypes of the whole table.

        Parameters
        ----------
        part : DataFrame
            A part of the table.
        names : sequence of hashable, default=None
            The columns that are asked for; None for all.

        Returns
        -------
        DataFrame
            The part, with a fresh index.
        """
        columns = list(part.columns) if names is None else list(names)
        places: Any = [part.columns.get_loc(name) for name in columns]
        frame = part.iloc[:, places].reset_index(drop=True)
        for place, name in enumerate(columns):
            column: Any = frame.iloc[:, place]
            if column.dtype != self.dtypes[name]:
                column = column.astype(self.dtypes[name])
                frame.isetitem(place, column)
            if name in self.flags:
                frame.isetitem(place, flags_as_numbers(column))
        return frame

    def rows(self, part: pd.DataFrame, start: int) -> EncodedRows:
        """Read the rows of a part.

        Parameters
        ----------
        part : DataFrame
            A part of the table.
        start : int
            Where it begins in the table.

        Returns
        -------
        EncodedRows
            Its rows.

        Raises
        ------
        InputError
            If a cell cannot be read; the row is named as one of the whole table.
        """
        if not len(part):
            return no_rows(self.schema)
        try:
            rows = read_rows(self.schema, self.frame(part), "error")
        except InputError as error:
            raise further_on(error, start) from error
        if self.decimals is None:
            return rows
        return replace(rows, decimals=np.minimum(rows.decimals, self.decimals))


def read_part(part: pd.DataFrame, start: int, reading: TableReading) -> EncodedRows:
    """Read the rows of a part, in a task.

    Parameters
    ----------
    part : DataFrame
        A part of the table.
    start : int
        Where it begins in the table.
    reading : TableReading
        How it is read.

    Returns
    -------
    EncodedRows
        Its rows.
    """
    return reading.rows(part, start)


def some_columns(
    part: pd.DataFrame, reading: TableReading, names: Sequence[Hashable]
) -> pd.DataFrame:
    """Take some columns of a part, in the dtypes of the whole table, in a task.

    Parameters
    ----------
    part : DataFrame
        A part of the table.
    reading : TableReading
        How it is read.
    names : sequence of hashable
        The columns.

    Returns
    -------
    DataFrame
        The columns.
    """
    return reading.frame(part, names)
