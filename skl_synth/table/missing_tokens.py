"""Texts that stand for a missing value: one rule for the columns of all kinds.

They are taken out before a column has a kind, and written back where something is
missing, so that no kind has to know of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.beside_numbers import held_of
from skl_synth.table.codecs import find_codec
from skl_synth.table.number_blocks import is_plain
from skl_synth.table.values import dense, is_number, is_text

TOKENS = frozenset(
    (
        *("", "NA", "N/A", "n/a", "na", "NaN", "nan", "NULL", "Null", "null", "None"),
        *("?", ".", "*", "**", "***", "-", "--", "#N/A", "#NA", "<NA>", "NaT"),
        *("#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"),
        *("0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "00.00.0000"),
    )
)
"""What stands for a missing value among numbers and dates, unless it is named."""

NUMERIC_KINDS = ("continuous", "integer", "datetime", "timedelta")
"""Kinds of columns in which such a text can be nothing else."""


@dataclass(frozen=True, eq=False)
class MissingTokens:
    """The texts of a column that stand for a missing value, and how it is written.

    Parameters
    ----------
    cells : tuple
        The cells, as the column holds them.
    blank : object
        What is written for a missing value: the one that most rows have; None where
        most are empty.
    dtype : dtype
        The dtype of the column.
    """

    cells: tuple
    blank: Any
    dtype: Any


def find_tokens(
    frame: pd.DataFrame,
    named: Any = (),
    kinds: Any = "infer",
    special: Mapping[Hashable, Iterable[Any]] | None = None,
) -> dict[Hashable, MissingTokens]:
    """Find the texts that stand for missing values in the columns of a table.

    Parameters
    ----------
    frame : DataFrame
        The table, without its target.
    named : str or sequence, default=()
        Those that the user names; they hold in every column.
    kinds : "infer" or mapping of column to kind, default="infer"
        What the user said of the kinds: what is a level by his word stays one.
    special : mapping of column to values, default=None
        Values that the user calls special: they are not missing.

    Returns
    -------
    dict of column to MissingTokens
        Only the columns that have some, or are of another byte order.
    """
    given = [named] if isinstance(named, str) else list(named)
    kinds = kinds if isinstance(kinds, Mapping) else {}
    found: dict[Hashable, MissingTokens] = {}
    for name, dtype in zip(frame.columns, frame.dtypes, strict=True):
        # Most columns of a wide table: they hold no text.
        if not given and is_plain(dtype):
            continue
        cells = _cells_of(frame[name], given, kinds.get(name))
        beside = held_of(frame[name], (special or {}).get(name, ())) if cells else ()
        cells = tuple(cell for cell in cells if cell not in beside)
        if cells or not is_native(frame[name].dtype):
            found[name] = _tokens(frame[name], cells)
    return found


def is_native(dtype: Any) -> bool:
    """Whether pandas can sort and count what a column of this dtype holds.

    Parameters
    ----------
    dtype : dtype
        A numpy or pandas dtype.

    Returns
    -------
    bool
        False for numbers of numpy in the byte order of another machine.
    """
    return not isinstance(dtype, np.dtype) or dtype.isnative


def _cells_of(series: pd.Series, given: list, kind: Any) -> tuple:
    dtype = series.dtype
    if pd.api.types.is_bool_dtype(dtype):
        return ()
    named = _held(series, given) if given else ()
    is_open = kind is None or kind in NUMERIC_KINDS
    if not is_open or is_number(dtype) or not _may_be_text(dtype):
        return named
    texts = [one for one in series.dropna().unique().tolist() if isinstance(one, str)]
    usual = [one for one in texts if one.strip() in TOKENS and one not in named]
    if usual and _are_numbers(series, [*usual, *named], kind):
        return (*named, *usual)
    return named


def _held(series: pd.Series, given: list) -> tuple:
    if not is_number(series.dtype):
        return held_of(series, given)
    # Most columns hold no such number, and need not be searched value by value.
    numbers = pd.to_numeric(pd.Series(given, dtype=object), errors="coerce").dropna()
    plain = dense(series)
    if not len(numbers) or not plain.isin(numbers).any():
        return ()
    return held_of(series, numbers)


def _may_be_text(dtype: Any) -> bool:
    return pd.api.types.is_object_dtype(dtype) or pd.api.types.is_string_dtype(dtype)


def _are_numbers(series: pd.Series, tokens: list, kind: Any) -> bool:
    """Whether a column is numbers or dates but for some texts."""
    rest = series[~series.isin(tokens)].dropna()
    if not len(rest):
        return False
    if is_text(rest) or not any(isinstance(one, str) for one in rest):
        return find_codec(rest, as_numbers=kind in NUMERIC_KINDS[:2]) is not None
    return False


def _tokens(series: pd.Series, cells: tuple) -> MissingTokens:
    if not cells:
        return MissingTokens((), None, series.dtype)
    counts = dense(series).value_counts(dropna=True)
    most = max(cells, key=lambda cell: counts[cell])
    is_empty = int(series.isna().sum()) > int(counts[most])
    return MissingTokens(cells, None if is_empty else most, series.dtype)


def without_tokens(
    frame: pd.DataFrame, tokens: Mapping[Hashable, MissingTokens]
) -> pd.DataFrame:
    """Empty the cells that stand for a missing value.

    Parameters
    ----------
    frame : DataFrame
        A table.
    tokens : mapping of column to MissingTokens
        From `find_tokens`.

    Returns
    -------
    DataFrame
        The table itself where there are none.
    """
    emptied = {
        name: _emptied(frame[name], one)
        for name, one in tokens.items()
        if name in frame.columns
    }
    if not emptied:
        return frame
    # By position, since a name may be a tuple.
    changed = frame.copy(deep=False)
    for place, name in enumerate(frame.columns):
        if name in emptied:
            column: Any = emptied[name]
            changed.isetitem(place, column)
    return changed


def _emptied(series: pd.Series, tokens: MissingTokens) -> pd.Series:
    if not is_native(series.dtype):
        series = dense(series)
    if not tokens.cells:
        return series
    is_token = dense(series).isin(tokens.cells)
    if not is_token.any():
        return series
    dtype: Any = series.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "iu":
        # Whole numbers of numpy cannot be missing; as floats the largest would change.
        masked: Any = f"{'UInt' if dtype.kind == 'u' else 'Int'}{8 * dtype.itemsize}"
        return series.astype(masked).mask(is_token.to_numpy())
    if pd.api.types.is_object_dtype(dtype):
        emptied = series.mask(is_token, None)
        return emptied.astype(object)
    return series.mask(is_token)


def with_tokens(column: pd.Series, tokens: MissingTokens) -> pd.Series:
    """Write what stands for a missing value.

    Parameters
    ----------
    column : Series
        A column in which cells are missing.
    tokens : MissingTokens
        What stands for them.

    Returns
    -------
    Series
        The column in the dtype of the real one.
    """
    missing = column.isna()
    if tokens.blank is not None and missing.any():
        column = dense(column).copy()
        column[missing] = tokens.blank
    return column if column.dtype == tokens.dtype else column.astype(tokens.dtype)
