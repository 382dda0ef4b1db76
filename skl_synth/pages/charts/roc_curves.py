"""ROC curves with the line of chance, and the bound that an area has to keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from skl_synth.pages.charts.chart import INK, LINE, QUIET, Chart, key, label, new_figure
from skl_synth.pages.palette import SERIES

DASHES = ("-", "--", "-.", ":")
"""One curve differs from the next by its dashes, too, not by colour alone."""


class RocCurves(Chart):
    """ROC curves, such as those of attacks.

    Parameters
    ----------
    curves : mapping of str to (array, array, float)
        False positive rates, true positive rates and the area, by name.
    bound : float or None, default=None
        The largest area that is allowed: the region below a smooth curve of that area
        is shaded, and a curve that keeps the bound lies in it for the most part.
    x_label, y_label : str
        What the two rates are.

    Examples
    --------
    >>> from skl_synth.pages.charts import RocCurves
    >>> chart = RocCurves(curves={"distance": ([0, 1], [0, 1], 0.5)}, bound=0.6)
    >>> list(chart.curves)
    ['distance']
    """

    def __init__(
        self,
        *,
        curves: Mapping[str, tuple[Any, Any, float]],
        bound: float | None = None,
        x_label: str = "Share of others taken for members",
        y_label: str = "Share of members found",
    ) -> None:
        self.curves = dict(curves)
        self.bound = bound
        self.x_label = x_label
        self.y_label = y_label

    def _drawn(self) -> Any:
        figure = new_figure(6.8, 4.2)
        ax = figure.subplots()
        handles, names = [], []
        for place, (name, (fpr, tpr, area)) in enumerate(self.curves.items()):
            dashes = DASHES[place // len(SERIES) % len(DASHES)]
            color = SERIES[place % len(SERIES)]
            handles += ax.plot(fpr, tpr, dashes, color=color, lw=1.7)
            names.append(f"{label(name)} ({area:.2f})")
        handles += ax.plot([0, 1], [0, 1], color=QUIET, lw=1, ls=(0, (1, 2)))
        names.append("chance (0.50)")
        if self.bound is not None:
            handles.append(_region(ax, self.bound))
            names.append(f"within the bound ({self.bound:g})")
        ax.set(xlim=(0, 1), ylim=(0, 1.01), aspect="equal")
        ax.set(xlabel=self.x_label, ylabel=self.y_label)
        key(
            *(ax, handles, names),
            loc="upper left",
            bbox_to_anchor=(1.02, 1.0),
            title="Area under the curve",
            alignment="left",
        )
        return figure


def _region(ax: Any, bound: float) -> Any:
    """Shade what lies below the power curve of an area."""
    rates = np.linspace(0, 1, 60)
    edge = rates ** (1 / np.clip(bound, 1e-6, 1) - 1)
    ax.plot(rates, edge, color=INK, lw=0.8)
    return ax.fill_between(rates, 0, edge, color=LINE, alpha=0.55, lw=0)
