"""What was tried, disclosure against utility."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from skl_synth.pages.charts.chart import INK, QUIET, Chart, key, label, new_figure
from skl_synth.pages.palette import ROLES

MARKERS = ("o", "X", "^", "s", "D", "v")
ROLE_OF = {"published": "passed", "passed": "passed", "refused": "refused"}


class Frontier(Chart):
    """Points of what was tried, marked by what became of it.

    Parameters
    ----------
    names : sequence of str
        What was tried.
    x, y : array-like of float
        Disclosure and utility; points of which one is NaN are not drawn.
    outcome : sequence of str
        What became of each, such as "published", "refused" or "not possible".
    x_label, y_label : str
        What is on the axes.
    bound : float or None, default=None
        The most disclosure that is allowed.

    Examples
    --------
    >>> from skl_synth.pages.charts import Frontier
    >>> chart = Frontier(
    ...     names=["plain", "softer"],
    ...     x=[0.7, 0.55],
    ...     y=[0.98, 0.9],
    ...     outcome=["refused", "published"],
    ... )
    >>> chart.outcome
    ['refused', 'published']
    """

    def __init__(
        self,
        *,
        names: Sequence[str],
        x: ArrayLike,
        y: ArrayLike,
        outcome: Sequence[str],
        x_label: str = "Worst attack (area under the ROC curve)",
        y_label: str = "Utility (ratio to real)",
        bound: float | None = None,
    ) -> None:
        self.names = list(names)
        self.x = np.asarray(x, dtype=float)
        self.y = np.asarray(y, dtype=float)
        self.outcome = list(outcome)
        self.x_label = x_label
        self.y_label = y_label
        self.bound = bound

    def _drawn(self) -> Any:
        figure = new_figure(6.8, 4.0)
        ax = figure.subplots()
        shown: dict[str, Any] = {}
        for place, outcome in enumerate(dict.fromkeys(self.outcome)):
            chosen = np.array([one == outcome for one in self.outcome])
            color = ROLES[ROLE_OF.get(outcome, "quiet")].light
            marker = MARKERS[place % len(MARKERS)]
            x, y = self.x[chosen], self.y[chosen]
            shown[outcome] = ax.plot(x, y, marker, color=color, ms=7)[0]
        if self.bound is not None:
            shown["bound"] = ax.axvline(self.bound, color=INK, lw=1, ls="--")
        self._name_points(ax)
        ax.margins(0.12)
        ax.set(xlabel=label(self.x_label, 80), ylabel=label(self.y_label, 80))
        where = {"loc": "outside upper right", "ncols": len(shown)}
        names = [label(name) for name in shown]
        key(figure, list(shown.values()), names, **where)
        return figure

    def _name_points(self, ax: Any) -> None:
        for name, x, y in zip(self.names, self.x, self.y, strict=True):
            if np.isnan([x, y]).any():
                continue
            ax.annotate(
                label(name),
                (x, y),
                xytext=(7, 3),
                textcoords="offset points",
                fontsize=8,
                color=QUIET,
            )
