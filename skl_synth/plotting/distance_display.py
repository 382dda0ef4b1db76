"""DistanceDisplay: how close synthetic rows come to real ones, beside other people."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.evaluation.privacy.privacy_report import privacy_report
from skl_synth.plotting.axes_style import (
    COLOR_OF,
    GREY,
    axes_of,
    quiet_axes,
)

LABELS = {
    "holdout": "real rows that were held out",
    "training": "training rows, to the nearest other",
    "synthetic": "synthetic rows",
}

COLORS = {
    "holdout": COLOR_OF["real"],
    "training": GREY,
    "synthetic": COLOR_OF["synthetic"],
}

MOST_SHOWN = 0.995
"""The axis ends at this quantile; the few rows beyond are not drawn."""


class DistanceDisplay:
    """Histograms of the distance to the nearest training row, real and synthetic.

    A diagnostic, and no verdict: synthetic rows that come as near as other people do
    may still disclose membership.

    Parameters
    ----------
    distances : DataFrame
        Columns rows ("synthetic", "holdout", perhaps "training") and distance, in
        standard deviations.

    Attributes
    ----------
    patches_ : dict of str to list of matplotlib Polygon
        The histograms, by rows.
    median_lines_ : dict of str to matplotlib Line2D
        The medians, by rows.
    ax_ : matplotlib Axes
        Where it was drawn.
    figure_ : matplotlib Figure
        The figure of the axes.

    See Also
    --------
    privacy_report : Measures the distances, and attacks the table.
    MembershipRocDisplay : What attacks of membership inference reach.

    References
    ----------
    .. [1] Z. Yao, N. Krčo, G. Ganev, Y.-A. de Montjoye, "The DCR Delusion: measuring
       the privacy risk of synthetic data", arXiv:2505.01524, 2025.

    Examples
    --------
    >>> from skl_synth import DistanceDisplay, TypeAwareSMOTE
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("iris", return_X_y=True)
    >>> smote = TypeAwareSMOTE(mode="replace", random_state=0)
    >>> X_new, y_new = smote.fit_resample(X[::2], y[::2])
    >>> display = DistanceDisplay.from_tables(X[::2], X_new, X[1::2])
    >>> sorted(display.frame()["rows"].unique())
    ['holdout', 'synthetic']
    """

    def __init__(self, *, distances: pd.DataFrame) -> None:
        self.distances = distances

    @classmethod
    def from_report(cls, report: Any) -> DistanceDisplay:
        """Take the distances of a report.

        Parameters
        ----------
        report : PrivacyReport
            From `privacy_report`, with "distances" among its attacks.

        Returns
        -------
        DistanceDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If distances were not measured.
        """
        if not len(report.distances):
            raise InputError(
                "the report has no distances",
                remedies=["run privacy_report with 'distances' among its attacks"],
            )
        return cls(distances=report.distances)

    @classmethod
    def from_tables(
        cls, X_real: Any, X_synthetic: Any, X_holdout: Any
    ) -> DistanceDisplay:
        """Measure the distances of two tables to the real one.

        Parameters
        ----------
        X_real, X_synthetic, X_holdout : {array-like, dataframe, sparse matrix}
            Tables of the same columns: the training rows, the synthetic ones, and real
            rows that were held out.

        Returns
        -------
        DistanceDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If there is no hold-out, or the tables differ in their columns.
        """
        tables = (X_real, None, X_synthetic, None, X_holdout, None)
        report = privacy_report(*tables, attacks=["distances"], random_state=0)
        return cls.from_report(report)

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns rows and distance, one line per row.
        """
        return self.distances.copy()

    def plot(
        self, ax: Any = None, *, name: str | None = None, bins: int = 40
    ) -> DistanceDisplay:
        """Draw the histograms over each other, and their medians.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title.
        bins : int, default=40
            Number of bins.

        Returns
        -------
        DistanceDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        ax = axes_of(ax, (7.2, 4.2))
        self.ax_, self.figure_ = ax, ax.figure
        end = float(np.quantile(self.distances["distance"], MOST_SHOWN)) or 1.0
        edges = np.linspace(0.0, end, bins + 1)
        found = dict(iter(self.distances.groupby("rows")["distance"]))
        self.patches_: dict[str, Any] = {}
        self.median_lines_: dict[str, Any] = {}
        for rows in [key for key in LABELS if key in found]:
            self._draw(rows, found[rows].to_numpy(), edges)
        quiet_axes(ax)
        ax.grid(axis="x", visible=False)
        ax.set(
            xlim=(0, end),
            ylim=(0, ax.get_ylim()[1] * 1.02),
            xlabel="Distance to the nearest training row, in standard deviations",
            ylabel="Share of rows",
        )
        ax.yaxis.set_major_formatter("{x:.0%}")
        ax.locator_params(axis="y", nbins=6, steps=[1, 2, 5, 10])
        ax.set_title(name or "", loc="left")
        ax.legend(frameon=False, title="Median", alignment="left")
        return self

    def _draw(self, rows: str, values: np.ndarray, edges: np.ndarray) -> None:
        median = float(np.median(values))
        is_filled = rows == "holdout"
        _, _, patches = self.ax_.hist(
            values,
            edges,
            weights=np.full(len(values), 1 / len(values)),
            histtype="stepfilled" if is_filled else "step",
            color=COLORS[rows],
            alpha=0.3 if is_filled else 1.0,
            linewidth=0 if is_filled else 1.8,
        )
        self.patches_[rows] = patches
        self.median_lines_[rows] = self.ax_.axvline(
            median,
            color=COLORS[rows],
            linestyle="--" if is_filled else "-",
            linewidth=1.2,
            label=f"{median:.2f}  {LABELS[rows]}",
        )
