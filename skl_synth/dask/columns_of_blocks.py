"""Columns of rows that are elsewhere: one of them at a time, whole, in a task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.table.rows import EncodedRows, stack_rows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import NumberVariable, Variable


def of_each_variable(
    schema: Schema,
    rows: RowBlocks,
    function: Callable,
    *aligned: Any,
    shared: tuple = (),
    reduce: Callable | None = None,
) -> list[Any]:
    """Call a function on each variable, with all that the rows hold of it.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : RowBlocks
        The rows.
    function : callable
        Takes a schema of one variable, its rows, the aligned arrays, and what is
        shared.
    *aligned : ndarray of shape (n_rows,) or None
        What else there is for each row.
    shared : tuple
        Further values.
    reduce : callable, default=None
        Takes the same, of a block, and gives rows and aligned arrays that are enough.

    Returns
    -------
    list of Delayed
        A task for each variable; its memory is that of one column, not of a block.
    """
    if not schema.variables:
        return []
    runner, given = rows.runner, [one for one in aligned if one is not None]
    mask = tuple(one is not None for one in aligned)
    cutting = _Cutting(schema, mask, shared, reduce)
    tasks = rows.each(_cut, *given, shared=(cutting,))
    # What gives several results is unpacked; a single variable is one, too.
    pieces = [
        runner.task(_as_is, one, n_results=len(schema.variables)) for one in tasks
    ]
    common = runner.put(shared)
    return [
        runner.task(
            _called,
            function,
            runner.put(cutting.of_one(place)),
            common,
            *[one[place] for one in pieces],
        )
        for place in range(len(schema.variables))
    ]


def from_columns(made: list[Any], sizes: np.ndarray, rows: RowBlocks) -> RowBlocks:
    """Put columns, each of which is the result of a task, together in blocks.

    Parameters
    ----------
    made : list of Delayed
        For each variable a task that gives its numbers and codes (either may be None),
        of all rows.
    sizes : ndarray of shape (n_blocks,), dtype int
        The rows of each block.
    rows : RowBlocks
        The rows of which the decimals are kept, in such blocks.

    Returns
    -------
    RowBlocks
        The rows.
    """
    runner = rows.runner
    cut = [runner.task(_split, one, sizes, n_results=len(sizes)) for one in made]
    blocks = [
        runner.task(_assembled, block, *[one[place] for one in cut])
        for place, block in enumerate(rows.blocks)
    ]
    return RowBlocks(tuple(blocks), sizes, runner)


class _Cutting:
    """Where in encoded rows the variables are, and what is made of each."""

    def __init__(
        self, schema: Schema, mask: tuple, shared: tuple, reduce: Callable | None
    ) -> None:
        numbers = {id(one): place for place, one in enumerate(schema.numbers)}
        codes = {id(one): place for place, one in enumerate(schema.codes)}
        self.schemas = [replace(schema, variables=(one,)) for one in schema.variables]
        self.places = [
            (numbers.get(id(one)), codes.get(id(one))) for one in schema.variables
        ]
        self.mask, self.shared, self.reduce = mask, shared, reduce

    def of_one(self, place: int) -> tuple[Schema, tuple]:
        """What is needed of a single variable."""
        return self.schemas[place], self.mask

    def column(self, rows: EncodedRows, place: int) -> EncodedRows:
        """Restrict rows to a variable."""
        number, code = self.places[place]
        numbers = slice(0, 0) if number is None else slice(number, number + 1)
        codes = slice(0, 0) if code is None else slice(code, code + 1)
        return rows.of_columns(numbers, codes)


def _cut(rows: EncodedRows, *values: Any) -> list[tuple]:
    *aligned, cutting = values
    pieces = []
    for place, schema in enumerate(cutting.schemas):
        column = cutting.column(rows, place)
        if cutting.reduce is not None:
            full = _filled(aligned, cutting.mask)
            column, *some = cutting.reduce(schema, column, *full, *cutting.shared)
            pieces.append((column, [one for one in some if one is not None]))
        else:
            # A copy: the column shall not keep the block in memory.
            pieces.append((column.take(np.arange(len(column))), list(aligned)))
    return pieces


def _filled(aligned: Any, mask: tuple) -> list[Any]:
    """Put None where nothing was given."""
    values = iter(aligned)
    return [next(values) if is_given else None for is_given in mask]


def _as_is(pieces: list) -> list:
    return pieces


def _called(function: Callable, one: tuple, shared: tuple, *pieces: tuple) -> Any:
    schema, mask = one
    rows = stack_rows([piece[0] for piece in pieces])
    aligned = [
        np.concatenate(parts)
        for parts in zip(*[piece[1] for piece in pieces], strict=True)
    ]
    return function(schema, rows, *_filled(aligned, mask), *shared)


def _split(column: tuple, sizes: np.ndarray) -> list[tuple]:
    stops = np.cumsum(sizes)
    return [
        tuple(None if part is None else part[stop - n : stop] for part in column)
        for stop, n in zip(stops.tolist(), sizes.tolist(), strict=True)
    ]


def _assembled(block: EncodedRows, *columns: tuple) -> EncodedRows:
    numbers = [number for number, _ in columns if number is not None]
    codes = [code for _, code in columns if code is not None]
    n_rows = len(block)
    return EncodedRows(
        np.array(numbers, dtype=np.float64).reshape(-1, n_rows).T.copy(),
        block.decimals,
        np.array(codes, dtype=np.int32).reshape(-1, n_rows).T.copy(),
    )


def only_column(
    schema: Schema, rows: EncodedRows
) -> tuple[Variable, np.ndarray | None, np.ndarray | None]:
    """Take a single variable out of a schema and rows that have no other.

    Parameters
    ----------
    schema : Schema
        Of one variable.
    rows : EncodedRows
        Its rows.

    Returns
    -------
    variable : Variable
        The variable.
    number, code : ndarray or None
        Its numbers and codes, where it has any.
    """
    (variable,) = schema.variables
    number = rows.numbers[:, 0] if isinstance(variable, NumberVariable) else None
    code = rows.codes[:, 0] if variable.n_levels else None
    return variable, number, code
