"""Columns of plain numbers, many at a time: a wide table has thousands of them.

A step of pandas costs as much for two hundred values as for two hundred thousand. What
can be said of plain numbers is therefore computed for a block of columns at once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

CELLS = 2**20
"""Cells of a block: enough to be fast, and few beside the table itself."""


@dataclass(frozen=True, eq=False)
class NumberBlock:
    """Columns of one dtype of numpy that hold numbers or booleans.

    Parameters
    ----------
    names : list of hashable
        The columns.
    dtype : numpy dtype
        Their dtype: bool, an integer, float32 or float64.
    values : ndarray of shape (n_columns, n_rows), dtype float64
        What they hold, a row for each column; NaN where missing.
    """

    names: list[Hashable]
    dtype: np.dtype
    values: np.ndarray


def is_plain(dtype: Any) -> bool:
    """Whether a column of this dtype may stand in a block.

    Parameters
    ----------
    dtype : dtype
        A numpy or pandas dtype.

    Returns
    -------
    bool
        True for booleans, integers, float32 and float64 of numpy.
    """
    if not isinstance(dtype, np.dtype) or not dtype.isnative:
        return False
    return dtype.kind in "biu" or (dtype.kind == "f" and dtype.itemsize in (4, 8))


def number_blocks(
    frame: pd.DataFrame, names: Iterable[Hashable] | None = None
) -> Iterator[NumberBlock]:
    """Read the columns of plain numbers of a table, block by block.

    Parameters
    ----------
    frame : DataFrame
        A table whose columns have different names.
    names : iterable of hashable, default=None
        The columns that are asked for; all of them if absent.

    Yields
    ------
    NumberBlock
        Columns of one dtype, in the order of the table.
    """
    asked = None if names is None else set(names)
    places: dict[np.dtype, list[int]] = {}
    columns = list(frame.columns)
    for place, dtype in enumerate(frame.dtypes.to_numpy()):
        if is_plain(dtype) and (asked is None or columns[place] in asked):
            places.setdefault(dtype, []).append(place)
    width = max(1, CELLS // max(len(frame), 1))
    for dtype, of_dtype in places.items():
        for start in range(0, len(of_dtype), width):
            chosen = of_dtype[start : start + width]
            cells = frame.iloc[:, chosen].to_numpy(dtype=dtype)
            values = np.ascontiguousarray(cells.T, dtype=np.float64)
            yield NumberBlock([columns[place] for place in chosen], dtype, values)
