"""The codec of a column: which kind of number its cells are, if any."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, in_code
from skl_synth.table.codecs.carriers import (
    RANGES,
    Carrier,
    DateNumbers,
    DateTexts,
    Objects,
    Periods,
    Stamps,
    days_of_numbers,
)
from skl_synth.table.codecs.codec import Codec, PlainNumbers
from skl_synth.table.codecs.date_texts import DIGITS, find_style, style_of_times
from skl_synth.table.codecs.decimal_numbers import DecimalNumbers
from skl_synth.table.codecs.large_numbers import LargeNumbers, is_large
from skl_synth.table.codecs.ranks import Ranks
from skl_synth.table.codecs.text_numbers import TextNumbers, are_numbers, decimals_of
from skl_synth.table.codecs.time_steps import Steps
from skl_synth.table.codecs.times import Times
from skl_synth.table.codecs.zones import zones_of
from skl_synth.table.values import is_number, is_text, numbers_of, precision_of

TYPES = (
    pd.Timestamp,
    dt.datetime,
    dt.date,
    dt.time,
    pd.Timedelta,
    dt.timedelta,
)
"""Types of cells that are times; a type stands before those that it is derived from."""

LEAST_DATES = 20
"""Fewer different whole numbers may all look like dates by chance.

Of the numbers from 19000101 to 21001231 one in 27 is a date; but those of a table lie
close together, and a dozen account numbers that begin with 202101 may all be days.
"""


LEAST_MONTHS = 12
"""So many different whole numbers, of two years at least, may be months."""


def find_codec(
    series: pd.Series, *, as_numbers: bool = False
) -> tuple[Codec, str] | None:
    """Find how a column can be read as numbers.

    Parameters
    ----------
    series : Series
        A column with at least one value.
    as_numbers : bool
        Whether text such as 20210331 is a number, though all of it are dates.

    Returns
    -------
    (Codec, str) or None
        The codec, and in words what the cells are; None for mere categories.

    Raises
    ------
    InputError
        If times in a column of objects are of several types or time zones.
    """
    # From what is certain to what is guessed: a dtype says what its cells are, objects
    # say it each for itself, and text is tried last, as it may be anything.
    values = series.dropna()
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return (ranks_of(series), "an ordered category") if dtype.ordered else None
    carrier = _carrier_of_dtype(dtype) or _carrier_of_objects(values)
    if carrier is not None:
        return times_of(carrier, values), f"{carrier.family} of dtype {dtype}"
    if isinstance(values.iloc[0], Decimal):
        texts = pd.Series([format(cell, "f") for cell in values])
        if not are_numbers(texts.drop_duplicates()):
            return None
        return DecimalNumbers(dtype=dtype, decimals=decimals_of(texts)), "decimals"
    if is_text(values):
        return _codec_of_texts(values, as_numbers)
    if is_large(values.infer_objects()):
        least = int(values.min())
        return LargeNumbers(dtype=dtype, least=least), "numbers beyond 2**53"
    if is_number(dtype) or is_number(values.infer_objects().dtype):
        return PlainNumbers(dtype=dtype), "numbers"
    return None


def find_dates(series: pd.Series) -> tuple[Codec, str] | None:
    """Find out whether whole numbers are dates such as 20210331.

    Parameters
    ----------
    series : Series
        A column of numbers, at least one of them not missing.

    Returns
    -------
    (Codec, str) or None
        The codec, and in words what the cells are; None unless all are dates, and
        too many of them for chance.
    """
    values = series.dropna()
    if precision_of(series.dtype) != np.float64:
        return None
    numbers = numbers_of(values)
    fitting = [order for order in RANGES if _are_days(numbers, order)]
    n_values = values.nunique() if fitting else 0
    if n_values < (LEAST_MONTHS if fitting == ["ym"] else LEAST_DATES):
        return None
    # Where the day may come first or behind the month, it comes first, as in texts.
    order = "dmy" if {"dmy", "mdy"} <= set(fitting) else fitting[0]
    carrier = DateNumbers(dtype=series.dtype, order=order)
    written = "".join(one * (4 if one == "y" else 2) for one in order)
    why = f"whole numbers read as dates ({written})"
    if len(fitting) > 1:
        why += ", read with the day first"
    return times_of(carrier, values), why


def _are_days(numbers: np.ndarray, order: str) -> bool:
    # The first few rule most columns out, however long they are.
    for some in (numbers[:LEAST_DATES], numbers):
        days = days_of_numbers(some, order)
        if np.isnat(days).any():
            return False
    # Numbers that begin with one year may be counted, whatever the last two digits are.
    return order != "ym" or len(np.unique(days.astype("M8[Y]"))) > 1


def times_of(carrier: Carrier, values: pd.Series) -> Times:
    """Make the codec of a column of times.

    Parameters
    ----------
    carrier : Carrier
        How its cells are written.
    values : Series
        Its values, none of them missing.

    Returns
    -------
    Times
        The codec.
    """
    return Times(
        dtype=values.dtype, carrier=carrier, steps=Steps.of(carrier.read(values))
    )


def ranks_of(series: pd.Series, order: Any = None, merged: dict | None = None) -> Ranks:
    """Make the codec of a column of ordered levels.

    Parameters
    ----------
    series : Series
        The column.
    order : sequence, default=None
        All levels in order; that of the dtype, or of the values, if absent.
    merged : dict of level to level, default=None
        Levels too rare to be published, and the level that stands for them.

    Returns
    -------
    Ranks
        The codec.
    """
    values = series.dropna()
    if order is None:
        dtype: Any = series.dtype
        is_category = isinstance(dtype, pd.CategoricalDtype)
        order = dtype.categories if is_category else np.sort(values.unique())
    merged = merged or {}
    order = [getattr(level, "item", lambda v=level: v)() for level in order]
    seen = set(values.to_numpy(dtype=object).tolist()) - set(merged)
    kept = [level for level in order if level in seen]
    levels = pd.Series(kept, dtype=object).astype(values.dtype)
    if len(values) < len(series):
        missing = series[series.isna()].iloc[:1]
        levels = pd.concat([levels, missing.astype(levels.dtype)], ignore_index=True)
    ranks = {rare: kept.index(level) for rare, level in merged.items()}
    return Ranks(
        dtype=series.dtype, levels=levels.array, order=tuple(order), merged=ranks
    )


def _carrier_of_dtype(dtype: Any) -> Carrier | None:
    if isinstance(dtype, np.dtype) and dtype.kind in "mM":
        return Stamps(dtype=dtype, unit=dtype)
    if isinstance(dtype, pd.DatetimeTZDtype):
        unit = np.dtype(f"M8[{dtype.unit}]")
        return Stamps(dtype=dtype, unit=unit, zone=dtype.tz)
    if isinstance(dtype, pd.PeriodDtype):
        return Periods(dtype=dtype)
    if isinstance(dtype, pd.ArrowDtype):
        return _carrier_of_arrow(dtype)
    return None


def _carrier_of_arrow(dtype: Any) -> Carrier | None:
    import pyarrow as pa

    arrow = dtype.pyarrow_dtype
    if pa.types.is_timestamp(arrow):
        unit = np.dtype(f"M8[{arrow.unit}]")
        return Stamps(dtype=dtype, unit=unit, zone=arrow.tz)
    if pa.types.is_duration(arrow):
        return Stamps(dtype=dtype, unit=np.dtype(f"m8[{arrow.unit}]"))
    if pa.types.is_date(arrow):
        return Objects(dtype=dtype, type=dt.date)
    if pa.types.is_time(arrow):
        return Objects(dtype=dtype, type=dt.time)
    return None


def _carrier_of_objects(values: pd.Series) -> Carrier | None:
    """Read the types of the cells of a column of objects."""
    if not pd.api.types.is_object_dtype(values.dtype):
        return None
    cells = values.tolist()
    types = {next((t for t in TYPES if isinstance(cell, t)), None) for cell in cells}
    if types == {None}:
        return None
    zones = zones_of(cells)
    if len(types) > 1 or len(zones) > 1:
        found = sorted({type(cell).__name__ for cell in cells})
        zone = f" of {len(zones)} time zones" if len(zones) > 1 else ""
        raise InputError(
            "column {column!r} mixes cells of the types {found}{zone}",
            column=values.name,
            found=found,
            zone=zone,
            remedies=in_code("make them one", "pandas.to_datetime(column, utc=True)"),
        )
    kind, tzinfo = types.pop(), zones.pop()
    if kind is dt.time and tzinfo is not None:
        raise InputError(
            "column {column!r} holds times of day with a time zone",
            column=values.name,
            remedies=in_code("drop the zone", ".replace(tzinfo=None)"),
        )
    assert kind is not None
    return Objects(dtype=values.dtype, type=kind, zone=tzinfo)


def _codec_of_texts(values: pd.Series, as_numbers: bool) -> tuple[Codec, str] | None:
    # Different texts only: a column of a million dates has a few thousand of them.
    texts = values.astype(object).drop_duplicates().astype(str)
    # Dates first: 20210331 is a number as well, but the mean of two such is no date.
    style, is_open = find_style(texts)
    if style is None and not as_numbers:
        style = style_of_times(texts, values.name)
    if as_numbers and style is not None and style.order in DIGITS:
        style = None
    if style is not None:
        example = repr(texts.iloc[0])
        why = f"dates as text, such as {example}" if style.order else "times as text"
        why += ", read with the day first" if is_open else ""
        if last := style.last_year:
            why += f", years of two digits read as {last - 99} to {last}"
        return times_of(DateTexts(dtype=values.dtype, style=style), values), why
    if are_numbers(texts):
        codec = TextNumbers(
            dtype=values.dtype, decimals=decimals_of(values.astype(str))
        )
        return codec, "numbers as text"
    return None
