"""DisclosureDisplay: what follows from a few known columns, secret by secret."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.plotting.axes_style import COLOR_OF, GREY, INK, axes_of, quiet_axes

OF_TABLE = {"Dorig": "real", "DiSCO": "synthetic"}
"""The bars, and whose they are."""

LABELS = {
    "Dorig": "real (Dorig)",
    "DiSCO": "release (DiSCO)",
    "DiSCO_control": "of people held out",
}

HEIGHT = 0.36
"""Of a bar, in lines."""


class DisclosureDisplay:
    """Bars of attribute disclosure, a pair for each secret, as in synthpop.

    The share of the people whose secret follows from their quasi-identifiers in the
    real table, and correctly so in the release; a line marks what the release says of
    people who were held out, and "(check)" a secret of which some might have been
    expected, see ``DisclosureReport.checks``.

    Parameters
    ----------
    figures : DataFrame
        Columns secret, Dorig and DiSCO, shares from 0 to 1, DiSCO_control where there
        was a hold-out, and check, in the order in which they are drawn.
    quasi_identifiers : tuple of str, default=()
        What is known, for the title.

    Attributes
    ----------
    bars_ : dict of str to matplotlib container
        Those of "Dorig" and "DiSCO".
    marks_ : matplotlib collection or None
        The lines of people held out.
    ax_ : matplotlib Axes
        Where it was drawn.
    figure_ : matplotlib Figure
        The figure of the axes.

    See Also
    --------
    disclosure_report : Computes the figures.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import DisclosureDisplay, disclosure_report
    >>> real = pd.DataFrame({"age": [20, 31, 31, 42], "ill": list("ynyn")})
    >>> report = disclosure_report(real, None, real, None, quasi_identifiers=["age"])
    >>> display = DisclosureDisplay.from_report(report).plot()
    >>> [one.get_text() for one in display.ax_.get_yticklabels()]
    ['ill']
    """

    def __init__(
        self, *, figures: pd.DataFrame, quasi_identifiers: tuple[str, ...] = ()
    ) -> None:
        self.figures = figures
        self.quasi_identifiers = quasi_identifiers

    @classmethod
    def from_report(cls, report: Any) -> DisclosureDisplay:
        """Take the secrets of a report.

        Parameters
        ----------
        report : DisclosureReport
            From `disclosure_report`.

        Returns
        -------
        DisclosureDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If the report has no secret.
        """
        summary = report.summary()
        if not len(summary):
            raise InputError(
                "the report has no secret: every column is a quasi-identifier, or none "
                "was named",
                parameter="secrets",
                remedies=["name columns as secrets in disclosure_report"],
            )
        names = [name for name in ("secret", *LABELS, "check") if name in summary]
        keys = tuple(report.columns["column"])
        return cls(figures=summary[names], quasi_identifiers=keys)

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            A line per secret.
        """
        return self.figures.copy()

    def plot(
        self, ax: Any = None, *, name: str | None = None, bar_kwargs: Any = None
    ) -> DisclosureDisplay:
        """Draw two bars for each secret.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title; None says what is known.
        bar_kwargs : dict, default=None
            Passed to matplotlib's ``barh``.

        Returns
        -------
        DisclosureDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        figures = self.figures
        ax = axes_of(ax, (7.2, 1.8 + 0.55 * len(figures)))
        self.ax_, self.figure_ = ax, ax.figure
        at = np.arange(len(figures))
        self.bars_: dict[str, Any] = {}
        for place, (column, table) in enumerate(OF_TABLE.items()):
            style = {"color": COLOR_OF[table], **(bar_kwargs or {})}
            self.bars_[column] = ax.barh(
                at + (place - 0.5) * HEIGHT,
                100 * figures[column],
                height=HEIGHT,
                label=LABELS[column],
                **style,
            )
        self.marks_ = self._marks(ax, at)
        self._finish(ax, name)
        return self

    def _marks(self, ax: Any, at: np.ndarray) -> Any:
        """Mark on the second bar of each pair what strangers reach."""
        if "DiSCO_control" not in self.figures:
            return None
        return ax.vlines(
            100 * self.figures["DiSCO_control"],
            at,
            at + HEIGHT,
            color=INK,
            linewidth=2,
            label=LABELS["DiSCO_control"],
        )

    def _finish(self, ax: Any, name: str | None) -> None:
        quiet_axes(ax)
        ax.grid(axis="y", visible=False)
        ax.set(
            xlabel="People whose secret follows from what is known (%)",
            xlim=(0, None),
            yticks=range(len(self.figures)),
            ylim=(len(self.figures) - 0.4, -0.6),
        )
        labels = zip(self.figures["secret"], self._checks(), strict=True)
        # Names of columns may hold signs that matplotlib reads as mathematics.
        ax.set_yticklabels([f"{one}{check}" for one, check in labels], parse_math=False)
        ax.tick_params(axis="y", length=0, labelcolor=INK)
        ax.spines["left"].set_color(GREY)
        known = ", ".join(self.quasi_identifiers)
        title = f"Disclosed to who knows {known}" if name is None else name
        ax.set_title(title, loc="left", pad=28, parse_math=False)
        handles = [*self.bars_.values(), *([self.marks_] if self.marks_ else [])]
        ax.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=3,
            frameon=False,
            borderaxespad=0.0,
            fontsize="small",
        )

    def _checks(self) -> list[str]:
        """Say behind a secret that some of it might have been expected."""
        if "check" not in self.figures:
            return [""] * len(self.figures)
        return ["\n(check)" if one else "" for one in self.figures["check"]]
