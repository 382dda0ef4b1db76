"""ClassMomentsDisplay: means and standard deviations per class, real and synthetic."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from skl_synth.errors import InputError
from skl_synth.evaluation.fidelity import ALL_ROWS, KEYS, class_moments
from skl_synth.plotting.axes_style import (
    GREY,
    INK,
    MARKERS,
    OKABE_ITO,
    quiet_axes,
    require_pyplot,
)
from skl_synth.plotting.labels import Box, place_names

MOMENTS = {"mean": "Means", "sd": "Standard deviations"}
FONT_SIZE, WIDTH = 8.5, 0.55
"""Of names: the size of their letters in points, and the width of one by its size."""

POINTS_PER_INCH = 72

UNIT = "in standard deviations of the column"


class ClassMomentsDisplay:
    """Means and standard deviations of each column and class, real against synthetic.

    A point is one column, or one level of a category, in one class. On the diagonal
    real and synthetic rows agree. All are drawn in units of the real column: its mean
    over all classes is 0, its standard deviation 1.

    Parameters
    ----------
    moments : DataFrame
        From `class_moments`, one line per class, column and level.

    Attributes
    ----------
    scatters_ : dict of str to list of matplotlib collections
        The points, by panel ("mean", "sd"), one collection per class.
    labels_ : dict of str to list of matplotlib Text
        The names of the points farthest from the diagonal, by panel.
    axes_ : ndarray of matplotlib Axes
        Both panels.
    ax_ : matplotlib Axes
        The first panel.
    figure_ : matplotlib Figure
        The figure.

    See Also
    --------
    SyntheticEvaluator : Compares a synthesizer's rows with real ones.
    RocDisplay : ROC curves of models trained on real and on synthetic rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import ClassMomentsDisplay
    >>> real = pd.DataFrame({"age": [30, 50, 70, 80], "sex": list("fmfm")})
    >>> other = pd.DataFrame({"age": [40, 40, 70, 90], "sex": list("mmff")})
    >>> display = ClassMomentsDisplay.from_tables(
    ...     real, [0, 0, 1, 1], other, [0, 0, 1, 1]
    ... )
    >>> display.frame()[["moment", "class", "name", "synthetic"]].round(2).head(2)
      moment  class name  synthetic
    0   mean      0  age      -0.91
    1   mean      1  age       1.17
    >>> [ax.get_title() for ax in display.plot().axes_]
    ['Means', 'Standard deviations']
    """

    def __init__(self, *, moments: pd.DataFrame) -> None:
        self.moments = moments

    @classmethod
    def from_evaluator(cls, evaluator: Any) -> ClassMomentsDisplay:
        """Take the moments of a fitted evaluator, averaged over its folds.

        Parameters
        ----------
        evaluator : SyntheticEvaluator
            Fitted, with fidelity among its sections.

        Returns
        -------
        ClassMomentsDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If fidelity was not measured.
        """
        check_is_fitted(evaluator)
        if not len(evaluator.moments_):
            raise InputError(
                "the evaluator has no moments",
                remedies=["fit it with sections='all', or with 'fidelity' among them"],
            )
        by_line = evaluator.moments_.groupby(KEYS, sort=False)
        return cls(moments=by_line.mean().drop(columns="fold").reset_index())

    @classmethod
    def from_tables(
        cls, X_real: Any, y_real: Any, X_synthetic: Any, y_synthetic: Any
    ) -> ClassMomentsDisplay:
        """Compute the moments of two tables.

        Parameters
        ----------
        X_real : {array-like, dataframe, sparse matrix}
            The real table.
        y_real : array-like of shape (n_rows,)
            Its target; a continuous one is drawn as one more column.
        X_synthetic : {array-like, dataframe, sparse matrix}
            A table of the same columns.
        y_synthetic : array-like of shape (n_rows,)
            Its target.

        Returns
        -------
        ClassMomentsDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If the tables differ in their columns or a column cannot be read.
        """
        return cls(moments=class_moments(X_real, y_real, X_synthetic, y_synthetic))

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns moment ("mean" or "sd"), class, column, level, kind, name, real and
            synthetic, in units of the real column.
        """
        lines = self.moments
        scale = lines["scale"].where(lines["scale"] > 0, 1.0)
        parts = []
        for moment in MOMENTS:
            shift = lines["center"] if moment == "mean" else 0.0
            values = {
                side: (lines[f"{side}_{moment}"] - shift) / scale
                for side in ("real", "synthetic")
            }
            part = lines[KEYS].assign(moment=moment, name=_names(lines), **values)
            parts.append(part)
        columns = ["moment", *KEYS, "name", "real", "synthetic"]
        return pd.concat(parts, ignore_index=True)[columns]

    def plot(
        self,
        ax: Any = None,
        *,
        name: str | None = None,
        n_labels: int = 3,
        scatter_kwargs: dict[str, Any] | None = None,
    ) -> ClassMomentsDisplay:
        """Draw one panel of means and one of standard deviations.

        Parameters
        ----------
        ax : sequence of two matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title over both panels.
        n_labels : int, default=3
            How many of the points farthest from the diagonal are named, per panel.
        scatter_kwargs : dict, default=None
            Passed to matplotlib's ``scatter``.

        Returns
        -------
        ClassMomentsDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        ValueError
            If ``ax`` is not two axes.
        """
        pyplot = require_pyplot()
        if ax is None:
            _, ax = pyplot.subplots(1, 2, figsize=(11.2, 5.2), layout="constrained")
        self.axes_ = np.asarray(ax, dtype=object).ravel()
        if len(self.axes_) != len(MOMENTS):
            raise InputError(
                "{parameter} holds {n} axes and {n_needed} are needed, one for means "
                "and one for standard deviations",
                parameter="ax",
                n=len(self.axes_),
                n_needed=len(MOMENTS),
                remedies=["pass the axes of plt.subplots(1, 2)"],
            )
        self.ax_, self.figure_ = self.axes_[0], self.axes_[0].figure
        self.scatters_: dict[str, list[Any]] = {}
        self.labels_: dict[str, list[Any]] = {}
        drawn = self.frame().dropna(subset=["real", "synthetic"])
        for panel, (moment, title) in zip(self.axes_, MOMENTS.items(), strict=True):
            points = drawn[drawn["moment"] == moment]
            self._draw_panel(panel, moment, points, scatter_kwargs or {})
            self.labels_[moment] = _name_farthest(panel, points, n_labels)
            panel.set_title(title)
        self._draw_legend()
        if name is not None:
            self.figure_.suptitle(name)
        return self

    def _draw_panel(
        self, ax: Any, moment: str, points: pd.DataFrame, kwargs: dict[str, Any]
    ) -> None:
        values = points[["real", "synthetic"]].to_numpy()
        low, high = (values.min(), values.max()) if len(values) else (0.0, 1.0)
        margin = 0.06 * (high - low) or 0.5
        limits = (low - margin, high + margin)
        ax.plot(limits, limits, color=GREY, linestyle=":", zorder=1)
        self.scatters_[moment] = []
        for position, (label, part) in enumerate(points.groupby("class", sort=True)):
            style = {
                "s": 42,
                "color": OKABE_ITO[position % len(OKABE_ITO)],
                "marker": MARKERS[position % len(MARKERS)],
                "alpha": 0.75,
                "linewidths": 0.4,
                "edgecolors": "white",
                "label": str(label),
            }
            scatter = ax.scatter(part["real"], part["synthetic"], **{**style, **kwargs})
            self.scatters_[moment].append(scatter)
        ax.set(
            xlim=limits,
            ylim=limits,
            aspect="equal",
            xlabel=f"Real rows, {UNIT}",
            ylabel=f"Synthetic rows, {UNIT}",
        )
        quiet_axes(ax)

    def _draw_legend(self) -> None:
        if (self.moments["class"] == ALL_ROWS).all():
            return
        self.axes_[-1].legend(
            title="Class", loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False
        )


