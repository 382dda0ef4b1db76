"""Markdown of the sheets: pages, lists, boxes to tick, and words of the user."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def sentence_case(text: str) -> str:
    """Begin a sentence with a capital.

    Parameters
    ----------
    text : str
        A sentence.

    Returns
    -------
    str
        The same; names within it keep theirs.
    """
    return text[:1].upper() + text[1:]


def plain(text: Any) -> str:
    r"""Write words of the user so that Markdown reads nothing into them.

    Parameters
    ----------
    text : object
        Names, labels, sentences that name them.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> from skl_synth.release.pack.markdown import plain
    >>> plain("ward_2 <b>")
    'ward\\_2 &lt;b&gt;'
    """
    line = " ".join(str(text).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for sign in "\\`*_[]|#":
        line = line.replace(sign, f"\\{sign}")
    return line


def bullets(lines: Iterable[str]) -> str:
    """Write a list.

    Parameters
    ----------
    lines : iterable of str
        Markdown.

    Returns
    -------
    str
        One line for each.
    """
    return "\n".join(f"- {line}" for line in lines)


def boxes(lines: Iterable[tuple[bool, str]]) -> str:
    """Write a list in which what was measured is ticked, and what is to be done not.

    Parameters
    ----------
    lines : iterable of (bool, str)
        Whether it is ticked, and Markdown.

    Returns
    -------
    str
        One line for each.
    """
    return "\n".join(f"- [{'x' if done else ' '}] {line}" for done, line in lines)


def page(title: str, *parts: tuple[str, str]) -> str:
    """Write a page.

    Parameters
    ----------
    title : str
        Its head.
    *parts : (str, str)
        Heads of parts, and what stands in them; a part without words is left out.

    Returns
    -------
    str
        Markdown.
    """
    heads = [f"## {head}\n\n{text}" if head else text for head, text in parts if text]
    return "\n\n".join([f"# {title}", *heads]) + "\n"
