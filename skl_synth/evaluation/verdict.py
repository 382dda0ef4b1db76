"""What a section comes to, in words."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from skl_synth.pages.page import Mark

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
    mark : {"attention", "neutral"}, default="neutral"
        Whether the reader should look at it first.
    """

    title: str
    verdict: str
    lines: tuple[tuple[str, str], ...] = ()
    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    mark: Mark = "neutral"

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
        for head, sentences in self.sentences():
            for sentence in sentences:
                lines += wrapped(f"{head}: {sentence}", first="  ", others="    ")
        return "\n".join(line.rstrip() for line in lines)

    def sentences(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return what goes with the figures.

        Returns
        -------
        list of (str, tuple of str)
            Notes, what may be said, and what may not, each under its head.
        """
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
