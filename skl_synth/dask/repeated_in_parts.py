"""Keys that several rows share, in a table whose rows are elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.parts import Parts
from skl_synth.errors import InputError
from skl_synth.table.several_rows import SHOWN, repeated_of

_Counts = tuple[np.ndarray, np.ndarray, list]
"""The values of a column as numbers that stand for them, the rows of each, and some."""


def repeated_in_parts(parts: Parts, names: list[str]) -> InputError | None:
    """Say which key several rows share, as `repeated_values` does of a whole table.

    Parameters
    ----------
    parts : Parts
        A table.
    names : list of str
        Its columns of keys.

    Returns
    -------
    InputError or None
        The first such key, and what to do; None where every row has one of its own.
    """
    columns = {str(name): name for name in parts.table_like.columns}

    def counts_of(name: str) -> tuple[np.ndarray, list]:
        tasks = [
            parts.runner.task(_counts_of, one, columns[name]) for one in parts.tables
        ]
        _, counts, shown = parts.runner.merged(tasks, _both)
        return counts, shown

    return repeated_of(names, counts_of)


def _counts_of(frame: pd.DataFrame, name: Any) -> _Counts:
    """Count the values of a key; what stands for one takes eight bytes."""
    counts = frame[name].value_counts()
    texts = pd.Series(counts.index.astype(str), dtype=object)
    hashed = pd.util.hash_pandas_object(texts, index=False).to_numpy(np.uint64)
    return hashed, counts.to_numpy(np.int64), counts.index[:SHOWN].tolist()


def _both(one: _Counts, other: _Counts) -> _Counts:
    values, at = np.unique(np.r_[one[0], other[0]], return_inverse=True)
    counts = np.zeros(len(values), dtype=np.int64)
    np.add.at(counts, at, np.r_[one[1], other[1]])
    return values, counts, (one[2] + other[2])[:SHOWN]
