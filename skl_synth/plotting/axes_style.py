"""Colours, markers and the guard for matplotlib, shared by all displays."""

from __future__ import annotations

from typing import Any

from skl_synth.pages.palette import COLOR_OF, OKABE_ITO

__all__ = [
    "COLOR_OF",
    "GREY",
    "INK",
    "MARKERS",
    "OKABE_ITO",
    "axes_of",
    "quiet_axes",
    "require_pyplot",
]

MARKERS = "osD^vP*"

GREY = "#8C8C8C"

INK = "#404040"
"""Of words beside points and bars."""


def axes_of(ax: Any, size: tuple[float, float]) -> Any:
    """Return the axes to draw on.

    Parameters
    ----------
    ax : matplotlib Axes or None
        The user's; None makes a figure.
    size : (float, float)
        Width and height of that figure, in inches.

    Returns
    -------
    matplotlib Axes
        The axes.
    """
    pyplot = require_pyplot()
    if ax is None:
        _, ax = pyplot.subplots(figsize=size, layout="constrained")
    return ax


def require_pyplot() -> Any:
    """Import matplotlib's pyplot.

    Returns
    -------
    module
        ``matplotlib.pyplot``.

    Raises
    ------
    ImportError
        If matplotlib is not installed; the message says how to install it.
    """
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        raise ImportError(
            "matplotlib is needed to draw, and is not installed: "
            'pip install "skl_synth[plot]".'
        ) from error
    return plt


def quiet_axes(ax: Any) -> None:
    """Take away the frame's upper and right side, and lay a faint grid.

    Parameters
    ----------
    ax : matplotlib Axes
        The axes.
    """
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(color=GREY, alpha=0.2, linewidth=0.6)
    ax.set_axisbelow(True)
