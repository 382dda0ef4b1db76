"""The columns of a real one-hot group, moved into the domain of a dictionary."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.table.dictionary.cell_reading import Cells, each
from skl_synth.table.level_keys import key_of

_FLAGS = {"0": 0, "0.0": 0, "1": 1, "1.0": 1, "false": 0, "true": 1}


def read_group(
    columns: pd.DataFrame, pattern: pd.DataFrame, baseline: bool
) -> dict[str, Cells]:
    """Read rows in which exactly one column is set.

    Parameters
    ----------
    columns : DataFrame
        The real columns of the group.
    pattern : DataFrame
        The columns as the dictionary alone has made them: row ``i`` sets column ``i``,
        behind these stand the row of the baseline and that of missing, if there are.
    baseline : bool
        Whether no column may be set.

    Returns
    -------
    dict of column to Cells
        The columns. A row with no column set, or several, is read as missing, else as
        the baseline, else as the first column.
    """
    flags = np.column_stack(
        [
            each(columns[name], lambda one: _FLAGS.get(key_of(one), -1))
            for name in columns
        ]
    )
    n_columns = flags.shape[1]
    is_null = bool(pattern.isna().to_numpy().any())
    n_set, is_flag = (flags == 1).sum(axis=1), (flags >= 0).all(axis=1)
    missing = n_columns + baseline if is_null else None
    stand_in = missing if missing is not None else n_columns if baseline else 0
    rows = np.where(is_flag & (n_set == 1), flags.argmax(axis=1), stand_in)
    good = is_flag & (n_set == 1)
    if baseline:
        empty = is_flag & (n_set == 0)
        rows[empty], good = n_columns, good | empty
    if is_null:
        good |= columns.isna().to_numpy().all(axis=1)
    taken = pattern.iloc[rows].reset_index(drop=True)
    return {str(name): Cells(taken[name], ~good) for name in columns}
