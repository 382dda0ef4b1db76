"""The cells of columns: counted where they are, brought together by columns."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.parts import Parts
from skl_synth.dask.running import Runner
from skl_synth.errors import Explained, Row
from skl_synth.table.person_columns import holds_values
from skl_synth.table.summaries import CellCounts
from skl_synth.table.whole_cells import check_cells

AT_ONCE = 8
"""So many summaries of a column are merged in one task."""

MOST_CELLS = 100_000_000
"""So many cells are counted in one pass over the table: the counts of all columns of a
large one would take as much room as the table."""

Counted = CellCounts | Exception


def counts_of_columns(parts: Parts, places: Sequence[int]) -> list[list[Any]]:
    """Count the different cells of some columns.

    Parameters
    ----------
    parts : Parts
        The partitions.
    places : sequence of int
        The positions of the columns.

    Returns
    -------
    list of list of Delayed
        For each column at most `AT_ONCE` tasks, which give the summaries of parts of
        the table, in order, or the error of a cell that cannot be used.
    """
    runner = parts.runner
    made = [
        runner.task(_counts, part, start, list(places), n_results=len(places))
        for part, start in zip(parts.tables, parts.starts.tolist(), strict=True)
    ]
    return [
        few_of(runner, [one[nth] for one in made], merged_counts)
        for nth in range(len(places))
    ]


def places_at_a_time(parts: Parts) -> list[range]:
    """Divide the columns into those that are counted in one pass.

    Parameters
    ----------
    parts : Parts
        The partitions.

    Returns
    -------
    list of range
        The positions of the columns of each pass. Where all cells differ, the counts
        of a column take as much room as the column.
    """
    n_columns = parts.table_like.shape[1]
    width = max(MOST_CELLS // max(len(parts), 1), 1)
    starts = range(0, n_columns, width)
    return [range(start, min(start + width, n_columns)) for start in starts]


def counts_together(parts: Parts, names: Sequence[Hashable]) -> list[Any]:
    """Count the different rows of several columns.

    Parameters
    ----------
    parts : Parts
        The partitions.
    names : sequence of hashable
        The columns.

    Returns
    -------
    list of Delayed
        Tasks that give the summaries of parts of the table, in order.
    """
    made = [
        parts.runner.task(_counts_of_some, part, start, list(names))
        for part, start in zip(parts.tables, parts.starts.tolist(), strict=True)
    ]
    return few_of(parts.runner, made, merged_counts)


def columns_of_persons(parts: Parts) -> tuple[Hashable, ...]:
    """Find the columns that hold what says whose a row is, row by row.

    Parameters
    ----------
    parts : Parts
        The partitions, with the persons.

    Returns
    -------
    tuple of hashable
        Their names.
    """
    if parts.groups is None:
        return ()
    made = [
        parts.runner.task(_holding, part, groups)
        for part, groups in zip(parts.tables, parts.groups, strict=True)
    ]
    held = [one for one in parts.runner.results(made) if one is not None]
    names = parts.table_like.columns
    return tuple(names[np.all(held, axis=0)]) if held else ()


def few_of(runner: Runner, tasks: Sequence[Any], merge: Any) -> list[Any]:
    """Merge what tasks give until there are few of them.

    Parameters
    ----------
    runner : Runner
        What computes them.
    tasks : sequence of Delayed
        Tasks, in the order of the rows.
    merge : callable
        Takes what several tasks give.

    Returns
    -------
    list of Delayed
        At most `AT_ONCE` tasks.
    """
    level = list(tasks)
    while len(level) > AT_ONCE:
        level = [
            runner.task(merge, *level[first : first + AT_ONCE])
            for first in range(0, len(level), AT_ONCE)
        ]
    return level


def merged_counts(*parts: Counted) -> Counted:
    """Merge summaries of columns; the first error among them stays.

    Parameters
    ----------
    *parts : CellCounts or Exception
        The summaries, in order.

    Returns
    -------
    CellCounts or Exception
        That of all of them.
    """
    for one in parts:
        if isinstance(one, Exception):
            return one
    return CellCounts.merged([one for one in parts if isinstance(one, CellCounts)])


def further_on(error: Exception, start: int) -> Exception:
    """Name the rows of a part by their places in the whole table.

    Parameters
    ----------
    error : Exception
        What is wrong with a part.
    start : int
        Where the part begins.

    Returns
    -------
    Exception
        The same of the whole table.
    """
    if not isinstance(error, Explained) or not start:
        return error
    message = error.message
    fields = {
        name: Row(one.place + start) if isinstance(one, Row) else one
        for name, one in message.fields.items()
    }
    return type(error)(
        message.problem,
        column=message.column,
        parameter=message.parameter,
        value=message.value,
        remedies=message.remedies,
        **fields,
    )


def _counts(part: pd.DataFrame, start: int, places: list[int]) -> list[Counted]:
    frame = part.reset_index(drop=True)
    return [_counted(frame.iloc[:, [place]], start) for place in places]


def _counted(column: pd.DataFrame, start: int) -> Counted:
    try:
        check_cells(column)
    except Explained as error:
        return further_on(error, start)
    return CellCounts.of(column, start)


def _counts_of_some(part: pd.DataFrame, start: int, names: list) -> CellCounts:
    places: Any = [part.columns.get_loc(name) for name in names]
    return CellCounts.of(part.iloc[:, places].reset_index(drop=True), start)


def _holding(part: pd.DataFrame, groups: Any) -> np.ndarray | None:
    if not len(part):
        return None
    values = pd.Series(groups).to_numpy(dtype=object)
    columns = (part.iloc[:, place] for place in range(part.shape[1]))
    return np.array([holds_values(one, values) for one in columns], dtype=bool)
