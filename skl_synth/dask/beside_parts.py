"""What belongs to the rows of a dask frame: its target, or its persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.running import Runner
from skl_synth.errors import InputTypeError
from skl_synth.table.target import check_pair
from skl_synth.table.target.target_cells import opened


@dataclass(frozen=True, eq=False)
class Beside:
    """A value for each row of a table, in parts of its own.

    Parameters
    ----------
    tasks : tuple of Delayed
        A series (or frame) for each part.
    like : Series or DataFrame
        All without its rows.
    is_labelled : bool
        Whether its rows have labels that the user has given.
    here : Series, DataFrame or None
        All values, where they were passed in memory.

    See Also
    --------
    skl_synth.dask.parts.Parts : A table with what belongs to its rows.
    """

    tasks: tuple[Any, ...]
    like: Any
    is_labelled: bool
    here: Any = None

    @classmethod
    def of(cls, value: Any, table_like: pd.DataFrame, name: str, runner: Runner) -> Any:
        """Open it.

        Parameters
        ----------
        value : dask Series, dask DataFrame, dask Array or array-like
            What the user passed.
        table_like : DataFrame
            The table without its rows.
        name : str
            The parameter.
        runner : Runner
            What computes tasks.

        Returns
        -------
        Beside
            Its parts.

        Raises
        ------
        InputError
            If it is the name of a column, or table and target are exchanged.
        InputTypeError
            If it is something else of dask.
        """
        import dask.array as da
        import dask.dataframe as dd

        check_pair(table_like, getattr(value, "_meta", value), name)
        if isinstance(value, (dd.Series, dd.DataFrame, dd.Index)):
            return cls(tuple(value.to_delayed()), value._meta, is_labelled=True)
        if isinstance(value, da.Array):
            # Optimised, an array that was made of delayed frames lacks its tasks.
            arrays = value.to_delayed(optimize_graph=False).ravel()
            tasks = tuple(runner.task(_pandas_of, one) for one in arrays)
            like = np.empty((0,) * min(value.ndim, 1) + value.shape[1:], value.dtype)
            return cls(tasks, _pandas_of(like), is_labelled=False)
        if type(value).__module__.partition(".")[0] in ("dask", "distributed"):
            raise InputTypeError(
                "{parameter} is a {kind} of dask, and must be a Series",
                parameter=name,
                kind=type(value).__name__,
                remedies=["pass a column of a dask DataFrame"],
            )
        here = _pandas_of(opened(value))
        is_labelled = isinstance(value, (pd.Series, pd.DataFrame))
        return cls((runner.put(here),), here.iloc[:0], is_labelled, here)


def _pandas_of(value: Any) -> Any:
    """Make a series of values, or a frame of several columns."""
    if isinstance(value, (pd.Series, pd.DataFrame)):
        return value
    return (pd.DataFrame if np.ndim(value) == 2 else pd.Series)(value)


def aligned(
    own: tuple[Any, ...], sizes: np.ndarray, wanted: np.ndarray, runner: Runner
) -> tuple[Any, ...]:
    """Cut parts anew.

    Parameters
    ----------
    own : tuple of Delayed
        Parts.
    sizes : ndarray of shape (n_own,), dtype int
        How many rows each has.
    wanted : ndarray of shape (n_parts,), dtype int
        How many rows each is to have; as many in all.
    runner : Runner
        What computes tasks.

    Returns
    -------
    tuple of Delayed
        The same rows in such parts.
    """
    if np.array_equal(sizes, wanted):
        return own
    return tuple(
        runner.task(_cut, *_pieces(own, sizes, stop - n_rows, stop))
        for stop, n_rows in zip(
            np.cumsum(wanted).tolist(), wanted.tolist(), strict=True
        )
    )


def _pieces(own: tuple, sizes: np.ndarray, start: int, stop: int) -> list[Any]:
    """Name the parts that hold some rows, and where these are in them together."""
    stops = np.cumsum(sizes)
    starts = stops - sizes
    held = np.flatnonzero((starts < stop) & (stops > start))
    if start == stop:
        return [slice(0, 0), own[0]]
    begin = int(starts[held[0]])
    return [slice(start - begin, stop - begin), *[own[place] for place in held]]


def _cut(rows: slice, *pieces: Any) -> Any:
    whole = pieces[0] if len(pieces) == 1 else pd.concat(pieces)
    return whole.iloc[rows]
