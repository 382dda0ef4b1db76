"""Rows by a schema: read from a frame, snapped, and written as a frame."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.encode_blocks import encode_blocks
from skl_synth.table.keys.write_keys import write_keys
from skl_synth.table.missing_tokens import with_tokens, without_tokens
from skl_synth.table.precision import decimals_of_columns
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of
from skl_synth.table.variables import NumberVariable


def read_rows(schema: Schema, frame: pd.DataFrame, unknown: str) -> EncodedRows:
    """Read the rows of a frame.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    frame : DataFrame
        A table of the same columns. One-hot groups may be blended and numbers
        unrounded.
    unknown : {"error", "ignore"}
        Whether a level never seen raises an error or is read as unlike all.

    Returns
    -------
    EncodedRows
        Its rows; numbers as they came, codes by look-up and arg-max.

    Raises
    ------
    InputError
        If the columns differ, or for a level never seen.
    """
    _check_columns(schema, frame)
    frame = without_tokens(frame, schema.tokens)
    found, codes = [], []
    encoded = encode_blocks(schema.variables, frame, unknown)
    for variable in schema.variables:
        number, code = encoded.get(variable.columns[0]) or variable.encode(
            frame, unknown
        )
        if number is not None:
            found.append(number)
        if code is not None:
            codes.append(code)
    precisions = [variable.precision for variable in schema.numbers]
    return EncodedRows(
        _side_by_side(found, len(frame), np.float64),
        _side_by_side(decimals_of_columns(precisions, found), len(frame), np.int8),
        _side_by_side(codes, len(frame), np.int32),
    )


def _check_columns(schema: Schema, frame: pd.DataFrame) -> None:
    """Refuse a table of other columns; say which."""
    if frame.columns.equals(schema.columns):
        return
    lacking = [name for name in schema.columns if name not in frame.columns]
    more = [name for name in frame.columns if name not in schema.columns]
    if not lacking and not more:
        raise InputError(
            "the columns of the table are those of the real one in another order",
            columns=schema.columns,
            remedies=["bring them into the same order"],
        )
    parts = [
        f"{what} {some_of(names)}"
        for what, names in (("lacks", lacking), ("has besides", more))
        if names
    ]
    raise InputError(
        "the table {differs}, unlike the real table",
        differs=" and ".join(parts),
        remedies=["pass it with the same columns and in the same container"],
    )


def snap_rows(
    schema: Schema, rows: EncodedRows, *, in_place: bool = False
) -> EncodedRows:
    """Move the numbers of rows onto what their columns can hold.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : EncodedRows
        Rows with any numbers.
    in_place : bool, default=False
        Whether they are written where they stood, for rows that nobody else has.

    Returns
    -------
    EncodedRows
        Rows within range and with the decimals seen.
    """
    numbers = rows.numbers if in_place else np.empty_like(rows.numbers)
    for position, variable in enumerate(schema.numbers):
        numbers[:, position] = variable.snap(
            rows.numbers[:, position], rows.decimals[:, position]
        )
    return EncodedRows(numbers, rows.decimals, rows.codes)


def write_rows(
    schema: Schema,
    rows: EncodedRows,
    persons: np.ndarray | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Write snapped rows as a frame.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : EncodedRows
        Snapped rows.
    persons : ndarray of shape (n_rows,), default=None
        Which person each row belongs to, where there are persons.
    seed : int, default=0
        Source of the fresh keys.

    Returns
    -------
    DataFrame
        The columns of the real table in its order and dtypes, but for identifiers that
        are left out.

    Raises
    ------
    InputError
        If a column of keys has no room for fresh ones.
    """
    return write_columns(schema, rows, fresh_keys(schema, len(rows), persons, seed))


def write_columns(
    schema: Schema, rows: EncodedRows, keys: dict[Hashable, Any]
) -> pd.DataFrame:
    """Write snapped rows as a frame, beside keys that were written already.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : EncodedRows
        Snapped rows.
    keys : dict of column to array
        The fresh keys of these rows, as `fresh_keys` gives them.

    Returns
    -------
    DataFrame
        As `write_rows`.
    """
    numbers, codes = iter(rows.numbers.T), iter(rows.codes.T)
    columns = dict(keys)
    for variable in schema.variables:
        number = next(numbers) if isinstance(variable, NumberVariable) else None
        code = next(codes) if variable.n_levels else None
        columns.update(variable.decode(number, code, len(rows)))
    for name, tokens in schema.tokens.items():
        if name in columns:
            columns[name] = with_tokens(pd.Series(columns[name]), tokens)
    # By position, since names may be tuples, and the axis may have a name itself.
    names = schema.published
    ordered = {place: columns[name] for place, name in enumerate(names)}
    frame = pd.DataFrame(ordered, index=pd.RangeIndex(len(rows)))
    return frame.set_axis(names, axis=1)


def fresh_keys(
    schema: Schema, n_rows: int, persons: np.ndarray | None, seed: int
) -> dict[Hashable, Any]:
    """Write the keys of all columns together, since one may refer to another.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    n_rows : int
        How many rows.
    persons : ndarray of shape (n_rows,), or None
        Which person each row belongs to, where there are persons.
    seed : int
        Source of the fresh keys.

    Returns
    -------
    dict of column to array
        The columns of keys that are written, in their dtypes.

    Raises
    ------
    InputError
        If a column of keys has no room for fresh ones.
    """
    written = {
        one.name: (one.keys, one.valid)
        for one in schema.identifiers
        if one.keys is not None and not one.dropped
    }
    return write_keys(written, n_rows, persons, np.random.RandomState(seed))


def _side_by_side(columns: list[np.ndarray], n_rows: int, dtype: Any) -> np.ndarray:
    """Put columns beside one another, also where there are none."""
    return np.array(columns, dtype=dtype).reshape(-1, n_rows).T.copy()
