"""A column of keys: what is known of it, and how fresh ones are written."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.keys.fresh_keys import FreshKeys
from skl_synth.table.keys.key_links import Reference
from skl_synth.table.keys.key_reuse import PERSONS, KeyReuse
from skl_synth.table.values import column_of, dense, is_number


@dataclass(frozen=True, eq=False)
class KeyColumn:
    """What has to be known of a column of keys to write fresh ones.

    Parameters
    ----------
    fresh : FreshKeys
        What they are drawn from.
    reuse : KeyReuse
        Which rows have one, and how many share it.
    reference : Reference or None
        The column that it refers to.
    leader : hashable
        The column whose keys are shared by the same rows; None for none.
    dtype : dtype
        The dtype of the column.
    are_numbers : bool
        Whether keys are written as numbers.
    blank : object
        What a missing value is in a column of objects.
    """

    fresh: FreshKeys
    reuse: KeyReuse
    reference: Reference | None
    leader: Hashable
    dtype: Any
    are_numbers: bool
    blank: Any

    def write(self, keys: np.ndarray) -> Any:
        """Write keys in the dtype of the real column.

        Parameters
        ----------
        keys : ndarray of str or None
            The key of each row; None where it has none.

        Returns
        -------
        array
            The column.
        """
        empty = np.array([key is None for key in keys], dtype=bool)
        cells = np.empty(len(keys), dtype=object)
        cells[~empty] = [self._cell(key) for key in keys[~empty]]
        cells[empty] = self.blank
        if isinstance(self.dtype, pd.CategoricalDtype):
            # The categories of keys are the keys themselves.
            return pd.Categorical(pd.Series(cells, dtype=object).infer_objects())
        if isinstance(self.dtype, pd.SparseDtype):
            plain = column_of(cells, self.dtype.subtype)
            return plain.astype(self.dtype).array
        if self.dtype == object:
            # A bare array of text would be given a dtype of text.
            return column_of(cells, self.dtype)
        if isinstance(self.dtype, np.dtype) and self.dtype.kind == "f":
            cells[empty] = np.nan
        return pd.Series(cells, dtype=object).astype(self.dtype).array

    def _cell(self, key: str) -> Any:
        return int(key) if self.are_numbers else key

    def describe(self, *, valid: bool) -> str:
        """Say what the fresh keys are like.

        Parameters
        ----------
        valid : bool
            Whether check digits are right.

        Returns
        -------
        str
            Such as ``fresh keys like PC 99999``.
        """
        parts = [f"fresh keys like {self.fresh.shapes.show()}"]
        if self.reference is not None:
            parts = [f"fresh keys of {self.reference.column!r}"]
        elif any(one.rule and one.kept for one in self.fresh.shapes.shapes):
            parts.append("check digits right" if valid else "check digits wrong")
        if self.reuse.unit == PERSONS:
            parts.append("one a person")
        return ", ".join(parts)


def are_numbers(series: pd.Series) -> bool:
    """Whether the keys of a column have to be written as numbers.

    Parameters
    ----------
    series : Series
        A column.

    Returns
    -------
    bool
        True for columns of numbers, and for whole numbers among objects or categories.
    """
    if is_number(series.dtype):
        return True
    values = series.dropna()
    if isinstance(series.dtype, pd.CategoricalDtype):
        return is_number(series.cat.categories.dtype)
    is_plain = series.dtype == object and len(values) > 0
    return is_plain and all(isinstance(one, int | np.integer) for one in values)


def texts_of(values: np.ndarray, *, are_numbers: bool) -> np.ndarray:
    """Write keys as text.

    Parameters
    ----------
    values : ndarray
        Different keys.
    are_numbers : bool
        Whether they are numbers.

    Returns
    -------
    ndarray of str
        Numbers as digits, without sign and decimals; all else as it is.
    """
    cells = np.asarray(values, dtype=object)
    if are_numbers:
        return np.array([str(abs(int(one))) for one in cells], dtype=object)
    return np.array([str(one) for one in cells], dtype=object)


def largest_of(series: pd.Series) -> int:
    """Find the largest whole number that a column of keys can hold exactly.

    Parameters
    ----------
    series : Series
        A column of keys that are numbers.

    Returns
    -------
    int
        The number.
    """
    dtype: Any = dense(series.iloc[:0]).dtype
    if isinstance(dtype, pd.CategoricalDtype):
        dtype = dtype.categories.dtype
    plain = getattr(dtype, "numpy_dtype", dtype)
    if not isinstance(plain, np.dtype) or plain.kind not in "iuf":
        return 2**63 - 1
    if plain.kind == "f":
        return 2 ** (np.finfo(plain).nmant + 1)
    return int(np.iinfo(plain).max)
