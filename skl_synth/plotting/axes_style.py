"""Colours, markers and the guard for matplotlib, shared by all displays."""

from __future__ import annotations

from typing import Any

OKABE_ITO = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#000000",
)
"""Eight colours, less yellow, that people with any colour vision distinguish [1]_.

References
----------
.. [1] M. Okabe, K. Ito, "Color universal design", 2008.
"""

MARKERS = "osD^vP*"

GREY = "#8C8C8C"

INK = "#404040"
"""Of words beside points and bars."""

COLOR_OF = {
    "real": OKABE_ITO[0],
    "synthetic": OKABE_ITO[1],
    "real+synthetic": OKABE_ITO[2],
    "real, balanced": OKABE_ITO[3],
}
"""One colour for one kind of rows, in every picture."""


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