def _names(lines: pd.DataFrame) -> list[str]:
    return [
        f"{column} = {level}" if level else str(column)
        for column, level in zip(lines["column"], lines["level"], strict=True)
    ]


def _name_farthest(ax: Any, points: pd.DataFrame, n_labels: int) -> list[Any]:
    """Name the points farthest from the diagonal, with a thin line where need be."""
    gap = (points["synthetic"] - points["real"]).abs().to_numpy()
    farthest = np.argsort(-gap, kind="stable")[:n_labels]
    names = [
        f"{point.name} ({point.label})"
        for point in points.rename(columns={"class": "label"})
        .iloc[farthest]
        .itertuples(index=False)
    ]
    (low, high), side = ax.get_xlim(), ax.bbox.width / ax.figure.dpi * POINTS_PER_INCH
    places = (points[["real", "synthetic"]].to_numpy() - low) / (high - low)
    height = FONT_SIZE / side
    sizes = np.array([(WIDTH * len(name) * height, 1.2 * height) for name in names])
    boxes = place_names(places, farthest, sizes)
    return [
        _annotate(ax, name, points.iloc[place], box)
        for name, place, box in zip(names, farthest.tolist(), boxes, strict=True)
    ]


def _annotate(ax: Any, name: str, point: pd.Series, box: Box) -> Any:
    leader = {
        "arrowstyle": "-",
        "color": GREY,
        "linewidth": 0.7,
        "relpos": tuple((box.anchor - box.low) / (box.high - box.low)),
        "shrinkA": 0.0,
        "shrinkB": 3.5,
    }
    return ax.annotate(
        name,
        (point["real"], point["synthetic"]),
        xytext=tuple(box.low),
        textcoords="axes fraction",
        ha="left",
        va="bottom",
        fontsize=FONT_SIZE,
        color=INK,
        arrowprops=leader,
    )
