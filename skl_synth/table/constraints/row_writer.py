"""What rules compute, written into encoded rows."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable, Variable

PRESENT = 0
"""The code of a number that is there."""


class Cells(NamedTuple):
    """Cells of a column: number, decimals and code, None for what it does not own."""

    number: np.ndarray | None
    decimals: np.ndarray | None
    code: np.ndarray | None

    def take(self, rows: np.ndarray) -> Cells:
        """Return some of the cells.

        Parameters
        ----------
        rows : ndarray of int
            Which.

        Returns
        -------
        Cells
            Those.
        """
        return Cells(*(None if one is None else one[rows] for one in self))


def with_numbers(
    reader: RowReader, column: Hashable, numbers: np.ndarray, where: np.ndarray
) -> EncodedRows:
    """Write numbers into a column.

    Parameters
    ----------
    reader : RowReader
        Snapped rows.
    column : hashable
        A column that owns a number.
    numbers : ndarray of float64
        The numbers, in the unit of the column.
    where : ndarray of bool
        The rows into which they are written.

    Returns
    -------
    EncodedRows
        The rows, with numbers that the column can hold.
    """
    variable = reader.variable(column)
    if not isinstance(variable, NumberVariable) or not where.any():
        return reader.rows
    position, rows = reader.schema.numbers.index(variable), reader.rows
    written, decimals = rows.numbers.copy(), rows.decimals.copy()
    fine = variable.precision.decimals_of(numbers[where])
    written[where, position] = variable.snap(numbers[where], fine)
    decimals[where, position] = fine
    present = replace(rows, numbers=written, decimals=decimals)
    return _with_code(reader, variable, present, np.flatnonzero(where), PRESENT)


def without_numbers(
    reader: RowReader, column: Hashable, code: int, where: np.ndarray
) -> EncodedRows:
    """Take the numbers of a column away from some rows.

    Parameters
    ----------
    reader : RowReader
        Snapped rows.
    column : hashable
        A column that owns a number.
    code : int
        The code of what stands there instead.
    where : ndarray of bool
        The rows.

    Returns
    -------
    EncodedRows
        The rows.
    """
    variable = reader.variable(column)
    if not isinstance(variable, NumberVariable) or not where.any():
        return reader.rows
    position, rows = reader.schema.numbers.index(variable), reader.rows
    written, decimals = rows.numbers.copy(), rows.decimals.copy()
    written[where, position], decimals[where, position] = np.nan, 0
    absent = replace(rows, numbers=written, decimals=decimals)
    return _with_code(reader, variable, absent, np.flatnonzero(where), code)


def with_cells(
    reader: RowReader,
    column: Hashable,
    cells: Cells,
    where: np.ndarray,
) -> EncodedRows:
    """Write cells that other rows of the column have.

    Parameters
    ----------
    reader : RowReader
        Snapped rows.
    column : hashable
        A column.
    cells : Cells
        What is written into each of the rows.
    where : ndarray of int
        The rows.

    Returns
    -------
    EncodedRows
        The rows.
    """
    variable, rows = reader.variable(column), reader.rows
    if cells.number is not None and isinstance(variable, NumberVariable):
        position = reader.schema.numbers.index(variable)
        numbers, decimals = rows.numbers.copy(), rows.decimals.copy()
        numbers[where, position] = cells.number
        decimals[where, position] = cells.decimals
        rows = replace(rows, numbers=numbers, decimals=decimals)
    if cells.code is None:
        return rows
    return _with_code(reader, variable, rows, where, cells.code)


def _with_code(
    reader: RowReader,
    variable: Variable,
    rows: EncodedRows,
    where: np.ndarray,
    code: np.ndarray | int,
) -> EncodedRows:
    if not variable.n_levels:
        return rows
    codes = rows.codes.copy()
    codes[where, reader.schema.codes.index(variable)] = code
    return replace(rows, codes=codes)
