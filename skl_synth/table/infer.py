"""The kind of each column, from its values, its dtype and what the user said."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.codecs import (
    Codec,
    PlainNumbers,
    Ranks,
    find_codec,
    find_dates,
)
from skl_synth.table.codecs.date_texts import look_like_dates
from skl_synth.table.codecs.find import ranks_of
from skl_synth.table.grid import Grid
from skl_synth.table.hints import hint_of_numbers, hint_of_texts
from skl_synth.table.rare import merged_levels, merged_ranks, told_of
from skl_synth.table.told import check_told
from skl_synth.table.values import (
    dense,
    is_number,
    is_text,
    precision_of,
)
from skl_synth.table.variables import (
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

CODE_NAME = re.compile(
    r"(?i:(^|[_\W])(zip|plz|cap|post_?(al)?_?code|postcode|phone|tel|telephone|mobile|fax"
    r"|code|icd\d*|snomed|account|iban|version)([_\W]|$))"
)
"""Names of codes: numbers in text that are no quantities, such as a postcode."""

MIN_ROWS_FOR_IDENTIFIER = 20
"""In fewer rows all values of any column may differ by chance."""

NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*")

MANY_LEVELS = 20
"""Text of more different values than this is looked at for numbers in it."""

MAX_LEVELS = 1000
"""Each level is a column of the matrix; text with more than this is no category."""

UNIQUE_SHARE_OF_TEXT = 0.5
"""Text of which more than this share differs is a key, a name or free text."""

LARGEST = 1e150
"""The square of a larger number has no float, so neither has a distance."""

RARE = "Rare"
"""The level that stands for rare ones, unless told otherwise."""


@dataclass(frozen=True)
class Publishing:
    """How many rows a level must have to be published.

    Parameters
    ----------
    least : int
        Rows that hold it, at least.
    label : str
        The level that stands for those held by fewer.
    """

    least: int = 1
    label: str = RARE


def infer_variable(
    series: pd.Series,
    told: Any = None,
    *,
    named: bool = True,
    publishing: Publishing | None = None,
) -> Variable:
    """Give a column its kind and read what that kind needs to know.

    Parameters
    ----------
    series : Series
        The column.
    told : str or sequence, optional
        The kind that the user gave it, or its levels in order; inferred if absent.
    named : bool
        Whether the name of the column was chosen by the user. The columns of an
        array are not named, and none of their numbers is taken for a key.
    publishing : Publishing, optional
        How many rows a level must have.

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
    column = _Column(series, series.dropna(), named, publishing or Publishing())
    if told is not None:
        return _as_told(column, told)
    kind, reason, codec = _infer_kind(column)
    variable = _BUILDERS[kind](column, kind, reason, codec)
    return replace(variable, hint=_hint(column, kind, codec))


@dataclass(frozen=True, eq=False)
class _Column:
    """A column, and what is known of it from outside."""

    series: pd.Series
    values: pd.Series
    named: bool
    publishing: Publishing

    @property
    def name(self) -> Hashable:
        return self.series.name

    def common(self, kind: str, reason: str) -> dict[str, Any]:
        return {
            "name": self.name,
            "columns": (self.name,),
            "kind": kind,
            "reason": reason,
            "n_missing": int(self.series.isna().sum()),
        }

    def codec(self, told: str) -> Codec | None:
        """How its values are read for a kind, where that is possible."""
        if told == "constant" or not len(self.values):
            return None
        as_numbers = told in ("continuous", "integer", "identifier")
        found = find_codec(self.series, as_numbers=as_numbers)
        if told == "datetime" and found and isinstance(found[0], PlainNumbers):
            found = find_dates(self.series)
        return None if found is None else found[0]

    def has_keys(self) -> bool:
        """Whether its values all differ, under the name of a key."""
        return (
            self.named
            and len(self.values) >= MIN_ROWS_FOR_IDENTIFIER
            and self.values.is_unique
            and ID_NAME.search(str(self.name)) is not None
        )


def _as_told(column: _Column, told: Any) -> Variable:
    reason = "told by column_kinds"
    order = None if isinstance(told, str) else list(told)
    kind = "ordinal" if order is not None else told
    codec = column.codec(kind)
    check_told(column.series, column.values, kind, order, codec)
    if kind == "ordinal":
        return _ordinal(column, kind, reason, None, order)
    if kind in ("continuous", "integer") and codec is None:
        # A column of booleans that is called a number.
        codec = PlainNumbers(dtype=column.series.dtype)
    return _BUILDERS[kind](column, kind, reason, codec)


