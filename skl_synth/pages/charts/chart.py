"""What all charts have in common: a style of their own, and a figure without pyplot."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from skl_synth.pages.palette import ROLES
from skl_synth.pages.plain_words import one_line

INK, QUIET, LINE = (ROLES[name].light for name in ("ink", "quiet", "line"))
REAL, SYNTHETIC = ROLES["real"].light, ROLES["synthetic"].light
GROUND = ROLES["ground"].light

STYLE = {
    "axes.axisbelow": True,
    "axes.edgecolor": QUIET,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 9.0,
    "axes.facecolor": "none",
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 9.0,
    "figure.facecolor": "none",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.0,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "legend.edgecolor": "none",
    "legend.facecolor": "none",
    "legend.fontsize": 9.0,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "savefig.facecolor": "none",
    # Words stay words: they can be searched and read out, and take few bytes.
    "svg.fonttype": "none",
    # Names in the file would be drawn at random otherwise.
    "svg.hashsalt": "skl_synth",
    "text.color": INK,
    "text.usetex": False,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "xtick.labelsize": 8.5,
    "ytick.color": QUIET,
    "ytick.labelcolor": INK,
    "ytick.labelsize": 8.5,
}
"""What differs from matplotlib's defaults, whatever the user's own style is."""

_AT_A_TIME = threading.RLock()


@contextmanager
def drawing_style() -> Iterator[None]:
    """Draw in the style of pages, and leave that of the process as it was.

    Yields
    ------
    None
        While this lasts other threads of ours wait: the style is of the process.

    Raises
    ------
    ImportError
        If matplotlib is not installed; the message says how to install it.
    """
    try:
        from matplotlib import style
    except ImportError as error:
        raise ImportError(
            "matplotlib is needed to draw, and is not installed: "
            'pip install "skl_synth[plot]".',
            name="matplotlib",
        ) from error
    with _AT_A_TIME, style.context(["default", STYLE]):
        yield


class Chart(ABC):
    """Something that can be drawn on a page."""

    def draw(self) -> Any:
        """Draw it, without pyplot: nothing is shown, and nothing stays open.

        Returns
        -------
        matplotlib Figure
            The figure.

        Raises
        ------
        ImportError
            If matplotlib is not installed; the message says how to install it.
        """
        with drawing_style():
            return self._drawn()

    @abstractmethod
    def _drawn(self) -> Any:
        """Make the figure, in the style of pages."""


def new_figure(width: float, height: float) -> Any:
    """Make an empty figure that pyplot knows nothing of.

    Parameters
    ----------
    width, height : float
        In inches.

    Returns
    -------
    matplotlib Figure
        The figure.
    """
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def label(text: object, most: int = 28) -> str:
    """Write a name so that matplotlib draws it as it is.

    Parameters
    ----------
    text : object
        A name of a column, a level or a model.
    most : int, default=28
        Characters; longer ones are cut in the middle, where names differ least.

    Returns
    -------
    str
        One line, of which nothing is read as a formula.
    """
    line = one_line(text)
    if len(line) > most:
        kept = most - 1
        line = f"{line[: kept - kept // 3]}…{line[len(line) - kept // 3 :]}"
    return line.replace("$", r"\$")


def key(ax: Any, handles: list[Any], names: list[str], **where: Any) -> None:
    """Say what is drawn how.

    Parameters
    ----------
    ax : matplotlib Axes or Figure
        Where.
    handles : list of matplotlib artists
        What is drawn.
    names : list of str
        What it stands for.
    **where : object
        As for matplotlib's ``legend``.
    """
    # matplotlib leaves out names that begin with an underscore: they come afterwards.
    legend = ax.legend(handles, [str(place) for place in range(len(names))], **where)
    for text, name in zip(legend.get_texts(), names, strict=True):
        text.set_text(name)
