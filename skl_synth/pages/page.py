"""What stands on a page, before anybody says how it looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

Mark = Literal["passed", "refused", "attention", "neutral"]
"""What a line or a page comes to; said by a word and a sign, never by colour alone."""


@dataclass(frozen=True)
class Status:
    """What a page comes to, in one word and one sentence.

    Parameters
    ----------
    mark : {"passed", "refused", "attention", "neutral"}
        How it is shown.
    word : str
        The verdict, such as "Passed".
    sentence : str
        What that means.
    """

    mark: Mark
    word: str
    sentence: str


@dataclass(frozen=True)
class Text:
    """Paragraphs.

    Parameters
    ----------
    paragraphs : tuple of str
        Plain text; nothing in it is read as HTML.
    """

    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Bullets:
    """Short sentences in a list, each with what it comes to.

    Parameters
    ----------
    lines : tuple of (mark, str)
        Mark and sentence.
    """

    lines: tuple[tuple[Mark, str], ...]


@dataclass(frozen=True, eq=False)
class Figures:
    """A table.

    Parameters
    ----------
    frame : DataFrame
        Its columns are the heads; cells are written as they are, NaN as a dash.
    caption : str
        What it shows.
    marks : sequence of str or None, default=None
        What each line comes to, where lines come to something.
    most : int, default=30
        Lines that are seen at once; the others are folded away below.
    """

    frame: pd.DataFrame
    caption: str
    marks: Sequence[Mark] | None = None
    most: int = 30


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture, drawn when the page is written.

    Parameters
    ----------
    chart : object
        With ``draw() -> matplotlib Figure``, see `skl_synth.pages.charts`.
    title : str
        What it shows.
    description : str
        The alternative text: what is to be seen, in a sentence or two, with the figures
        that count.
    frame : DataFrame or None, default=None
        The same in numbers, folded away below, and shown where nothing can be drawn.
    """

    chart: Any
    title: str
    description: str
    frame: pd.DataFrame | None = None


Block = Text | Bullets | Figures | Picture


@dataclass(frozen=True)
class Section:
    """A part of a page.

    Parameters
    ----------
    title : str
        Its head.
    blocks : tuple of Text, Bullets, Figures or Picture
        What stands in it.
    """

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """A page: what it comes to first, then its sections.

    Parameters
    ----------
    title : str
        Its head.
    status : Status or None
        The verdict.
    sections : tuple of Section
        In the order of reading.
    facts : tuple of (str, str), default=()
        Short facts under the head: name and value, such as rows, folds, version.
    private : bool, default=False
        Whether it is for the owner of the real table alone, which it then says on top.
    """

    title: str
    status: Status | None
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...] = ()
    private: bool = False