def _check_dtype(series: pd.Series) -> None:
    dtype = series.dtype
    if pd.api.types.is_complex_dtype(dtype):
        raise ValueError(f"Complex data not supported: column {series.name!r}.")
    if isinstance(dtype, pd.IntervalDtype) or _is_nested(dtype):
        raise ValueError(
            f"column {series.name!r} has dtype {dtype}, which is not supported: drop "
            "the column, or turn it into a number or text (.astype(str))."
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
            raise ValueError(
                f"column {series.name!r} holds {values[row]} ({what}) in row {row}: "
                "replace it by a number or a missing value, or rescale the column."
            )


def _check_not_mixed(values: pd.Series) -> None:
    texts = np.array([isinstance(cell, str) for cell in values], dtype=bool)
    if texts.any() and not texts.all():
        text, other = values[texts].iloc[0], values[~texts].iloc[0]
        what = "numbers" if isinstance(other, (int, float, np.number)) else "others"
        raise ValueError(
            f"column {values.name!r} mixes text ({text!r}) with {what} ({other!r}): "
            "make it all text (.astype(str)) or all numbers (pandas.to_numeric)."
        )
    if len(values) and not texts.any():
        plain = values.infer_objects()
        if is_number(plain.dtype):
            _check_finite(plain.reset_index(drop=True))


def _reading_of(column: _Column) -> tuple[Codec | None, str]:
    codec, what = find_codec(column.series) or (None, "")
    if isinstance(codec, PlainNumbers) and not column.has_keys():
        return find_dates(column.series) or (codec, what)
    return codec, what


def _infer_kind(column: _Column) -> tuple[str, str, Codec | None]:
    """Decide by the number of different values first, then by what they are."""
    series, values = column.series, column.values
    n_values = values.nunique()
    if n_values == 0:
        return "constant", "every value is missing", None
    codec, what = _reading_of(column)
    if n_values == 1 and len(values) == len(series):
        return "constant", "one value only", codec
    if n_values == 2:
        return "binary", "two different values", codec
    if n_values == 1:
        return "category", "one value, or missing", codec
    if codec is None:
        return *_infer_text(column, n_values), None
    if codec.family == "durations":
        return "timedelta", what, codec
    if isinstance(codec, Ranks):
        return "ordinal", what, codec
    if codec.family != "numbers":
        return "datetime", what, codec
    if is_text(values) and CODE_NAME.search(str(column.name)):
        kind, reason = _infer_text(column, n_values)
        return kind, f"numbers as text, with the name of a code; {reason}", None
    return *_infer_number(column, codec, what), codec


def _infer_number(column: _Column, codec: Codec, what: str) -> tuple[str, str]:
    numbers = codec.read(column.values)
    behind = "" if what == "numbers" else f" ({what})"
    if not np.array_equal(numbers, np.rint(numbers)):
        return "continuous", "numbers with decimals" + behind
    many = column.named and len(numbers) >= MIN_ROWS_FOR_IDENTIFIER
    if many and column.values.is_unique:
        if numbers.max() - numbers.min() == len(numbers) - 1:
            return "identifier", "whole numbers that count the rows" + behind
        if column.has_keys():
            return "identifier", (
                "whole numbers, all different, with the name of a key" + behind
            )
    return "integer", "whole numbers" + behind


def _infer_text(column: _Column, n_values: int) -> tuple[str, str]:
    values = column.values
    if n_values > MANY_LEVELS:
        _refuse_what_is_no_text(values)
    enough = len(values) >= MIN_ROWS_FOR_IDENTIFIER
    if enough and n_values > UNIQUE_SHARE_OF_TEXT * len(values):
        return "identifier", f"text with {n_values} different values in {len(values)}"
    return "category", f"{n_values} different values of dtype {column.series.dtype}"


def _hint(column: _Column, kind: str, codec: Codec | None) -> str:
    if kind == "integer" and codec is not None:
        is_code = column.named and CODE_NAME.search(str(column.name)) is not None
        return hint_of_numbers(codec.read(column.values), is_code=is_code)
    if kind in ("identifier", "category") and is_text(column.values):
        levels = column.values.astype(str).drop_duplicates()
        return hint_of_texts(levels) if len(levels) > MANY_LEVELS else ""
    return ""


def _refuse_what_is_no_text(values: pd.Series) -> None:
    """Numbers with a word among them, and dates, are neither categories nor keys."""
    levels = values.astype(str).drop_duplicates()
    hint = f"or say column_kinds={{{values.name!r}: 'category'}} (or 'identifier')."
    is_date = look_like_dates(levels)
    if is_date.mean() > 0.5:
        odd = levels[~is_date].iloc[0] if not is_date.all() else levels.iloc[-1]
        raise ValueError(
            f"column {values.name!r} holds dates as text ({levels[is_date].iloc[0]!r}) "
            f"that are not all written in one way ({odd!r}): correct or empty such "
            f"cells, or drop the column, {hint}"
        )
    is_number_text = levels.str.fullmatch(NUMBER)
    if 0.5 < is_number_text.mean() < 1:
        raise ValueError(
            f"column {values.name!r} mixes numbers with text: "
            f"{levels[~is_number_text].iloc[0]!r} stands among values such as "
            f"{levels[is_number_text].iloc[0]!r}. Correct or empty such cells, " + hint
        )


def _number(column: _Column, kind: str, reason: str, codec: Codec) -> Variable:
    numbers = codec.read(column.values)
    whole = pd.api.types.is_integer_dtype(column.values.infer_objects().dtype)
    if (whole or codec.family != "numbers") and np.any(abs(numbers) > 2**53):
        raise ValueError(
            f"column {column.name!r} holds {column.values.max()}, a number beyond "
            "2**53, which a float cannot hold: if it is a key, call it an identifier: "
            f"column_kinds={{{column.name!r}: 'identifier'}}; else drop or rescale it "
            "(dates and times: round them to seconds)."
        )
    missing = column.series[column.series.isna()]
    return NumberVariable(
        **column.common(kind, reason),
        codec=codec,
        grid=Grid.from_values(numbers.astype(precision_of(column.series.dtype))),
        blank=missing.iloc[0] if len(missing) else None,
    )


def _ordinal(
    column: _Column,
    kind: str,
    reason: str,
    codec: Codec | None,
    order: list | None = None,
) -> Variable:
    """Ranks over the levels seen; a rare one goes to its nearest neighbour."""
    ranks = codec if isinstance(codec, Ranks) else ranks_of(column.series, order)
    counts = column.values.value_counts().reindex(ranks.known)
    merged = merged_ranks(counts, column.publishing.least)
    if merged:
        ranks = ranks_of(column.series, ranks.order, merged)
    reason += told_of(merged, column.publishing.least)
    return _number(column, kind, reason, ranks)


def _levels(column: _Column, kind: str, reason: str, codec: Codec | None) -> Variable:
    """Sort the levels, so that their codes do not depend on the order of the rows."""
    values = dense(column.values)
    codes, uniques = pd.factorize(values, sort=True)
    if len(uniques) > MAX_LEVELS:
        raise ValueError(
            f"column {column.name!r} has {len(uniques)} different values, too many "
            f"for a {kind} (at most {MAX_LEVELS}): group the rare ones, drop the "
            "column, or call it an identifier: "
            f"column_kinds={{{column.name!r}: 'identifier'}}."
        )
    cells = pd.Series(uniques).to_numpy(dtype=object)
    counts = pd.Series(np.bincount(codes, minlength=len(cells)), index=cells)
    by_label = kind == "category" and is_text(values)
    label = column.publishing.label if by_label else None
    merged = merged_levels(counts, column.publishing.least, label)
    kept = [cell for cell in cells.tolist() if cell not in merged]
    kept += [new for new in dict.fromkeys(merged.values()) if new not in kept]
    dtype = _dtype_without(values.dtype, merged)
    levels = pd.Series(kept, dtype=object).astype(dtype)
    if values.size < column.series.size:
        missing = dense(column.series)[column.series.isna()].iloc[:1]
        levels = pd.concat([levels, missing.astype(dtype)], ignore_index=True)
    is_sparse = isinstance(column.series.dtype, pd.SparseDtype)
    return LevelVariable(
        **column.common(kind, reason + told_of(merged, column.publishing.least)),
        dtype=column.series.dtype if is_sparse else dtype,
        levels=levels.array,
        merged={rare: kept.index(new) for rare, new in merged.items()},
        codec=codec,
    )


def _dtype_without(dtype: Any, merged: dict) -> Any:
    """Categories that are not published are not in the dtype either."""
    if not merged or not isinstance(dtype, pd.CategoricalDtype):
        return dtype
    kept = [level for level in dtype.categories if level not in merged]
    kept += [new for new in dict.fromkeys(merged.values()) if new not in kept]
    return pd.CategoricalDtype(pd.Index(kept), ordered=dtype.ordered)


def _constant(column: _Column, kind: str, reason: str, codec: Codec | None) -> Variable:
    return ConstantVariable(
        **column.common(kind, reason),
        dtype=column.series.dtype,
        value=dense(column.series).array[:1].copy(),
        codec=codec,
    )


def _identifier(
    column: _Column, kind: str, reason: str, codec: Codec | None
) -> Variable:
    """Find where surrogate keys may start without meeting a real one."""
    numeric = is_number(column.series.dtype)
    if codec is not None and codec.family != "numbers":
        raise ValueError(
            f"column {column.name!r} holds {codec.family}, for which there are no "
            "surrogate keys: drop it, or call it a category."
        )
    if numeric:
        first = int(column.values.max()) + 1
    else:
        texts = column.values.astype(str)
        numbers = texts.str.extract(r"^S(\d{1,15})$")[0].dropna()
        first = int(numbers.astype(np.int64).max()) + 1 if len(numbers) else 1
    return IdentifierVariable(
        **column.common(kind, reason),
        dtype=column.series.dtype,
        is_numeric=numeric,
        first=max(first, 1),
    )


_BUILDERS: Mapping[str, Any] = {
    "continuous": _number,
    "integer": _number,
    "datetime": _number,
    "timedelta": _number,
    "ordinal": _ordinal,
    "binary": _levels,
    "category": _levels,
    "constant": _constant,
    "identifier": _identifier,
}
