"""MembershipRocDisplay: how well attacks of membership inference do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import auc, roc_curve

from skl_synth.errors import InputError
from skl_synth.evaluation.curves import FEW_FALSE_ALARMS
from skl_synth.evaluation.privacy.privacy_report import privacy_report
from skl_synth.plotting.axes_style import GREY, INK, OKABE_ITO, axes_of, quiet_axes

GROUPS = {
    "everyone": None,
    "outliers": "group_outliers",
    "smallest class": "group_smallest_class",
}
"""The people who are attacked, and the column that says who of them is one."""

LINE_STYLES = ("-", "--", "-.", ":")


class MembershipRocDisplay:
    """ROC curves of membership attacks: members found against false alarms.

    Parameters
    ----------
    fpr, tpr : dict of str to ndarray of shape (n_points,)
        Share of people outside the table taken for members, and share of members
        found, by attack.
    roc_auc : dict of str to float
        Area under the curve; 0.5 is chance.
    tpr_at_few : dict of str to float
        Share of members found at 5 % false alarms; 0.05 is chance.
    group : str, default="everyone"
        The people who are attacked.

    Attributes
    ----------
    lines_ : dict of str to matplotlib Line2D
        The curves, by attack.
    chance_line_ : matplotlib Line2D
        What guessing reaches.
    ax_ : matplotlib Axes
        Where it was drawn.
    figure_ : matplotlib Figure
        The figure of the axes.

    See Also
    --------
    privacy_report : Runs the attacks.
    DistanceDisplay : A diagnostic that sees less.

    References
    ----------
    .. [1] N. Carlini et al., "Membership inference attacks from first principles", IEEE
       Symposium on Security and Privacy, 1897-1914, 2022 (logarithmic axes).

    Examples
    --------
    >>> from skl_synth import MembershipRocDisplay
    >>> scores = {"distance": [0.9, 0.7, 0.2, 0.1]}
    >>> display = MembershipRocDisplay.from_predictions([1, 1, 0, 0], scores)
    >>> display.roc_auc
    {'distance': 1.0}
    >>> display.plot(log=True).ax_.get_xscale()
    'log'
    """

    def __init__(
        self,
        *,
        fpr: dict[str, np.ndarray],
        tpr: dict[str, np.ndarray],
        roc_auc: dict[str, float],
        tpr_at_few: dict[str, float],
        group: str = "everyone",
    ) -> None:
        self.fpr = fpr
        self.tpr = tpr
        self.roc_auc = roc_auc
        self.tpr_at_few = tpr_at_few
        self.group = group

    @classmethod
    def from_report(
        cls, report: Any, *, group: str = "everyone"
    ) -> MembershipRocDisplay:
        """Take the scores of a report.

        Parameters
        ----------
        report : PrivacyReport
            From `privacy_report`, with "membership" among its attacks.
        group : {"everyone", "outliers", "smallest class"}, default="everyone"
            The people who are attacked.

        Returns
        -------
        MembershipRocDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If there were no membership attacks, or nobody is in the group.
        """
        if group not in GROUPS:
            raise InputError(
                "{parameter}={value!r} must be one of {known}",
                parameter="group",
                value=group,
                known=", ".join(GROUPS),
            )
        scores = report.scores
        if not len(scores):
            raise InputError(
                "the report has no membership inference",
                remedies=["run privacy_report with 'membership' among its attacks"],
            )
        column = GROUPS[group]
        scores = scores if column is None else scores[scores[column]]
        if scores["is_member"].nunique() < 2:
            raise InputError(
                "{parameter}={value!r} holds no members or no control: without classes "
                "there is no smallest class",
                parameter="group",
                value=group,
            )
        by_attack = {
            str(name): part["score"].to_numpy()
            for name, part in scores.groupby("attack", sort=False)
        }
        first = scores[scores["attack"] == next(iter(by_attack))]
        return cls.from_predictions(first["is_member"], by_attack, group=group)

    @classmethod
    def from_tables(
        cls,
        X_real: Any,
        y_real: Any,
        X_synthetic: Any,
        y_synthetic: Any,
        X_holdout: Any,
        y_holdout: Any,
        *,
        random_state: Any = None,
    ) -> MembershipRocDisplay:
        """Attack a table.

        Parameters
        ----------
        X_real, y_real : table and target
            The members.
        X_synthetic, y_synthetic : same containers
            The synthetic rows.
        X_holdout, y_holdout : same containers
            The control: real rows that were held out.
        random_state : int, RandomState instance or None, default=None
            Seed of the attacks.

        Returns
        -------
        MembershipRocDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If there is no hold-out, or the tables differ in their columns.
        """
        report = privacy_report(
            X_real,
            y_real,
            X_synthetic,
            y_synthetic,
            X_holdout,
            y_holdout,
            attacks=["membership"],
            random_state=random_state,
        )
        return cls.from_report(report)

    @classmethod
    def from_predictions(
        cls, is_member: Any, scores: Mapping[str, Any], *, group: str = "everyone"
    ) -> MembershipRocDisplay:
        """Compute the curves of any attacks.

        Parameters
        ----------
        is_member : array-like of shape (n_people,), dtype bool
            Who was in the table.
        scores : mapping of str to array-like of shape (n_people,)
            What each attack says; higher for rather a member.
        group : str, default="everyone"
            Who the people are, for the picture.

        Returns
        -------
        MembershipRocDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If all or none of the people are members.
        """
        truth = np.asarray(is_member, dtype=bool)
        if truth.all() or not truth.any():
            raise InputError(
                "{parameter} must hold members and others: an attack is measured by "
                "what it says of people who were not in the table",
                parameter="is_member",
            )
        curves = {
            name: roc_curve(truth, values, drop_intermediate=False)[:2]
            for name, values in scores.items()
        }
        return cls(
            fpr={name: curve[0] for name, curve in curves.items()},
            tpr={name: curve[1] for name, curve in curves.items()},
            roc_auc={name: float(auc(*curve)) for name, curve in curves.items()},
            tpr_at_few={
                name: float(np.interp(FEW_FALSE_ALARMS, *curve))
                for name, curve in curves.items()
            },
            group=group,
        )

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns attack, fpr and tpr.
        """
        parts = [
            pd.DataFrame({"attack": name, "fpr": self.fpr[name], "tpr": tpr})
            for name, tpr in self.tpr.items()
        ]
        return pd.concat(parts, ignore_index=True)

    def plot(
        self,
        ax: Any = None,
        *,
        name: str | None = None,
        log: bool = False,
        curve_kwargs: Mapping[str, Any] | None = None,
    ) -> MembershipRocDisplay:
        """Draw the curves.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title.
        log : bool, default=False
            Whether both axes are logarithmic, to see what an attacker reaches who wants
            to be sure.
        curve_kwargs : mapping, default=None
            Passed to matplotlib's ``plot`` for each curve.

        Returns
        -------
        MembershipRocDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        ax = axes_of(ax, (5.6, 5.6))
        self.ax_, self.figure_ = ax, ax.figure
        low = self._lowest() if log else 0.0
        chance = np.geomspace(low, 1.0) if log else np.array([0.0, 1.0])
        (self.chance_line_,) = ax.plot(chance, chance, color=GREY, linestyle=":")
        ax.axvline(FEW_FALSE_ALARMS, color=GREY, linewidth=0.8, alpha=0.6)
        # The strongest attack first, so that the legend is read in that order; an
        # attack keeps its colour whoever is attacked.
        places = {attack: place for place, attack in enumerate(self.roc_auc)}
        order = sorted(places, key=lambda attack: -self.roc_auc[attack])
        self.lines_: dict[str, Any] = {}
        for attack in order:
            style = {**self._style(attack, places[attack]), **(curve_kwargs or {})}
            (self.lines_[attack],) = ax.plot(
                self.fpr[attack], self.tpr[attack], **style
            )
        self._finish(ax, low, log=log, name=name)
        return self

    def _lowest(self) -> float:
        """The least false positive rate that the controls can show."""
        above = [rates[rates > 0].min() for rates in self.fpr.values()]
        return float(min(above, default=0.01))

    def _style(self, attack: str, place: int) -> dict[str, Any]:
        found = self.tpr_at_few[attack]
        return {
            "color": OKABE_ITO[place % len(OKABE_ITO)],
            "linestyle": LINE_STYLES[place % len(LINE_STYLES)],
            "linewidth": 2.0,
            "label": f"{attack}: AUC {self.roc_auc[attack]:.2f}, {found:.0%} found",
        }

    def _finish(self, ax: Any, low: float, *, log: bool, name: str | None) -> None:
        quiet_axes(ax)
        margin = {"xlim": (-0.01, 1.01), "ylim": (-0.01, 1.01)}
        if log:
            margin = {"xlim": (low, 1.1), "ylim": (low, 1.1)}
            ax.set(xscale="log", yscale="log")
            for axis in (ax.xaxis, ax.yaxis):
                axis.set_major_formatter("{x:g}")
        ax.set(
            xlabel="False alarms: share of others taken for members",
            ylabel=f"Share of members found, {self.group}",
            aspect="equal",
            **margin,
        )
        ax.set_title(name or "Membership inference", loc="left")
        ax.annotate(
            "5 % false alarms",
            (FEW_FALSE_ALARMS, 1.0),
            xytext=(4, -2),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            va="top",
            fontsize=8.5,
            color=INK,
        )
        ax.legend(
            loc="lower right",
            frameon=False,
            title="Attack (found: at 5 % false alarms)",
            alignment="left",
            fontsize=9,
        )
