"""What a user may say of the kind of a column, and what the column must then be."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting, in_code
from skl_synth.table.codecs import Codec
from skl_synth.table.values import is_number, some_of
from skl_synth.table.variables import KINDS


def check_user_kind(
    series: pd.Series,
    values: pd.Series,
    kind: Any,
    order: list | None,
    codec: Codec | None,
) -> None:
    """Refuse a kind that a column cannot have.

    Parameters
    ----------
    series, values : Series
        The column, and its values that are not missing.
    kind : str
        The kind.
    order : list or None
        The levels in order, where the user gave them in place of a kind.
    codec : Codec or None
        How the values are read as numbers.

    Raises
    ------
    InputError
        If there is no such kind, or the column cannot have it; the message says why.
    """
    name = series.name
    _check_kind(name, kind)
    if order is not None:
        _check_order(name, values, order)
    elif kind == "ordinal":
        _check_ordinal(series, codec)
    elif kind in ("continuous", "integer"):
        _check_number(name, values, kind, codec)
    elif kind in ("datetime", "timedelta"):
        _check_time(series, kind, codec)
    elif kind in ("binary", "constant"):
        _check_few(series, values, kind)


def _check_kind(name: Hashable, kind: Any) -> None:
    if kind not in KINDS or kind == "one_hot":
        choices = [one for one in KINDS if one != "one_hot"]
        hint = (
            " (a group of one-hot columns is given by one_hot_groups)"
            if kind == "one_hot"
            else " and no list of levels in order"
        )
        raise InputError(
            "{parameter} gives column {column!r} the kind {value!r}, which is none of "
            f"{{choices}}{hint}",
            column=name,
            parameter="column_kinds",
            value=kind,
            choices=choices,
        )


def _check_order(name: Hashable, values: pd.Series, order: list) -> None:
    seen = values.unique().tolist()
    if len(set(order)) < len(order):
        twice = next(level for level in order if order.count(level) > 1)
        raise InputError(
            "{parameter} gives column {column!r} an order in which {value!r} comes "
            "twice",
            column=name,
            parameter="column_kinds",
            value=twice,
            remedies=["give each level one place"],
        )
    unknown = [level for level in seen if level not in order]
    if unknown or not seen:
        held = f"{unknown[0]!r}" if unknown else "missing values only"
        raise InputError(
            "{parameter} gives column {column!r} the order {order}, but it holds "
            "{held}",
            column=name,
            parameter="column_kinds",
            value=unknown[0] if unknown else None,
            order=order,
            held=held,
            remedies=["give every level of the column a place"],
        )


def _check_ordinal(series: pd.Series, codec: Codec | None) -> None:
    ordered = isinstance(series.dtype, pd.CategoricalDtype) and series.dtype.ordered
    if not ordered and (codec is None or not is_number(series.dtype)):
        order = Setting("column_kinds", {series.name: ["low", "high"]})
        raise InputError(
            "{parameter} calls column {column!r} ordinal, but nothing says in which "
            "order its levels come",
            column=series.name,
            parameter="column_kinds",
            value="ordinal",
            remedies=[Remedy("give them in order, as in {setting}", order)],
        )


def _check_number(
    name: Hashable, values: pd.Series, kind: str, codec: Codec | None
) -> None:
    is_bool = pd.api.types.is_bool_dtype(values.infer_objects().dtype)
    if not is_bool and (codec is None or codec.family != "numbers"):
        raise InputError(
            "{parameter} calls column {column!r} {value}, but it holds {what}",
            column=name,
            parameter="column_kinds",
            value=kind,
            what=_held(values),
            remedies=["turn it into numbers", "call it a category"],
        )
    if kind == "integer" and codec is not None:
        numbers = codec.read(values)
        odd = numbers != np.rint(numbers)
        if odd.any():
            raise InputError(
                "{parameter} calls column {column!r} integer, but it holds {value:g}",
                column=name,
                parameter="column_kinds",
                value=float(numbers[odd][0]),
                remedies=["round it", "call it continuous"],
            )


def _check_time(series: pd.Series, kind: str, codec: Codec | None) -> None:
    families = {None: None, "durations": "timedelta", "numbers": None}
    family = None if codec is None else codec.family
    if families.get(family, "datetime") != kind:
        raise InputError(
            "{parameter} calls column {column!r} a {value}, but it holds {what} and is "
            "not all written in one way as such",
            column=series.name,
            parameter="column_kinds",
            value=kind,
            what=_held(series),
            remedies=[
                *in_code("make it one", f"pandas.to_{kind}"),
                "call it a category",
            ],
        )


def _held(values: pd.Series) -> str:
    """Say what a column holds: an example of it, and its type where that is no text."""
    given = values.dropna().tolist()
    example = f"such as {given[0]!r}" if given else "nothing"
    is_text = bool(given) and isinstance(given[0], str)
    return f"text, {example}" if is_text else f"values of dtype {values.dtype}"


def _check_few(series: pd.Series, values: pd.Series, kind: str) -> None:
    n_values = values.nunique()
    shown = some_of(values.unique().tolist(), 3)
    if kind == "binary" and n_values != 2:
        raise InputError(
            "{parameter} calls column {column!r} binary, but it has {n_values} "
            "different values ({shown})",
            column=series.name,
            parameter="column_kinds",
            value=kind,
            n_values=n_values,
            shown=shown,
            remedies=["call it a category"],
        )
    if kind == "constant" and n_values + (len(values) < len(series)) > 1:
        raise InputError(
            "{parameter} calls column {column!r} constant, but it has {n_values} "
            "different values ({shown}), or some are missing",
            column=series.name,
            parameter="column_kinds",
            value=kind,
            n_values=n_values,
            shown=shown,
        )
