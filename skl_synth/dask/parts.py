"""Parts: the partitions of a dask frame, with their targets and persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.running import Runner


@dataclass(frozen=True, eq=False)
class Parts:
    """A dask frame that was opened: tasks for its partitions, and how long they are.

    Parameters
    ----------
    tables : tuple of Delayed
        A frame of pandas for each partition.
    targets, groups : tuple of Delayed or None
        A series for each partition; None where there is none.
    sizes : ndarray of shape (n_parts,), dtype int
        Rows of each partition.
    table_like : DataFrame
        The table without its rows.
    target_like : Series or None
        The target without its rows.
    runner : Runner
        What computes them.
    """

    tables: tuple[Any, ...]
    targets: tuple[Any, ...] | None
    groups: tuple[Any, ...] | None
    sizes: np.ndarray
    table_like: pd.DataFrame
    target_like: Any
    runner: Runner

    @classmethod
    def of(cls, X: Any, y: Any, groups: Any, runner: Runner) -> Parts:
        """Open a table, its target and its persons."""
        tables = tuple(X.to_delayed())
        targets = None if y is None else tuple(y.to_delayed())
        persons = None if groups is None else tuple(groups.to_delayed())
        sizes = np.array(
            runner.results([runner.task(len, one) for one in tables]), dtype=np.intp
        )
        return cls(
            tables,
            targets,
            persons,
            sizes,
            X._meta,
            None if y is None else y._meta,
            runner,
        )
