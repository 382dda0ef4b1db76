"""Levels as they were before rare ones were merged: what rules are found in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from skl_synth.table.number_blocks import is_plain
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import LevelVariable


def with_all_levels(
    schema: Schema, rows: EncodedRows, frame: pd.DataFrame
) -> tuple[Schema, EncodedRows]:
    """Give rare levels a place of their own again.

    That a region follows from an area holds in every row, but not once the rare areas
    of all regions are one.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : EncodedRows
        The real rows.
    frame : DataFrame
        The same rows as they came.

    Returns
    -------
    schema : Schema
        The same, in which no level of a category is merged.
    rows : EncodedRows
        The rows by that schema.
    """
    codes, whole = rows.codes.copy(), {}
    for place, variable in enumerate(schema.codes):
        if isinstance(variable, LevelVariable) and variable.merged:
            one = _unmerged(variable)
            _, code = one.encode(frame, "ignore")
            assert code is not None
            codes[:, place], whole[id(variable)] = code, one
    variables = tuple(whole.get(id(one), one) for one in schema.variables)
    return replace(schema, variables=variables), replace(rows, codes=codes)


def _unmerged(variable: LevelVariable) -> LevelVariable:
    cells = [*variable.known, *variable.merged]
    if variable.missing_level >= 0:
        cells.append(np.nan)
    dtype = np.float64 if is_plain(variable.dtype) else object
    levels = np.array([None] * len(cells), dtype=dtype)
    levels[:] = cells
    return replace(variable, levels=levels, merged={})
