"""PrivacyUtilityDisplay: what privacy costs, over the settings of a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.evaluation.scoring.tradeoff import Tradeoff
from skl_synth.plotting.axes_style import GREY, INK, OKABE_ITO, axes_of, quiet_axes

MOST_NAMED = 12
"""Of more settings only those on the frontier are named."""

EFFICIENT, OTHER, CHOSEN = OKABE_ITO[0], GREY, OKABE_ITO[1]


class PrivacyUtilityDisplay:
    """Utility against privacy, one point per setting, with the frontier.

    On the frontier are the settings that no other one beats in privacy without losing
    utility. Shaded is what lies within one standard error of the best utility.

    Parameters
    ----------
    labels : list of str
        The settings, by the parameters that differ.
    utility, privacy : ndarray of shape (n_settings,)
        Means over the folds; higher is better.
    utility_error, privacy_error : ndarray of shape (n_settings,)
        Standard errors over the folds.
    chosen : int
        Position of the setting that is marked.
    utility_name, privacy_name : str
        What was measured.
    parameter : str, default=""
        The name of the parameter, where one differs only.

    Attributes
    ----------
    points_ : matplotlib PathCollection
        The settings, in their order.
    frontier_line_ : matplotlib Line2D
        The frontier, from the most useful to the most private setting.
    chosen_point_ : matplotlib PathCollection
        The ring around the chosen setting.
    band_ : matplotlib Polygon
        What lies within one standard error of the best utility.
    errorbars_ : matplotlib container
        The standard errors.
    labels_ : list of matplotlib Text
        The names of the settings; of more than 12, of those on the frontier.
    ax_ : matplotlib Axes
        Where it was drawn.
    figure_ : matplotlib Figure
        The figure of the axes.

    See Also
    --------
    most_private_within_one_se : Chooses the setting that is marked.
    privacy_scorer : A scorer of privacy.

    Examples
    --------
    >>> from skl_synth import PrivacyUtilityDisplay
    >>> cv_results = {
    ...     "params": [{"removal_fraction": share} for share in (0.0, 0.5, 0.9)],
    ...     "split0_test_roc_auc": [0.80, 0.79, 0.60],
    ...     "split1_test_roc_auc": [0.84, 0.83, 0.64],
    ...     "split0_test_privacy": [0.50, 0.70, 0.60],
    ...     "split1_test_privacy": [0.50, 0.70, 0.60],
    ... }
    >>> display = PrivacyUtilityDisplay.from_cv_results(
    ...     cv_results, utility="roc_auc", privacy="privacy"
    ... )
    >>> display.frame()[["setting", "is_efficient", "is_chosen"]]
      setting  is_efficient  is_chosen
    0     0.0          True      False
    1     0.5          True       True
    2     0.9         False      False
    """

    def __init__(
        self,
        *,
        labels: list[str],
        utility: np.ndarray,
        privacy: np.ndarray,
        utility_error: np.ndarray,
        privacy_error: np.ndarray,
        chosen: int,
        utility_name: str,
        privacy_name: str,
        parameter: str = "",
    ) -> None:
        self.labels = labels
        self.utility = utility
        self.privacy = privacy
        self.utility_error = utility_error
        self.privacy_error = privacy_error
        self.chosen = chosen
        self.utility_name = utility_name
        self.privacy_name = privacy_name
        self.parameter = parameter

    @classmethod
    def from_cv_results(
        cls,
        cv_results: Mapping[str, Any],
        *,
        utility: str,
        privacy: str,
        chosen: int | None = None,
    ) -> PrivacyUtilityDisplay:
        """Take the results of a search with several scorers.

        Parameters
        ----------
        cv_results : mapping
            ``cv_results_`` of a `GridSearchCV` or `RandomizedSearchCV`.
        utility, privacy : str
            Names of two of its scorers; higher is better in both.
        chosen : int, default=None
            The setting that is marked, such as ``best_index_``. None stands for the
            choice of `most_private_within_one_se`.

        Returns
        -------
        PrivacyUtilityDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If there is no such scorer.
        """
        found = Tradeoff.of(cv_results, utility=utility, privacy=privacy)
        parameter, labels = _labels(list(cv_results["params"]))
        return cls(
            labels=labels,
            utility=found.utility,
            privacy=found.privacy,
            utility_error=found.utility_error,
            privacy_error=found.privacy_error,
            chosen=found.choice if chosen is None else chosen,
            utility_name=utility,
            privacy_name=privacy,
            parameter=parameter,
        )

    @property
    def _tradeoff(self) -> Tradeoff:
        return Tradeoff(
            self.utility, self.privacy, self.utility_error, self.privacy_error
        )

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns setting, utility, utility_error, privacy, privacy_error,
            is_efficient (on the frontier) and is_chosen.
        """
        return pd.DataFrame(
            {
                "setting": self.labels,
                "utility": self.utility,
                "utility_error": self.utility_error,
                "privacy": self.privacy,
                "privacy_error": self.privacy_error,
                "is_efficient": self._tradeoff.is_efficient,
                "is_chosen": np.arange(len(self.labels)) == self.chosen,
            }
        )

    def plot(
        self,
        ax: Any = None,
        *,
        name: str | None = None,
        plot_errors: bool = True,
        scatter_kwargs: Mapping[str, Any] | None = None,
    ) -> PrivacyUtilityDisplay:
        """Draw the settings, the frontier and the choice.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title.
        plot_errors : bool, default=True
            Whether to draw the standard errors.
        scatter_kwargs : mapping, default=None
            Passed to matplotlib's ``scatter``.

        Returns
        -------
        PrivacyUtilityDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        ax = axes_of(ax, (7.2, 5.0))
        self.ax_, self.figure_ = ax, ax.figure
        lines = self.frame()
        self._draw_band(ax)
        if plot_errors:
            self._draw_errors(ax)
        front = lines[lines["is_efficient"]].sort_values("utility", ascending=False)
        (self.frontier_line_,) = ax.plot(
            front["utility"],
            front["privacy"],
            color=EFFICIENT,
            linewidth=1.4,
            # Between two settings nothing was found: who needs that much utility has
            # to take the more useful one, with its privacy.
            drawstyle="steps-post",
            label="frontier",
            zorder=2,
        )
        colors = np.where(lines["is_efficient"], EFFICIENT, OTHER)
        style = {"s": 48, "c": colors, "edgecolors": "white", "zorder": 3}
        self.points_ = ax.scatter(
            self.utility, self.privacy, **{**style, **(scatter_kwargs or {})}
        )
        self._draw_chosen(ax)
        self._finish(ax, name)
        named = lines if len(lines) <= MOST_NAMED else front
        self.labels_ = [self._name(ax, line) for _, line in named.iterrows()]
        return self

    def _draw_band(self, ax: Any) -> None:
        found = self._tradeoff
        self.band_ = ax.axvspan(
            found.least_utility,
            float(np.nanmax(self.utility)),
            color=GREY,
            alpha=0.15,
            linewidth=0,
            label="within one standard error of the best utility",
        )

    def _draw_errors(self, ax: Any) -> None:
        self.errorbars_ = ax.errorbar(
            self.utility,
            self.privacy,
            xerr=np.nan_to_num(self.utility_error),
            yerr=np.nan_to_num(self.privacy_error),
            fmt="none",
            ecolor=GREY,
            elinewidth=0.8,
            alpha=0.6,
            zorder=1,
        )

    def _draw_chosen(self, ax: Any) -> None:
        self.chosen_point_ = ax.scatter(
            self.utility[self.chosen],
            self.privacy[self.chosen],
            s=170,
            facecolors="none",
            edgecolors=CHOSEN,
            linewidths=2.0,
            zorder=4,
            label=f"chosen: {self._words(self.chosen)}",
        )

    def _words(self, position: int) -> str:
        label = self.labels[position]
        return f"{self.parameter} = {label}" if self.parameter else label

    def _finish(self, ax: Any, name: str | None) -> None:
        quiet_axes(ax)
        ax.margins(0.12)
        ax.set(
            xlabel=f"Utility: {self.utility_name} (higher is better)",
            ylabel=f"Privacy: {self.privacy_name} (higher is better)",
        )
        if name is not None:
            ax.set_title(name, loc="left", pad=42)
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            frameon=False,
            ncols=2,
            columnspacing=1.4,
            borderaxespad=0.0,
        )

    def _name(self, ax: Any, line: pd.Series) -> Any:
        is_chosen, is_efficient = bool(line["is_chosen"]), bool(line["is_efficient"])
        color = CHOSEN if is_chosen else INK if is_efficient else OTHER
        # Those behind the frontier are named on their other side.
        return ax.annotate(
            line["setting"],
            (line["utility"], line["privacy"]),
            xytext=(9, 8) if is_efficient else (-8, -8),
            textcoords="offset points",
            ha="left" if is_efficient else "right",
            va="baseline" if is_efficient else "top",
            fontsize=9,
            color=color,
            fontweight="bold" if is_chosen else "normal",
        )


def _labels(settings: list[Mapping[str, Any]]) -> tuple[str, list[str]]:
    """Name settings by the parameters that differ among them."""
    names = list(dict.fromkeys(key for setting in settings for key in setting))
    differing = [
        name
        for name in names
        if len({repr(setting.get(name)) for setting in settings}) > 1
    ]
    if len(differing) == 1:
        name = differing[0]
        return name.split("__")[-1], [_short(one.get(name)) for one in settings]
    labels = [
        ", ".join(
            f"{name.split('__')[-1]}={_short(one[name])}"
            for name in differing
            if name in one
        )
        for one in settings
    ]
    return "", labels


def _short(value: Any) -> str:
    """Numbers as they were given; of an estimator its name and what is set."""
    return " ".join(str(value).split())
