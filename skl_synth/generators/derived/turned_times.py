"""Times measured anew where the second date could not be what follows from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.table.constraints import Elapsed, Rules
from skl_synth.table.constraints.formula import Gaps
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable

WHERE_THERE_IS_ONE = Gaps(filled=False, blank=-1)
"""A time that is missing stays missing."""


def with_times_measured(
    rules: Rules, rows: EncodedRows, where: np.ndarray
) -> EncodedRows:
    """Let times follow from their dates in some rows.

    Of a person with a long history there is always a date among the outermost, which
    are coded together: what follows from a stay cannot be written there.

    Parameters
    ----------
    rules : Rules
        The rules.
    rows : EncodedRows
        Rows whose columns are computed.
    where : ndarray of shape (n_rows,), dtype bool
        The rows in which times are measured.

    Returns
    -------
    EncodedRows
        The rows.
    """
    for rule, _ in rules.learned:
        if isinstance(rule, Elapsed) and rule.is_exact:
            measured = replace(rule, rounding="round")
            reader = RowReader(rules.schema, rows)
            new = measured._repair(reader, WHERE_THERE_IS_ONE)
            rows = _only(rows, new, where & _is_outermost(reader, rule))
    return rows


def _is_outermost(reader: RowReader, rule: Elapsed) -> np.ndarray:
    """Mark the rows whose second date stands for all that lie as far out."""
    variable = reader.variable(rule.end)
    number, _ = reader.cells(variable)
    if number is None or not isinstance(variable, NumberVariable):
        return np.zeros(len(reader.rows), dtype=bool)
    return variable.precision.tails.contain(number)


def _only(rows: EncodedRows, new: EncodedRows, where: np.ndarray) -> EncodedRows:
    chosen = where[:, None]
    return EncodedRows(
        np.where(chosen, new.numbers, rows.numbers),
        np.where(chosen, new.decimals, rows.decimals),
        np.where(chosen, new.codes, rows.codes),
    )
