"""CoefficientsDisplay: one model on real rows beside the same on synthetic."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.plotting.axes_style import (
    COLOR_OF,
    GREY,
    INK,
    MARKERS,
    axes_of,
    quiet_axes,
)

APART = 0.14
"""Between the two points of a term and their line, in lines."""

INTERCEPT = "Intercept"


class CoefficientsDisplay:
    """Coefficients with their intervals, real beside synthetic.

    Each is drawn in standard errors of the real one around it, so that terms of any
    unit stand on one axis.

    Parameters
    ----------
    figures : DataFrame
        From ``InferenceReport.frame``: columns real, real_low, real_high, synthetic,
        synthetic_low, synthetic_high, overlap and std_difference, by term.
    formula : str, default=""
        The model.

    Attributes
    ----------
    lines_ : dict of str to matplotlib container
        Points and intervals of "real" and "synthetic".
    ax_ : matplotlib Axes
        Where it was drawn.
    figure_ : matplotlib Figure
        The figure of the axes.

    See Also
    --------
    inference_report : Computes the figures.

    Examples
    --------
    >>> from skl_synth import CoefficientsDisplay, TypeAwareCART
    >>> from skl_synth import inference_report, synthesize_many
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("iris", return_X_y=True)
    >>> tables = synthesize_many(TypeAwareCART(), X, y, m=2, random_state=0)
    >>> formula = "sepal_length_cm ~ petal_length_cm"
    >>> report = inference_report(formula, X, y, tables)
    >>> display = CoefficientsDisplay.from_report(report)
    >>> [one.get_text() for one in display.plot().ax_.get_yticklabels()]
    ['petal_length_cm']
    """

    def __init__(self, *, figures: pd.DataFrame, formula: str = "") -> None:
        self.figures = figures
        self.formula = formula

    @classmethod
    def from_report(
        cls, report: Any, *, intercept: bool = False
    ) -> CoefficientsDisplay:
        """Take the figures of a report.

        Parameters
        ----------
        report : InferenceReport
            From `inference_report`.
        intercept : bool, default=False
            Whether the intercept is drawn, too.

        Returns
        -------
        CoefficientsDisplay
            The display, not yet drawn.
        """
        figures = report.frame()
        if not intercept and len(figures) > 1:
            figures = figures.drop(index=INTERCEPT, errors="ignore")
        return cls(figures=figures, formula=report.formula)

    def frame(self) -> pd.DataFrame:
        """Return what is drawn, in the units of the coefficients.

        Returns
        -------
        DataFrame
            A line per term.
        """
        return self.figures.copy()

    def plot(
        self, ax: Any = None, *, name: str | None = None, point_kwargs: Any = None
    ) -> CoefficientsDisplay:
        """Draw two points with intervals for each term.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title; None stands for the formula.
        point_kwargs : dict, default=None
            Passed to matplotlib's ``errorbar``.

        Returns
        -------
        CoefficientsDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        terms = list(self.figures.index)
        ax = axes_of(ax, (7.2, 1.6 + 0.5 * len(terms)))
        self.ax_, self.figure_ = ax, ax.figure
        half = (self.figures["real_high"] - self.figures["real_low"]) / 2
        self.lines_: dict[str, Any] = {}
        for place, table in enumerate(("real", "synthetic")):
            style = {
                "color": COLOR_OF[table],
                "fmt": MARKERS[place],
                "markersize": 6,
                "elinewidth": 1.4,
                "label": table,
                **(point_kwargs or {}),
            }
            at = np.arange(len(terms)) + (APART if place else -APART)
            self.lines_[table] = self._points(ax, table, at, half, style)
        self._finish(ax, terms, self.formula if name is None else name)
        return self

    def _points(
        self, ax: Any, table: str, at: np.ndarray, half: pd.Series, style: dict
    ) -> Any:
        """Shift by the real estimate, and scale by half the width of its interval."""
        value, low, high = (
            ((self.figures[column] - self.figures["real"]) / half).to_numpy(float)
            for column in (table, f"{table}_low", f"{table}_high")
        )
        ends = np.array([value - low, high - value])
        return ax.errorbar(value, at, xerr=ends, **style)

    def _finish(self, ax: Any, terms: list[str], name: str) -> None:
        quiet_axes(ax)
        ax.grid(axis="y", visible=False)
        for end in (-1, 1):
            ax.axvline(end, color=GREY, linewidth=0.8, linestyle=":")
        ax.set(
            xlabel="Difference from the real estimate (dotted: its interval)",
            yticks=range(len(terms)),
            yticklabels=terms,
            ylim=(len(terms) - 0.5, -0.5),
        )
        ax.tick_params(axis="y", length=0, labelcolor=INK)
        # A formula may hold signs that matplotlib reads as mathematics.
        ax.set_title(name, loc="left", pad=28, parse_math=False)
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=2,
            frameon=False,
            borderaxespad=0.0,
        )
