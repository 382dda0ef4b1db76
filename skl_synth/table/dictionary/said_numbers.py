"""The numbers of a table against its dictionary: bounds, decimals and steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import Row, warn
from skl_synth.table.beside_numbers import text_of_cell
from skl_synth.table.codecs import Ranks
from skl_synth.table.codecs.large_numbers import LargeNumbers
from skl_synth.table.coding import read_rows
from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.date_forms import with_date_forms
from skl_synth.table.dictionary.dictionary_field import TIME_KINDS, Field
from skl_synth.table.dictionary.said_steps import with_step
from skl_synth.table.dictionary.table_checks import outside_bounds
from skl_synth.table.precision import Precision
from skl_synth.table.rounding import round_to
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of
from skl_synth.table.variables import NumberVariable, Variable

SAID = "said by the dictionary"


def read_by_dictionary(
    dictionary: DataDictionary | None,
    schema: Schema,
    frame: pd.DataFrame,
    overruled: Any = "infer",
) -> tuple[Schema, EncodedRows]:
    """Read the rows of a table, and its dates and numbers as the dictionary says.

    Parameters
    ----------
    dictionary : DataDictionary or None
        What is known; None for nothing.
    schema : Schema
        What the columns were taken for.
    frame : DataFrame
        The table.
    overruled : "infer" or mapping of column to kind, default="infer"
        Kinds that the user has given besides, which overrule the dictionary.

    Returns
    -------
    schema : Schema
        The same, with the decimals of the dictionary where these are fewer. Bounds
        wider than those of the rows change nothing: no synthetic row lies outside of
        what real ones hold.
    rows : EncodedRows
        The rows, whose numbers have no more decimals than that.

    Raises
    ------
    InputError
        If a number lies outside its bounds, or a date is written in another way.

    Warns
    -----
    InputWarning
        If a number has more decimals than the dictionary says.
    """
    if dictionary is None:
        return schema, read_rows(schema, frame, "error")
    schema = with_date_forms(dictionary, schema, frame)
    return numbers_as_said(
        dictionary, schema, read_rows(schema, frame, "error"), overruled
    )


def numbers_as_said(
    dictionary: DataDictionary, schema: Schema, rows: EncodedRows, overruled: Any
) -> tuple[Schema, EncodedRows]:
    """Take over what a dictionary says of numbers, and hold the rows against it.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    schema : Schema
        What the columns were taken for, with dates as the dictionary writes them.
    rows : EncodedRows
        The rows by that schema.
    overruled : "infer" or mapping of column to kind
        Kinds that the user has given besides, which overrule the dictionary.

    Returns
    -------
    schema, rows : Schema, EncodedRows
        As `read_by_dictionary` gives them.

    Raises
    ------
    InputError
        If a number lies outside its bounds.
    """
    given = overruled if isinstance(overruled, Mapping) else {}
    fields = {one.name: one for one in dictionary.fields if one.name not in given}
    places = {one.name: place for place, one in enumerate(schema.numbers)}
    variables, decimals = [], rows.decimals.copy()
    for variable in schema.variables:
        field = fields.get(str(variable.name))
        if field is not None and variable.name in places:
            place = places[variable.name]
            assert isinstance(variable, NumberVariable)
            variable = _number_by(field, variable, rows.numbers[:, place])
            most = variable.precision.decimals
            decimals[:, place] = np.minimum(decimals[:, place], most)
        variables.append(_with_reason(variable, field))
    same = EncodedRows(rows.numbers, decimals, rows.codes)
    return replace(schema, variables=tuple(variables)), same


def _with_reason(variable: Variable, field: Field | None) -> Variable:
    if field is None or field.kind != variable.kind:
        return variable
    return replace(variable, reason=SAID)


def _number_by(
    field: Field, variable: NumberVariable, numbers: np.ndarray
) -> NumberVariable:
    if isinstance(variable.codec, Ranks):
        return variable
    variable = _with_hint(field, variable)
    if field.minimum is not None and field.maximum is not None:
        _check_bounds(field, variable, numbers)
    if field.kind == "continuous" and field.decimals is not None:
        variable = _with_decimals(field, variable, numbers)
    return with_step(field, variable, numbers)


def _with_hint(field: Field, variable: NumberVariable) -> NumberVariable:
    """Point out special values that no row has, which may be a slip of the pen."""
    held = {text_of_cell(one) for one in (*variable.special, *variable.suppressed)}
    held |= {one.removesuffix(" 00:00:00") for one in held}
    absent = [one for one in field.special if text_of_cell(one) not in held]
    if not absent:
        return variable
    said = f"the dictionary calls {some_of(absent)} special, and no row has it"
    return replace(variable, hint="; ".join(filter(None, [variable.hint, said])))


def _check_bounds(field: Field, variable: NumberVariable, numbers: np.ndarray) -> None:
    """Look at the ends first: a million numbers are looked through only to name one."""
    ends = _read(variable, np.array([np.nanmin(numbers), np.nanmax(numbers)]))
    low, high = field.minimum, field.maximum
    if not _comparable(ends[0], low) or (ends[0] >= low and ends[1] <= high):
        return
    values = _read(variable, numbers)
    outside = np.array([not low <= one <= high for one in values if not pd.isna(one)])
    there = np.flatnonzero(~np.isnan(numbers))[outside]
    raise outside_bounds(field, values[there[0]], int(there[0]), len(there))


def _read(variable: NumberVariable, numbers: np.ndarray) -> list[Any]:
    """Read numbers as what the column holds."""
    if isinstance(variable.codec, LargeNumbers):
        return [variable.codec.whole(one) for one in numbers.tolist()]
    values = variable.codec.comparable(numbers)
    if variable.kind not in TIME_KINDS:
        return list(map(_plain, np.asarray(values, dtype=np.float64)))
    of_type: Any = pd.Timestamp if variable.kind == "datetime" else pd.Timedelta
    return [of_type(one) for one in values]


def _plain(number: float) -> Any:
    return int(number) if float(number).is_integer() else float(number)


def _comparable(value: Any, bound: Any) -> bool:
    """Whether both are numbers, dates without a zone, or durations."""
    try:
        return bool(value < bound) or True
    except TypeError:
        return False


def _with_decimals(
    field: Field, variable: NumberVariable, numbers: np.ndarray
) -> NumberVariable:
    """Write a number with the decimals that are said, if these are fewer."""
    precision, said = variable.precision, field.decimals
    assert said is not None
    if precision.decimals <= said:
        return variable
    finer = numbers != round_to(numbers, said)
    finer &= ~np.isnan(numbers)
    warn(
        "column {column!r} holds {value!r} in {row}, and the dictionary says that "
        "it has {decimals} decimals; synthetic values have no more",
        stacklevel=4,
        column=field.name,
        value=float(numbers[finer.argmax()]),
        row=Row(int(finer.argmax())),
        decimals=said,
        remedies=['raise "decimals", if more of them mean something'],
    )
    return replace(variable, precision=_rounded(precision, said))


def _rounded(precision: Precision, decimals: int) -> Precision:
    low, high = round_to(np.array([precision.low, precision.high]), decimals)
    return replace(
        precision,
        low=float(low),
        high=float(high),
        decimals=decimals,
        ranges=tuple(one for one in precision.ranges if one[0] < decimals),
    )
