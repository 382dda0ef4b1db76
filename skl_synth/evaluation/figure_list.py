"""FigureList: figures as they are measured, checked against the registry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.evaluation.figures import FIGURE_COLUMNS, NAN, Interval
from skl_synth.evaluation.registry import Measure, measure_of

REASON_COLUMNS = ["section", "metric", "scope", "subject", "reason"]
"""The columns of every frame of figures that do not apply."""


class FigureList:
    """Collect figures.

    What a figure is, which way is better and what real rows reach is taken from the
    registry; a figure that is not registered is refused.

    Examples
    --------
    >>> from skl_synth.evaluation.figure_list import FigureList
    >>> figures = FigureList()
    >>> figures.add("linkability", 0.1)
    >>> figures.frame()[["section", "metric", "rows", "value", "better", "ceiling"]]
       section       metric     rows  value better  ceiling
    0  privacy  linkability  members    0.1  lower      0.0
    """

    def __init__(self) -> None:
        self._lines: list[tuple[Any, ...]] = []
        self._reasons: list[tuple[str, ...]] = []

    def add(
        self,
        metric: str | Measure,
        figure: Interval | float,
        *,
        scope: str = "table",
        subject: str = "",
        rows: str | None = None,
        ceiling: float | None = None,
    ) -> None:
        """Add one figure.

        Parameters
        ----------
        metric : str or Measure
            What was measured, as it is registered.
        figure : Interval or float
            The number, with its interval if it has one.
        scope : {"table", "model", "column", "pair", "class", "group"}, default="table"
            What kind of thing it is about.
        subject : str, default=""
            The name of that thing; empty for the whole table.
        rows : str, default=None
            The rows that a model was trained on, or that were measured; None for the
            first that are registered.
        ceiling : float, default=None
            The same figure of real rows, where it is measured; None for the constant
            that is registered, or for none.

        Raises
        ------
        KeyError
            If the figure is not registered.
        ValueError
            If it is not registered for such things, rows, or a ceiling.
        """
        measure = measure_of(metric) if isinstance(metric, str) else metric
        rows = measure.rows[0] if rows is None else rows
        if scope not in measure.scopes:
            raise ValueError(f"{measure.name!r} is no figure of a {scope}.")
        if measure.rows and rows not in measure.rows:
            raise ValueError(f"{measure.name!r} is no figure of {rows!r} rows.")
        value, low, high = figure if isinstance(figure, tuple) else Interval(figure)
        about = (measure.section, measure.name, scope, subject, rows)
        ends = (measure.better, _ceiling(measure, ceiling))
        self._lines.append((*about, value, low, high, *ends))

    def skip(
        self, metric: str, reason: str, *, scope: str = "table", subject: str = ""
    ) -> None:
        """Say why a figure does not apply to a table.

        A gate that is expected is closed where there is no figure, unless it was said
        here why there can be none: because there is nothing that an attack could be
        made on. What was tried and could not be measured is added as NaN instead.

        Parameters
        ----------
        metric : str
            What was not measured, as it is registered.
        reason : str
            Why, as the end of a sentence.
        scope, subject : str
            As in `add`.

        Raises
        ------
        KeyError
            If the figure is not registered.
        """
        section = measure_of(metric).section
        self._reasons.append((section, metric, scope, subject, reason))

    def extend(self, other: FigureList) -> None:
        """Add the figures of another list.

        Parameters
        ----------
        other : FigureList
            Figures, and reasons why there are none.
        """
        self._lines += other._lines
        self._reasons += other._reasons

    def frame(self) -> pd.DataFrame:
        """Put the figures under one another.

        Returns
        -------
        DataFrame
            With the columns `FIGURE_COLUMNS`.
        """
        frame = pd.DataFrame(self._lines, columns=FIGURE_COLUMNS)
        numbers = dict.fromkeys(("value", "low", "high", "ceiling"), np.float64)
        return frame.astype(numbers)

    def not_applicable(self) -> pd.DataFrame:
        """Put the reasons under one another.

        Returns
        -------
        DataFrame
            With the columns `REASON_COLUMNS`.
        """
        return pd.DataFrame(self._reasons, columns=REASON_COLUMNS)


def _ceiling(measure: Measure, measured: float | None) -> float:
    if measured is not None and not measure.is_measured_ceiling:
        raise ValueError(f"no ceiling is measured for {measure.name!r}.")
    if isinstance(measure.ceiling, float):
        return measure.ceiling
    return NAN if measured is None else measured
