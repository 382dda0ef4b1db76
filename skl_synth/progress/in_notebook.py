"""Progress in the output of a notebook's cell, which is changed in place."""

from __future__ import annotations

import sys
from collections.abc import Callable
from html import escape
from time import perf_counter
from typing import Any

from skl_synth.progress.said_progress import in_words
from skl_synth.progress.track import Progress

BETWEEN_CHANGES = 0.5
"""Seconds between two changes, at least: each is sent to the browser."""


def is_notebook() -> bool:
    """Say whether this runs in a notebook.

    Returns
    -------
    bool
        Whether IPython was loaded by a kernel.
    """
    loaded: Any = sys.modules.get("IPython")
    shell = None if loaded is None else loaded.get_ipython()
    return getattr(shell, "kernel", None) is not None


class NotebookProgress:
    """Writes how far work is into the output of a cell.

    Parameters
    ----------
    work : str
        What the work is called.
    clock : callable, default=perf_counter
        Says how many seconds have gone.
    """

    def __init__(self, work: str, *, clock: Callable[[], float] = perf_counter) -> None:
        from importlib import import_module

        # Not installed with this package: who asks for it runs within it.
        display = import_module("IPython.display").display
        self.work, self._clock, self._next = work, clock, 0.0
        self._handle: Any = display(self._shown("", 0.0), raw=True, display_id=True)

    def __call__(self, now: Progress) -> None:
        """Change what is shown, if the last change was long enough ago.

        Parameters
        ----------
        now : Progress
            How far the work is.
        """
        if self._clock() < self._next:
            return
        self._next = self._clock() + BETWEEN_CHANGES
        self._handle.update(self._shown(in_words(now), now.fraction), raw=True)

    def end(self) -> None:
        """Leave no more than that it is over."""
        said = f"{self.work}: ended" if self.work else ""
        self._handle.update({"text/plain": said}, raw=True)

    def _shown(self, said: str, share: float) -> dict[str, str]:
        text = ": ".join(filter(None, [self.work, said]))
        bar = f'<progress value="{share:.3f}" max="1" aria-label="progress"></progress>'
        return {"text/plain": text, "text/html": f"{bar} {escape(text)}"}
