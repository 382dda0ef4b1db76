"""The four panels of `SmoteStepsDisplay`."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from skl_synth.plotting.axes_style import INK, OKABE_ITO, quiet_axes
from skl_synth.plotting.smote_steps import CHOSEN, NEIGHBOR, NEW, OTHER, PICKED, SAME
from skl_synth.plotting.step_axes import StepAxis, short

if TYPE_CHECKING:
    from skl_synth.plotting.smote_steps_display import SmoteStepsDisplay

N_STEPS = 4

BLUE, ORANGE = OKABE_ITO[:2]

STYLES: dict[str, dict[str, Any]] = {
    OTHER: {"s": 12, "color": "#D0D0D0", "label": "other classes"},
    SAME: {"s": 16, "color": "#8DBBDC", "label": "rows of the class"},
    NEIGHBOR: {"s": 60, "marker": "s", "color": BLUE, "label": "nearest neighbours"},
    CHOSEN: {
        "s": 90,
        "marker": "s",
        "color": BLUE,
        "edgecolors": "black",
        "linewidths": 2.0,
        "label": "the chosen one",
    },
    PICKED: {
        "s": 220,
        "marker": "*",
        "color": BLUE,
        "edgecolors": "black",
        "linewidths": 1.0,
        "label": "the picked row",
    },
    NEW: {"s": 130, "marker": "^", "color": ORANGE, "label": "the new row"},
}
"""Real rows are blue and synthetic ones orange, as in all displays; shapes tell apart
what colours do not."""

ORDER = {OTHER: 3, SAME: 4, NEIGHBOR: 6, CHOSEN: 7, PICKED: 8, NEW: 9}
"""What lies over what; the ways to the neighbours lie over the rows around them."""

SHOWN = (
    (OTHER, SAME, PICKED),
    (OTHER, SAME, NEIGHBOR, PICKED),
    (OTHER, SAME, NEIGHBOR, CHOSEN, PICKED),
    (OTHER, SAME, NEIGHBOR, CHOSEN, PICKED, NEW),
)
"""What is there after each step."""

MARGIN = 0.35
"""What is shown around the neighbours, in parts of how far they reach."""

WIDTH = 46
"""Characters of a caption in a line."""

SAME_PLACE = 1e-9

LEAST_LEVELS = 4.0
"""Whole places that are shown on an axis, at least."""


class Panels:
    """Draw the steps of a display.

    Parameters
    ----------
    display : SmoteStepsDisplay
        What is drawn.
    point_kwargs : dict
        For all points.

    Attributes
    ----------
    points : dict of str to matplotlib artist
        The points by role, in the last panel that has them.
    way : matplotlib Line2D
        The way to the chosen row, in the last panel.
    """

    def __init__(self, display: SmoteStepsDisplay, point_kwargs: dict) -> None:
        self.display = display
        self.kwargs = point_kwargs
        self.points: dict[str, Any] = {}
        self.way: Any = None
        frame = display.points
        self.places = {
            str(role): part[["x_place", "y_place"]].to_numpy(dtype=float)
            for role, part in frame.groupby("role", sort=False)
        }
        near = [self.places[one] for one in SHOWN[-1][2:] if one in self.places]
        self.box = _box_around(np.concatenate(near), display.axes)

    def draw(self, axes: np.ndarray, *, own_figure: bool) -> None:
        """Draw all four.

        Parameters
        ----------
        axes : ndarray of matplotlib Axes
            One for each step.
        own_figure : bool
            Whether the figure is nobody else's, so that the legend has room below.
        """
        for step, ax in enumerate(axes):
            self._draw_points(ax, SHOWN[step])
            self._draw_way(ax, step)
            ax.set_title(self._caption(step), fontsize="medium", loc="left")
            self._finish(ax, step)
        handles, labels = axes[-1].get_legend_handles_labels()
        if own_figure:
            place = {"loc": "outside lower center", "ncols": 4}
            axes[0].figure.legend(handles, labels, frameon=False, **place)
        else:
            axes[-1].legend(handles, labels, loc="upper left", fontsize="small")

    def _draw_points(self, ax: Any, roles: tuple[str, ...]) -> None:
        for role in roles:
            if role in self.places:
                style = {"zorder": ORDER[role], **STYLES[role]}
                self.points[role] = ax.scatter(
                    *self.places[role].T, **{**style, **self.kwargs}
                )

    def _draw_way(self, ax: Any, step: int) -> None:
        if step == 0:
            self._mark_box(ax)
            return
        start, chosen = self.places[PICKED][0], self.places[CHOSEN][0]
        if step == 1:
            for end in [*self.places.get(NEIGHBOR, []), chosen]:
                ax.plot(*zip(start, end, strict=True), color=INK, lw=0.8, zorder=5)
            # Which of them is chosen, the next panel says.
            ax.scatter(*chosen, **{**STYLES[NEIGHBOR], "zorder": 6, **self.kwargs})
            return
        line = {"color": INK, "linewidth": 1.6, "zorder": 5}
        (self.way,) = ax.plot(*zip(start, chosen, strict=True), **line)
        if step == 3 and self._is_snapped:
            hollow = {"marker": "^", "facecolors": "none", "edgecolors": ORANGE}
            label = "before it is snapped"
            ax.scatter(*self.display.between, s=130, zorder=9, label=label, **hollow)

    def _mark_box(self, ax: Any) -> None:
        from matplotlib.patches import Rectangle

        low, high = self.box
        ax.add_patch(
            Rectangle(low, *(high - low), fill=False, edgecolor=INK, zorder=10, lw=0.9)
        )

    @property
    def _is_snapped(self) -> bool:
        return not np.allclose(
            self.places[NEW][0], self.display.between, rtol=SAME_PLACE
        )

    def _caption(self, step: int) -> str:
        display = self.display
        n_near = len(self.places.get(NEIGHBOR, [])) + 1
        by = (
            "both columns" if display.n_columns == 2 else f"{display.n_columns} columns"
        )
        captions = (
            f"1. Pick a row of {display.group} at random. The frame is what is shown "
            "below.",
            f"2. Find its {n_near} nearest neighbours of the same class, by {by}.",
            "3. Choose one of them at random.",
            f"4. Place a new row a random part of the way to it, here "
            f"{display.weight:.0%}{self._snapping()}.",
        )
        return fill(captions[step], WIDTH)

    def _snapping(self) -> str:
        if not self._is_snapped:
            return ""
        new = self.display.points.iloc[-1]
        names = [axis.name for axis in self.display.axes]
        values = ", ".join(
            f"{name} {short(new[place])}"
            for name, place in zip(names, ("x", "y"), strict=True)
        )
        return f", and snap it to what the columns can hold: {values}"

    def _finish(self, ax: Any, step: int) -> None:
        x, y = self.display.axes
        if step:
            low, high = self.box
            ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
        ax.set(xlabel=str(x.name), ylabel=str(y.name))
        # Dates and words side by side need more room than numbers.
        _label(ax.xaxis, x, 3 if x.is_named else 5)
        _label(ax.yaxis, y, 7)
        quiet_axes(ax)


def _box_around(near: np.ndarray, axes: tuple[StepAxis, StepAxis]) -> np.ndarray:
    """Lower left and upper right corner of what is near."""
    low, high = near.min(axis=0), near.max(axis=0)
    # Neighbours of one value still need room to stand in.
    least = [
        LEAST_LEVELS if axis.is_whole else 1e-3 * (abs(end) or 1.0)
        for axis, end in zip(axes, high, strict=True)
    ]
    reach = MARGIN * np.maximum(high - low, least)
    return np.array([low - reach, high + reach])


def _label(axis: Any, of: StepAxis, most: int) -> None:
    from matplotlib.ticker import MaxNLocator

    # Names of levels are short, and one left out is a riddle.
    most = most if of.is_number else 2 * most
    axis.set_major_locator(MaxNLocator(most, integer=of.is_whole))
    if of.is_named:
        axis.set_major_formatter(of.tick)
