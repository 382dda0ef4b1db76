"""Cells of text that a spreadsheet would run as formulas when it opens a CSV file."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import Remedy, Setting, warn
from skl_synth.files.style import TableStyle

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How formulas begin, as OWASP lists them; the last four are those of wide letters."""

MARK = "'"
"""What a spreadsheet takes for the sign that text follows."""

_NUMBER = re.compile(r"[-+ ]*[\d.,' ]*([eE][-+]?\d+)?[ %]*", re.ASCII)
"""Numbers, and the dash that stands for a missing one, do no harm."""


def is_formula(value: Any) -> bool:
    """Tell whether a spreadsheet would run a text.

    Parameters
    ----------
    value : object
        A cell.

    Returns
    -------
    bool
        Whether it is a text that begins like a formula, and no number.

    Examples
    --------
    >>> from skl_synth.files.formula_cells import is_formula
    >>> [is_formula(one) for one in ("=1+1", "-5", "-", "+49 30 1", "-A1", "@SUM(A1)")]
    [True, False, False, False, True, True]
    """
    return (
        isinstance(value, str)
        and value.startswith(STARTS)
        and not (value[0] in "+-" and _NUMBER.fullmatch(value))
    )


def with_text_for_formulas(
    frame: pd.DataFrame, style: TableStyle
) -> tuple[pd.DataFrame, TableStyle]:
    """Put an apostrophe before all that a spreadsheet would run, names included.

    Parameters
    ----------
    frame : DataFrame
        The table that is to be written.
    style : TableStyle
        How it is written.

    Returns
    -------
    frame : DataFrame
        A copy, or the table itself where there is nothing to be done.
    style : TableStyle
        The style, with the names that are to be written.
    """
    found = [name for name in frame.columns if _n_formulas(frame[name])]
    if found:
        texts = {
            name: frame[name].astype(object).map(_as_text, na_action="ignore")
            for name in found
        }
        frame = frame.assign(**texts)
    names = {name: style.names.get(name, name) for name in frame.columns}
    return frame, replace(style, names={old: _as_text(n) for old, n in names.items()})


def _as_text(value: Any) -> Any:
    return MARK + value if is_formula(value) else value


def warn_of_formulas(frame: pd.DataFrame, style: TableStyle) -> None:
    """Mention cells and names that a spreadsheet would run.

    Parameters
    ----------
    frame : DataFrame
        The table that is to be written.
    style : TableStyle
        How it is written.

    Warns
    -----
    InputWarning
        If there are such cells or names: in how many columns, and the first of them.
    """
    counts = {name: _n_formulas(frame[name]) for name in frame.columns}
    found = {name: count for name, count in counts.items() if count}
    remedy = Remedy(
        "to have an apostrophe put before them, give {setting}",
        Setting("escape_formulas", True),
    )
    if found:
        name, count = next(iter(found.items()))
        warn(
            "{n_cells} cells of text in {n} columns begin like a formula ({count} in "
            "column {column!r}), and a spreadsheet that opens the file would run them",
            column=name,
            parameter="escape_formulas",
            n_cells=sum(found.values()),
            n=len(found),
            count=count,
            remedies=[remedy],
            stacklevel=4,
        )
    names = [name for name in frame.columns if is_formula(style.names.get(name, name))]
    if names:
        warn(
            "the names of {n} columns begin like a formula (such as {column!r}), and a "
            "spreadsheet that opens the file would run them",
            column=names[0],
            parameter="escape_formulas",
            n=len(names),
            remedies=[remedy],
            stacklevel=4,
        )


def _n_formulas(column: pd.Series) -> int:
    if pd.api.types.is_numeric_dtype(column.dtype):
        return 0
    codes, levels = pd.factorize(column)
    run = np.flatnonzero([is_formula(level) for level in levels])
    return int(np.isin(codes, run).sum())
