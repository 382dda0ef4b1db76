"""Variables out of columns, once their kind is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table.codecs import Codec, Ranks
from skl_synth.table.codecs.codec_search import ranks_of
from skl_synth.table.column import Column
from skl_synth.table.precision import Precision
from skl_synth.table.rare_levels import merged_levels, merged_ranks, merged_text
from skl_synth.table.values import dense, is_number, precision_of
from skl_synth.table.variables import (
    ConstantVariable,
    IdentifierVariable,
    LevelVariable,
    NumberVariable,
    Variable,
)


def build_variable(
    column: Column,
    kind: str,
    reason: str,
    codec: Codec | None,
    order: list | None = None,
) -> Variable:
    """Read from a column what a variable of its kind needs to know.

    Parameters
    ----------
    column : Column
        The column.
    kind, reason : str
        Its kind, and why it is that.
    codec : Codec or None
        How its values are read as numbers.
    order : list, default=None
        Levels in order, where the user gave them.

    Returns
    -------
    Variable
        The column's part of the schema.

    Raises
    ------
    InputError
        If it has too large numbers, or keys that are dates.
    """
    if kind == "ordinal":
        return _ordinal(column, kind, reason, codec, order)
    return _BUILDERS[kind](column, kind, reason, codec)


def _number(column: Column, kind: str, reason: str, codec: Codec) -> Variable:
    numbers = codec.read(column.values)
    whole = pd.api.types.is_integer_dtype(column.values.infer_objects().dtype)
    if (whole or codec.family != "numbers") and np.any(abs(numbers) > 2**53):
        raise InputError(
            "column {column!r} holds {value}, a number beyond 2**53, which a float "
            "cannot hold",
            column=column.name,
            value=column.values.max(),
            remedies=[
                _call_it_identifier(column, "if it is a key, call it an identifier"),
                "else drop or rescale it (dates and times: round them to seconds)",
            ],
        )
    missing = column.series[column.series.isna()]
    return NumberVariable(
        **column.common(kind, reason),
        codec=codec,
        precision=Precision.from_values(
            numbers.astype(precision_of(column.series.dtype))
        ),
        blank=missing.iloc[0] if len(missing) else None,
    )


def _ordinal(
    column: Column,
    kind: str,
    reason: str,
    codec: Codec | None,
    order: list | None,
) -> Variable:
    """Ranks over the levels seen; a rare one goes to its nearest neighbour."""
    ranks = codec if isinstance(codec, Ranks) else ranks_of(column.series, order)
    counts = column.values.value_counts().reindex(ranks.known)
    merged = merged_ranks(counts, column.publishing.least)
    if merged:
        ranks = ranks_of(column.series, ranks.order, merged)
    reason += merged_text(merged, column.publishing.least)
    return _number(column, kind, reason, ranks)


def _levels(column: Column, kind: str, reason: str, codec: Codec | None) -> Variable:
    """Sort the levels, so that their codes do not depend on the order of the rows."""
    values = dense(column.values)
    codes, uniques = pd.factorize(values, sort=True)
    levels = pd.Series(uniques).astype(object).astype(values.dtype)
    if values.size < column.series.size:
        missing = dense(column.series)[column.series.isna()].iloc[:1]
        levels = pd.concat([levels, missing.astype(values.dtype)], ignore_index=True)
    is_sparse = isinstance(column.series.dtype, pd.SparseDtype)
    variable = LevelVariable(
        **column.common(kind, reason),
        dtype=column.series.dtype if is_sparse else values.dtype,
        levels=levels.array,
        codec=codec,
    )
    least = column.publishing.least
    counts = np.bincount(codes, minlength=len(uniques))
    held = pd.Series(counts, index=pd.Index(variable.known, dtype=object))
    label = variable.label_of_rare(column.publishing)
    merged = merged_levels(held, least, label)
    variable, _, _ = variable.with_merged(merged, codes)
    return replace(variable, reason=reason + merged_text(merged, least))


def _constant(column: Column, kind: str, reason: str, codec: Codec | None) -> Variable:
    return ConstantVariable(
        **column.common(kind, reason),
        dtype=column.series.dtype,
        value=dense(column.series).array[:1].copy(),
        codec=codec,
    )


def _identifier(
    column: Column, kind: str, reason: str, codec: Codec | None
) -> Variable:
    """Refuse dates; what fresh keys look like is learnt once all keys are found."""
    if codec is not None and codec.family != "numbers":
        raise InputError(
            "column {column!r} holds {family}, for which there are no surrogate keys",
            column=column.name,
            family=codec.family,
            remedies=["drop it", "call it a category"],
        )
    return IdentifierVariable(
        **column.common(kind, reason), is_numeric=is_number(column.series.dtype)
    )


def _call_it_identifier(column: Column, text: str) -> Remedy:
    kind = Setting("column_kinds", {column.name: "identifier"})
    return Remedy(f"{text}, {{setting}}", kind)


_BUILDERS: Mapping[str, Any] = {
    "continuous": _number,
    "integer": _number,
    "datetime": _number,
    "timedelta": _number,
    "binary": _levels,
    "category": _levels,
    "constant": _constant,
    "identifier": _identifier,
}
