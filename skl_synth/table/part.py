"""A part of the real rows, by the schema that the whole table has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import NumberVariable, Variable


def part_of(schema: Schema, rows: EncodedRows) -> tuple[Schema, EncodedRows]:
    """Restrict a schema to some of the rows that it was read from.

    Parameters
    ----------
    schema : Schema
        The schema of the real table.
    rows : EncodedRows
        Some of its rows.

    Returns
    -------
    schema : Schema
        The same kinds and ways of reading, with the ranges, decimals and levels of
        these rows only.
    rows : EncodedRows
        The rows by that schema, as it reads them from their cells.
    """
    numbers, codes = iter(rows.numbers.T), iter(rows.codes.T)
    variables: list[Variable] = []
    kept_numbers, kept_codes = [], []
    for variable in schema.variables:
        number = next(numbers) if isinstance(variable, NumberVariable) else None
        code = next(codes) if variable.n_levels else None
        restricted, number, code = variable.restricted_to(
            number, code, len(rows), schema.publishing
        )
        variables.append(restricted)
        if number is not None:
            kept_numbers.append(number)
        if code is not None:
            kept_codes.append(code)
    return replace(schema, variables=tuple(variables)), EncodedRows(
        np.array(kept_numbers, dtype=np.float64).reshape(-1, len(rows)).T.copy(),
        rows.decimals,
        np.array(kept_codes, dtype=np.int32).reshape(-1, len(rows)).T.copy(),
    )
