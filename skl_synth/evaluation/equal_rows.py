"""Rows that are the same: of one person, or of two who do not differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData

SAME_DECIMALS = 9
"""Numbers that agree to so many decimals are the same, but for rounding."""


def keys_of(
    tables: AuditTables, attributes: Sequence[Attribute]
) -> tuple[np.ndarray, ...]:
    """Number the combinations of values, so that equal rows have equal numbers.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    attributes : sequence of Attribute
        What is compared.

    Returns
    -------
    tuple of ndarray of int
        One number per row, for each of the tables.
    """
    numbers = numbers_of(tables.parts, attributes)
    sizes = [len(data) for data in tables.parts]
    return tuple(np.split(numbers, np.cumsum(sizes)[:-1]))


def numbers_of(
    parts: Sequence[TableData], attributes: Sequence[Attribute]
) -> np.ndarray:
    """Number the rows of several tables, equal ones alike.

    Parameters
    ----------
    parts : sequence of TableData
        The rows.
    attributes : sequence of Attribute
        What is compared.

    Returns
    -------
    ndarray of int
        One number per row, from 0.
    """
    return _numbered(np.vstack([plain_values(data, attributes) for data in parts]))


def plain_values(data: TableData, attributes: Sequence[Attribute]) -> np.ndarray:
    """Put values side by side, equal ones with equal bytes.

    Parameters
    ----------
    data : TableData
        The rows.
    attributes : sequence of Attribute
        What is compared.

    Returns
    -------
    ndarray of shape (n_rows, n_attributes), dtype float64
        Rounded to `SAME_DECIMALS`.
    """
    columns = [data.values(one).astype(np.float64) for one in attributes]
    values = np.array(columns, dtype=np.float64).reshape(len(columns), len(data)).T
    # One byte pattern for every missing number; adding zero turns -0.0 into 0.0.
    return np.where(np.isnan(values), np.nan, np.round(values, SAME_DECIMALS) + 0.0)


def _numbered(rows: np.ndarray) -> np.ndarray:
    """Number different rows."""
    if not rows.shape[1]:
        return np.zeros(len(rows), dtype=np.intp)
    plain = np.ascontiguousarray(rows)
    row_bytes = plain.view(f"V{plain.itemsize * plain.shape[1]}").ravel()
    return np.unique(row_bytes, return_inverse=True)[1].ravel()
