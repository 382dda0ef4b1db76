"""What the three reports have in common: figures, and words that go with them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import pandas as pd

from skl_synth.evaluation.compared import Compared
from skl_synth.evaluation.figures import SYNTHETIC, Interval
from skl_synth.evaluation.page_parts import page_of
from skl_synth.evaluation.verdict import WIDTH as WIDTH
from skl_synth.evaluation.verdict import Verdict as Verdict
from skl_synth.evaluation.verdict import wrapped as wrapped
from skl_synth.pages import HtmlReport, Page, Section


@dataclass(frozen=True, eq=False, repr=False)
class AuditReport(HtmlReport, ABC):
    """Base class of the reports on one synthetic table.

    Parameters
    ----------
    figures : DataFrame
        Every figure, one per line, see `frame`.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None
        How many people the figures rest on; None without a hold-out.
    """

    figures: pd.DataFrame
    notes: tuple[str, ...] = field(default=(), kw_only=True)
    compared: Compared | None = field(default=None, kw_only=True)

    def frame(self) -> pd.DataFrame:
        """Return every figure.

        Returns
        -------
        DataFrame
            Columns section, metric, scope ("table", "model", "column", "pair", "class"
            or "group"), subject (the name of the column and so on), rows (those that a
            model was trained on, or that were measured), value, low and high (95 %
            interval, NaN where there is none), better ("higher" or "lower") and
            ceiling (the same figure of real rows that were held out; for utility of
            a model trained on real rows). An area under a ROC curve of which lower is
            better is best at 0.5, which is chance: a lower one is no better.
        """
        return self.figures.copy()

    def figure(
        self,
        metric: str,
        *,
        rows: str = SYNTHETIC,
        scope: str = "table",
        subject: str = "",
    ) -> Interval:
        """Look up one figure.

        Parameters
        ----------
        metric : str
            Its name.
        rows : str, default="synthetic"
            The rows trained on or measured.
        scope : str, default="table"
            What kind of thing it is about.
        subject : str, default=""
            The name of that thing.

        Returns
        -------
        Interval
            The value and the ends of its interval.

        Raises
        ------
        KeyError
            If the report has no such figure; the message lists those it has.
        """
        frame = self.figures
        found = frame[
            (frame["metric"] == metric)
            & (frame["rows"] == rows)
            & (frame["scope"] == scope)
            & (frame["subject"] == subject)
        ]
        if not len(found):
            known = ", ".join(sorted(frame["metric"].unique()))
            raise KeyError(
                f"no figure {metric!r} of {rows!r} rows, {scope} {subject!r}: the "
                f"metrics are {known}."
            )
        return Interval(*found[["value", "low", "high"]].iloc[0].tolist())

    @abstractmethod
    def verdict(self) -> Verdict:
        """Say what the figures come to.

        Returns
        -------
        Verdict
            Words and the figures that count.
        """

    def __str__(self) -> str:
        return self.verdict().text()

    __repr__ = __str__

    @abstractmethod
    def _sections(self) -> list[Section | None]:
        """Show the figures on a page."""

    def _page(self) -> Page:
        verdict = self.verdict()
        title = f"{verdict.title} of a synthetic table"
        return page_of(title, [verdict], self._sections())
