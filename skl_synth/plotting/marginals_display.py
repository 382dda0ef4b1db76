"""MarginalsDisplay: every column by itself, real over synthetic."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from skl_synth.errors import InputError
from skl_synth.evaluation.drawn_tables import synthetic_table
from skl_synth.evaluation.read_columns import MISSING
from skl_synth.evaluation.scoring.scoring_context import members_of
from skl_synth.plotting.axes_style import COLOR_OF, INK, require_pyplot
from skl_synth.plotting.bins import binned_columns

MOST_COLUMNS = 12

PER_ROW = 4

LEAST_SLOTS = 3
"""Bars that have room in a panel, at least."""

LONG = 14
"""Names of levels are cut to so many characters."""


class MarginalsDisplay:
    """Small multiples: a histogram or bars for each column, real over synthetic.

    Parameters
    ----------
    bins : DataFrame
        Columns column, kind ("number", "date" or "level"), label, low, high, real and
        synthetic, the shares of the rows of either table.
    similarities : dict of str to float
        How alike each column is, from 0 to 1.

    Attributes
    ----------
    real_ : dict of str to list of matplotlib artists
        The filled histogram, or the filled bars, by column.
    synthetic_ : dict of str to list of matplotlib artists
        The outline over it, by column.
    axes_ : ndarray of matplotlib Axes
        One per column.
    ax_ : matplotlib Axes
        The first of them.
    figure_ : matplotlib Figure
        The figure.

    See Also
    --------
    fidelity_report : Says how alike columns are, and how alike chance would make them.
    PairDifferenceDisplay : Columns two by two.

    Examples
    --------
    >>> from skl_synth import MarginalsDisplay, ProximityFilter
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("iris", return_X_y=True)
    >>> synthesizer = ProximityFilter(mode="replace", random_state=0)
    >>> X_new, y_new = synthesizer.fit_resample(X, y)
    >>> display = MarginalsDisplay.from_tables(X, y, X_new, y_new)
    >>> list(display.similarities)[-2:]
    ['petal_width_cm', 'species']
    >>> len(display.plot().axes_)
    5
    """

    def __init__(self, *, bins: pd.DataFrame, similarities: dict[str, float]) -> None:
        self.bins = bins
        self.similarities = similarities

    @classmethod
    def from_tables(
        cls,
        X_real: Any,
        y_real: Any,
        X_synthetic: Any,
        y_synthetic: Any,
        *,
        columns: Collection[str] | None = None,
        max_columns: int = MOST_COLUMNS,
    ) -> MarginalsDisplay:
        """Count the rows of two tables in common bins.

        Parameters
        ----------
        X_real, y_real : table and target
            The real rows. Targets may be None; else they are one more column.
        X_synthetic, y_synthetic : same containers
            Rows of the same columns.
        columns : collection of str, default=None
            Columns and one-hot groups to draw. None takes all that vary.
        max_columns : int, default=12
            Where no columns are named and there are more than this, those that are
            least alike are drawn.

        Returns
        -------
        MarginalsDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If the tables differ in their columns, or one that is named is not there.
        """
        real, synthetic = (X_real, y_real), (X_synthetic, y_synthetic)
        bins, similarities = binned_columns(real, synthetic, columns, max_columns)
        return cls(bins=bins, similarities=similarities)

    @classmethod
    def from_evaluator(
        cls,
        evaluator: Any,
        *,
        columns: Collection[str] | None = None,
        max_columns: int = MOST_COLUMNS,
        random_state: int = 0,
    ) -> MarginalsDisplay:
        """Draw a sample from the synthesizer of a fitted evaluator, and count it.

        Parameters
        ----------
        evaluator : SyntheticEvaluator
            Fitted.
        columns, max_columns : object
            As in `from_tables`.
        random_state : int, default=0
            Seed of the sample.

        Returns
        -------
        MarginalsDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If a column that is named is not there.
        """
        check_is_fitted(evaluator)
        # What the synthesizer remembers of its own last sample stays as it is.
        synthesizer = copy(evaluator.synthesizer_)
        new = synthetic_table(synthesizer, np.random.RandomState(random_state))
        return cls.from_tables(
            *members_of(synthesizer), *new, columns=columns, max_columns=max_columns
        )

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns column, kind, label, low, high, real and synthetic.
        """
        return self.bins.copy()

    def plot(self, ax: Any = None, *, name: str | None = None) -> MarginalsDisplay:
        """Draw one panel per column.

        Parameters
        ----------
        ax : sequence of matplotlib Axes, default=None
            Where to draw, one for each column; None makes a figure.
        name : str, default=None
            Title over all panels.

        Returns
        -------
        MarginalsDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        ValueError
            If ``ax`` holds too few axes, or there is no column to draw.
        """
        names = list(self.similarities)
        self.axes_ = _panels(ax, len(names))
        self.ax_, self.figure_ = self.axes_[0], self.axes_[0].figure
        self.real_: dict[str, Any] = {}
        self.synthetic_: dict[str, Any] = {}
        for panel, column in zip(self.axes_, names, strict=True):
            part = self.bins[self.bins["column"] == column]
            draw = _draw_levels if part["kind"].iloc[0] == "level" else _draw_numbers
            self.real_[column], self.synthetic_[column] = draw(panel, part)
            _finish(panel, column, self.similarities[column])
        self._draw_legend(name, own_figure=ax is None)
        return self

    def _draw_legend(self, name: str | None, *, own_figure: bool) -> None:
        if name is not None:
            self.figure_.suptitle(name, x=0.01, ha="left")
        first = next(iter(self.real_))
        handles = [self.real_[first][0], self.synthetic_[first][0]]
        target, place = (self.ax_, "best")
        if own_figure:
            target, place = self.figure_, "outside upper right"
        target.legend(
            handles, ["real rows", "synthetic rows"], loc=place, ncols=2, frameon=False
        )


