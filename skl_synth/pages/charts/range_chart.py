"""Figures with their intervals, beside what strangers reach and the bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from skl_synth.pages.charts.chart import (
    INK,
    REAL,
    SYNTHETIC,
    Chart,
    key,
    label,
    new_figure,
)


class Ranges(Chart):
    """Each figure on a line of its own, beside its ceiling and its bound.

    Parameters
    ----------
    names : sequence of str
        What was measured.
    values, low, high : array-like of float
        The figures and the ends of their intervals, NaN where there are none.
    bounds : array-like of float
        The worst that is allowed, NaN where there is no bound.
    ceilings : array-like of float
        The same figure of real rows that nobody was given, or of strangers; NaN where
        it was not measured.
    ceiling_name : str, default="other real rows"
        What the ceiling is of.
    what : str, default=""
        What all of them are, such as "area under the ROC curve".

    Examples
    --------
    >>> from skl_synth.pages.charts import Ranges
    >>> chart = Ranges(
    ...     names=["membership"],
    ...     values=[0.53],
    ...     low=[0.5],
    ...     high=[0.56],
    ...     bounds=[0.6],
    ...     ceilings=[0.5],
    ... )
    >>> chart.bounds.tolist()
    [0.6]
    """

    def __init__(
        self,
        *,
        names: Sequence[str],
        values: ArrayLike,
        low: ArrayLike,
        high: ArrayLike,
        bounds: ArrayLike,
        ceilings: ArrayLike,
        ceiling_name: str = "other real rows",
        what: str = "",
    ) -> None:
        self.names = list(names)
        self.values = np.asarray(values, dtype=float)
        self.low = np.asarray(low, dtype=float)
        self.high = np.asarray(high, dtype=float)
        self.bounds = np.asarray(bounds, dtype=float)
        self.ceilings = np.asarray(ceilings, dtype=float)
        self.ceiling_name = ceiling_name
        self.what = what

    def _drawn(self) -> Any:
        n = len(self.names)
        figure = new_figure(6.8, 0.34 * n + 1.1)
        ax = figure.subplots()
        at = np.arange(n, dtype=float)
        ax.hlines(at, self.low, self.high, color=SYNTHETIC, lw=1.6)
        shown = {"synthetic rows": ax.plot(self.values, at, "o", color=SYNTHETIC)[0]}
        if not np.isnan(self.ceilings).all():
            marks = ax.plot(self.ceilings, at, "D", color=REAL, mfc="none", ms=5.5)
            shown[self.ceiling_name] = marks[0]
        if not np.isnan(self.bounds).all():
            marks = ax.plot(self.bounds, at, "|", color=INK, ms=15, mew=2)
            shown["bound"] = marks[0]
        ax.set_yticks(at, [label(name, 46) for name in self.names])
        ax.set_ylim(n - 0.4, -0.6)
        ax.margins(x=0.06)
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(label(self.what, 80))
        where = {"loc": "outside upper right", "ncols": len(shown)}
        key(figure, list(shown.values()), list(shown), **where)
        return figure
