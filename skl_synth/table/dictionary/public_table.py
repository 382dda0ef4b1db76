"""A table that a dictionary alone has made: what is read by it, and how it is written.

Its rows are nobody's: each level once, the bounds of each number, a missing value where
there may be one. The real table is then read as if it had these columns, so that kinds,
levels, bounds, scales and dtypes come from the dictionary and from nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table.codecs.large_numbers import LARGEST_WHOLE
from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.dictionary_checks import check_complete
from skl_synth.table.dictionary.dictionary_field import (
    BOUNDED_KINDS,
    TIME_KINDS,
    Field,
)
from skl_synth.table.dictionary.public_rules import public_rules
from skl_synth.table.dictionary.said_steps import lattice_from
from skl_synth.table.precision import Precision
from skl_synth.table.real import RealTable
from skl_synth.table.rounding import FULL
from skl_synth.table.schema import Schema
from skl_synth.table.specification import TableSpecification
from skl_synth.table.variables import NumberVariable, Variable

DTYPES = {"datetime": "datetime64[us]", "timedelta": "timedelta64[us]"}
"""The dtypes of dates and durations: they reach beyond the year 2262."""

LEAST_ROWS = 3

LEAST_KEY = 123_456_789
"""Made-up keys from which fresh ones take their shape: nine digits."""


def public_table(dictionary: DataDictionary) -> RealTable:
    """Make a table of rows that are nobody's.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.

    Returns
    -------
    RealTable
        A table whose schema, scales, container and classes come from the dictionary.
    """
    check_complete(dictionary)
    _check_bounded(dictionary)
    _check_exact(dictionary)
    frame = public_frame(dictionary)
    target = dictionary.target_field
    columns = [one.name for one in dictionary.columns]
    kinds = {one.name: _kind(one) for one in dictionary.fields if not one.group}
    table = RealTable.read(
        frame[columns],
        None if target is None else frame[target.name],
        encoder=TableSpecification(
            column_kinds=kinds,
            one_hot_groups=dictionary.groups or None,
            implicit_baseline=list(dictionary.baselines) or False,
            identifiers="surrogate",
            survival=dictionary.survival or None,
            special_values={
                one.name: list(one.beside) for one in dictionary.columns if one.beside
            },
            # What the made-up rows have in common means nothing.
            rules=None,
        ),
    )
    schema = _with_precisions(table.schema, dictionary)
    rules = public_rules(dictionary, schema, table.rows)
    return replace(
        table, schema=schema, rules=rules, target=_bounded(table.target, target)
    )


def _check_bounded(dictionary: DataDictionary) -> None:
    """Refuse columns of which nobody can say beforehand what they hold."""
    for one in dictionary.columns:
        if one.kind in BOUNDED_KINDS and one.minimum is None:
            raise InputError(
                "column {column!r} is of the type {value!r}, which has no bounds; "
                "nothing can be made of it without looking at the real rows",
                column=one.name,
                value=one.type,
                remedies=[
                    "make numbers of it, such as minutes",
                    Remedy("leave it out, {setting}", Setting("drop", (one.name,))),
                ],
            )


def _check_exact(dictionary: DataDictionary) -> None:
    """Refuse whole numbers that are no floats, which would come out as others."""
    for one in dictionary.columns:
        bounds = [each for each in (one.minimum, one.maximum) if isinstance(each, int)]
        large = [each for each in bounds if abs(each) > LARGEST_WHOLE]
        if large:
            raise InputError(
                "column {column!r} has the bound {value}, a number beyond 2**53, which "
                "a float cannot hold",
                column=one.name,
                value=large[0],
                remedies=[
                    "subtract the least of its numbers from it, in the table and in "
                    "the dictionary",
                    "list its levels, and call it a category",
                ],
            )


def public_frame(dictionary: DataDictionary) -> pd.DataFrame:
    """Write the columns of a dictionary, target included, with made-up rows.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.

    Returns
    -------
    DataFrame
        Row ``i`` holds level ``i`` of every column, as long as it has so many.
    """
    cells = {one.name: _cells(one) for one in dictionary.fields if not one.group}
    cells |= _cells_of_groups(dictionary)
    n_rows = max(LEAST_ROWS, *(len(one) for one in cells.values()))
    filled = {name: _filled(some, n_rows) for name, some in cells.items()}
    filled |= _keys_of(dictionary, n_rows)
    return pd.DataFrame(
        {one.name: _column(one, filled[one.name]) for one in dictionary.fields}
    )


def _kind(field: Field) -> Any:
    if field.kind == "ordinal":
        return list(field.levels)
    # One value that may be missing is two.
    is_two = field.kind == "constant" and field.may_be_missing
    return "category" if is_two else field.kind


def _cells(field: Field) -> list:
    """Every level, or the bounds; a missing value behind them."""
    missing = [None] if field.may_be_missing else []
    if field.levels:
        return [*field.levels, *missing]
    if field.kind in TIME_KINDS:
        # Bounds that are both the first of a month would count in months.
        unit = pd.Timedelta(days=1) if field.whole_days else pd.Timedelta(seconds=1)
        return [field.minimum, field.minimum + unit, field.maximum, *missing]
    return [field.minimum, field.maximum, *field.beside, *missing]


def _cells_of_groups(dictionary: DataDictionary) -> dict[str, list]:
    fields = {one.name: one for one in dictionary.fields}
    cells: dict[str, list] = {}
    for group, names in dictionary.groups.items():
        rows = np.eye(len(names), dtype=int).tolist()
        if group in dictionary.baselines:
            rows.append([0] * len(names))
        if any(fields[name].nullable for name in names):
            rows.append([None] * len(names))
        cells |= {name: [row[i] for row in rows] for i, name in enumerate(names)}
    return cells


def _filled(cells: list, n_rows: int) -> list:
    """Fill up with the first cell, so that the rows of one-hot groups stay together."""
    return cells + cells[:1] * (n_rows - len(cells))


def _keys_of(dictionary: DataDictionary, n_rows: int) -> dict[str, list]:
    """Make up keys: all different, and none of a column in another one."""
    names = [one.name for one in dictionary.fields if one.kind == "identifier"]
    return {
        name: [LEAST_KEY + row * len(names) + place for row in range(n_rows)]
        for place, name in enumerate(names)
    }


def _column(field: Field, cells: list) -> pd.Series:
    """Give a column its dtype, which kind and missing values alone decide."""
    if field.kind in TIME_KINDS:
        return pd.Series(moments(cells, field.kind))
    if field.kind == "continuous" and not any(isinstance(c, str) for c in field.beside):
        return pd.Series(cells, dtype=np.float64)
    return pd.Series(cells)


def moments(cells: list, kind: str) -> np.ndarray:
    """Make an array of dates or durations, each in the one resolution.

    Parameters
    ----------
    cells : list of Timestamp, Timedelta or None
        The values.
    kind : {"datetime", "timedelta"}
        Which they are.

    Returns
    -------
    ndarray of datetime64[us] or timedelta64[us]
        The values, NaT where missing.
    """
    dtype = np.dtype(DTYPES[kind])
    # One by one: those of the year 9999 and of nanoseconds have no common resolution.
    return np.array([_moment(one, dtype) for one in cells], dtype=dtype)


def _moment(cell: Any, dtype: np.dtype) -> Any:
    return np.array("NaT", dtype) if pd.isna(cell) else cell.asm8.astype(dtype)


def _with_precisions(schema: Schema, dictionary: DataDictionary) -> Schema:
    fields = {one.name: one for one in dictionary.fields}
    variables = tuple(
        _with_precision(one, fields[one.name]) if one.name in fields else one
        for one in schema.variables
    )
    return replace(schema, variables=variables)


def _with_precision(variable: Variable, field: Field) -> Variable:
    """Give bounds and decimals as they were said, not as they look in two numbers."""
    reason = "said by the dictionary"
    if not isinstance(variable, NumberVariable) or field.kind not in (
        "continuous",
        "integer",
    ):
        return replace(variable, reason=reason)
    return replace(variable, reason=reason, precision=precision_of_field(field))


def precision_of_field(field: Field) -> Precision:
    """Take the range and the decimals of a number from its description.

    Parameters
    ----------
    field : Field
        A number.

    Returns
    -------
    Precision
        Its range, its decimals, and its steps, which count from the minimum.
    """
    said = 0 if field.kind == "integer" else field.decimals
    decimals = FULL if said is None else said
    lattice = None if field.step is None else lattice_from(field, decimals)
    if lattice is not None:
        decimals = lattice.decimals
    low, high = float(field.minimum), float(field.maximum)
    return Precision(low, high, decimals, lattice=lattice)


def _bounded(target: Any, field: Field | None) -> Any:
    if target.precision is None or field is None:
        return target
    return replace(target, precision=precision_of_field(field))
