"""Columns that can be read at all, whatever their kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Row, in_code
from skl_synth.table.codecs import PlainNumbers
from skl_synth.table.values import is_number

LARGEST = 1e150
"""The square of a larger number has no float, so neither has a distance."""


def check_readable(series: pd.Series) -> None:
    """Refuse a column of which no kind can make anything.

    Parameters
    ----------
    series : Series
        The column.

    Raises
    ------
    InputError
        If its dtype is not supported, or it holds an infinite or too large value, or
        text among others; the message names the value.
    """
    dtype = series.dtype
    if pd.api.types.is_complex_dtype(dtype):
        raise InputError(
            "Complex data not supported: column {column!r}", column=series.name
        )
    if isinstance(dtype, pd.IntervalDtype) or _is_nested(dtype):
        raise InputError(
            "column {column!r} is of type {dtype}, which is not supported",
            column=series.name,
            dtype=dtype,
            remedies=[
                "drop the column",
                *in_code("turn it into a number or text", ".astype(str)"),
            ],
        )
    if pd.api.types.is_object_dtype(dtype):
        _check_not_mixed(series.dropna())
    elif is_number(dtype):
        _check_finite(series)


def _is_nested(dtype: Any) -> bool:
    if not isinstance(dtype, pd.ArrowDtype):
        return False
    import pyarrow as pa

    arrow = dtype.pyarrow_dtype
    return pa.types.is_nested(arrow) or pa.types.is_binary(arrow)


def _check_finite(series: pd.Series) -> None:
    values = PlainNumbers(dtype=series.dtype).read(series)
    for wrong, what in (
        (np.isinf(values), "infinity"),
        (np.abs(values) > LARGEST, "too large to be squared, as distances ask for"),
    ):
        if wrong.any():
            row = int(np.argmax(wrong))
            raise InputError(
                "column {column!r} holds {value} ({what}) in {row}",
                column=series.name,
                value=float(values[row]),
                what=what,
                row=Row(row),
                remedies=[
                    "replace it by a number or a missing value",
                    "rescale the column",
                ],
            )


def _check_not_mixed(values: pd.Series) -> None:
    texts = np.array([isinstance(cell, str) for cell in values], dtype=bool)
    if texts.any() and not texts.all():
        text, other = values[texts].iloc[0], values[~texts].iloc[0]
        is_other = isinstance(other, (bool, np.bool_)) or not isinstance(
            other, (int, float, np.number)
        )
        what = "others" if is_other else "numbers"
        raise InputError(
            "column {column!r} mixes text ({value!r}) with {what} ({other!r})",
            column=values.name,
            value=text,
            what=what,
            other=other,
            remedies=[
                *in_code("make it all text", ".astype(str)"),
                *in_code("make it all numbers", "pandas.to_numeric"),
            ],
        )
    if len(values) and not texts.any():
        plain = values.infer_objects()
        if pd.api.types.is_float_dtype(plain.dtype):
            _check_exact(values)
        if is_number(plain.dtype):
            _check_finite(plain.reset_index(drop=True))


def _check_exact(values: pd.Series) -> None:
    """Refuse a whole number that the decimals beside it would round to another."""
    for cell in values.tolist():
        if isinstance(cell, int) and int(float(cell)) != cell:
            raise InputError(
                "column {column!r} holds {value}, a whole number beyond 2**53 which no "
                "float holds, beside numbers with decimals",
                column=values.name,
                value=cell,
                remedies=[
                    *in_code("make it all text", ".astype(str)"),
                    "round the others to whole numbers",
                ],
            )
