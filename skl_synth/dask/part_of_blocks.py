"""A part of rows that are elsewhere, by the schema that the whole table has."""

from __future__ import annotations

from dataclasses import replace

from skl_synth.dask.columns_of_blocks import (
    from_columns,
    of_each_variable,
    only_column,
)
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema


def part_of_blocks(schema: Schema, rows: RowBlocks) -> tuple[Schema, RowBlocks]:
    """Restrict a schema to some of the rows that it was read from.

    What each column still holds is asked of one column at a time, in a task.

    Parameters
    ----------
    schema : Schema
        The schema of the real table.
    rows : RowBlocks
        Some of its rows.

    Returns
    -------
    schema : Schema
        As `part_of` gives it for the same rows.
    rows : RowBlocks
        The rows by that schema.
    """
    rows = rows.in_blocks().kept()
    runner = rows.runner
    tasks = runner.kept(of_each_variable(schema, rows, _restricted))
    variables = runner.results([one[0] for one in tasks])
    columns = [one[1:] for one in tasks]
    part = from_columns(columns, rows.sizes, rows).kept()
    return replace(schema, variables=tuple(variables)), part


def _restricted(schema: Schema, rows: EncodedRows) -> tuple:
    variable, number, code = only_column(schema, rows)
    return variable.restricted_to(number, code, len(rows), schema.publishing)
