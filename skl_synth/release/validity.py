"""Validity: whether a table holds what its columns can, and rows enough."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.errors import Remedy
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.registry import LOWER, TABLE, GateRule, Measure, register
from skl_synth.table.real import RealTable

NONE_INVALID = GateRule(
    "invalid rows",
    0.0,
    (
        Remedy(
            "make the rows by a synthesizer of this package, which restores them to "
            "what the columns hold",
            only="python",
        ),
        Remedy("look for whoever changed the rows"),
    ),
    where=(TABLE,),
    is_count=True,
)


@register(
    "release",
    1,
    Measure(
        "invalid_rows",
        LOWER,
        "Number of rows that hold what the columns cannot, and of rows that are "
        "lacking or too many.",
        gates=(NONE_INVALID,),
    ),
)
def count_invalid(table: RealTable, X: Any) -> FigureList:
    """Count the rows that the columns could not hold, and those that are lacking.

    Parameters
    ----------
    table : RealTable
        What the real table is, with or without its rows.
    X : same container as the real table
        As many synthetic rows.

    Returns
    -------
    FigureList
        ``invalid_rows``.
    """
    rows = table.encode(X, unknown="ignore")
    snapped = table.snap(rows)
    number = np.isclose(rows.numbers, snapped.numbers, rtol=1e-9, equal_nan=True)
    code = (rows.codes == snapped.codes) & (rows.codes >= 0)
    valid = number.all(axis=1) & code.all(axis=1)
    figures = FigureList()
    lacking = abs(int(table.counts.sum()) - len(rows))
    figures.add("invalid_rows", float((~valid).sum() + lacking))
    return figures
