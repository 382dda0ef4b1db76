"""The kind of each column, from its values, its dtype and what the user said."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.grid import Grid
from skl_synth.table.values import is_number, numbers_of, precision_of, some_of
from skl_synth.table.variables import (
    KINDS,
    ConstantVariable,
    IdentifierVariable,
    LevelVariable,
    NumberVariable,
    Variable,
)

ID_NAME = re.compile(
    r"(?i:(^|[_\W])(id|key|uid|uuid|guid|mrn|nhs|number|no|nr|ref)s?$)"
    r"|[a-z](Id|ID|Key)$"
)
"""Names of keys: id, patient_id, PassengerId, nhs_number, …"""

MIN_ROWS_FOR_IDENTIFIER = 20
"""In fewer rows all values of any column may differ by chance."""

NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*")

DATE = re.compile(
    r"\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))"
    r"([T ]\d{1,2}:\d{2}.*)?\s*"
)

MANY_LEVELS = 20
"""Text of more different values than this is looked at for numbers and dates."""

MAX_LEVELS = 1000
"""Each level is a column of the matrix; text with more than this is no category."""

UNIQUE_SHARE_OF_TEXT = 0.5
"""Text of which more than this share differs is a key, a name or free text."""


def infer_variable(
    series: pd.Series, told: str | None = None, *, named: bool = True
) -> Variable:
    """Give a column its kind and read what that kind needs to know.

    Parameters
    ----------
    series : Series
        The column.
    told : str, optional
        The kind that the user gave it; inferred if absent.
    named : bool
        Whether the name of the column was chosen by the user. The columns of an
        array are not named, and none of their numbers is taken for a key.

    Returns
    -------
    Variable
        The column's part of the schema.

    Raises
    ------
    ValueError
        If the column cannot have the kind that was told, has a dtype that is not
        supported, holds an infinite value or mixes text with numbers.
    """
    _check_dtype(series)
    values = series.dropna()
    if told is not None:
        kind, reason = told, "told by column_kinds"
        _check_told(series.name, values, told, len(series))
    else:
        kind, reason = _infer_kind(series, values, named)
    return _BUILDERS[kind](series, values, kind, reason)


def _check_dtype(series: pd.Series) -> None:
    dtype = series.dtype
    plain = is_number(dtype) or pd.api.types.is_bool_dtype(dtype)
    if pd.api.types.is_complex_dtype(dtype):
        raise ValueError(f"Complex data not supported: column {series.name!r}.")
    text = pd.api.types.is_string_dtype(dtype) or pd.api.types.is_object_dtype(dtype)
    if not (plain or text or isinstance(dtype, pd.CategoricalDtype)):
        raise ValueError(
            f"column {series.name!r} has dtype {dtype}, which is not supported: drop "
            "the column, or turn it into a number (days since a date, say) or text."
        )
    if pd.api.types.is_object_dtype(dtype):
        _check_not_mixed(series.dropna())
    elif is_number(dtype):
        values = numbers_of(series)
        if np.isinf(values).any():
            row = int(np.argmax(np.isinf(values)))
            raise ValueError(
                f"column {series.name!r} holds {values[row]} (infinity) in row {row}: "
                "replace it by a number or a missing value."
            )


def _check_not_mixed(values: pd.Series) -> None:
    is_text = np.array([isinstance(cell, str) for cell in values], dtype=bool)
    if is_text.any() and not is_text.all():
        text, other = values[is_text].iloc[0], values[~is_text].iloc[0]
        raise ValueError(
            f"column {values.name!r} mixes text ({text!r}) with numbers ({other!r}): "
            "make it all text (.astype(str)) or all numbers (pandas.to_numeric)."
        )


def _check_told(name: Hashable, values: pd.Series, told: str, n_rows: int) -> None:
    if told not in KINDS or told == "one_hot":
        choices = [kind for kind in KINDS if kind != "one_hot"]
        hint = (
            " (a group of one-hot columns is told through one_hot_groups)"
            if told == "one_hot"
            else ""
        )
        raise ValueError(
            f"column_kinds gives column {name!r} the kind {told!r}, which is none of "
            f"{choices}{hint}."
        )
    if told in ("continuous", "integer"):
        values = values.infer_objects()
        if not len(values) or not (
            is_number(values.dtype) or pd.api.types.is_bool_dtype(values.dtype)
        ):
            raise ValueError(
                f"column_kinds calls column {name!r} {told}, but it has dtype "
                f"{values.dtype}: turn it into numbers, or call it a category."
            )
    if told == "integer":
        numbers = numbers_of(values)
        odd = numbers != np.rint(numbers)
        if odd.any():
            raise ValueError(
                f"column_kinds calls column {name!r} integer, but it holds "
                f"{numbers[odd][0]:g}: round it, or call it continuous."
            )
    n_values = values.nunique()
    if told == "binary" and n_values != 2:
        raise ValueError(
            f"column_kinds calls column {name!r} binary, but it has {n_values} "
            f"different values ({some_of(values.unique(), 3)}): call it a category."
        )
    if told == "constant" and n_values + (len(values) < n_rows) > 1:
        raise ValueError(
            f"column_kinds calls column {name!r} constant, but it has {n_values} "
            f"different values ({some_of(values.unique(), 3)}), or some are missing."
        )


def _infer_kind(series: pd.Series, values: pd.Series, named: bool) -> tuple[str, str]:
    """Decide by the number of different values first, then by what they are."""
    n_values = values.nunique()
    if n_values == 0:
        return "constant", "every value is missing"
    if n_values == 1 and len(values) == len(series):
        return "constant", "one value only"
    if n_values == 2:
        return "binary", "two different values"
    if n_values == 1:
        return "category", "one value, or missing"
    if is_number(series.dtype) or pd.api.types.is_object_dtype(series.dtype):
        numeric = not isinstance(values.iloc[0], str)
        if numeric:
            return _infer_number(series.name, values, named)
    return _infer_text(series, values, n_values)


def _infer_number(name: Hashable, values: pd.Series, named: bool) -> tuple[str, str]:
    numbers = numbers_of(values)
    if not np.array_equal(numbers, np.rint(numbers)):
        return "continuous", "numbers with decimals"
    if named and values.is_unique and len(values) >= MIN_ROWS_FOR_IDENTIFIER:
        if int(values.max()) - int(values.min()) == len(values) - 1:
            return "identifier", "whole numbers that count the rows"
        if ID_NAME.search(str(name)):
            return "identifier", "whole numbers, all different, with the name of a key"
    return "integer", "whole numbers"


def _infer_text(series: pd.Series, values: pd.Series, n_values: int) -> tuple[str, str]:
    if n_values > MANY_LEVELS:
        _refuse_what_is_no_text(values)
    enough = len(values) >= MIN_ROWS_FOR_IDENTIFIER
    if enough and n_values > UNIQUE_SHARE_OF_TEXT * len(values):
        return "identifier", f"text with {n_values} different values in {len(values)}"
    return "category", f"{n_values} different values of dtype {series.dtype}"


def _refuse_what_is_no_text(values: pd.Series) -> None:
    """Numbers with a word among them, and dates, are neither categories nor keys."""
    levels = values.astype(str).drop_duplicates()
    hint = f"or say column_kinds={{{values.name!r}: 'category'}} (or 'identifier')."
    if levels.str.fullmatch(DATE).mean() > 0.5:
        raise ValueError(
            f"column {values.name!r} holds dates as text ({levels.iloc[0]!r}), which "
            "are not supported: drop it, turn it into a number (days since a date), "
            + hint
        )
    is_number_text = levels.str.fullmatch(NUMBER)
    if 0.5 < is_number_text.mean() < 1:
        raise ValueError(
            f"column {values.name!r} mixes numbers with text: "
            f"{levels[~is_number_text].iloc[0]!r} stands among values such as "
            f"{levels[is_number_text].iloc[0]!r}. Correct or empty such cells, " + hint
        )


def _number(series: pd.Series, values: pd.Series, kind: str, reason: str) -> Variable:
    numbers = numbers_of(values)
    whole = pd.api.types.is_integer_dtype(values.infer_objects().dtype)
    if whole and np.any(abs(numbers) > 2**53):
        raise ValueError(
            f"column {series.name!r} holds {values.max()}, a number beyond 2**53, "
            "which a float cannot hold: if it is a key, call it an identifier: "
            f"column_kinds={{{series.name!r}: 'identifier'}}; else drop or rescale it."
        )
    numbers = numbers.astype(precision_of(series.dtype))
    return NumberVariable(
        **_common(series, kind, reason),
        dtype=series.dtype,
        grid=Grid.from_values(numbers),
    )


def _levels(series: pd.Series, values: pd.Series, kind: str, reason: str) -> Variable:
    """Sort the levels, so that their codes do not depend on the order of the rows."""
    _, uniques = pd.factorize(dense(values), sort=True)
    if len(uniques) > MAX_LEVELS:
        raise ValueError(
            f"column {series.name!r} has {len(uniques)} different values, too many "
            f"for a {kind} (at most {MAX_LEVELS}): group the rare ones, drop the "
            "column, or call it an identifier: "
            f"column_kinds={{{series.name!r}: 'identifier'}}."
        )
    levels = pd.Series(uniques, dtype=dense(values).dtype)
    if values.size < series.size:
        missing = dense(series)[series.isna()].iloc[:1]
        levels = pd.concat([levels, missing.astype(levels.dtype)], ignore_index=True)
    return LevelVariable(
        **_common(series, kind, reason), dtype=series.dtype, levels=levels.array
    )


def _constant(series: pd.Series, _: pd.Series, kind: str, reason: str) -> Variable:
    return ConstantVariable(
        **_common(series, kind, reason),
        dtype=series.dtype,
        value=dense(series).array[:1].copy(),
    )


def _identifier(
    series: pd.Series, values: pd.Series, kind: str, reason: str
) -> Variable:
    """Find where surrogate keys may start without meeting a real one."""
    numeric = is_number(series.dtype)
    if numeric:
        first = int(values.max()) + 1
    else:
        numbers = values.astype(str).str.extract(r"^S(\d{1,15})$")[0].dropna()
        first = int(numbers.astype(np.int64).max()) + 1 if len(numbers) else 1
    return IdentifierVariable(
        **_common(series, kind, reason),
        dtype=series.dtype,
        is_numeric=numeric,
        first=max(first, 1),
    )


def dense(series: pd.Series) -> pd.Series:
    """Undo the sparse storage of a column.

    Parameters
    ----------
    series : Series
        Any column.

    Returns
    -------
    Series
        The column itself, or its dense copy.
    """
    if isinstance(series.dtype, pd.SparseDtype):
        return series.astype(series.dtype.subtype)
    return series


def _common(series: pd.Series, kind: str, reason: str) -> dict[str, Any]:
    return {
        "name": series.name,
        "columns": (series.name,),
        "kind": kind,
        "reason": reason,
        "n_missing": int(series.isna().sum()),
    }


_BUILDERS: Mapping[str, Any] = {
    "continuous": _number,
    "integer": _number,
    "binary": _levels,
    "category": _levels,
    "constant": _constant,
    "identifier": _identifier,
}
