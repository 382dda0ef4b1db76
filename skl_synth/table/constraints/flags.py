"""Columns that say yes or no, as numbers that can be counted."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.variables import LevelVariable

NO_AND_YES = (
    ("false", "true"),
    ("n", "y"),
    ("no", "yes"),
    ("f", "t"),
    ("n", "j"),
    ("nein", "ja"),
)
"""Words that say no, and yes."""


def flag_of(reader: RowReader, column: Hashable) -> np.ndarray | None:
    """Read a column of yes and no as 1 and 0.

    Parameters
    ----------
    reader : RowReader
        Rows.
    column : hashable
        A column.

    Returns
    -------
    ndarray of float64 or None
        NaN where missing; None for a column of anything else.
    """
    variable = reader.variable(column)
    if not isinstance(variable, LevelVariable) or variable.codec is not None:
        return None
    _, code = reader.cells(variable)
    words = [str(level).strip().lower() for level in variable.known]
    if code is None or tuple(sorted(words)) not in _SORTED:
        return None
    _, yes = _SORTED[tuple(sorted(words))]
    return np.where(code == variable.missing_level, np.nan, code == words.index(yes))


_SORTED = {tuple(sorted(pair)): pair for pair in NO_AND_YES}
