"""UtilityDisplay: what models reach, by what they were trained on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from skl_synth.errors import InputError
from skl_synth.evaluation.registry import MEASURES, capitalised, score_of
from skl_synth.evaluation.utility.measures import LEADING
from skl_synth.plotting.axes_style import (
    COLOR_OF,
    GREY,
    INK,
    MARKERS,
    axes_of,
    quiet_axes,
)

ALL_MODELS = "mean of the models"

HALF = 0.3
"""Half the height that the points of one model take up."""


class UtilityDisplay:
    """Models trained on real and on synthetic rows, tested on the same real rows.

    Parameters
    ----------
    figures : DataFrame
        Columns model, trained_on, value, low and high, the ends of the 95 % interval.
    metric : str
        What was measured.
    better : {"higher", "lower"}
        Which way is better.

    Attributes
    ----------
    lines_ : dict of str to matplotlib container
        Points and intervals, by what was trained on.
    ax_ : matplotlib Axes
        Where it was drawn.
    figure_ : matplotlib Figure
        The figure of the axes.

    See Also
    --------
    utility_report : Computes the figures of one table.
    RocDisplay : ROC curves of the same models.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import UtilityDisplay
    >>> figures = pd.DataFrame(
    ...     {
    ...         "model": "forest",
    ...         "trained_on": ["real", "synthetic"],
    ...         "value": [0.82, 0.80],
    ...         "low": [0.78, 0.75],
    ...         "high": [0.86, 0.84],
    ...     }
    ... )
    >>> display = UtilityDisplay(figures=figures, metric="roc_auc", better="higher")
    >>> display.plot().ax_.get_xlabel()
    'ROC AUC on real rows (higher is better)'
    """

    def __init__(self, *, figures: pd.DataFrame, metric: str, better: str) -> None:
        self.figures = figures
        self.metric = metric
        self.better = better

    @classmethod
    def from_report(cls, report: Any, *, metric: str | None = None) -> UtilityDisplay:
        """Take the figures of a report on one table.

        Parameters
        ----------
        report : UtilityReport
            From `utility_report`.
        metric : str, default=None
            One of its metrics. None stands for the leading one.

        Returns
        -------
        UtilityDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If there is no such metric.
        """
        return cls._from_figures(report.frame(), metric)

    @classmethod
    def from_evaluator(
        cls, evaluator: Any, *, metric: str | None = None
    ) -> UtilityDisplay:
        """Take the means over the folds of a fitted evaluator.

        Parameters
        ----------
        evaluator : SyntheticEvaluator
            Fitted.
        metric : str, default=None
            One of its metrics. None stands for the leading one.

        Returns
        -------
        UtilityDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If there is no such metric.
        """
        check_is_fitted(evaluator)
        return cls._from_figures(
            evaluator.details_.rename(columns={"mean": "value"}), metric
        )

    @classmethod
    def _from_figures(cls, figures: pd.DataFrame, metric: str | None) -> UtilityDisplay:
        of_models = figures[
            (figures["section"] == "utility")
            & figures["scope"].isin(["table", "model"])
            & figures["rows"].isin(list(COLOR_OF))
        ]
        known = list(dict.fromkeys(of_models["metric"]))
        metric = metric or next((one for one in LEADING if one in known), None)
        metric = metric or next(iter(known), None)
        lines = of_models[of_models["metric"] == metric]
        if metric is None or not len(lines):
            raise InputError(
                "there is no figure of utility {value!r}; those there are: {known}",
                parameter="metric",
                value=metric,
                known=", ".join(known) or "none",
            )
        return cls(
            figures=_by_model(lines), metric=metric, better=lines["better"].iloc[0]
        )

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns model, trained_on, value, low and high.
        """
        return self.figures.copy()

    def plot(
        self, ax: Any = None, *, name: str | None = None, point_kwargs: Any = None
    ) -> UtilityDisplay:
        """Draw a point and an interval for each model and what it was trained on.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title.
        point_kwargs : dict, default=None
            Passed to matplotlib's ``errorbar``.

        Returns
        -------
        UtilityDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        models = list(dict.fromkeys(self.figures["model"]))
        ax = axes_of(ax, (7.2, 1.6 + 0.85 * len(models)))
        self.ax_, self.figure_ = ax, ax.figure
        tables = list(dict.fromkeys(self.figures["trained_on"]))
        offsets = np.linspace(-HALF, HALF, len(tables)) if len(tables) > 1 else [0.0]
        self.lines_: dict[str, Any] = {}
        for place, (table, offset) in enumerate(zip(tables, offsets, strict=True)):
            part = self.figures[self.figures["trained_on"] == table]
            at = part["model"].map(models.index).to_numpy() + offset
            style = {**_style(table, place), **(point_kwargs or {})}
            self.lines_[table] = _points(ax, part, at, style)
        self._finish(ax, models, name)
        return self

    def _finish(self, ax: Any, models: list[str], name: str | None) -> None:
        quiet_axes(ax)
        ax.grid(axis="y", visible=False)
        ax.spines["left"].set_visible(False)
        for between in range(1, len(models)):
            ax.axhline(between - 0.5, color=GREY, alpha=0.25, linewidth=0.6)
        metric = capitalised(MEASURES.get(self.metric, score_of(self.metric)))
        ax.set(
            xlabel=f"{metric} on real rows ({self.better} is better)",
            yticks=range(len(models)),
            yticklabels=models,
            ylim=(len(models) - 0.5, -0.5),
        )
        ax.tick_params(axis="y", length=0, labelcolor=INK)
        if name is not None:
            ax.set_title(name, loc="left", pad=28)
        ax.legend(
            title=None,
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=len(self.lines_),
            frameon=False,
            handletextpad=0.2,
            columnspacing=1.2,
            borderaxespad=0.0,
        )


def _by_model(lines: pd.DataFrame) -> pd.DataFrame:
    """One line per model and table; the mean last, where there are several models."""
    models = [one for one in dict.fromkeys(lines["subject"]) if one]
    if len(models) == 1:
        lines = lines[lines["subject"] != ""]
    order = lines["subject"].eq("").sort_values(kind="stable").index
    lines = lines.loc[order]
    return pd.DataFrame(
        {
            "model": lines["subject"].replace("", ALL_MODELS).to_numpy(),
            "trained_on": lines["rows"].to_numpy(),
            **{key: lines[key].to_numpy() for key in ("value", "low", "high")},
        }
    )


def _style(table: str, place: int) -> dict[str, Any]:
    return {
        "color": COLOR_OF.get(table, INK),
        "fmt": MARKERS[place % len(MARKERS)],
        "markersize": 6.5,
        "markeredgecolor": "white",
        "markeredgewidth": 0.6,
        "elinewidth": 1.4,
        "label": table,
    }


def _points(ax: Any, part: pd.DataFrame, at: np.ndarray, style: dict[str, Any]) -> Any:
    value = part["value"].to_numpy()
    # An interval of resamples may lie to one side of the figure itself.
    ends = [value - part["low"].to_numpy(), part["high"].to_numpy() - value]
    lengths = np.clip(np.nan_to_num(np.array(ends)), 0.0, None)
    return ax.errorbar(value, at, xerr=lengths, **style)
