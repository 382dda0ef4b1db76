"""The steps in which numbers and dates go: as they are found, and as they are said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Row
from skl_synth.table.codecs import Times
from skl_synth.table.codecs.time_steps import NANOSECONDS
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.rounding import FULL, POWERS, count_decimals
from skl_synth.table.value_steps import LARGEST, Lattice
from skl_synth.table.variables import NumberVariable


def step_of(variable: NumberVariable) -> Any:
    """Name the steps of a column as a dictionary does.

    Parameters
    ----------
    variable : NumberVariable
        What the column was taken for.

    Returns
    -------
    int, float, Timedelta or None
        How far neighbours are apart; None where that is the last decimal, or a day.
    """
    lattice = variable.precision.lattice
    if lattice is None:
        return None
    if not isinstance(variable.codec, Times):
        return int(lattice.step) if lattice.step.is_integer() else lattice.step
    length = NANOSECONDS.get(variable.codec.steps.unit)
    return None if length is None else pd.Timedelta(int(lattice.step) * length, "ns")


def with_step(
    field: Field, variable: NumberVariable, numbers: np.ndarray
) -> NumberVariable:
    """Let a column go in the steps that its dictionary says.

    Parameters
    ----------
    field : Field
        What is known of the column.
    variable : NumberVariable
        What it was taken for.
    numbers : ndarray of shape (n_rows,), dtype float64
        Its numbers, NaN where there is none.

    Returns
    -------
    NumberVariable
        The same, in these steps. Coarser ones that were found stay.

    Raises
    ------
    InputError
        If a number lies between the steps.
    """
    said = _in_numbers(field, variable)
    lattice, decimals = variable.precision.lattice, variable.precision.decimals
    if said is None or (lattice is not None and lattice.step >= said):
        return variable
    decimals = _decimals_of(said, decimals)
    scale = POWERS[decimals]
    units = round(said * float(scale))
    present = np.flatnonzero(~np.isnan(numbers))
    scaled = numbers[present] * scale
    if units < 2 or np.abs(scaled).max() > LARGEST:
        return variable
    rests = np.rint(scaled).astype(np.int64) % units
    values, counts = np.unique(rests, return_counts=True)
    first = int(values[counts.argmax()])
    between = (rests != first) | (np.abs(scaled - np.rint(scaled)) > 1e-6)
    if between.any():
        row = int(present[between.argmax()])
        raise _between(field, variable, numbers[row], row, int(between.sum()))
    lattice = Lattice(units, first, decimals)
    return replace(variable, precision=replace(variable.precision, lattice=lattice))


def lattice_from(field: Field, decimals: int) -> Lattice | None:
    """Make the steps of a number from its description alone.

    Parameters
    ----------
    field : Field
        A number with a step.
    decimals : int
        Its decimals.

    Returns
    -------
    Lattice or None
        The steps, which count from the minimum; None for those of the last decimal.
    """
    decimals = _decimals_of(float(field.step), decimals)
    scale = float(POWERS[decimals])
    units = round(float(field.step) * scale)
    if units < 2:
        return None
    return Lattice(units, round(float(field.minimum) * scale) % units, decimals)


def _decimals_of(step: float, decimals: int) -> int:
    """Count the decimals that a column in steps has."""
    counted = int(count_decimals(np.array([step]))[0])
    return min(max(0 if decimals == FULL else decimals, counted), FULL - 1)


def _in_numbers(field: Field, variable: NumberVariable) -> float | None:
    """Give a step in the unit in which a column is counted."""
    if field.step is None:
        return None
    if not isinstance(variable.codec, Times):
        return float(field.step) if not isinstance(field.step, pd.Timedelta) else None
    length = NANOSECONDS.get(variable.codec.steps.unit)
    if length is None or not isinstance(field.step, pd.Timedelta):
        return None
    return field.step / pd.Timedelta(length, "ns")


def _between(
    field: Field, variable: NumberVariable, number: float, row: int, n_rows: int
) -> InputError:
    value = variable.codec.comparable(np.array([number]))[0]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return InputError(
        "column {column!r} holds {shown!s} in {row}, which lies between the steps "
        "of {step!s} that the dictionary says{more}",
        column=field.name,
        value=value,
        shown=value,
        row=Row(row),
        step=field.step,
        more=f"; {n_rows} such rows in all" if n_rows > 1 else "",
        remedies=['strike "step" out of the dictionary', "correct the cell"],
    )
