"""A column of any kind as an axis: where its values lie, and what stands there."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable
from skl_synth.table.variables.variable import Variable

LONGEST = 16
"""Characters of a value that are written beside an axis."""

NAMED_KINDS = ("datetime", "timedelta", "ordinal")
"""Numbers that are written as the table writes them: those of dates say nothing."""


ZONE = re.compile(r"(?<=\d\d:\d\d)[+-]\d\d:\d\d$")
"""The time zone at the end of a time, which is the same in a whole column."""


@dataclass(frozen=True, eq=False)
class StepAxis:
    """One column, or one-hot group, as an axis.

    Parameters
    ----------
    variable : Variable
        The column as it was read.
    slot : int
        Its place among the numbers or the codes of a row.
    """

    variable: Variable
    slot: int

    @property
    def name(self) -> Hashable:
        """The name of the column or the group."""
        return self.variable.name

    @property
    def is_number(self) -> bool:
        """Whether values are numbers, and not levels one beside the other."""
        return isinstance(self.variable, NumberVariable)

    def places(self, rows: EncodedRows) -> np.ndarray:
        """Say where rows lie on the axis.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the table.

        Returns
        -------
        ndarray of shape (n_rows,)
            Numbers, or positions of levels; NaN where the value is missing.
        """
        if self.is_number:
            return rows.numbers[:, self.slot]
        codes = rows.codes[:, self.slot].astype(np.float64)
        codes[(codes < 0) | (codes == self.variable.missing_level)] = np.nan
        return codes

    def cells(self, frame: pd.DataFrame) -> Any:
        """Say what the table holds there.

        Parameters
        ----------
        frame : DataFrame
            Decoded rows.

        Returns
        -------
        Series
            The values of the column; of a one-hot group the name of the column.
        """
        columns = list(self.variable.columns)
        if len(columns) == 1:
            return frame[columns[0]].reset_index(drop=True)
        return frame[columns].astype(float).idxmax(axis=1).reset_index(drop=True)

    def tick(self, place: float, _: int | None = None) -> str:
        """Write what stands at a place of the axis.

        Parameters
        ----------
        place : float
            The place.

        Returns
        -------
        str
            The value, as the table writes it; empty where there is none.
        """
        if isinstance(self.variable, NumberVariable):
            if self.variable.kind not in NAMED_KINDS:
                return f"{place:g}"
            return _written(self.variable.codec, place)
        names = _levels(self.variable)
        is_level = place == round(place) and 0 <= place < len(names)
        return str(names[round(place)])[:LONGEST] if is_level else ""

    @property
    def is_whole(self) -> bool:
        """Whether values lie at whole places only."""
        return self.is_named or self.variable.kind == "integer"

    @property
    def is_named(self) -> bool:
        """Whether ticks are written as in the table: levels, and numbers of dates."""
        return not self.is_number or self.variable.kind in NAMED_KINDS


def axis_of(real: RealTable, column: Hashable) -> StepAxis:
    """Find a column, or a one-hot group, in a table.

    Parameters
    ----------
    real : RealTable
        The table.
    column : hashable
        Name of the column or the group.

    Returns
    -------
    StepAxis
        Its axis.

    Raises
    ------
    InputError
        If there is no such column, or it holds neither numbers nor levels.
    """
    schema = real.schema
    owners = (schema.numbers, schema.codes)
    for owned in owners:
        for slot, variable in enumerate(owned):
            if column == variable.name or column in variable.columns:
                return StepAxis(variable, slot)
    known = [one.name for owned in owners for one in owned]
    why = "has one value, or is a key" if column in schema.columns else "is not there"
    raise InputError(
        "the column {column!r} {why}; those that can be drawn are {known}",
        column=column,
        why=why,
        known=list(dict.fromkeys(known)),
        remedies=["name two of them"],
    )


def short(value: Any) -> str:
    """Write a value in a few characters, midnight and time zone left out.

    Parameters
    ----------
    value : object
        What a cell holds.

    Returns
    -------
    str
        Its text.
    """
    if isinstance(value, float | np.floating):
        return f"{value:g}"
    return ZONE.sub("", str(value)).removesuffix(" 00:00:00")


def _levels(variable: Variable) -> list[Any]:
    known = getattr(variable, "known", None)
    return list(variable.columns) if known is None else list(known)


def _written(codec: Any, place: float) -> str:
    if place != round(place):
        return ""
    try:
        return short(codec.show(float(place)))[:LONGEST]
    except (ValueError, OverflowError, IndexError, KeyError):
        # A tick beyond what the column can hold.
        return ""
