"""Pairs of columns as a triangle of cells, the darker the further apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from skl_synth.pages.charts.chart import GROUND, INK, Chart, key, label, new_figure
from skl_synth.pages.palette import FIRST_STRONG, HEAT

MOST_NUMBERED = 12
"""With more columns than this the cells are too small for numbers."""

USUAL_STEPS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
"""Where one class of differences ends and the next begins, unless steps are given."""


class PairMatrix(Chart):
    """Heat map of a figure of every pair of columns, in classes.

    Parameters
    ----------
    names : sequence of str
        The columns.
    values : array-like of shape (n_columns, n_columns)
        The figure of each pair, from 0 to 1, such as the difference from the real
        table. The part below the diagonal is read; NaN where nothing was measured.
    steps : sequence of float or None, default=None
        Where one class ends and the next begins, at most nine; cells then show their
        class and no number, for figures that are shared in coarse classes only.
        None shows the numbers, where the cells have room.
    what : str, default="difference"
        What the figure is called.

    Examples
    --------
    >>> from skl_synth.pages.charts import PairMatrix
    >>> chart = PairMatrix(names=["age", "sex"], values=[[0, 0.1], [0.1, 0]])
    >>> chart.draw().axes[0].get_title()
    ''
    """

    def __init__(
        self,
        *,
        names: Sequence[str],
        values: Any,
        steps: Sequence[float] | None = None,
        what: str = "difference",
    ) -> None:
        self.names = list(names)
        self.values = np.asarray(values, dtype=float)
        self.steps = steps
        self.what = what

    def _drawn(self) -> Any:
        n = len(self.names)
        side = min(max(0.5 * n, 2.4), 0.14 * n + 3.4)
        figure = new_figure(side + 2.6, side + 1.1)
        ax = figure.subplots()
        steps = np.asarray(USUAL_STEPS if self.steps is None else self.steps)
        shades = _shades(len(steps) + 1)
        lower = np.tril(np.ones((n, n), dtype=bool), -1) & ~np.isnan(self.values)
        rows, columns = np.nonzero(lower)
        classes = np.searchsorted(steps, self.values[rows, columns], side="right")
        for place, shade in enumerate(shades):
            chosen = classes == place
            _cells(ax, rows[chosen], columns[chosen], HEAT[shade].light)
        if self.steps is None and n <= MOST_NUMBERED:
            _numbers(ax, self.values, rows, columns, [shades[one] for one in classes])
        _frame(ax, self.names)
        _key_of(ax, steps, shades, self.what)
        return figure


def _shades(n_classes: int) -> list[int]:
    """Places in the palette, spread from its first to its last colour."""
    return np.round(np.linspace(0, len(HEAT) - 1, n_classes)).astype(int).tolist()


def _cells(ax: Any, rows: np.ndarray, columns: np.ndarray, color: str) -> None:
    """Draw the cells of a class as one path: those of a wide table stay small so."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if not len(rows):
        return
    corners = np.array([[-0.48, -0.48], [0.48, -0.48], [0.48, 0.48], [-0.48, 0.48]])
    centres = np.column_stack([columns, rows]).astype(float)
    boxes = centres[:, None, :] + np.vstack([corners, corners[:1]])
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    path = Path(boxes.reshape(-1, 2), np.tile(codes, len(rows)))
    ax.add_patch(PathPatch(path, facecolor=color, edgecolor="none", linewidth=0))


def _numbers(
    ax: Any, values: np.ndarray, rows: np.ndarray, columns: np.ndarray, shades: Any
) -> None:
    for row, column, shade in zip(rows, columns, shades, strict=True):
        ax.text(
            *(column, row, f"{values[row, column]:.2f}".removeprefix("0")),
            ha="center",
            va="center",
            fontsize=7.5,
            color=GROUND if shade >= FIRST_STRONG else INK,
        )


def _frame(ax: Any, names: list[str]) -> None:
    n = len(names)
    size = 8.5 if n <= 30 else max(4.5, 250 / n)
    ax.set(xlim=(-0.5, n - 1.5 if n > 1 else 0.5), ylim=(n - 0.5, 0.5 if n > 1 else -1))
    ax.set_yticks(range(1, n), [label(one, 20) for one in names[1:]], fontsize=size)
    ax.set_xticks(
        range(n - 1),
        [label(one, 20) for one in names[:-1]],
        rotation=90,
        fontsize=size,
    )
    ax.set_aspect("equal", anchor="NW")
    ax.grid(visible=False)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _key_of(ax: Any, steps: np.ndarray, shades: list[int], what: str) -> None:
    from matplotlib.patches import Patch

    ends = [f"{step:g}" for step in steps]
    between = pairwise(ends)
    names = [
        f"below {ends[0]}",
        *(f"{low} to {high}" for low, high in between),
        f"{ends[-1]} and more",
    ]
    handles = [Patch(facecolor=HEAT[shade].light) for shade in shades]
    key(
        *(ax, handles, names),
        loc="upper left",
        bbox_to_anchor=(1.01, 1.0),
        title=what,
        alignment="left",
        fontsize=8,
    )
