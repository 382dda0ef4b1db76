"""RelevanceDisplay: how much each value of a target matters, and what is rare."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.plotting.axes_style import (
    COLOR_OF,
    GREY,
    INK,
    OKABE_ITO,
    axes_of,
    quiet_axes,
)
from skl_synth.table.relevance import RelevanceFunction, as_numbers, function_for
from skl_synth.table.target.regions import Regions, RegionTarget

N_STEPS = 400
"""Values at which the function is drawn."""

RARE = OKABE_ITO[1]

STRIP = (-0.30, -0.06)
"""From where to where, below the curve, the real values stand."""

BOX_AT, BOX_HEIGHT = -0.42, 0.12


class RelevanceDisplay:
    """A relevance function over a target, the regions by it, and the box plot.

    Parameters
    ----------
    function : RelevanceFunction
        What is drawn.
    values : ndarray of shape (n_rows,)
        The real target.
    name : str, default="target"
        What it is called.

    Attributes
    ----------
    line_ : matplotlib Line2D
        The function.
    spans_ : list of matplotlib patches
        The rare regions.
    ax_ : matplotlib Axes
        Where it was drawn.
    figure_ : matplotlib Figure
        The figure of the axes.

    See Also
    --------
    Relevance : Says how the function is made.
    TypeAwareSMOTE : Makes rows in the rare regions.

    Examples
    --------
    >>> from skl_synth import RelevanceDisplay
    >>> costs = [1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 40]
    >>> display = RelevanceDisplay.from_target(costs)
    >>> display.frame()
       low  high   rare  rows
    0  1.0   4.0  False     8
    1  5.0  40.0   True     3
    >>> display.plot().ax_.get_ylabel()
    'Relevance'
    """

    def __init__(
        self, *, function: RelevanceFunction, values: np.ndarray, name: str = "target"
    ) -> None:
        self.function = function
        self.values = values
        self.name = name

    @classmethod
    def from_target(cls, y: Any, *, relevance: Any = "auto") -> RelevanceDisplay:
        """Make the relevance function of a target.

        Parameters
        ----------
        y : array-like of shape (n_rows,)
            The target.
        relevance : "auto", Relevance, RelevanceFunction or array-like, default="auto"
            How relevance is found.

        Returns
        -------
        RelevanceDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If the target or a point cannot be used.
        """
        name = getattr(y, "name", None)
        return cls(
            function=function_for(relevance, y),
            values=as_numbers(y),
            name="target" if name is None else str(name),
        )

    @classmethod
    def from_synthesizer(cls, synthesizer: Any) -> RelevanceDisplay:
        """Take the relevance function of a fitted synthesizer.

        Parameters
        ----------
        synthesizer : TypeAwareSMOTE or a synthesizer around it
            Fitted, with relevance.

        Returns
        -------
        RelevanceDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If it was fitted without relevance.
        """
        check_is_fitted(synthesizer)
        target = synthesizer.table_.target
        if not isinstance(target, RegionTarget) or target.function is None:
            raise InputError(
                "{name} was fitted without relevance",
                parameter="synthesizer",
                name=type(synthesizer).__name__,
                remedies=[
                    Remedy(
                        "fit a TypeAwareSMOTE, {setting}", Setting("relevance", "auto")
                    )
                ],
            )
        name = getattr(target.original, "name", None)
        return cls(
            function=target.function,
            values=target.encoded,
            name="target" if name is None else str(name),
        )

    def frame(self) -> pd.DataFrame:
        """Return the regions.

        Returns
        -------
        DataFrame
            One row per region: the least and the largest real value, whether they are
            rare, and the number of real rows.
        """
        regions = Regions.of(self.values, self.function.is_rare(self.values))
        counts = np.bincount(regions.places(self.values), minlength=len(regions))
        return regions.frame().assign(rows=counts)

    def plot(
        self,
        ax: Any = None,
        *,
        name: str | None = None,
        curve_kwargs: dict[str, Any] | None = None,
    ) -> RelevanceDisplay:
        """Draw the function, and below it the real values and their box plot.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title.
        curve_kwargs : dict, default=None
            Passed to matplotlib's ``plot``.

        Returns
        -------
        RelevanceDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        ax = axes_of(ax, (7.2, 4.4))
        self.ax_, self.figure_ = ax, ax.figure
        low, high = self._ends()
        self._draw_regions(ax, low, high)
        at = np.linspace(low, high, N_STEPS)
        style = {
            "color": COLOR_OF["real"],
            "linewidth": 2.2,
            **(curve_kwargs or {}),
        }
        (self.line_,) = ax.plot(at, self.function(at), **style)
        self._draw_points(ax, low, high)
        self._draw_values(ax)
        if self.function.box is not None:
            self._draw_box(ax)
        self._finish(ax, name)
        return self

    def _ends(self) -> tuple[float, float]:
        places = np.r_[self.values, self.function.points[:, 0]]
        margin = 0.04 * (places.max() - places.min()) or 0.5
        return float(places.min() - margin), float(places.max() + margin)

    def _draw_regions(self, ax: Any, low: float, high: float) -> None:
        """Shade what is rare, also where no real value lies."""
        at = np.linspace(low, high, 10 * N_STEPS)
        regions = Regions.of(at, self.function.is_rare(at))
        self.spans_ = [
            ax.axvspan(start, end, ymin=0, color=RARE, alpha=0.13, linewidth=0)
            for start, end, rare in zip(
                regions.lows, regions.highs, regions.is_rare, strict=True
            )
            if rare
        ]

    def _draw_points(self, ax: Any, low: float, high: float) -> None:
        places, relevance, _ = self.function.points.T
        ax.scatter(places, relevance, s=34, color=INK, zorder=3)
        threshold = self.function.threshold
        ax.plot([low, high], [threshold] * 2, color=GREY, linestyle=":", linewidth=1.2)
        ax.annotate(
            f"rare from {threshold:g} on",
            (low, threshold),
            xytext=(4, 3),
            textcoords="offset points",
            fontsize=8.5,
            color=INK,
        )

    def _draw_values(self, ax: Any) -> None:
        rare = self.function.is_rare(self.values)
        for marks, color in ((~rare, GREY), (rare, RARE)):
            ax.vlines(self.values[marks], *STRIP, color=color, alpha=0.5, linewidth=0.8)

    def _draw_box(self, ax: Any) -> None:
        box = self.function.box
        assert box is not None
        numbers = {
            "med": box.median,
            "q1": box.low_hinge,
            "q3": box.high_hinge,
            "whislo": box.low_whisker,
            "whishi": box.high_whisker,
        }
        line = {"color": INK, "linewidth": 1.1}
        styles = dict.fromkeys(
            ("boxprops", "whiskerprops", "capprops", "medianprops"), line
        )
        ax.bxp(
            [numbers],
            positions=[BOX_AT],
            widths=BOX_HEIGHT,
            showfliers=False,
            manage_ticks=False,
            # The parameter is called otherwise from matplotlib 3.10 on.
            **_lying(ax),
            **styles,
        )

    def _finish(self, ax: Any, name: str | None) -> None:
        quiet_axes(ax)
        bottom = BOX_AT - BOX_HEIGHT if self.function.box is not None else STRIP[0]
        ax.set(
            xlabel=self.name,
            ylabel="Relevance",
            ylim=(bottom - 0.04, 1.06),
            xlim=self._ends(),
            yticks=np.linspace(0, 1, 6),
        )
        if name is not None:
            ax.set_title(name, loc="left")


def _lying(ax: Any) -> dict[str, Any]:
    import inspect

    knows = "orientation" in inspect.signature(ax.bxp).parameters
    return {"orientation": "horizontal"} if knows else {"vert": False}
