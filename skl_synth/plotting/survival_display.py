"""SurvivalDisplay: Kaplan-Meier curves, synthetic over real."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.evaluation.figures import REAL, SYNTHETIC
from skl_synth.plotting.axes_style import COLOR_OF, INK, axes_of, quiet_axes

STYLES = {REAL: "-", SYNTHETIC: "--"}

N_COUNTS = 6
"""Times at which those at risk are counted below the curves."""


class SurvivalDisplay:
    """Kaplan-Meier curves of synthetic rows over those of real rows.

    A curve is a step function with its pointwise 95 % band; below it stands how many
    rows are at risk.

    Parameters
    ----------
    curves : DataFrame
        From `SurvivalReport`: columns rows, group, time, survival, low, high and
        at_risk.
    horizon : float
        Up to where the curves were compared; behind the dotted line they rest on few.
    time : str, default="time"
        What the times are called.

    Attributes
    ----------
    lines_ : dict of str to matplotlib Line2D
        The curves of "real" and "synthetic"; of several groups those of the last.
    ax_ : matplotlib Axes or ndarray of Axes
        Where it was drawn; an array for several groups.
    figure_ : matplotlib Figure
        The figure of the axes.

    See Also
    --------
    survival_report : Computes the curves.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import SurvivalDisplay, survival_report
    >>> real = pd.DataFrame({"days": range(40), "died": [0, 1] * 20})
    >>> made = pd.DataFrame({"days": range(40), "died": [1, 0] * 20})
    >>> report = survival_report(real, None, made, None, survival={"days": "died"})
    >>> display = SurvivalDisplay.from_report(report).plot()
    >>> display.ax_.get_xlabel()
    'days'
    """

    def __init__(
        self, *, curves: pd.DataFrame, horizon: float, time: str = "time"
    ) -> None:
        self.curves = curves
        self.horizon = horizon
        self.time = time

    @classmethod
    def from_report(cls, report: Any) -> SurvivalDisplay:
        """Take the curves of a report.

        Parameters
        ----------
        report : SurvivalReport
            From `survival_report`.

        Returns
        -------
        SurvivalDisplay
            The display, not yet drawn.
        """
        return cls(curves=report.curves, horizon=report.horizon, time=report.time)

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            A line for each different time of each curve.
        """
        return self.curves.copy()

    def plot(
        self,
        ax: Any = None,
        *,
        name: str | None = None,
        by_group: bool = False,
        curve_kwargs: Any = None,
    ) -> SurvivalDisplay:
        """Draw the curves.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title; None stands for what the curves are of.
        by_group : bool, default=False
            Whether each group has axes of its own, in place of all rows.
        curve_kwargs : dict, default=None
            Passed to matplotlib's ``step``.

        Returns
        -------
        SurvivalDisplay
            The display itself.

        Raises
        ------
        ValueError
            If there are no groups, or axes are given for several.
        ImportError
            If matplotlib is not installed.
        """
        groups = self._groups() if by_group else [""]
        axes = [axes_of(ax, (6.4, 4.4))] if len(groups) == 1 else self._axes(ax, groups)
        for each, group in zip(axes, groups, strict=True):
            title = name if name is not None and not by_group else group
            self._draw(each, group, title or "Share without the event", curve_kwargs)
        self.ax_ = axes[0] if len(groups) == 1 else np.array(axes, dtype=object)
        self.figure_ = axes[0].figure
        return self

    def _groups(self) -> list[str]:
        groups = [one for one in dict.fromkeys(self.curves["group"]) if one]
        if not groups:
            raise InputError(
                "{parameter}={value!r} draws each group by itself, and the curves are "
                "of all rows",
                parameter="by_group",
                value=True,
                remedies=["give survival_report a column, by='arm'"],
            )
        return groups

    def _axes(self, ax: Any, groups: list[str]) -> list[Any]:
        if ax is not None:
            raise InputError(
                "{parameter} is one, and {n} groups have axes of their own",
                parameter="ax",
                n=len(groups),
                remedies=["leave it out"],
            )
        first = axes_of(None, (4.6 * len(groups), 4.4))
        figure = first.figure
        first.remove()
        return list(figure.subplots(1, len(groups), sharey=True))

    def _draw(self, ax: Any, group: str, title: str, curve_kwargs: Any) -> None:
        self.lines_: dict[str, Any] = {}
        for rows, curve in self._curves(group):
            color = COLOR_OF[rows]
            style = {"color": color, "linestyle": STYLES[rows], "linewidth": 1.6}
            style |= {"label": rows, **(curve_kwargs or {})}
            time = np.append(0.0, curve["time"])
            survival, low, high = (
                np.append(1.0, curve[one]) for one in ("survival", "low", "high")
            )
            self.lines_[rows] = ax.step(time, survival, where="post", **style)[0]
            ax.fill_between(
                time, low, high, step="post", color=color, alpha=0.15, linewidth=0
            )
        ax.axvline(self.horizon, color=INK, linewidth=0.8, linestyle=":")
        self._finish(ax, group, title)

    def _curves(self, group: str) -> Iterator[tuple[str, pd.DataFrame]]:
        own = self.curves[self.curves["group"] == group]
        for rows in (REAL, SYNTHETIC):
            yield rows, own[own["rows"] == rows]

    def _finish(self, ax: Any, group: str, title: str) -> None:
        quiet_axes(ax)
        longest = float(self.curves["time"].max())
        ax.set(xlabel=self.time, ylim=(0, 1.02), xlim=(0, longest * 1.02 or 1.0))
        # A name may hold signs that matplotlib reads as mathematics.
        ax.set_title(title, loc="left", parse_math=False)
        ax.legend(loc="best", frameon=False)
        ax.locator_params(axis="x", nbins=N_COUNTS)
        above = {"va": "top", "ha": "right", "fontsize": 8, "color": INK}
        ax.text(-0.06, -0.13, "at risk", transform=ax.transAxes, **above)
        for line, (rows, curve) in enumerate(self._curves(group)):
            self._count(ax, line, rows, curve)

    def _count(self, ax: Any, line: int, rows: str, curve: pd.DataFrame) -> None:
        """Write how many are at risk below the axis."""
        height = -0.2 - 0.07 * line
        style = {"va": "top", "fontsize": 8, "color": COLOR_OF[rows]}
        below = ax.get_xaxis_transform()
        ticks = ax.get_xticks()
        inside = ticks[(ticks >= 0) & (ticks <= ax.get_xlim()[1])]
        counts = np.append(curve["at_risk"].to_numpy(), 0)
        for tick in inside:
            n = counts[np.searchsorted(curve["time"].to_numpy(), tick)]
            ax.text(tick, height, f"{n}", transform=below, ha="center", **style)
        ax.text(-0.06, height, rows, transform=ax.transAxes, ha="right", **style)
