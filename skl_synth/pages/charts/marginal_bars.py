"""Every column by itself: real filled, synthetic as an outline over it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from skl_synth.pages.charts.chart import (
    INK,
    QUIET,
    REAL,
    SYNTHETIC,
    Chart,
    key,
    label,
    new_figure,
)

PER_ROW = 3

WIDTH, HEIGHT, TOP = 2.5, 1.75, 0.32
"""Of a panel with what belongs to it, and of the key above them all, in inches."""

BESIDE, GAP, BELOW = 0.95, 0.12, 0.62
"""Of that, what is left of the bars, right of them, and above and below them."""

TITLE_AT = -(BESIDE - 0.05) / (WIDTH - BESIDE - GAP)
"""Where a title begins, in widths of the bars: above the names of the levels, too."""

LEAST_SLOTS = 3
"""Bars that have room in a panel, at least."""

DAY = np.timedelta64(1, "D")


class Marginal(NamedTuple):
    """The rows of one column, counted.

    Parameters
    ----------
    name : str
        The column.
    kind : {"number", "date", "level"}
        What is counted: bins of numbers, of dates, or levels.
    labels : sequence or array
        One for each share: levels, or bins in words. For numbers and dates also the
        edges of the bins, one more than there are shares; dates as ``datetime64`` or
        as days since 1970.
    real, synthetic : array-like of float or None
        The shares of the rows of either table; ``real`` is None where nothing of the
        real table may be shown.
    similarity, ceiling : float or None, default=None
        How alike the two are, from 0 to 1, and how alike other real rows are.
    missing : (float, float) or None, default=None
        Shares of missing values, real and synthetic, where they are no bar.
    """

    name: str
    kind: str
    labels: Any
    real: ArrayLike | None
    synthetic: ArrayLike
    similarity: float | None = None
    ceiling: float | None = None
    missing: tuple[float | None, float] | None = None


class MarginalBars(Chart):
    """Small multiples: a histogram or bars for each column.

    Parameters
    ----------
    columns : iterable of Marginal or tuple
        The columns, in the order of reading; tuples as `Marginal` has its fields, the
        last three may be left out.

    Examples
    --------
    >>> from skl_synth.pages.charts import MarginalBars
    >>> chart = MarginalBars(columns=[("sex", "level", ["f", "m"], [.5, .5], [.6, .4])])
    >>> chart.columns[0].name
    'sex'
    """

    def __init__(self, *, columns: Iterable[Marginal | tuple[Any, ...]]) -> None:
        self.columns = [Marginal(*column) for column in columns]

    def _drawn(self) -> Any:
        n_columns = max(min(len(self.columns), PER_ROW), 1)
        n_rows = max(-(-len(self.columns) // n_columns), 1)
        figure = new_figure(WIDTH * n_columns, HEIGHT * n_rows + TOP)
        # Room is fixed: to find it by drawing takes seconds with many panels.
        figure.set_layout_engine("none")
        grid = figure.subplots(
            n_rows, n_columns, squeeze=False, gridspec_kw=_room(figure)
        )
        for unused in grid.ravel()[len(self.columns) :]:
            unused.set_axis_off()
        for ax, column in zip(grid.ravel(), self.columns, strict=False):
            _panel(ax, column)
        _key_of(figure, has_real=any(one.real is not None for one in self.columns))
        return figure


def _room(figure: Any) -> dict[str, float]:
    """Where the panels stand: names of levels left of each, its title above."""
    width, height = figure.get_size_inches()
    return {
        "left": BESIDE / width,
        "right": 1 - GAP / width,
        "bottom": (BELOW - 0.3) / height,
        "top": 1 - (TOP + 0.28) / height,
        "wspace": (BESIDE + GAP) / (WIDTH - BESIDE - GAP),
        "hspace": BELOW / (HEIGHT - BELOW),
    }


def _key_of(figure: Any, *, has_real: bool) -> None:
    from matplotlib.patches import Patch

    shown = {"real rows": Patch(facecolor=REAL, alpha=0.35)} if has_real else {}
    shown["synthetic rows"] = Patch(facecolor="none", edgecolor=SYNTHETIC, lw=1.4)
    where = {"loc": "upper right", "ncols": len(shown)}
    key(figure, list(shown.values()), list(shown), **where)


def _panel(ax: Any, column: Marginal) -> None:
    if len(column.labels) == np.size(column.synthetic) + 1:
        _histogram(ax, column)
    else:
        _bars(ax, column)
    _note_missing(ax, column)
    ax.spines["left"].set_visible(False)
    ax.tick_params(length=2, labelsize=7.5)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False)
    ax.set_title(label(column.name, 19), fontsize=9, x=TITLE_AT, loc="left")
    ax.set_title(_alike(column), loc="right", fontsize=7.5, color=QUIET)


def _alike(column: Marginal) -> str:
    if column.similarity is None or np.isnan(column.similarity):
        return ""
    if column.ceiling is None or np.isnan(column.ceiling):
        return f"{column.similarity:.2f}"
    return f"{column.similarity:.2f} of {column.ceiling:.2f}"


def _histogram(ax: Any, column: Marginal) -> None:
    edges = _as_numbers(column.labels)
    if column.real is not None:
        ax.stairs(column.real, edges, fill=True, color=REAL, alpha=0.35, lw=0)
    ax.stairs(column.synthetic, edges, color=SYNTHETIC, lw=1.4)
    ax.set(yticks=[], ylim=(0, None))
    ax.margins(x=0.01)
    if column.kind == "date":
        _date_ticks(ax)
    else:
        ax.locator_params(axis="x", nbins=4)


def _as_numbers(edges: ArrayLike) -> np.ndarray:
    """Edges as numbers; those of dates as days since 1970."""
    values = np.asarray(edges)
    if values.dtype.kind == "M":
        return (values - np.datetime64(0, "D")) / DAY
    return values.astype(float)


def _date_ticks(ax: Any) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=2, maxticks=4)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))


def _bars(ax: Any, column: Marginal) -> None:
    at = np.arange(np.size(column.synthetic))
    if column.real is not None:
        ax.barh(at, column.real, 0.72, color=REAL, alpha=0.35)
    ax.barh(
        at, column.synthetic, 0.72, facecolor="none", edgecolor=SYNTHETIC, linewidth=1.4
    )
    ax.set_ylim(max(len(at), LEAST_SLOTS) - 0.4, -0.6)
    ax.set_yticks(at, [label(one, 14) for one in column.labels])
    ax.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    ax.locator_params(axis="x", nbins=3)


def _note_missing(ax: Any, column: Marginal) -> None:
    if column.missing is None:
        return
    real, synthetic = column.missing
    lines = ["missing", *([] if real is None else [f"{real:.0%} real"])]
    ax.text(
        *(TITLE_AT, 0.98, "\n".join([*lines, f"{synthetic:.0%} synthetic"])),
        transform=ax.transAxes,
        va="top",
        fontsize=7,
        color=INK,
    )
