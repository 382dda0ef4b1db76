"""Special values: what a user says of them, and the numbers beside which they stand."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.beside_numbers import held_of, shown_cells, special_codes
from skl_synth.table.containers import column_name
from skl_synth.table.rare_levels import merged_text
from skl_synth.table.values import is_number, some_of
from skl_synth.table.variables import NumberVariable


def named_special(given: Any, frame: pd.DataFrame, *, named: bool) -> dict:
    """Let the columns of an array be given by their positions.

    Parameters
    ----------
    given : mapping of column to values, or None
        What the user says.
    frame : DataFrame
        The table as a frame.
    named : bool
        Whether its columns have names of their own.

    Returns
    -------
    dict of column to values
        The same, by the names of the frame.
    """
    said = given or {}
    return {n if named else column_name(n, frame): said[n] for n in said}


def special_of(frame: pd.DataFrame, given: Any) -> dict[Hashable, tuple]:
    """Find the values that a user calls special among the cells of a table.

    Parameters
    ----------
    frame : DataFrame
        The table.
    given : mapping of column to values, or None
        What the user says.

    Returns
    -------
    dict of column to tuple
        The cells, of the columns that hold some.

    Raises
    ------
    InputError
        If a column is not there.
    """
    found = {}
    for name, values in (given or {}).items():
        if name not in frame.columns:
            raise InputError(
                "{parameter} names {value!r}, which is not a column of the table; its "
                "columns are {columns}",
                parameter="special_values",
                value=name,
                columns=some_of(list(frame.columns), 20),
                remedies=["name one of them"],
            )
        is_one = isinstance(values, str) or not hasattr(values, "__iter__")
        cells = held_of(frame[name], [values] if is_one else values)
        if cells:
            found[name] = cells
    return found


def with_special(
    variable: NumberVariable, series: pd.Series, special: tuple, least: int
) -> NumberVariable:
    """Put values beside the numbers of a column.

    Parameters
    ----------
    variable : NumberVariable
        What the other cells are.
    series : Series
        The whole column.
    special : tuple
        The values, each held by some row.
    least : int
        How many rows must have one for it to be published. Rarer ones are missing, or,
        in a column that cannot be empty, the nearest number.

    Returns
    -------
    NumberVariable
        The variable of the column.
    """
    counts = np.bincount(special_codes(series, special), minlength=len(special) + 1)[1:]
    rare = {
        cell: n for cell, n in zip(special, counts.tolist(), strict=True) if n < least
    }
    kept = tuple(cell for cell in special if cell not in rare)
    n_missing = variable.n_missing
    # Whole numbers of numpy have no missing value.
    is_whole = isinstance(series.dtype, np.dtype) and series.dtype.kind in "iu"
    if not is_whole:
        n_missing += sum(rare.values())
    reason = variable.reason
    if kept:
        reason += f"; beside them {shown_cells(kept)}"
    stand_in = "the nearest number" if is_whole else "missing values"
    reason += merged_text(dict.fromkeys(rare, stand_in), least)
    return replace(
        variable,
        reason=reason,
        n_missing=n_missing,
        special=kept,
        suppressed=tuple(rare),
        blank=_blank_of(variable, series),
    )


def _blank_of(variable: NumberVariable, series: pd.Series) -> Any:
    if variable.blank is not None or is_number(series.dtype):
        return variable.blank
    return None
