"""Models trained on real and on synthetic rows, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from skl_synth.pages.charts.chart import (
    REAL,
    SYNTHETIC,
    Chart,
    key,
    label,
    new_figure,
)


class UtilityBars(Chart):
    """Dots with intervals: what each model reaches by the rows it was trained on.

    Parameters
    ----------
    names : sequence of str
        The models.
    real, synthetic : array-like of float
        What each reaches after training on real and on synthetic rows.
    low, high : array-like of float
        The interval of the latter, NaN where there is none.
    what : str, default=""
        What they reach, such as "ROC AUC".

    Examples
    --------
    >>> from skl_synth.pages.charts import UtilityBars
    >>> chart = UtilityBars(
    ...     names=["forest"], real=[0.8], synthetic=[0.78], low=[0.7], high=[0.83]
    ... )
    >>> chart.names
    ['forest']
    """

    def __init__(
        self,
        *,
        names: Sequence[str],
        real: ArrayLike,
        synthetic: ArrayLike,
        low: ArrayLike,
        high: ArrayLike,
        what: str = "",
    ) -> None:
        self.names = list(names)
        self.real = np.asarray(real, dtype=float)
        self.synthetic = np.asarray(synthetic, dtype=float)
        self.low = np.asarray(low, dtype=float)
        self.high = np.asarray(high, dtype=float)
        self.what = what

    def _drawn(self) -> Any:
        n = len(self.names)
        figure = new_figure(6.4, 0.42 * n + 1.1)
        ax = figure.subplots()
        at = np.arange(n, dtype=float)
        ax.hlines(at + 0.12, self.low, self.high, color=SYNTHETIC, lw=1.6)
        made = ax.plot(
            self.synthetic, at + 0.12, "o", color=SYNTHETIC, ms=6, mfc="none"
        )
        real = ax.plot(self.real, at - 0.12, "s", color=REAL, ms=6)
        ax.set_yticks(at, [label(name, 36) for name in self.names])
        ax.set_ylim(n - 0.4, -0.6)
        ax.margins(x=0.06)
        ax.grid(visible=False, axis="y")
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(label(self.what, 60))
        key(
            *(figure, [*real, *made], ["trained on real", "trained on synthetic"]),
            loc="outside upper right",
            ncols=2,
        )
        return figure
