"""Strata of a table whose rows are elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from skl_synth.dask.columns_here import with_columns_here
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.row_pairs import fetched_of_rows
from skl_synth.generators.partition import Partition
from skl_synth.generators.strata import Strata
from skl_synth.table.by_columns import ByColumns, names_of
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows


class StrataInBlocks(Strata):
    """Divide a table by the values of columns, which alone are brought here."""

    @staticmethod
    def partition_of(real: RealTable, by: Any) -> Partition:
        """Divide a table whose rows are elsewhere.

        Parameters
        ----------
        real : RealTable
            The table.
        by : hashable or list of hashable
            The columns that divide it.

        Returns
        -------
        Partition
            The strata, as on one machine.
        """
        if not isinstance(real.rows, RowBlocks):
            return Partition.of(real, by)
        # Whatever cannot be used is refused before anything is fetched.
        ByColumns.find(real.without_rows(), by)
        found = Partition.of(with_columns_here(real, names_of(by, real)), by)
        columns = found.columns
        return replace(
            found,
            columns=ByColumnsOfBlocks(columns.names, columns.numbers, columns.codes),
        )


class ByColumnsOfBlocks(ByColumns):
    """The columns that divide a table, in rows that are here or elsewhere."""

    def strata_of(self, rows: Any, known: np.ndarray) -> np.ndarray:
        """Find the stratum of rows among those that are known.

        Parameters
        ----------
        rows : RowBlocks or EncodedRows
            Any rows of the schema.
        known : ndarray of shape (n_strata, n_cells)
            The cells of each stratum.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            The position of the stratum; -1 where it is none of them.
        """
        if not isinstance(rows, RowBlocks):
            return super().strata_of(rows, known)
        return fetched_of_rows(rows, _strata_of, shared=(self._as_here(), known))

    def set_to(self, rows: Any, row: EncodedRows) -> Any:
        """Give rows the values that one row has in these columns.

        Parameters
        ----------
        rows : RowBlocks or EncodedRows
            Any rows.
        row : EncodedRows
            A single one.

        Returns
        -------
        RowBlocks or EncodedRows
            The rows with these columns of that row.
        """
        if not isinstance(rows, RowBlocks):
            return super().set_to(rows, row)
        together = rows.in_blocks()
        tasks = together.each(_set_to, shared=(self._as_here(), row))
        return RowBlocks(tuple(tasks), together.sizes, together.runner).kept()

    def _as_here(self) -> ByColumns:
        return ByColumns(self.names, self.numbers, self.codes)


def _strata_of(rows: EncodedRows, columns: ByColumns, known: np.ndarray) -> np.ndarray:
    return columns.strata_of(rows, known)


def _set_to(rows: EncodedRows, columns: ByColumns, row: EncodedRows) -> EncodedRows:
    return columns.set_to(rows, row)
