"""A figure as SVG that stands inside a page, and takes its colours from it."""

from __future__ import annotations

import io
import re
import warnings
from typing import Any
from xml.etree import ElementTree as ET

from skl_synth.pages.charts.chart import drawing_style
from skl_synth.pages.palette import ROLES
from skl_synth.pages.plain_words import one_line

POINTS, PIXELS = 72.0, 96.0
"""In an inch."""

LEAST_WIDTH = 480
"""Pixels below which words could not be read: a narrower screen scrolls instead."""

_VARIABLE_OF = {
    shade.light: f"var(--skl-{name},{shade.light})" for name, shade in ROLES.items()
}
_COLOR = re.compile("#[0-9a-fA-F]{6}")
_DECIMALS = re.compile(r"-?\d+\.\d{3,}")
_FONT = re.compile(r"font-family:[^;]*;?|font: (?:[a-z]+ )*([\d.]+px)[^;]*")
_REFERENCE = re.compile(r"(url\(#|^#(?![0-9a-fA-F]{6}$))([^)]+)(\)|$)")
_NAMESPACE = re.compile(r"\{[^}]*\}")


def svg_of(figure: Any, *, title: str, description: str, prefix: str) -> str:
    """Write a figure as SVG to be put into a page.

    Parameters
    ----------
    figure : matplotlib Figure
        Drawn in the colours of `skl_synth.pages.palette`.
    title, description : str
        What it shows, and what is to be seen: its alternative text.
    prefix : str
        What all names in it begin with; no two pictures of a page share it.

    Returns
    -------
    str
        An element ``<svg>``: the same figure gives the same text.
    """
    root = ET.fromstring(_saved(figure))
    _strip(root)
    _rename(root, prefix)
    for element in root.iter():
        _tidy(element)
    width, height = (POINTS * inches for inches in figure.get_size_inches())
    root.attrib = {
        "class": "skl-chart",
        "viewBox": f"0 0 {width:g} {height:g}",
        "role": "img",
        "aria-labelledby": f"{prefix}-title {prefix}-desc",
        "style": _size(width * PIXELS / POINTS),
    }
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        said = ET.Element(tag, {"id": f"{prefix}-{tag}"})
        said.text = one_line(text)
        root.insert(place, said)
    return ET.tostring(root, encoding="unicode")


def _saved(figure: Any) -> str:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    handle = io.StringIO()
    with drawing_style(), warnings.catch_warnings():
        # The browser has the letters that matplotlib's own font lacks.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not")
        # Not by savefig, which draws everything a first time only to measure it.
        FigureCanvasSVG(figure).print_svg(handle, metadata={"Date": None})
    # What is no XML would be refused below.
    return "\n".join(one_line(line) for line in handle.getvalue().splitlines())


def _size(width: float) -> str:
    least = min(width, LEAST_WIDTH)
    return f"width:{width:.0f}px;min-width:{least:.0f}px;max-width:100%;height:auto"


def _strip(root: ET.Element) -> None:
    """Take away what says nothing, and the style that would be that of the page."""
    for parent in list(root.iter()):
        for child in list(parent):
            if _NAMESPACE.sub("", child.tag) in ("metadata", "style"):
                parent.remove(child)


def _rename(root: ET.Element, prefix: str) -> None:
    """Keep the names that are referred to, so that no two pictures share one."""
    values = [value for element in root.iter() for value in element.attrib.values()]
    used = {found[2] for value in values for found in _REFERENCE.finditer(value)}
    names = {name: f"{prefix}-{place}" for place, name in enumerate(sorted(used))}
    for element in root.iter():
        name = element.attrib.pop("id", None)
        for key, value in element.attrib.items():
            element.set(
                key, _REFERENCE.sub(lambda at: at[1] + names[at[2]] + at[3], value)
            )
        if name in names:
            element.set("id", names[name])


def _tidy(element: ET.Element) -> None:
    """Colours by what they stand for, the page's font, and fewer decimals."""
    element.tag = _NAMESPACE.sub("", element.tag)
    for key, value in list(element.attrib.items()):
        del element.attrib[key]
        value = _DECIMALS.sub(lambda found: f"{float(found[0]):.2f}", value)
        value = _COLOR.sub(_variable, value)
        value = _FONT.sub(lambda found: _font_size(found[1]), value).strip()
        element.set(_NAMESPACE.sub("", key), value)


def _variable(found: re.Match[str]) -> str:
    return _VARIABLE_OF.get(found[0].lower(), found[0])


def _font_size(size: str | None) -> str:
    return "" if size is None else f"font-size: {size}"
