"""People who share a row: where columns are coarse, whole rows repeat by chance."""

from __future__ import annotations

import numpy as np

from skl_synth.errors import InputWarning
from skl_synth.generators.copies_of_real import possible_rows
from skl_synth.table.real import RealTable

MUCH_SHARED = 0.1
"""From this share of the people on it is said that they share rows."""

MANY = 1e9
"""Of more rows than this the number says nothing."""


def coarse_rows(table: RealTable) -> InputWarning | None:
    """Say how many people share a row, where these are many.

    Parameters
    ----------
    table : RealTable
        The table.

    Returns
    -------
    InputWarning or None
        None where rows are mostly different, or people have several.
    """
    share = 0.0 if table.has_visits else _share_of_repeated(table)
    if share < MUCH_SHARED:
        return None
    possible = possible_rows(table)
    allowed = (
        f", of {possible:,.0f} rows that the columns allow" if possible < 1e9 else ""
    )
    return InputWarning(
        "{share:.0%} of the people share their row with another one{allowed}: "
        "copies of real rows are kept as often as strangers share them, and no more",
        share=share,
        allowed=allowed,
    )


def _share_of_repeated(table: RealTable) -> float:
    rows = table.rows
    values = np.column_stack([rows.codes, np.nan_to_num(rows.numbers, nan=np.inf)])
    _, places, counts = np.unique(
        values, axis=0, return_inverse=True, return_counts=True
    )
    return float(np.mean(counts[places.ravel()] > 1))
