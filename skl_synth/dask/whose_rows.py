"""Whose each row of a dask frame is, as it is given or as a dictionary names it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.parts import Parts
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.persons import read_groups


def with_said_persons(parts: Parts, dictionary: DataDictionary | None) -> Parts:
    """Take the persons from the column that a dictionary names, where none are given.

    Parameters
    ----------
    parts : Parts
        The partitions of a table.
    dictionary : DataDictionary or None
        What is known of it.

    Returns
    -------
    Parts
        The same, with persons where the dictionary knows a column of them.
    """
    if parts.groups is not None or dictionary is None:
        return parts
    named = {str(name): name for name in parts.table_like.columns}
    if dictionary.person not in named:
        return parts
    name = named[dictionary.person]
    columns = [parts.runner.task(_column, one, name) for one in parts.tables]
    return replace(parts, groups=tuple(columns))


def persons_in(parts: Parts) -> np.ndarray | None:
    """Number the persons of all rows.

    Parameters
    ----------
    parts : Parts
        The partitions of a table.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int, or None
        As `read_groups` gives it for the whole table.
    """
    if parts.groups is None:
        return None
    values = pd.concat(parts.runner.results(parts.groups), ignore_index=True)
    return read_groups(values, int(parts.sizes.sum()))


def _column(frame: pd.DataFrame, name: Any) -> pd.Series:
    return frame[name]