def _panels(ax: Any, n: int) -> np.ndarray:
    """Return an axes for each column; make a figure where none was passed."""
    pyplot = require_pyplot()
    if not n:
        raise InputError("there is no column to draw: every one holds one value only")
    if ax is not None:
        found = np.asarray(ax, dtype=object).ravel()
        if len(found) < n:
            raise InputError(
                "{parameter} holds {n_axes} axes and {n} are needed, one for each "
                "column",
                parameter="ax",
                n_axes=len(found),
                n=n,
                remedies=["pass more", "name fewer columns"],
            )
        return found[:n]
    n_columns = min(n, PER_ROW)
    n_rows = -(-n // n_columns)
    size = (2.9 * n_columns + 0.3, 2.1 * n_rows + 0.5)
    _, grid = pyplot.subplots(
        n_rows, n_columns, figsize=size, squeeze=False, layout="constrained"
    )
    for unused in grid.ravel()[n:]:
        unused.set_visible(False)
    return grid.ravel()[:n]


def _draw_numbers(ax: Any, part: pd.DataFrame) -> tuple[list[Any], list[Any]]:
    is_missing = part["label"] == MISSING
    bins = part[~is_missing]
    edges = np.r_[bins["low"].iloc[0], bins["high"].to_numpy()]
    filled = ax.stairs(
        bins["real"], edges, fill=True, color=COLOR_OF["real"], alpha=0.3, linewidth=0
    )
    outline = ax.stairs(
        bins["synthetic"], edges, color=COLOR_OF["synthetic"], linewidth=1.6
    )
    ax.set(yticks=[], ylim=(0, None))
    ax.margins(x=0.01)
    ax.locator_params(axis="x", nbins=5)
    if part["kind"].iloc[0] == "date":
        ax.xaxis_date()
        ax.tick_params(axis="x", labelrotation=30)
    if is_missing.any():
        _note_missing(ax, part[is_missing].iloc[0])
    return [filled], [outline]


def _note_missing(ax: Any, line: pd.Series) -> None:
    ax.text(
        0.99,
        0.98,
        f"missing\n{line['real']:.0%} real\n{line['synthetic']:.0%} synthetic",
        transform=ax.transAxes,
        ha="right",
        va="top",
        fontsize=7.5,
        color=INK,
    )


def _draw_levels(ax: Any, part: pd.DataFrame) -> tuple[list[Any], list[Any]]:
    at = np.arange(len(part))
    filled = ax.barh(at, part["real"], 0.72, color=COLOR_OF["real"], alpha=0.3)
    outline = ax.barh(
        at,
        part["synthetic"],
        0.72,
        facecolor="none",
        edgecolor=COLOR_OF["synthetic"],
        linewidth=1.6,
    )
    # Two bars are as slim as those of a column of several levels.
    ax.set(yticks=at, ylim=(max(len(part), LEAST_SLOTS) - 0.4, -0.6))
    ax.set_yticklabels([_cut(str(label)) for label in part["label"]])
    ax.xaxis.set_major_formatter("{x:.0%}")
    ax.locator_params(axis="x", nbins=4)
    return list(filled), list(outline)


def _cut(label: str) -> str:
    return label if len(label) <= LONG else label[: LONG - 1] + "…"


def _finish(ax: Any, column: str, similarity: float) -> None:
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(labelsize=8, labelcolor=INK, length=2)
    ax.tick_params(axis="y", length=0)
    ax.set_title(column, loc="left", fontsize=9.5)
    ax.set_title(f"{similarity:.2f}", loc="right", fontsize=8.5, color=INK)
