"""A page as HTML: one file, or a fragment for a notebook."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pandas as pd

from skl_synth.pages.page import Bullets, Figures, Page, Picture, Text
from skl_synth.pages.page_cells import table_of
from skl_synth.pages.palette import variables
from skl_synth.pages.plain_words import one_line
from skl_synth.pages.svg import svg_of

SIGNS = {"passed": "✓", "refused": "✕", "attention": "!", "neutral": "·"}
"""What each mark looks like, beside its word."""

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What a browser may load for a page: nothing, from nowhere."""

MOST_DRAWN = 180_000
"""Characters that the pictures of a fragment may take: notebooks are slow with more."""

TOO_LARGE = "This picture is too large to be shown here: it stands on the page itself."

SCOPE = "skl0scope"
"""Stands for what the names of a fragment begin with, until its text is known."""


def render_page(page: Page) -> str:
    """Write a page as one file of HTML.

    Parameters
    ----------
    page : Page
        What stands on it.

    Returns
    -------
    str
        A whole document, without script, that loads nothing. The same page gives the
        same text.

    Examples
    --------
    >>> from skl_synth.pages import Page, Section, Text, render_page
    >>> page = Page("A <table>", None, (Section("Notes", (Text(("Fine.",)),)),))
    >>> print(render_page(page).splitlines()[0])
    <!DOCTYPE html>
    >>> "A &lt;table&gt;" in render_page(page)
    True
    """
    return _rendered(page, whole=True).replace(SCOPE, "skl")


def render_fragment(page: Page) -> str:
    """Write a page as a fragment that stands inside another one, such as a notebook.

    Parameters
    ----------
    page : Page
        What stands on it.

    Returns
    -------
    str
        One ``<div>`` with a style that is of nothing outside it. The same page gives
        the same text, and no two pages share a name in it.
    """
    text = _rendered(page, whole=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return text.replace(SCOPE, f"skl-{digest[:10]}")


def _rendered(page: Page, *, whole: bool) -> str:
    room = None if whole else Room(MOST_DRAWN)
    sections = [
        {
            "name": f"{SCOPE}-{place}",
            "title": section.title,
            "blocks": [
                _view(block, f"{SCOPE}-{place}-{n}", room)
                for n, block in enumerate(section.blocks)
            ],
        }
        for place, section in enumerate(page.sections)
    ]
    return _template().render(
        page=page,
        whole=whole,
        level=1 if whole else 3,
        policy=POLICY,
        signs=SIGNS,
        style=_style(),
        sections=sections,
    )


@lru_cache(maxsize=1)
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        finalize=_printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(_resource("page_template.html"))


def _resource(name: str) -> str:
    return files("skl_synth.pages").joinpath(name).read_text(encoding="utf-8")


def _printable(value: Any) -> Any:
    """What the template writes; markup of ours is left as it is."""
    return value if hasattr(value, "__html__") else one_line(value)


@lru_cache(maxsize=1)
def _style() -> Any:
    from markupsafe import Markup

    sheet = _resource("page_style.css")
    for scheme in ("light", "dark"):
        sheet = sheet.replace(f"/* colours: {scheme} */", variables(scheme))
    return Markup(sheet)


@dataclass
class Room:
    """What is left of the characters that the pictures of a fragment may take."""

    left: int

    def takes(self, text: str) -> bool:
        """Whether there is room for one more; it then takes it."""
        fits = len(text) <= self.left
        self.left -= len(text) * fits
        return fits


def _view(block: Any, name: str, room: Room | None) -> dict[str, Any]:
    """What the template is given of a block."""
    if isinstance(block, Text):
        return {"kind": "text", "paragraphs": block.paragraphs}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "lines": block.lines}
    if isinstance(block, Figures):
        return {"kind": "figures", **_folded(block, room)}
    return {"kind": "picture", **_drawn(block, name, room)}


def _folded(block: Figures, room: Room | None) -> dict[str, Any]:
    """The lines that are seen at once, and those that are folded away."""
    frame, marks, most = block.frame, block.marks, block.most
    more = max(len(frame) - most, 0)
    return {
        "caption": block.caption,
        "shown": table_of(frame, marks, 0, most),
        "folded": table_of(frame, marks, most, None) if more and not room else None,
        "elsewhere": f"{more} more lines stand on the page itself." if more else "",
    }


def _drawn(block: Picture, name: str, room: Room | None) -> dict[str, Any]:
    """A picture as SVG, or what to install where nothing can be drawn."""
    frame = pd.DataFrame() if block.frame is None or room else block.frame
    view: dict[str, Any] = {
        "title": block.title,
        "description": block.description,
        "svg": None,
        "lacking": "",
        "numbers": table_of(frame, None, 0, None) if len(frame) else None,
    }
    try:
        figure = block.chart.draw()
    except ImportError as error:
        if error.name != "matplotlib":
            raise
        return view | {"lacking": str(error)}
    from markupsafe import Markup

    said = {"title": block.title, "description": block.description}
    svg = svg_of(figure, prefix=name, **said)
    if room is not None and not room.takes(svg):
        return view | {"lacking": TOO_LARGE}
    return view | {"svg": Markup(svg)}
