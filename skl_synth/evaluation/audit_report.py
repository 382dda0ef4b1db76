"""What the three reports have in common: figures, and words that go with them."""

from __future__ import annotations

import html
import textwrap
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import pandas as pd

from skl_synth.evaluation.compared import Compared
from skl_synth.evaluation.figures import SYNTHETIC, Interval

WIDTH = 78


@dataclass(frozen=True)
class Verdict:
    """What one section comes to, in words.

    Parameters
    ----------
    title : str
        The section.
    verdict : str
        One sentence with the figure that counts.
    lines : tuple of (str, str)
        What was measured, and the figure.
    may : tuple of str
        What may be claimed.
    may_not : tuple of str
        What may not.
    notes : tuple of str
        What the reader should know besides.
    """

    title: str
    verdict: str
    lines: tuple[tuple[str, str], ...] = ()
    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """Write it for a terminal.

        Returns
        -------
        str
            Lines of at most 78 characters.
        """
        width = min(max((len(name) for name, _ in self.lines), default=0) + 2, 46)
        lines = wrapped(f"{self.title.upper()}  {self.verdict}")
        # A name that is longer than the column keeps its distance all the same.
        lines += [f"  {f'{name}  ':<{width}}{figure}" for name, figure in self.lines]
        for head, sentences in self._sentences():
            for sentence in sentences:
                lines += wrapped(f"{head}: {sentence}", first="  ", others="    ")
        return "\n".join(line.rstrip() for line in lines)

    def html(self) -> str:
        """Write it for a notebook.

        Returns
        -------
        str
            A fragment of HTML.
        """
        rows = "".join(
            f"<tr><td style='text-align:left'>{html.escape(name)}</td>"
            f"<td style='text-align:left'>{html.escape(figure)}</td></tr>"
            for name, figure in self.lines
        )
        notes = "".join(
            f"<li><b>{head}:</b> {html.escape(sentence)}</li>"
            for head, sentences in self._sentences()
            for sentence in sentences
        )
        return (
            f"<h4>{html.escape(self.title)}</h4><p>{html.escape(self.verdict)}</p>"
            f"<table>{rows}</table><ul>{notes}</ul>"
        )

    def _sentences(self) -> list[tuple[str, tuple[str, ...]]]:
        return [
            ("Note", self.notes),
            ("May be said", self.may),
            ("May not be said", self.may_not),
        ]


def wrapped(text: str, *, first: str = "", others: str = "") -> list[str]:
    """Wrap a text, but not between a number and its per cent.

    Parameters
    ----------
    text : str
        A paragraph.
    first, others : str, default=""
        What stands before the first line, and before the others.

    Returns
    -------
    list of str
        Lines of at most 78 characters.
    """
    kept = text.replace(" %", "\N{NO-BREAK SPACE}%")
    lines = textwrap.wrap(kept, WIDTH, initial_indent=first, subsequent_indent=others)
    return [line.replace("\N{NO-BREAK SPACE}%", " %") for line in lines]


@dataclass(frozen=True, eq=False, repr=False)
class AuditReport(ABC):
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

    def _repr_html_(self) -> str:
        return self.verdict().html()
