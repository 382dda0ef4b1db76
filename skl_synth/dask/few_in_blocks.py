"""What rests on few people, of rows that are elsewhere: counted column by column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.columns_of_blocks import of_each_variable
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.table.few_people import (
    FEW,
    LISTED,
    SUMMARY,
    list_few,
    people_of_columns,
    summary_of_column,
)
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema


def few_people_of_blocks(
    schema: Schema, rows: RowBlocks, persons: np.ndarray | None, least: int
) -> pd.DataFrame:
    """Name the levels and values that rest on few persons.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : RowBlocks
        The real rows.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to; None takes each row for a person.
    least : int
        How many persons are enough.

    Returns
    -------
    DataFrame
        As `few_people` gives it for the same rows.
    """
    tasks = of_each_variable(
        schema, rows, _listed, persons, shared=(least,), reduce=_enough
    )
    found = [line for lines in rows.runner.results(tasks) for line in lines]
    return pd.DataFrame(found, columns=list(LISTED))


def summary_of_few_in_blocks(
    schema: Schema, rows: RowBlocks, persons: np.ndarray | None
) -> pd.DataFrame:
    """Say of each variable how much of it rests on few persons.

    Parameters
    ----------
    schema, rows, persons : object
        As for `few_people_of_blocks`.

    Returns
    -------
    DataFrame
        As `summary_of_few` gives it for the same rows.
    """
    n_persons = len(rows) if persons is None else len(np.unique(persons))
    tasks = of_each_variable(
        schema, rows, _summed_up, persons, shared=(FEW, n_persons), reduce=_enough
    )
    lines = rows.runner.results(tasks)
    return pd.DataFrame(lines, columns=[*SUMMARY, "rare_hint"])


def _listed(
    schema: Schema, rows: EncodedRows, persons: np.ndarray | None, least: int
) -> list[tuple]:
    return list_few(people_of_columns(schema, rows, persons), least)


def _summed_up(
    schema: Schema,
    rows: EncodedRows,
    persons: np.ndarray | None,
    _least: int,
    n_persons: int,
) -> tuple:
    columns = people_of_columns(schema, rows, persons)
    return summary_of_column(columns[-1] if columns else None, n_persons)


def _enough(
    _schema: Schema,
    rows: EncodedRows,
    persons: np.ndarray | None,
    least: int,
    *_more: Any,
) -> tuple[EncodedRows, np.ndarray | None]:
    """Keep of each value so many persons as are enough: it is all the same who more."""
    columns = [*rows.numbers.T, *rows.codes.T]
    if not columns:
        return rows.take(np.arange(0)), None if persons is None else persons[:0]
    frame = pd.DataFrame(dict(enumerate(columns)))
    if persons is not None:
        frame = frame.assign(persons=persons).drop_duplicates()
    names = list(range(len(columns)))
    kept = frame.groupby(names, dropna=False, sort=False).head(least).index.to_numpy()
    return rows.take(kept), None if persons is None else persons[kept]
