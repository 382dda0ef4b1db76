"""The tables of a page, cell by cell, as people read them."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

DASH = "–"
"""In the place of a figure that there is not."""

DECIMALS = 3

FIGURE = re.compile("[-–0-9.,%<∞() ]{1,40}")
"""What is a number, with its interval or without."""


class Cell(NamedTuple):
    """What stands in a cell.

    Parameters
    ----------
    text : str
        In words.
    is_number : bool
        Whether it is a figure, which is never broken into two lines.
    """

    text: str
    is_number: bool


class Table(NamedTuple):
    """The lines of a table that are shown together.

    Parameters
    ----------
    head : list of str
        The names of the columns.
    lines : list of list of Cell
        The cells.
    marks : list of str or None
        What each line comes to.
    """

    head: list[str]
    lines: list[list[Cell]]
    marks: list[str] | None


def table_of(
    frame: pd.DataFrame, marks: Sequence[str] | None, first: int, last: int | None
) -> Table:
    """Write some lines of a frame.

    Parameters
    ----------
    frame : DataFrame
        The figures. Its index is not shown.
    marks : sequence of str or None
        What each line comes to.
    first, last : int, int or None
        Which lines, as in a slice.

    Returns
    -------
    Table
        Their cells.
    """
    columns = [
        frame.iloc[first:last, place].tolist() for place in range(frame.shape[1])
    ]
    lines = [[cell_of(value) for value in line] for line in zip(*columns, strict=True)]
    # Where nothing comes to anything a column of its own would be empty.
    says = marks is not None and any(mark != "neutral" for mark in marks)
    chosen = list(marks or ())[first:last] if says else None
    return Table([str(name) for name in frame.columns], lines, chosen)


def cell_of(value: Any) -> Cell:
    """Write a value.

    Parameters
    ----------
    value : object
        Text, a number, or nothing.

    Returns
    -------
    Cell
        Text as it is, whole numbers as such, others with three decimals, or with two
        digits where these would be zeros; a dash for what is missing.
    """
    if isinstance(value, bool | np.bool_):
        return Cell("yes" if value else "no", is_number=False)
    if isinstance(value, numbers.Number) and not isinstance(value, complex):
        return Cell(_written(float(value)), is_number=True)  # type: ignore[arg-type]
    missing = value is None or value is pd.NaT or value is pd.NA
    text = DASH if missing else str(value)
    return Cell(text, is_number=FIGURE.fullmatch(text) is not None)


def _written(value: float) -> str:
    if math.isnan(value):
        return DASH
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if value == round(value):
        return f"{value:.0f}"
    text = f"{value:.{DECIMALS}f}"
    return f"{value:.2g}" if float(text) == 0 else text
