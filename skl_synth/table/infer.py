"""The kind of each column, from its values, its dtype and what the user said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from skl_synth.table.beside_numbers import special_codes
from skl_synth.table.build import build_variable
from skl_synth.table.codecs import Codec, PlainNumbers, Ranks, find_codec, find_dates
from skl_synth.table.column import Column, Publishing
from skl_synth.table.column_checks import check_readable
from skl_synth.table.detectors import (
    LEAST_ROWS,
    Finding,
    TextColumn,
    find_by_content,
    find_by_repetition,
    find_number_key,
    is_birth_name,
    kind_of_name,
)
from skl_synth.table.hints import (
    BIRTHS,
    DIFFERING,
    hint_of_few,
    hint_of_likely,
    hint_of_numbers,
    hint_of_texts,
)
from skl_synth.table.mixed_texts import find_mostly, refuse_mixed_texts, special_texts
from skl_synth.table.number_hints import (
    ROWS_PER_CODE,
    hint_of_codes,
    hint_of_tokens,
    is_code_name,
)
from skl_synth.table.special_values import with_special
from skl_synth.table.standing_apart import hint_of_apart, hint_of_far_dates
from skl_synth.table.user_kinds import check_user_kind
from skl_synth.table.values import is_text
from skl_synth.table.variables import NumberVariable, Variable

MANY_LEVELS = 20
"""Text of more different values than this is looked at for numbers in it."""


class _Kind(NamedTuple):
    """A kind, why, how it is read, why it may be an identifier, and what is special."""

    kind: str
    reason: str
    codec: Codec | None = None
    likely: str = ""
    special: tuple = ()


def infer_variable(
    series: pd.Series,
    given: Any = None,
    *,
    named: bool = True,
    publishing: Publishing | None = None,
    special: tuple = (),
) -> Variable:
    """Give a column its kind and read what that kind needs to know.

    Parameters
    ----------
    series : Series
        The column.
    given : str or sequence, optional
        The kind that the user gave it, or its levels in order; inferred if absent.
    named : bool
        Whether the name of the column was chosen by the user. The columns of an
        array are not named, and none of their numbers is taken for a key.
    publishing : Publishing, optional
        How many rows a level must have.
    special : tuple
        Values beside its numbers that are none.

    Returns
    -------
    Variable
        The column's part of the schema.

    Raises
    ------
    InputError
        If the column cannot have the kind that was given, has a dtype that is not
        supported, holds an infinite value or mixes text with numbers.
    """
    publishing = publishing or Publishing()
    if special:
        return _beside_numbers(series, given, named, publishing, special)
    check_readable(series)
    column = Column(series, series.dropna(), named, publishing)
    if given is not None:
        return _as_given(column, given)
    found = _infer_kind(column)
    if found.special:
        return _beside_numbers(series, given, named, publishing, found.special)
    variable = build_variable(column, found.kind, found.reason, found.codec)
    hint = _hint(column, found)
    return replace(variable, hint=hint, likely_identifier=found.likely)


def _beside_numbers(
    series: pd.Series,
    given: Any,
    named: bool,
    publishing: Publishing,
    special: tuple,
) -> Variable:
    """Infer a number from the other cells; of what is none, all are levels."""
    codes = special_codes(series, special)
    rest = series[codes == 0]
    if not rest.notna().any():
        return infer_variable(series, given, named=named, publishing=publishing)
    found = infer_variable(rest, given, named=named, publishing=publishing)
    if isinstance(found, NumberVariable) and found.kind != "ordinal":
        return with_special(found, series, special, publishing.least)
    kind = "identifier" if found.kind == "identifier" else "category"
    return infer_variable(series, given or kind, named=named, publishing=publishing)


def _as_given(column: Column, given: Any) -> Variable:
    reason = "given by column_kinds"
    order = list(given) if pd.api.types.is_list_like(given) else None
    kind = "ordinal" if order is not None else given
    codec = column.codec(kind)
    check_user_kind(column.series, column.values, kind, order, codec)
    if kind == "ordinal":
        return build_variable(column, kind, reason, None, order)
    if kind in ("continuous", "integer") and codec is None:
        # A column of booleans that is called a number.
        codec = PlainNumbers(dtype=column.series.dtype)
    return build_variable(column, kind, reason, codec)


def _reading_of(column: Column) -> tuple[Codec | None, str]:
    codec, what = find_codec(column.series) or (None, "")
    if isinstance(codec, PlainNumbers) and not column.has_keys():
        return find_dates(column.series) or (codec, what)
    return codec, what


def _infer_kind(column: Column) -> _Kind:
    """Decide by the number of different values first, then by what they are."""
    series, values = column.series, column.values
    n_values = values.nunique()
    if n_values == 0:
        return _Kind("constant", "every value is missing")
    codec, what = _reading_of(column)
    if n_values == 1 and len(values) == len(series):
        return _Kind("constant", "one value only", codec)
    if n_values <= 2:
        return _infer_few(column, codec, n_values)
    if codec is None:
        return _infer_text(column)
    if codec.family == "durations":
        return _Kind("timedelta", what, codec)
    if isinstance(codec, Ranks):
        return _Kind("ordinal", what, codec)
    if codec.family != "numbers":
        return _Kind("datetime", what, codec)
    if is_text(values) and column.has_code_name:
        found = _infer_text(column)
        reason = f"numbers as text, with the name of a code; {found.reason}"
        return found._replace(reason=reason)
    return _infer_number(column, codec, what)


def _infer_few(column: Column, codec: Codec | None, n_values: int) -> _Kind:
    if n_values == 2:
        kind = _Kind("binary", "two different values", codec)
    else:
        kind = _Kind("category", "one value, or missing", codec)
    if codec is not None or not is_text(column.values):
        return kind
    # One remark in a thousand rows is still a remark.
    texts = column.texts
    return _with_finding(kind, _surest(find_by_content(texts), texts))


def _infer_number(column: Column, codec: Codec, what: str) -> _Kind:
    numbers = codec.read(column.values)
    behind = "" if what == "numbers" else f" ({what})"
    if not np.array_equal(numbers, np.rint(numbers)):
        return _Kind("continuous", "numbers with decimals" + behind, codec)
    kind = _Kind("integer", "whole numbers" + behind, codec)
    if not column.named:
        return kind
    if len(numbers) >= LEAST_ROWS and _counts_rows(column, numbers):
        return _Kind("identifier", "whole numbers that count the rows" + behind, codec)
    found = _with_finding(kind, _number_key(column, codec), behind)
    n_values = len(column.counts)
    repeat = len(numbers) >= ROWS_PER_CODE * n_values
    if found.kind == "integer" and repeat and is_code_name(column.name):
        reason = f"{n_values} whole numbers with the name of a code" + behind
        return _Kind("category", reason, codec, found.likely)
    return found


def _counts_rows(column: Column, numbers: np.ndarray) -> bool:
    # The ranks of a quantity are as many, without a gap, as well, and so are the years
    # of a series.
    name = kind_of_name(column.name)
    if name.is_rank or name.is_quantity:
        return False
    is_gapless = numbers.max() - numbers.min() == len(numbers) - 1
    return bool(is_gapless and column.values.is_unique)


def _number_key(column: Column, codec: Codec) -> Finding | None:
    counts = column.counts
    levels = codec.read(pd.Series(counts.index.array, dtype=column.values.dtype))
    levels = codec.comparable(levels)
    order = np.argsort(levels)
    return find_number_key(
        levels[order], counts.to_numpy()[order], column.name, len(column.series)
    )


def _with_finding(kind: _Kind, found: Finding | None, behind: str = "") -> _Kind:
    """Turn a kind into an identifier, or say that it is likely one."""
    if found is None:
        return kind
    if found.is_sure:
        return kind._replace(kind="identifier", reason=found.reason + behind)
    return kind._replace(likely=found.reason)


def _infer_text(column: Column) -> _Kind:
    texts, n_values = column.texts, len(column.counts)
    reason = f"{n_values} different values of dtype {column.series.dtype}"
    kind = _Kind("category", reason)
    found = find_by_content(texts)
    if n_values > MANY_LEVELS and not (found and found.is_sure):
        mostly = find_mostly(column)
        special = special_texts(column, mostly)
        if special:
            return kind._replace(special=special)
        refuse_mixed_texts(column, mostly)
    return _with_finding(kind, _surest(found, texts))


def _surest(found: Finding | None, texts: TextColumn) -> Finding | None:
    """Look at how texts repeat unless they are sure to be keys."""
    if found is not None and found.is_sure:
        return found
    other = find_by_repetition(texts)
    return other if found is None or (other and other.is_sure) else found


def _hint(column: Column, found: _Kind) -> str:
    hints = [hint_of_likely(found.likely)] if found.likely else []
    return "; ".join([*hints, *filter(None, [_hint_of_kind(column, found)])])


def _hint_of_kind(column: Column, found: _Kind) -> str:
    if found.kind == "integer" and found.codec is not None:
        numbers = found.codec.read(column.values)
        hint = hint_of_numbers(numbers, is_code=column.has_code_name)
        ordered, name = np.sort(numbers), column.name if column.named else None
        hint = hint or hint_of_apart(ordered) or hint_of_codes(ordered, name)
        return hint or (DIFFERING if _may_be_key(column, found) else "")
    if found.kind == "continuous" and found.codec is not None:
        ordered = np.sort(found.codec.read(column.values))
        return hint_of_apart(ordered) or hint_of_few(ordered)
    if found.kind in ("identifier", "category") and is_text(column.values):
        if len(column.counts) <= MANY_LEVELS:
            return hint_of_tokens(column.counts)
        return hint_of_texts(pd.Series(column.counts.index.astype(str), dtype=object))
    if found.kind == "datetime" and found.codec is not None:
        far = hint_of_far_dates(np.sort(found.codec.read(column.values)), found.codec)
        if far:
            return far
    is_birth = found.kind == "datetime" and column.named and is_birth_name(column.name)
    return BIRTHS if is_birth else ""


def _may_be_key(column: Column, found: _Kind) -> bool:
    enough = column.named and len(column.values) >= LEAST_ROWS
    return enough and not found.likely and column.values.is_unique
