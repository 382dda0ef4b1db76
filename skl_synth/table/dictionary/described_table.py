"""A table as it was read, described by the fields of a dictionary."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.codecs import Ranks
from skl_synth.table.codecs.carriers import DateTexts
from skl_synth.table.codecs.large_numbers import LargeNumbers
from skl_synth.table.dictionary.date_forms import form_of
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.dictionary.said_steps import step_of
from skl_synth.table.precision import Precision
from skl_synth.table.rounding import FULL
from skl_synth.table.schema import Schema
from skl_synth.table.target import Target
from skl_synth.table.variables import (
    ConstantVariable,
    LevelVariable,
    NumberVariable,
    OneHotVariable,
    Variable,
)


def fields_of(schema: Schema) -> tuple[list[Field], list[str]]:
    """Describe the columns of a table.

    Parameters
    ----------
    schema : Schema
        What they were taken for.

    Returns
    -------
    fields : list of Field
        One for each column, in order.
    baselines : list of str
        One-hot groups in which a row may have no column set.
    """
    by_column: dict[Hashable, Field] = {}
    baselines = []
    for variable in schema.variables:
        if isinstance(variable, OneHotVariable):
            by_column |= {name: _of_group(variable, name) for name in variable.columns}
            baselines += [str(variable.name)] if variable.baseline else []
        else:
            by_column[variable.columns[0]] = _of_column(variable)
    return [by_column[name] for name in schema.columns], baselines


def target_of(target: Target, taken: list[str]) -> Field | None:
    """Describe a target.

    Parameters
    ----------
    target : Target
        The target, as it was read.
    taken : list of str
        The names of the columns.

    Returns
    -------
    Field or None
        The field, called ``target`` where it has no name of its own; None where there
        is no target.
    """
    if target.kind == "none":
        return None
    name = getattr(target.original, "name", None)
    named = "target" if name is None else str(name)
    while named in taken:
        named += "_"
    if target.classes is not None:
        levels = tuple(map(_python, target.classes.tolist()))
        kind = "binary" if len(levels) == 2 else "category"
        return Field(named, kind, levels=levels)
    assert target.precision is not None
    return Field(named, **_of_numbers(target.precision, "continuous"))


def _of_group(variable: OneHotVariable, name: Hashable) -> Field:
    return Field(
        str(name),
        "one_hot",
        group=str(variable.name),
        nullable=variable.n_missing > 0,
    )


def _of_column(variable: Variable) -> Field:
    name, nullable = str(variable.name), variable.n_missing > 0
    if isinstance(variable, NumberVariable):
        if isinstance(variable.codec, Ranks):
            order = tuple(map(_python, variable.codec.order))
            return Field(name, "ordinal", levels=order, nullable=nullable)
        special = tuple(map(_special, (*variable.special, *variable.suppressed)))
        return Field(
            name,
            nullable=nullable,
            special=special,
            step=step_of(variable),
            **_of_numeric(variable),
        )
    if isinstance(variable, LevelVariable):
        levels = tuple(map(_python, variable.known))
        return Field(name, variable.kind, levels=levels, nullable=nullable)
    if isinstance(variable, ConstantVariable):
        return _of_constant(variable, name)
    return Field(name, "identifier", nullable=nullable)


def _of_constant(variable: ConstantVariable, name: str) -> Field:
    value = variable.known[0]
    if pd.isna(value):
        return Field(name, "constant", nullable=True)
    return Field(name, "constant", levels=(_python(value),))


def _of_numeric(variable: NumberVariable) -> dict[str, Any]:
    precision = variable.precision
    if variable.kind not in ("datetime", "timedelta"):
        if isinstance(variable.codec, LargeNumbers):
            return _of_large(variable.codec, precision, variable.kind)
        return _of_numbers(precision, variable.kind)
    if variable.family != "durations" and not variable.family.startswith("dates"):
        # Times of day, periods: a dictionary names them, and knows no bounds.
        is_time = variable.family.startswith("times")
        return {"kind": variable.kind, "type": "time" if is_time else "any"}
    ends = variable.codec.comparable(np.array([precision.low, precision.high]))
    of_type = pd.Timestamp if variable.kind == "datetime" else pd.Timedelta
    low, high = of_type(ends[0]), of_type(ends[1])
    unit = getattr(getattr(variable.codec, "steps", None), "unit", "")
    midnight = low == low.floor("D") and high == high.floor("D")
    return {
        "kind": variable.kind,
        "minimum": low,
        "maximum": _above(low, high, pd.Timedelta(days=1)),
        "whole_days": unit in ("day", "month") and midnight,
        "format": _form_of(variable),
    }


def _form_of(variable: NumberVariable) -> str:
    carrier = getattr(variable.codec, "carrier", None)
    return form_of(carrier.style) if isinstance(carrier, DateTexts) else ""


def _of_large(codec: LargeNumbers, precision: Precision, kind: str) -> dict[str, Any]:
    low, high = map(codec.whole, (precision.low, precision.high))
    return {"kind": kind, "minimum": low, "maximum": _above(low, high, 1)}


def _of_numbers(precision: Precision, kind: str) -> dict[str, Any]:
    decimals = None if precision.decimals == FULL else int(precision.decimals)
    low, high = float(precision.low), _above(precision.low, precision.high, 1)
    if kind == "integer":
        return {"kind": kind, "minimum": int(low), "maximum": int(high)}
    return {
        "kind": kind,
        "minimum": _whole(low),
        "maximum": _whole(float(high)),
        "decimals": decimals,
    }


def _above(low: Any, high: Any, step: Any) -> Any:
    """Widen bounds that are one value, which a number by order has."""
    return high if low < high else high + step


def _whole(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def _special(cell: Any) -> Any:
    """Write a value beside a number: whole where it is, a day as a day."""
    plain = _python(cell)
    if isinstance(plain, float) and plain.is_integer():
        return int(plain)
    return plain.removesuffix(" 00:00:00") if isinstance(plain, str) else plain


def _python(level: Any) -> Any:
    if isinstance(level, str | bool | int | float):
        return level
    plain = getattr(level, "item", lambda: level)()
    return plain if isinstance(plain, str | bool | int | float) else str(plain)
